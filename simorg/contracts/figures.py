"""What holds of every figure: it is drawn from stored tables alone, the same each time, and can be read."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

from simorg.contracts import made_up
from simorg.contracts.pictures import misplaced
from simorg.contracts.verdict import DoesNotApplyError, broken
from simorg.figures.drawings import drawn_by
from simorg.figures.style import save
from simorg.figures.tables import MissingDataError, check

WIDTHS_MM = (89.0, 183.0)
LONGEST_ABOUT = 100


def it_says_what_it_shows(module: ModuleType) -> None:
    """It says in a line what it shows, and which columns of which stored tables it takes."""
    if not isinstance(module.ABOUT, str) or not module.ABOUT or "\n" in module.ABOUT:
        broken("ABOUT is no line of text.")
    if len(module.ABOUT) >= LONGEST_ABOUT:
        broken(f"ABOUT has {len(module.ABOUT)} letters; it must be shorter than {LONGEST_ABOUT}.")
    if not isinstance(module.TABLES, dict):
        broken("TABLES is no table of columns.")
    for name, columns in module.TABLES.items():
        found = made_up.table(name)
        if isinstance(columns, str) or not all(isinstance(column, str) for column in columns):
            broken(f"the columns of {name} in TABLES are no list of names.")
        lacking = [column for column in columns if found is not None and column not in found]
        if lacking:
            broken(f"the stored table {name} has no column {lacking[0]}.")
    for name in getattr(module, "OPTIONAL", ()):
        if name not in module.TABLES:
            broken(f"OPTIONAL names {name}, which is not in TABLES.")


def it_draws_stored_tables(module: ModuleType) -> None:
    """It draws the tables that an experiment stores, and leaves them as they were."""
    tables = _tables(module)
    before = [table.copy() for table in tables]
    with _drawn(module, tables):
        pass
    for name, table, kept in zip(module.TABLES, tables, before, strict=True):
        if not table.equals(kept):
            broken(f"it changes the table {name} that it is given.")


def it_says_what_is_missing(module: ModuleType) -> None:
    """Where there is nothing to show it says what is missing, and nothing else goes wrong."""
    for what, tables in _poor(module):
        try:
            check(dict(zip(module.TABLES, tables, strict=True)), _needed(module))
            with _drawn(module, tables):
                pass
        except MissingDataError as error:
            if not str(error):
                broken(f"{what}: it does not say what is missing.")
        except Exception as error:
            broken(f"{what}: {type(error).__name__}: {error}")


def _poor(module: ModuleType) -> Iterator[tuple[str, list[pd.DataFrame]]]:
    """Yield tables with measures that nobody knows, and tables of runs without a single value."""
    tables = _tables(module)
    yield "measures that nobody knows", [_unmeasured(table) for table in tables]
    without = [made_up.table(name, known=False) for name in module.TABLES]
    yield (
        "runs without values",
        [rich if poor is None else poor for rich, poor in zip(tables, without, strict=True)],
    )


def _unmeasured(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(measure="unknown_" + table["measure"]) if "measure" in table else table


def _needed(module: ModuleType) -> dict[str, tuple[str, ...]]:
    optional = getattr(module, "OPTIONAL", ())
    return {name: columns for name, columns in module.TABLES.items() if name not in optional}


def the_same_bytes_twice(module: ModuleType) -> None:
    """The same tables give the same files, to the byte."""
    one, again = _files(module), _files(module)
    for name, content in one.items():
        if again[name] != content:
            broken(f"two drawings of the same tables differ as {name}.")


def every_text_has_its_place(module: ModuleType) -> None:
    """No text leaves the page or covers another, in one column of print or two."""
    for width_mm in WIDTHS_MM:
        with _drawn(module, _tables(module), width_mm=width_mm) as figure:
            if figure.get_figwidth() > width_mm / 25.4 + 1e-9:
                broken(f"{width_mm:g} mm are wanted, it is {figure.get_figwidth() * 25.4:.0f} mm wide.")
            faults = misplaced(figure)
        if faults:
            broken(f"{width_mm:g} mm wide: {faults[0]}.")


def it_goes_into_axes_of_others(module: ModuleType) -> None:
    """Drawn into Axes that it is given, it returns these, and makes no page of its own."""
    tables = _tables(module)
    figure, axes = plt.subplots(1, 2, figsize=(14.0, 9.0), layout="constrained")
    try:
        others = set(plt.get_fignums())
        if drawn_by(module, *tables, ax=axes[1]) is not axes[1]:
            broken("it returns other Axes than those it was given.")
        figure.draw_without_rendering()
        if set(plt.get_fignums()) - others:
            broken("it makes a page of its own besides the Axes that it was given.")
    finally:
        plt.close(figure)


def _tables(module: ModuleType) -> list[pd.DataFrame]:
    if not module.TABLES:
        raise DoesNotApplyError("it takes no stored table")
    found = {name: made_up.table(name) for name in module.TABLES}
    for name, table in found.items():
        if table is None:
            raise DoesNotApplyError(f"no kind of experiment that is registered makes a table '{name}'")
    tables = {name: table for name, table in found.items() if table is not None}
    check(tables, _needed(module))
    return [tables[name].copy() for name in module.TABLES]


@contextmanager
def _drawn(module: ModuleType, tables: list[pd.DataFrame], **options: Any) -> Iterator[Figure]:
    from simorg.figures.gallery import figure_of

    pages = set(plt.get_fignums())
    try:
        yield figure_of(drawn_by(module, *tables, **options))
    finally:
        for number in set(plt.get_fignums()) - pages:
            plt.close(number)


def _files(module: ModuleType) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="simorg-contracts-") as folder:
        with _drawn(module, _tables(module)) as figure:
            save(figure, Path(folder) / "figure", ("svg", "png"))
        return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir())}


CONTRACTS = (
    it_says_what_it_shows, it_draws_stored_tables, it_says_what_is_missing, the_same_bytes_twice,
    every_text_has_its_place, it_goes_into_axes_of_others,
)  # fmt: skip
