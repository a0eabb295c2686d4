"""``simorg facts``: statements of the literature, each tested as a small paired experiment."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from simorg.validation.facts.fact import Fact
    from simorg.validation.facts.run import Findings

HELP = "test statements of the literature on perturbed organisations: CONFIRM, REFUTE or NEUTRAL"

OK, PARTLY_FAILED = 0, 3
DEFAULT_FOLDER = Path("results", "runs", "stylised_facts")


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="statements; all when left out (see --list)")
    parser.add_argument(
        "--backgrounds", type=int, default=30, metavar="N", help="perturbed organisations (>= 2)"
    )
    parser.add_argument(
        "--replications", type=int, default=4, metavar="N", help="paired replications of each arm (>= 2)"
    )
    parser.add_argument(
        "--out", type=Path, default=DEFAULT_FOLDER, metavar="FOLDER",
        help=f"where the tables go ({DEFAULT_FOLDER})",
    )  # fmt: skip
    parser.add_argument(
        "--workers", type=int, default=None, metavar="N", help="threads; one a core when left out"
    )
    parser.add_argument(
        "--page", type=Path, default=None, metavar="PATH",
        help="also put the verdicts between the markers of this page (docs/stylised_facts.md)",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the statements and leave")


def run(args: Namespace) -> int:
    """Test, print and write; exit code 3 if a replication failed."""
    from simorg.config.errors import SettingsError
    from simorg.validation.facts.statements import check

    check(args.names)
    import pandas as pd

    from simorg.commands._facts_printing import LOG_WIDTH, print_list, print_verdicts
    from simorg.experiments.answers.terminal import terminal
    from simorg.validation.facts.fact import chosen
    from simorg.validation.facts.page import fill
    from simorg.validation.facts.run import check_folder, write

    facts, shown = chosen(args.names), terminal(log_width=LOG_WIDTH)
    if args.list:
        print_list(shown, facts, everything=not args.names)
        return OK
    if args.page is not None and (args.names or not args.page.is_file()):
        raise SettingsError(f"--page = {args.page}: must be a page that is there, and takes all statements")
    check_folder(args.out)
    findings = _examine(args, facts, shown)
    write(findings, args.out)
    if args.page is not None:
        stored = pd.read_csv(args.out / "facts.csv")
        args.page.write_text(fill(args.page.read_text(encoding="utf-8"), stored), encoding="utf-8")
    print_verdicts(shown, findings.facts)
    _draw(args.out)
    shown.print(f"Tables and figure: {args.out}")
    if len(findings.failures):
        shown.print(f"{len(findings.failures)} replications failed: {args.out / 'failures.csv'}")
        return PARTLY_FAILED
    return OK


def _draw(folder: Path) -> None:
    """Draw the verdicts, which have been told already: a figure that fails is a note."""
    from simorg.figures.backend import without_a_window

    try:
        without_a_window()
        from simorg.figures.gallery import write_all

        write_all(folder, ["facts"])
    except Exception as error:
        sys.stderr.write(f"simorg: note: the figure could not be drawn ({type(error).__name__}: {error})\n")


def _examine(args: Namespace, facts: tuple[Fact, ...], shown: Console) -> Findings:
    """Test the statements under a bar of progress."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from simorg.validation.facts.run import examine

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=shown, transient=True) as bar:
        task = bar.add_task("choosing backgrounds", total=None)

        def told(what: str, done: int, wanted: int) -> None:
            bar.update(task, description=what, completed=done, total=wanted)

        return examine(facts, args.backgrounds, args.replications, args.workers, told)
