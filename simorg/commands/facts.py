"""``simorg facts``: statements of the literature; a short verb over ``simorg run experiment=facts``."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

HELP = "test statements of the literature on perturbed organisations: CONFIRM, REFUTE or NEUTRAL"


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="statements; all when left out (see --list)")
    parser.add_argument("--backgrounds", type=int, metavar="N", help="perturbed organisations (30)")
    parser.add_argument("--replications", type=int, metavar="N", help="paired replications of each arm (4)")
    parser.add_argument(
        "--out", type=Path, metavar="FOLDER", help="publish here what is otherwise kept in results/runs/"
    )
    parser.add_argument(
        "--workers", type=int, metavar="N", help="threads or processes; one a core when left out"
    )
    parser.add_argument(
        "--page", type=Path, metavar="PATH",
        help="also put the verdicts between the markers of this page (docs/stylised_facts.md)",
    )  # fmt: skip
    parser.add_argument("--list", action="store_true", help="list the statements and leave")


def run(args: Namespace) -> int:
    """Run, resume and print the experiment; exit code 3 if a replication failed."""
    from simorg.config.errors import SettingsError
    from simorg.validation.facts.statements import check

    check(args.names)
    if args.list:
        _list(args.names)
        return 0
    if args.page is not None and (args.names or not args.page.is_file()):
        raise SettingsError(f"--page = {args.page}: must be a page that is there, and takes all statements")
    if args.out is not None:
        _check_folder(args.out)
    from simorg.commands import _experiment

    settings = _experiment.checked(_overrides(args))
    code = _experiment.execute(settings, args.out)
    if args.page is not None and code in (0, 3):
        from simorg.experiments.run import run_folder

        _fill(args.page, args.out or run_folder(settings))
    return code


def _overrides(args: Namespace) -> list[str]:
    given = {
        "experiment.facts.statements": f"[{','.join(args.names)}]" if args.names else None,
        "experiment.facts.backgrounds": args.backgrounds,
        "replications": args.replications,
        "executor.workers": args.workers,
    }
    return ["experiment=facts", *(f"{key}={value}" for key, value in given.items() if value is not None)]


def _check_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written to, before anything is run; creates nothing."""
    from simorg.config.errors import SettingsError

    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise SettingsError(f"--out = {folder}: '{there}' is not a folder that can be written to")


def _fill(page: Path, folder: Path) -> None:
    from simorg.experiments.results.stored_run import StoredRun
    from simorg.validation.facts.page import fill

    text = fill(page.read_text(encoding="utf-8"), StoredRun(folder).table("facts"))
    page.write_text(text, encoding="utf-8")


def _list(names: list[str]) -> None:
    """Print statements by number; without names also those that the model cannot speak to."""
    from simorg.experiments.answers.printing import frame_table
    from simorg.experiments.answers.terminal import terminal
    from simorg.validation.facts.cannot_speak import UNSPOKEN
    from simorg.validation.facts.fact import chosen

    shown = terminal()
    rows = [[str(fact.number), fact.name, fact.statement] for fact in chosen(names)]
    shown.print(frame_table("Statements that can be tested", ["", "name", "statement"], rows, len(rows)))
    if not names:
        rows = [[str(each.number), each.statement, each.reason] for each in UNSPOKEN]
        title = "Statements that this model cannot speak to"
        shown.print(frame_table(title, ["", "statement", "because"], rows, len(rows)))
