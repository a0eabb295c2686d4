"""``simorg measures``: what every measure is, its unit, which way is better, and what it rewards."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "list every measure with unit, definition, which way is better and what it rewards"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=["text", "csv", "md"], default="text", help="form of the table")
    parser.add_argument(
        "--only", metavar="PREFIX", default="", help="only measures whose names start with PREFIX"
    )


def run(args: Namespace) -> int:
    """Print the table; an unknown prefix is bad input."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.measures.listing import listed, measures_table

    names = [measure.name for _, measures in listed() for measure in measures]
    if not any(name.startswith(args.only) for name in names):
        hint = nearest(args.only, dict.fromkeys(name.partition("_")[0] for name in names))
        raise SettingsError(f"--only = {args.only}: no measure starts with this{hint}")
    sys.stdout.write(measures_table(args.format, args.only))
    return 0
