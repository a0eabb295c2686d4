"""``simorg cache``: where compiled code is kept, and how to be rid of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "show, fill or clear the folder of compiled code"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument(
        "--compile", action="store_true", help="compile now what runs would compile beside their work"
    )
    what.add_argument(
        "--clear", action="store_true", help="delete compiled code of this and earlier versions"
    )


def run(args: Namespace) -> int:
    """Say where the cache is, or fill or clear it; exit code 1 if nothing can be compiled here."""
    from simorg.compilation import cache_root, clear_cache

    if args.clear:
        sys.stdout.write(f"{clear_cache()} folders of compiled code deleted\n")
        return 0
    problem = _compile() if args.compile else ""
    sys.stdout.write(f"{problem or cache_root()}\n")
    return 1 if problem else 0


def _compile() -> str:
    """Compile everything; return why that is impossible, if it is."""
    from simorg.compilation.compilers import compilers
    from simorg.engines.run import obstacle

    compilers.finish()
    return obstacle()
