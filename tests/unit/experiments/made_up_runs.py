"""Runs with a known answer: measures are a function of the settings, nothing is simulated."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd

from simorg.config.settings import Settings
from simorg.draws import uniform
from simorg.experiments.design import Answer, Design, Scenario, kind_of
from simorg.measures import registry

LEAD, INCIDENTS, SPEED = "lead_time_p50_days", "incidents_per_healthy_model_year", "throughput_per_quarter"
BUSY = "utilisation_max_role_in_team"
MEASURES = tuple(
    registry()[name]
    for name in (
        LEAD, INCIDENTS, SPEED, "wip_mean", BUSY, "utilisation_data_engineer", "utilisation_ml_engineer",
    )
)  # fmt: skip

Values = Callable[[Scenario, int], Mapping[str, float]]


def noise(seed: int, replication: int, stream: int = 0) -> float:
    """Return a number in [-0.5, 0.5) that replications of one seed share."""
    return uniform(seed, replication, 1, stream, 0) - 0.5


def runs_of(design: Design, values: Values) -> pd.DataFrame:
    """Return the runs of a design; what `values` does not name is missing."""
    rows = [
        {"scenario": s.name, "replication": r, "status": "ok", "error": ""}
        | dict.fromkeys((measure.name for measure in MEASURES), math.nan)
        | dict(values(s, r))
        for s in design.scenarios
        for r in range(s.replications)
    ]
    return pd.DataFrame(rows)


def experiment(settings: Settings, values: Values) -> tuple[Answer, Design]:
    """Run all rounds of an experiment on made-up values; return its answer and its last design."""
    kind = kind_of(settings)
    design: Design = kind.design(settings)
    while True:
        runs = runs_of(design, values)
        larger: Design = kind.extend(settings, design, runs) if hasattr(kind, "extend") else design
        if larger.size == design.size:
            found: Answer = kind.answer(settings, larger, runs, MEASURES)
            return found, larger
        design = larger


def by(table: pd.DataFrame, **cell: object) -> pd.Series:
    """Return the only row of a table with these values."""
    found = table[np.logical_and.reduce([table[key] == value for key, value in cell.items()])]
    assert len(found) == 1, f"{len(found)} rows with {cell}"
    return found.iloc[0]


def words(sentences: Sequence[str], *starts: str) -> str:
    """Return the only sentence that holds these words."""
    found = [sentence for sentence in sentences if all(start in sentence for start in starts)]
    assert len(found) == 1, sentences
    return found[0]


def rate(scenario: Scenario) -> float:
    """Return the rate of drift of a scenario, the lever of most made-up runs."""
    return scenario.settings.drift.rate


def hash_of(name: str) -> int:
    """Return a number for a name, as the stream of its own noise."""
    return sum(ord(letter) * (n + 1) for n, letter in enumerate(name))


def numbers_of(found: Answer) -> set[str]:
    """Return the cells of the printed tables that hold a number with its interval, or several numbers."""
    cells = {str(cell) for table in found.printed for column in table.columns for cell in column.cells}
    return {cell for cell in cells if len(re.findall(r"\d+(?:\.\d+)?", cell)) > 1}
