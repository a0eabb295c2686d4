"""``simorg log``: what happened in a run as an event log for process mining tools."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

    from simorg.config.settings import Settings
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.trace.log.calendar import WorkCalendar
    from simorg.trace.rows import Trace

HELP = "write what happened as an event log for process mining (CSV, Parquet, XES)"
FORMATS = ("csv", "parquet", "xes")


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
        "--output", metavar="FILE", type=Path, help="where to write (.gz packs csv and xes); default: stdout"
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
    from simorg.trace.log.calendar import START, starting

    kind = _format(args)
    calendar = starting(args.start or START)
    source = _source(args)
    from simorg.trace.log.formats import whole, write_log

    about = _about(source, calendar)
    counts = {"cases": 0, "events": 0}
    logs = _logs(source, args, calendar, counts)
    if args.output is None:
        write_log(logs, sys.stdout.buffer, kind, about)
        return 0
    with whole(args.output) as file:
        write_log(logs, file, kind, about)
    sys.stdout.write(f"{counts['events']} events of {counts['cases']} cases written to {args.output}\n")
    return 0


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
    kind: str = args.format or (ending if ending in FORMATS else "")
    if not kind:
        raise SettingsError(f"--output = {output}: must end in .csv, .parquet or .xes, or name a --format")
    if ending in FORMATS and ending != kind:
        raise SettingsError(f"--output = {output}: ends in .{ending}, but --format is {kind}")
    if packed and kind == "parquet":
        raise SettingsError(f"--output = {output}: parquet is packed as it is; leave out .gz")
    if output.is_dir():
        raise SettingsError(f"--output = {output}: is a folder; name a file")
    if not output.absolute().parent.is_dir():
        raise SettingsError(f"--output = {output}: no such folder: {output.absolute().parent}")
    return kind


def _source(args: Namespace) -> Source:
    """Tell a folder from a file from overrides."""
    from simorg.commands._inputs import paths_in
    from simorg.config.compose import load
    from simorg.config.errors import SettingsError

    for name, least in (("replication", 0), ("replications", 1)):
        value = getattr(args, name)
        if value is not None and value < least:
            raise SettingsError(f"--{name} = {value}: must be {least} or more")
    paths = paths_in(args.what)
    if not paths:
        if args.scenario is not None:
            raise SettingsError(f"--scenario = {args.scenario}: is for run folders; name a structure instead")
        return Source(load(args.what))
    if len(args.what) > 1:
        raise SettingsError(
            f"simorg log {' '.join(args.what)}: give one run folder or trace file, or overrides, not both"
        )
    (path,) = paths
    if path.is_dir():
        return _of_folder(path, args.scenario)
    if not path.exists():
        raise SettingsError(f"{path}: no such run folder or trace file; overrides are written key=value")
    for name in ("scenario", "replication", "replications"):
        if getattr(args, name) is not None:
            raise SettingsError(f"--{name}: is for runs that are simulated; {path} holds one replication")
    recorded = _recorded(path)
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


def _recorded(path: Path) -> Trace:
    from zipfile import BadZipFile

    from simorg.commands.trace import _read
    from simorg.config.errors import SettingsError

    try:
        return _read(path)
    except (EOFError, BadZipFile) as error:
        raise SettingsError(
            f"{path}: not a recorded trace ({error}); write one with simorg trace record"
        ) from error


def _logs(
    source: Source, args: Namespace, calendar: WorkCalendar, counts: dict[str, int]
) -> Iterator[pd.DataFrame]:
    """Yield the log of each replication, one in memory at a time, and count as they go by."""
    from simorg.trace.log.columns import event_log

    for trace in _traces(source, args.replication or 0, args.replications or 1):
        log = event_log(trace, calendar)
        counts["cases"] += int(log["case:concept:name"].nunique())
        counts["events"] += len(log)
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
