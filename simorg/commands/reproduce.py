"""``simorg reproduce``: run a stored experiment again and fail if a number differs."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "run a stored experiment again and compare every number"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("path", metavar="PATH", type=Path, help="run folder, or results/NAME")
    parser.add_argument(
        "--workers", type=int, default=0, metavar="N", help="threads or processes; 0 = one for each core"
    )


def run(args: Namespace) -> int:
    """Reproduce; exit code 1 if a number differs."""
    from simorg.config.errors import SettingsError

    if args.workers < 0:
        raise SettingsError(f"--workers = {args.workers}: must be 0 or more")
    if not args.path.is_dir():
        raise SettingsError(
            f"{args.path}: no such folder; give a run folder or a published folder, such as "
            "results/compare_structures"
        )
    from simorg.experiments.results.reproduce import reproduce

    found = reproduce(args.path, args.workers)
    say = sys.stdout.write
    if found.environment:
        say("The stored experiment was made by another version:\n")
        say("".join(f"  {line}\n" for line in found.environment))
    if found.differing:
        say("Not reproduced:\n" + "".join(f"  {line}\n" for line in found.differing))
        return 1
    say(f"Reproduced: {found.runs} replications and {found.tables - 1} tables, every number the same.\n")
    return 0
