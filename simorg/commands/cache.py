"""``simorg cache``: where compiled code is kept, and how to be rid of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

HELP = "show or clear the folder of compiled code"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--clear", action="store_true", help="delete compiled code of this and earlier versions"
    )


def run(args: Namespace) -> int:
    """Say where the cache is, or clear it."""
    from simorg.compilation import cache_root, clear_cache

    if args.clear:
        sys.stdout.write(f"{clear_cache()} folders of compiled code deleted\n")
    else:
        sys.stdout.write(f"{cache_root()}\n")
    return 0
