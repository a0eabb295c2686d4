"""Face validity: published ranges beside what the default organisation gives; misses are reported.

Goes in: how many replications. Comes out: a table, and the page of the documentation made from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simorg.config.compose import load
from simorg.experiments.running.replicate import replicate
from simorg.statistics.intervals import mean_interval
from simorg.validation.published_figures import PUBLISHED, Published

if TYPE_CHECKING:
    import pandas as pd

STRUCTURES = ("hub_and_spoke", "centre_of_excellence", "communities_of_practice", "informal_network")
"""The default structure first, then the others that the main question compares."""


def face_validity(
    replications: int = 20, overrides: Sequence[str] = (), workers: int | None = None
) -> pd.DataFrame:
    """Set published ranges beside the default organisation in each structure.

    Parameters
    ----------
    replications : int
        Replications of each structure.
    overrides : sequence of str
        Further overrides.
    workers : int, optional
        Processes; all cores when left out.

    Returns
    -------
    DataFrame
        Columns quantity, unit, low, high, one a structure, verdict, source. A factor of -1 stands for
        the complement of a share. The verdict speaks of the default structure, the first.
    """
    import pandas as pd

    runs = {
        name: replicate(load([f"structure={name}", *overrides]), replications, workers=workers)
        for name in STRUCTURES
    }
    rows = []
    for item in PUBLISHED:
        found = {name: _in_published_unit(item, table[item.measure]) for name, table in runs.items()}
        rows.append(
            {
                "quantity": item.quantity + (" (input)" if item.is_input else ""),
                "unit": item.unit,
                "low": item.low,
                "high": item.high,
                **found,
                "verdict": verdict(found[STRUCTURES[0]], item.low, item.high),
                "source": item.source,
            }
        )
    return pd.DataFrame(rows)


def verdict(value: float, low: float, high: float) -> str:
    """Say where a value lies against a published range."""
    if value != value:
        return "missing"
    if low <= value <= high:
        return "inside"
    return f"too low, x {value / low:.2g}" if value < low else f"too high, x {value / high:.2g}"


def _in_published_unit(item: Published, values: pd.Series[float]) -> float:
    mean = mean_interval(values.to_numpy(dtype=float)).mean
    return 1.0 - mean if item.factor < 0.0 else item.factor * mean


def as_markdown(table: pd.DataFrame, replications: int) -> str:
    """Return the table as the page of the documentation."""
    inside = int((table["verdict"] == "inside").sum())
    columns = ["quantity", "published", *STRUCTURES, "verdict", "source"]
    lines = [
        "# Face validity",
        "",
        f"Made by `simorg validity --write docs/face_validity.md`: means of {replications} replications of",
        "the default settings (13 quarters, the first five warm-up). The verdict speaks of the default",
        f"structure, hub and spoke: {inside} of {len(table)} quantities lie inside the published range.",
        "Nothing was fitted to them; rows marked (input) use the published figure as a parameter, so that",
        "agreement there proves nothing. Days of ticket logs are calendar days (1.4 for a working day).",
        "The clock of the model has no nights: nothing waits for the morning, and an hour of a status page",
        "is an eighth of a working day.",
        "",
        "| " + " | ".join(column.replace("_", " ") for column in columns) + " |",
        "|" + "---|" * len(columns),
    ]
    for row in table.to_dict("records"):
        cells = [row["quantity"], f"{row['low']:g} - {row['high']:g} {row['unit']}"]
        cells += [f"{row[name]:.3g}" for name in STRUCTURES] + [row["verdict"], row["source"]]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"
