"""``simorg params``: the registry of parameters as a table, and its sources as a bibliography."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "list every parameter with unit, default, range, source and evidence mark"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    formats = ["text", "csv", "md", "bib"]
    parser.add_argument(
        "--format", choices=formats, default="text", help="form of the table; bib: its sources"
    )
    parser.add_argument("--only", metavar="PREFIX", default="", help="only keys that start with PREFIX")
    parser.add_argument(
        "--search", metavar="WORDS", help="only parameters that say all WORDS in key, meaning, unit or source"
    )


def run(args: Namespace) -> int:
    """Print the table; an unknown prefix, or a word that no parameter says, is bad input."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.config.listing import chosen, nearest_word, registry_table
    from simorg.config.registry import group_keys

    if args.search is not None and not args.search.strip():
        raise SettingsError(f"--search = '{args.search}': must be one or more words, such as delay")
    search = args.search or ""
    if not chosen(args.only):
        hint = nearest(args.only, group_keys())
        raise SettingsError(f"--only = {args.only}: no parameter starts with this{hint}")
    if not chosen(args.only, search):
        where = f"no parameter that starts with '{args.only}'" if args.only else "no parameter"
        raise SettingsError(f"--search = {search}: {where} says this{nearest_word(search)}")
    sys.stdout.write(registry_table(args.format, args.only, search))
    return 0
