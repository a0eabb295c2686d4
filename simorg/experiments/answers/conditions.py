"""Where a difference is larger: which of the parameters that vary between organisations go with it.

Goes in: differences, one an organisation, and the parameters of each. Come out: a table of rank correlations,
with typical differences where the parameter is high and where it is low, and sentences about what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from simorg.experiments.answers.maps import condition, with_its_unit
from simorg.experiments.answers.seen import comparative, counted_in
from simorg.experiments.answers.summary import CONFIDENCE, HIGHER, LOWER
from simorg.experiments.answers.words import measure_label, plain, quantity
from simorg.statistics.ranks import rank_correlation
from simorg.statistics.simultaneous import holm

PAIR = ["measure", "unit", "structure", "baseline"]
COLUMNS = [
    *PAIR, "key", "correlation", "p_value", "p_adjusted", "organisations", "middle", "median_below",
    "median_above", "shown",
]  # fmt: skip

Row = Mapping[Any, Any]


def conditions(differences: pd.DataFrame, levers: pd.DataFrame) -> pd.DataFrame:
    """Return how every difference goes with every parameter, decided together (Holm).

    Parameters
    ----------
    differences : DataFrame
        One row a measure, pair and organisation: ``background``, ``difference``, and those of `PAIR`.
    levers : DataFrame
        One row an organisation, by its number; one column a parameter that varies.
    """
    rows = [
        dict(zip(PAIR, pair, strict=True)) | {"key": key} | _one(ours, levers[key])
        for pair, ours in differences.groupby(PAIR, sort=False)
        for key in levers
    ]
    if not rows:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.DataFrame(rows)
    found = holm(table["p_value"].to_numpy(float), 1.0 - CONFIDENCE)
    return table.assign(p_adjusted=found.adjusted, shown=found.rejected)[COLUMNS]


def _one(ours: pd.DataFrame, values: pd.Series[Any]) -> dict[str, Any]:
    x = values.reindex(ours["background"]).to_numpy(float)
    y = ours["difference"].to_numpy(float)
    found, middle = rank_correlation(x, y), float(np.median(x)) if len(x) else np.nan
    return {
        "correlation": found.coefficient, "p_value": found.p_value, "organisations": found.n,
        "middle": middle,
        "median_below": _median(y[x <= middle]), "median_above": _median(y[x > middle]),
    }  # fmt: skip


def _median(values: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    there = values[~np.isnan(values)]
    return float(np.median(there)) if len(there) else float("nan")


def sentences(table: pd.DataFrame) -> list[str]:
    """Return under which condition each difference is larger, by the parameter that goes with it most.

    Parameters
    ----------
    table : DataFrame
        As of :func:`conditions`.
    """
    if table.empty:
        return []
    clear = table[table["shown"]].sort_values("p_value", kind="stable")
    best = clear.drop_duplicates(PAIR).sort_index()
    if best.empty:
        count = table["key"].nunique()
        return [f"None of the {count} parameters that vary is shown to go with a difference in what counts."]
    return [_told(row) for row in best.to_dict("records")]


def _told(row: Row) -> str:
    """Say what is typical above and below the middle of a parameter, the larger difference first."""
    above = ("above", row["median_above"])
    halves: Sequence[tuple[str, float]] = (above, ("at most", row["median_below"]))
    first, second = sorted(halves, key=lambda half: -abs(half[1]))
    where = f"{condition(row['key'])} is {first[0]} {with_its_unit(row['middle'], row['key'])}"
    name, base = measure_label(row["measure"]), plain(row["baseline"])
    return (
        f"{name} under {plain(row['structure'])} is typically {_size(row, first[1])} than under {base} where "
        f"{where}, and {_size(row, second[1])} elsewhere."
    )


def _size(row: Row, value: float) -> str:
    if not abs(value) > 0.0:
        return "the same"
    size = counted_in(quantity(abs(value), row["unit"], abs(value)), row)
    return f"{size} {comparative(row, LOWER if value < 0.0 else HIGHER)}"
