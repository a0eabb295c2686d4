"""``simorg trace``: keep the trace of a run, check it against another, tell the story of one item."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simorg.trace.rows import Trace
    from simorg.trace.story import Story

HELP = "record the trace of one replication, verify a recorded one, or tell the story of one item"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what", choices=["record", "verify", "story"],
        help="write a trace, run it again and compare, or tell what befell one item",
    )  # fmt: skip
    parser.add_argument(
        "path", metavar="PATH|ITEM",
        help="file of the trace (.npz); story: an initiative, change, incident, ... such as unit_3-idea_17",
    )  # fmt: skip
    parser.add_argument(
        "overrides", nargs="*", metavar="PATH|OVERRIDE",
        help="Hydra overrides; story: or a run folder, or a recorded trace",
    )  # fmt: skip
    parser.add_argument("--replication", type=int, metavar="N", help="record, story: which one (0)")
    parser.add_argument("--scenario", metavar="NAME", help="story: of a run folder (default: the first)")
    parser.add_argument("--figure", metavar="FILE", type=Path, help="story: also draw it (.png, .svg, .pdf)")
    parser.add_argument(
        "--engine", choices=["auto", "reference", "compiled"], default=None, help="which engine runs"
    )


def run(args: Namespace) -> int:
    """Record, verify or tell; exit code 1 if a trace differs."""
    from simorg.config.errors import SettingsError

    if args.what == "verify" and args.overrides:
        raise SettingsError("simorg trace verify takes its settings from the file; overrides are for record")
    if args.replication is not None and args.replication < 0:
        raise SettingsError(f"--replication = {args.replication}: must be 0 or more")
    for option in ("scenario", "figure"):
        if args.what != "story" and getattr(args, option) is not None:
            raise SettingsError(f"--{option} is for simorg trace story")
    return {"record": _record, "verify": _verify, "story": _tell}[args.what](args)


def _record(args: Namespace) -> int:
    from simorg.config.compose import load, resolved

    settings = load(args.overrides)
    import numpy as np

    from simorg.engines.run import simulate

    path = Path(args.path)
    trace = simulate(settings, args.replication or 0, args.engine)
    about = {"settings": resolved(settings), "replication": trace.replication, "engine": trace.engine}
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        np.savez_compressed(file, rows=trace.rows, about=np.array(json.dumps(about)))
    beside.replace(path)
    sys.stdout.write(f"{len(trace.rows)} events by the {trace.engine} engine written to {path}\n")
    return 0


def _verify(args: Namespace) -> int:
    from simorg.engines.run import simulate
    from simorg.trace.difference import report

    stored = read(Path(args.path))
    now = simulate(stored.plan.settings, stored.replication, args.engine, plan=stored.plan)
    difference = report(stored, now, "stored", f"this run ({now.engine} engine)")
    sys.stdout.write(
        (difference or f"{len(now.rows)} events, the same to the last bit ({now.engine} engine)") + "\n"
    )
    return 1 if difference else 0


def _tell(args: Namespace) -> int:
    """Tell the story of an item, and perhaps draw it."""
    from simorg.commands._pictures import refuse_unfit
    from simorg.commands.log import source_of

    if args.figure is not None:
        refuse_unfit(args.figure)
    source = source_of(args.overrides, args.scenario, args.replication, "simorg trace story")
    from simorg.engines.run import simulate
    from simorg.trace.story import story_of, told

    trace = source.recorded or simulate(source.settings, args.replication or 0, args.engine)
    story = story_of(trace, args.path)
    if args.figure is not None:
        _draw(story, args.figure)
    sys.stdout.write(told(story))
    return 0


def _draw(story: Story, path: Path) -> None:
    from simorg import figures
    from simorg.commands._pictures import write
    from simorg.config.errors import SettingsError
    from simorg.trace.story import parts_table

    table = parts_table(story)
    if table.empty:
        raise SettingsError(f"--figure = {path}: {story.name} takes no time; there is nothing to draw")
    write(figures.story(table, item=story.name), path)


def read(path: Path) -> Trace:
    """Return a recorded trace.

    Parameters
    ----------
    path : Path
        What ``simorg trace record`` wrote.

    Raises
    ------
    SettingsError
        If it holds no trace, or one of another version.
    """
    from zipfile import BadZipFile

    import numpy as np

    from simorg.config.compose import settings_from_config
    from simorg.config.errors import SettingsError
    from simorg.plan import plan_of
    from simorg.trace.rows import ROW, Trace

    try:
        with np.load(path, allow_pickle=False) as file:
            rows, about = file["rows"], json.loads(str(file["about"]))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise SettingsError(
            f"{path}: not a recorded trace ({error}); write one with simorg trace record"
        ) from error
    if rows.dtype != ROW:
        raise SettingsError(f"{path}: its rows are of another version of simorg; record it anew")
    plan = plan_of(settings_from_config(about["settings"]))
    return Trace(rows, plan, int(about["replication"]), str(about["engine"]))
