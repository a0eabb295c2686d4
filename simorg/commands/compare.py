"""``simorg compare``: two finished runs beside each other, pair by pair where they allow it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from simorg.experiments.results.alike import Pair
    from simorg.measures import Measure

HELP = "compare two finished runs: which settings differ, and what that changes"
SUFFIXES = (".png", ".svg", ".pdf")
AXES = 2


def configure(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("first", metavar="RUN", type=Path, help="run folder or published folder")
    parser.add_argument("second", metavar="RUN", type=Path, help="the one that is compared with it")
    parser.add_argument(
        "--measure", metavar="NAME", action="append", help="compare this measure; may be given several times"
    )
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the differences as CSV")
    parser.add_argument(
        "--figure", metavar="FILE", type=Path,
        help="draw two measures of both runs against each other (.png, .svg or .pdf)",
    )  # fmt: skip


def run(args: Namespace) -> int:
    """Compare, print, and write what is wanted."""
    from simorg.config.errors import SettingsError, nearest

    if args.figure is not None and args.figure.suffix not in SUFFIXES:
        raise SettingsError(f"--figure = {args.figure}: must end in .png, .svg or .pdf")
    from simorg.experiments.answers.terminal import terminal
    from simorg.experiments.answers.two_runs import differences, two_sentences, two_table
    from simorg.experiments.answers.words import QUESTIONS
    from simorg.experiments.results.alike import alike
    from simorg.measures import registry

    pair = alike(args.first, args.second)
    known = {name: m for name, m in registry().items() if all(name in each["runs"] for each in pair[:2])}
    for name in args.measure or ():
        if name not in known:
            raise SettingsError(f"--measure = {name}: not in both runs{nearest(name, known)}")
    wanted = list(dict.fromkeys(args.measure or (name for name in QUESTIONS if name in known)))
    if not wanted:
        raise SettingsError(f"{args.first} and {args.second}: no measure is in both; name one: --measure")
    measures = [known[name] for name in wanted]
    table = differences(pair, measures)
    console, rows = terminal(), table.to_dict("records")
    console.print(two_table(pair, rows, measures))
    for sentence in two_sentences(pair, rows):
        console.print(sentence, highlight=False, markup=False)
    _write(args, table, pair, measures)
    return 0


def _write(args: Namespace, table: pd.DataFrame, pair: Pair, measures: Sequence[Measure]) -> None:
    from simorg.config.errors import SettingsError

    for path in (args.output, args.figure):
        if path is None:
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path == args.output:
                table.to_csv(path, index=False, lineterminator="\n")
            else:
                _draw(path, pair, measures)
        except OSError as error:
            raise SettingsError(f"{path}: cannot be written ({error.strerror})") from error
        sys.stdout.write(f"{path}\n")


def _draw(path: Path, pair: Pair, measures: Sequence[Measure]) -> None:
    """Draw the first two measures asked for against each other."""
    from simorg.config.errors import SettingsError

    if len(measures) < AXES:
        raise SettingsError("--figure: draws two measures against each other; give --measure twice")
    from simorg.figures.backend import without_a_window

    without_a_window()
    from simorg.experiments.answers.two_runs import both_summaries
    from simorg.figures import drawings
    from simorg.figures.gallery import figure_of
    from simorg.figures.style import save
    from simorg.figures.tables import MissingDataError

    x, y, *_ = (measure.name for measure in measures)
    try:
        ax = drawings.drawn("frontier", both_summaries(pair, measures), x=x, y=y)
        save(figure_of(ax), path.with_suffix(""), [path.suffix.removeprefix(".")])
    except MissingDataError as error:
        raise SettingsError(f"--figure: {error}") from error
