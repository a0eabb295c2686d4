"""``simorg tables``: the tables of an answer, ready for a paper or a report."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "write the tables of a run for print: Markdown, LaTeX or Excel"
FORMATS = {"md": ".md", "latex": ".tex", "xlsx": ".xlsx"}
NO_ANSWERS = ("measures", "scenarios", "runs", "timelines", "points", "designs", "backgrounds", "seats")
"""Tables that say what was run, or are raw."""


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("path", metavar="PATH", type=Path, help="run folder or published folder")
    parser.add_argument("--format", metavar="FORMAT", default="md", help="md (default), latex or xlsx")
    parser.add_argument(
        "--table", metavar="NAME", action="append", help="only this table; may be given several times"
    )
    parser.add_argument("--all", action="store_true", help="all measures, not only the headline ones")
    parser.add_argument("--output", metavar="FILE", type=Path, help="file to write; needed for xlsx")


def run(args: Namespace) -> int:
    """Print or write the tables."""
    from simorg.config.errors import SettingsError, nearest
    from simorg.experiments.answers.publishable import sheet_of
    from simorg.experiments.answers.typeset import latex, markdown, write_workbook
    from simorg.experiments.results.opened import open_results

    if args.format not in FORMATS:
        raise SettingsError(f"--format = {args.format}: unknown{nearest(args.format, FORMATS)}")
    if args.format == "xlsx" and args.output is None:
        raise SettingsError("--format = xlsx: say where to, such as --output tables.xlsx")
    found = open_results(args.path)
    known = [name for name in found if name not in NO_ANSWERS]
    for name in args.table or ():
        if name not in known:
            raise SettingsError(f"--table = {name}: unknown in {args.path}{nearest(name, known)}")
    sheets = [sheet_of(name, found[name], args.all) for name in args.table or known if len(found[name])]
    if not sheets:
        raise SettingsError(f"{args.path}: no table of an answer is stored there")
    try:
        if args.format == "xlsx":
            write_workbook(args.output, sheets)
        else:
            text = "\n".join(map(latex if args.format == "latex" else markdown, sheets))
            if args.output is None:
                sys.stdout.write(text)
                return 0
            args.output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise SettingsError(f"{args.output}: cannot be written ({error.strerror})") from error
    sys.stdout.write(f"{args.output}\n")
    return 0
