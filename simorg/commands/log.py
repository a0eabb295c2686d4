"""``simorg log``: what happened in a run as an event log for process mining tools."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from simorg.config.settings import Settings
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.trace.log.calendar import WorkCalendar
    from simorg.trace.log.columns import Column
    from simorg.trace.rows import Trace

HELP = "write what happened as an event log for process mining (CSV, Parquet, XES, OCEL)"
FORMATS = ("csv", "parquet", "xes", "ocel")
ENDINGS = {"csv": "csv", "parquet": "parquet", "xes": "xes", "jsonocel": "ocel", "json": "ocel"}
ONE_EVENT = ("xes", "ocel")
"""Formats whose rows are events by their standard."""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what",
        metavar="PATH|OVERRIDE",
        nargs="*",
        help="a run folder, a file written by simorg trace record, or Hydra overrides to simulate",
    )
    parser.add_argument("--format", choices=FORMATS, help="default: by the ending of --output, else csv")
    parser.add_argument(
        "--output",
        metavar="FILE",
        type=Path,
        help="where to write (.gz packs); default: stdout",
    )
    parser.add_argument(
        "--rows",
        choices=("events", "activities"),
        default="events",
        help="activities: one row a job, stage, question or approval, with start and end",
    )
    parser.add_argument(
        "--case",
        metavar="KIND|NAME",
        action="append",
        default=[],
        help="only these cases: incident, initiative, ...; or a name; may be given several times",
    )
    parser.add_argument(
        "--untie", action="store_true", help="move tied timestamps of a case apart by a microsecond each"
    )
    parser.add_argument("--scenario", metavar="NAME", help="of a run folder (default: the first)")
    parser.add_argument("--replication", metavar="N", type=int, help="which replication, or the first (0)")
    parser.add_argument("--replications", metavar="K", type=int, help="how many replications (1)")
    parser.add_argument(
        "--start", metavar="TIME", default=None, help="Monday on which day 0 begins (2024-01-01T09:00, UTC)"
    )


class Source(NamedTuple):
    """Where traces come from: settings to simulate, or one trace that was recorded."""

    settings: Settings
    recorded: Trace | None = None
    scenario: str = ""


def run(args: Namespace) -> int:
    """Find the runs, simulate them one by one and write their log."""
    from simorg.config.errors import SettingsError
    from simorg.trace.log.calendar import START, starting

    kind = _format(args)
    _check_rows(args, kind)
    calendar = starting(args.start or START)
    if args.replications is not None and args.replications < 1:
        raise SettingsError(f"--replications = {args.replications}: must be 1 or more")
    source = source_of(args.what, args.scenario, args.replication, "simorg log")
    if source.recorded is not None and args.replications is not None:
        raise SettingsError(
            f"--replications: is for runs that are simulated; {args.what[0]} holds one replication"
        )
    from simorg.trace.log.formats import whole, write_log

    about = _about(source, calendar)
    counts = {"cases": 0, "rows": 0}
    logs = _logs(source, args, calendar, counts)
    columns = _columns(args)
    if args.output is None:
        write_log(logs, sys.stdout.buffer, kind, about, columns)
        return 0
    with whole(args.output) as file:
        write_log(logs, file, kind, about, columns)
    sys.stdout.write(f"{counts['rows']} {args.rows} of {counts['cases']} cases written to {args.output}\n")
    return 0


def _check_rows(args: Namespace, kind: str) -> None:
    """Refuse rows, cases and timestamps that cannot be had, before anything is simulated."""
    from simorg.config.errors import SettingsError
    from simorg.trace.log.choosing import check_cases

    check_cases(args.case)
    if args.rows == "activities" and kind in ONE_EVENT:
        raise SettingsError(f"--rows activities: rows of {kind} are events; write csv or parquet")
    if args.rows == "activities" and args.untie:
        raise SettingsError("--untie: is for rows of events; rows of activities have both ends")


def _columns(args: Namespace) -> Mapping[str, Column]:
    from simorg.trace.log import activities, columns

    return activities.COLUMNS if args.rows == "activities" else columns.COLUMNS


def _format(args: Namespace) -> str:
    """Return the format; refuse what could not be written before anything is simulated."""
    from simorg.config.errors import SettingsError

    output: Path | None = args.output
    if output is None:
        if args.format == "parquet":
            raise SettingsError("--format parquet needs --output FILE: it is not text")
        return args.format or "csv"
    suffixes = [suffix.lstrip(".").lower() for suffix in output.suffixes]
    packed = suffixes[-1:] == ["gz"]
    ending = next(iter(suffixes[-2:-1] if packed else suffixes[-1:]), "")
    kind: str = args.format or ENDINGS.get(ending, "")
    if not kind:
        endings = ".csv, .parquet, .xes or .jsonocel"
        raise SettingsError(f"--output = {output}: must end in {endings}, or name a --format")
    if ENDINGS.get(ending, kind) != kind:
        raise SettingsError(f"--output = {output}: ends in .{ending}, but --format is {kind}")
    if packed and kind == "parquet":
        raise SettingsError(f"--output = {output}: parquet is packed as it is; leave out .gz")
    if output.is_dir():
        raise SettingsError(f"--output = {output}: is a folder; name a file")
    if not output.absolute().parent.is_dir():
        raise SettingsError(f"--output = {output}: no such folder: {output.absolute().parent}")
    return kind


def source_of(what: list[str], scenario: str | None, replication: int | None, verb: str) -> Source:
    """Tell a folder from a file from overrides.

    Parameters
    ----------
    what : list of str
        What was typed.
    scenario : str or None
        Of a run folder; its first when left out.
    replication : int or None
        Which one is asked for.
    verb : str
        What it was typed after.

    Raises
    ------
    SettingsError
        If they do not go together, or nothing can be simulated from them.
    """
    from simorg.commands._inputs import paths_in
    from simorg.config.compose import load
    from simorg.config.errors import SettingsError

    if replication is not None and replication < 0:
        raise SettingsError(f"--replication = {replication}: must be 0 or more")
    paths = paths_in(what)
    if not paths:
        if scenario is not None:
            raise SettingsError(f"--scenario = {scenario}: is for run folders; name a structure instead")
        return Source(load(what))
    if len(what) > 1:
        raise SettingsError(
            f"{verb} {' '.join(what)}: give one run folder or trace file, or overrides, not both"
        )
    (path,) = paths
    if path.is_dir():
        return _of_folder(path, scenario)
    if not path.exists():
        raise SettingsError(f"{path}: no such run folder or trace file; overrides are written key=value")
    for name, value in (("scenario", scenario), ("replication", replication)):
        if value is not None:
            raise SettingsError(f"--{name}: is for runs that are simulated; {path} holds one replication")
    from simorg.commands.trace import read

    recorded = read(path)
    return Source(recorded.plan.settings, recorded)


def _of_folder(folder: Path, wanted: str | None) -> Source:
    """Return one scenario of a run folder, and say so if other code has made the folder."""
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.experiments.results.stored_scenarios import scenario_in

    stored = StoredRun(folder)
    name, settings = scenario_in(stored, wanted)
    if _made_by_other_code(stored):
        sys.stderr.write(
            f"simorg: note: other code or other versions of packages made {folder}; the log is of this one\n"
        )
    return Source(settings, scenario=name)


def _made_by_other_code(stored: StoredRun) -> bool:
    from simorg.experiments.results.fingerprint import fingerprint

    there = stored.manifest.get("fingerprint")
    if not isinstance(there, dict):
        return False  # nothing says who made it
    here = fingerprint(stored.settings)
    return any(there.get(part) != here[part] for part in ("code", "versions"))


def _logs(
    source: Source, args: Namespace, calendar: WorkCalendar, counts: dict[str, int]
) -> Iterator[pd.DataFrame]:
    """Yield the log of each replication, one in memory at a time, and count as they go by."""
    from simorg.trace.log.activities import activities
    from simorg.trace.log.choosing import of_cases, untied
    from simorg.trace.log.columns import event_log

    for trace in _traces(source, args.replication or 0, args.replications or 1):
        log = of_cases(event_log(trace, calendar), args.case)
        log = activities(log) if args.rows == "activities" else untied(log) if args.untie else log
        counts["cases"] += int(log["case:concept:name"].nunique())
        counts["rows"] += len(log)
        yield log


def _traces(source: Source, first: int, count: int) -> Iterator[Trace]:
    from simorg.engines.run import simulate

    if source.recorded is not None:
        yield source.recorded
        return
    for replication in range(first, first + count):
        yield simulate(source.settings, replication)


def _about(source: Source, calendar: WorkCalendar) -> dict[str, str | int | float]:
    """Return what holds for the whole log."""
    from simorg.organisation.structures import label

    settings = source.settings
    name = source.scenario or label(settings)
    return {
        "concept:name": f"simorg {name}",
        "lifecycle:model": "standard",
        "scenario": name,
        "seed": settings.seed,
        "horizon_days": settings.horizon_days,
        "warm_up_days": settings.warm_up_days,
        "day_0": calendar.start.isoformat(),
    }
