"""What figures ask of a table: its scenarios in order, some measures side by side, the levers.

Goes in: tidy tables as experiments store them.  Comes out: smaller tables, or `MissingDataError`,
which says what a figure lacks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from simorg.figures.words import MOST_SCENARIOS


class MissingDataError(ValueError):
    """A table does not have what a figure shows; the message says what is missing."""


def check(tables: Mapping[str, pd.DataFrame], columns: Mapping[str, Sequence[str]]) -> None:
    """Check that tables have rows and the columns that a figure needs.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        By name of the stored file, without ``.csv``.
    columns : mapping of str to sequence of str
        What each must have.

    Raises
    ------
    MissingDataError
        Names the table, and the columns.
    """
    for name, wanted in columns.items():
        if name not in tables:
            raise MissingDataError(f"needs {name}.csv, which is not there")
        if tables[name].empty:
            raise MissingDataError(f"needs {name}.csv, which has no rows")
        lacking = [column for column in wanted if column not in tables[name]]
        if lacking:
            raise MissingDataError(f"needs the columns {', '.join(lacking)} in {name}.csv")


def scenarios(table: pd.DataFrame) -> tuple[list[str], str]:
    """Return the first scenarios of a table, at most `MOST_SCENARIOS`, and what to say of the rest."""
    names = [str(name) for name in table["scenario"].unique()]
    if len(names) <= MOST_SCENARIOS:
        return names, ""
    return names[:MOST_SCENARIOS], f"the first {MOST_SCENARIOS} of {len(names)} scenarios"


def of_structures(table: pd.DataFrame, structures: Collection[str], of: Mapping[str, str]) -> pd.DataFrame:
    """Return the rows of some structures; a table that tells of none stays as it is.

    Parameters
    ----------
    table : DataFrame
        Any stored table.
    structures : collection of str
        Names of structures or scenarios; none = all.
    of : mapping of str to str
        Scenario -> its structure.

    Raises
    ------
    MissingDataError
        If no row is of them.
    """
    columns = next((each for each in TELLING if set(each) <= set(table)), ())
    if not structures or not columns:
        return table
    kept = pd.Series(True, index=table.index)
    for column in columns:
        names = table[column].astype(str)
        kept &= names.isin(structures) | names.map(lambda name: of.get(name, name)).isin(structures)
    if not kept.any():
        raise MissingDataError(f"has no rows of {', '.join(structures)}")
    return table[kept]


TELLING = (("structure_from", "structure_to"), ("structure",), ("scenario",))
"""Columns that say of which structures a row is; the first that are there."""


def wide(summary: pd.DataFrame, measures: Sequence[str], column: str = "mean") -> pd.DataFrame:
    """Return one row a scenario (order of the table) and one column a measure; absent ones are missing."""
    mine = summary[summary["measure"].isin(list(measures))]
    table = mine.pivot(index="scenario", columns="measure", values=column)
    return table.reindex(index=summary["scenario"].unique(), columns=list(measures)).astype(float)


def matching(summary: pd.DataFrame, pattern: str) -> dict[str, str]:
    """Return measure -> first group of `pattern`, for measures that match it as a whole.

    Raises
    ------
    MissingDataError
        If none does.
    """
    found = {str(name): re.fullmatch(pattern, str(name)) for name in summary["measure"].unique()}
    kept = {name: match.group(1) for name, match in found.items() if match}
    if not kept:
        raise MissingDataError(f"needs measures named {readable(pattern)} in summary.csv")
    return kept


def readable(pattern: str) -> str:
    """Return a pattern as a person would write it."""
    return re.sub(r"\((?!\?)[^()]*\)", "*", re.sub(r"\(\?[^()]*\)", "", pattern))


def chosen(table: pd.DataFrame, wanted: Sequence[str] | None, most: int) -> tuple[list[str], str]:
    """Return the measures to show and what to say of the rest.

    Parameters
    ----------
    table : DataFrame
        With a column ``measure``.
    wanted : sequence of str, optional
        Measures of the caller; by default the headline ones first, of every family one, then the rest.
    most : int
        At most so many by default.

    Raises
    ------
    MissingDataError
        If a wanted measure is not in the table.
    """
    from simorg.measures import first_of_all

    there = [str(name) for name in table["measure"].unique()]
    if wanted is not None:
        lacking = [name for name in wanted if name not in there]
        if lacking:
            raise MissingDataError(f"no rows of {', '.join(lacking)}; there are {', '.join(there)}")
        return list(wanted), ""
    first = [name for name in first_of_all() if name in there]
    order = first + [name for name in there if name not in first]
    return order[:most], f"{most} of {len(order)} measures" if len(order) > most else ""


def for_print(table: pd.DataFrame, columns: Sequence[str], share: str = "percentage points") -> pd.DataFrame:
    """Return a table with its numbers as people read them: shares times 100, sums of money in millions.

    Parameters
    ----------
    table : DataFrame
        With columns measure and unit.
    columns : sequence of str
        Those in the unit of the measure.
    share : str
        What a hundredth of a share is called: ``%``, or of a difference ``percentage points``.
    """
    table, numbers = table.copy(), list(columns)
    table[numbers] = table[numbers].astype(float)
    for measure in table["measure"].unique():
        rows, unit = table["measure"] == measure, unit_of(table, measure)
        largest = float(np.nanmax(np.abs(table.loc[rows, numbers].to_numpy(float)), initial=0.0))
        if unit == "share":
            factor, printed = 100.0, share
        elif unit.startswith("EUR") and largest >= 1e6:
            factor, printed = 1e-6, f"million {unit}"
        else:
            continue
        table.loc[rows, numbers] = table.loc[rows, numbers] * factor
        table.loc[rows, "unit"] = printed
    return table


def unit_of(table: pd.DataFrame, measure: str) -> str:
    """Return the unit of a measure."""
    return str(table.loc[table["measure"] == measure, "unit"].iloc[0])


def varied(table: pd.DataFrame, known: Sequence[str]) -> list[str]:
    """Return the columns besides the `known` ones that take more than one value: the levers."""
    return [str(name) for name in table.columns if name not in known and table[name].nunique() > 1]
