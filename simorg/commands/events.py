"""``simorg events``: what every row of a trace can say."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "list every event of a trace: what it is about, what its code and value say"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=["text", "csv", "md"], default="text", help="form of the table")
    parser.add_argument(
        "--only", metavar="PREFIX", default="", help="only events whose names start with PREFIX"
    )


def run(args: Namespace) -> int:
    """Print the table; an unknown prefix is bad input."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.trace.events import Event
    from simorg.trace.listing import events_table

    wanted = args.only.upper()
    if not any(event.name.startswith(wanted) for event in Event):
        hint = nearest(wanted, dict.fromkeys(event.name.partition("_")[0] for event in Event))
        raise SettingsError(f"--only = {args.only}: no event starts with this{hint}")
    sys.stdout.write(events_table(args.format, wanted))
    return 0
