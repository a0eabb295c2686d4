"""``simorg trace``: keep the trace of one run, and check later that it still comes out the same."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simorg.trace.rows import Trace

HELP = "record the trace of one replication, or verify a recorded one"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what", choices=["record", "verify"], help="write a trace, or run it again and compare"
    )
    parser.add_argument("path", metavar="PATH", type=Path, help="file of the trace (.npz)")
    parser.add_argument("overrides", nargs="*", metavar="OVERRIDE", help="record: Hydra overrides")
    parser.add_argument("--replication", type=int, default=0, metavar="N", help="record: which replication")
    parser.add_argument(
        "--engine", choices=["auto", "reference", "compiled"], default=None, help="which engine runs"
    )


def run(args: Namespace) -> int:
    """Record or verify; exit code 1 if a trace differs."""
    from simorg.config.errors import SettingsError

    if args.what == "verify" and args.overrides:
        raise SettingsError("simorg trace verify takes its settings from the file; overrides are for record")
    if args.replication < 0:
        raise SettingsError(f"--replication = {args.replication}: must be 0 or more")
    return _record(args) if args.what == "record" else _verify(args)


def _record(args: Namespace) -> int:
    from simorg.config.compose import load, resolved

    settings = load(args.overrides)
    import numpy as np

    from simorg.engines.run import simulate

    trace = simulate(settings, args.replication, args.engine)
    about = {"settings": resolved(settings), "replication": args.replication, "engine": trace.engine}
    beside = args.path.with_name(f".{args.path.name}.new")
    with beside.open("wb") as file:
        np.savez_compressed(file, rows=trace.rows, about=np.array(json.dumps(about)))
    beside.replace(args.path)
    sys.stdout.write(f"{len(trace.rows)} events by the {trace.engine} engine written to {args.path}\n")
    return 0


def _verify(args: Namespace) -> int:
    from simorg.engines.run import simulate
    from simorg.trace.difference import report

    stored = _read(args.path)
    now = simulate(stored.plan.settings, stored.replication, args.engine, plan=stored.plan)
    difference = report(stored, now, "stored", f"this run ({now.engine} engine)")
    sys.stdout.write(
        (difference or f"{len(now.rows)} events, the same to the last bit ({now.engine} engine)") + "\n"
    )
    return 1 if difference else 0


def _read(path: Path) -> Trace:
    import numpy as np

    from simorg.config.compose import settings_from_config
    from simorg.config.errors import SettingsError
    from simorg.plan import plan_of
    from simorg.trace.rows import ROW, Trace

    try:
        with np.load(path, allow_pickle=False) as file:
            rows, about = file["rows"], json.loads(str(file["about"]))
    except (OSError, ValueError, KeyError) as error:
        raise SettingsError(
            f"{path}: not a recorded trace ({error}); write one with simorg trace record"
        ) from error
    if rows.dtype != ROW:
        raise SettingsError(f"{path}: its rows are of another version of simorg; record it anew")
    plan = plan_of(settings_from_config(about["settings"]))
    return Trace(rows, plan, int(about["replication"]), str(about["engine"]))
