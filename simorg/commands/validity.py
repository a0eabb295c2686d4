"""``simorg validity``: published ranges beside what the default organisation gives."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "set published ranges beside what the default organisation gives"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("overrides", nargs="*", metavar="OVERRIDE", help="Hydra overrides, e.g. demand=high")
    parser.add_argument(
        "--replications", type=int, default=20, metavar="N", help="replications of each structure"
    )
    parser.add_argument(
        "--write", metavar="PATH", default=None, help="write the page here instead of printing it"
    )


def run(args: Namespace) -> int:
    """Print or write the page."""
    from simorg.config.compose import load
    from simorg.config.errors import SettingsError

    if args.replications < 1:
        raise SettingsError(f"--replications = {args.replications}: must be at least 1")
    load(args.overrides)
    from simorg.validation.face_validity import as_markdown, face_validity

    page = as_markdown(face_validity(args.replications, args.overrides), args.replications)
    if args.write:
        Path(args.write).write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    return 0
