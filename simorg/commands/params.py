"""``simorg params``: the registry of parameters as a table."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "list every parameter with unit, default, range, source and evidence mark"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--format", choices=["text", "csv", "md"], default="text", help="form of the table")
    parser.add_argument("--only", metavar="PREFIX", default="", help="only keys that start with PREFIX")


def run(args: Namespace) -> int:
    """Print the table; an unknown prefix is bad input."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.config.registry import group_keys, registry, registry_table

    if not any(row.key.startswith(args.only) for row in registry()):
        hint = nearest(args.only, group_keys())
        raise SettingsError(f"--only = {args.only}: no parameter starts with this{hint}")
    sys.stdout.write(registry_table(args.format, args.only))
    return 0
