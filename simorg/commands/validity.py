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
        "--population",
        type=int,
        default=120,
        metavar="N",
        help="candidates for the population of organisations",
    )
    parser.add_argument(
        "--write", metavar="PATH", default=None, help="write the page here instead of printing it"
    )


def run(args: Namespace) -> int:
    """Print or write the page."""
    from simorg.config.compose import load
    from simorg.config.errors import SettingsError

    for name in ("replications", "population"):
        if getattr(args, name) < 1:
            raise SettingsError(f"--{name} = {getattr(args, name)}: must be at least 1")
    load(args.overrides)
    from simorg.validation.face_validity import face_validity
    from simorg.validation.validity_page import as_markdown

    page = as_markdown(face_validity(args.replications, args.overrides, population=args.population))
    if args.write:
        Path(args.write).write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
    return 0
