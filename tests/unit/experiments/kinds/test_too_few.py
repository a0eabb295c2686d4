"""Too few runs, or none with a value, are told as such by every kind."""

from __future__ import annotations

import io
import math

import pytest
from rich.console import Console

import simorg
from tests.unit.experiments.made_up_runs import (
    LEAD,
    experiment,
    hash_of,
)


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "too few runs"), (math.nan, "no value")], ids=["one run", "no value"]
)
@pytest.mark.parametrize("kind", ["crossover", "sweep", "attribution", "staffing"])
def test_too_few_runs_are_not_told_as_no_difference(kind: str, value: float, said: str) -> None:
    levers = ["experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002]}]"]
    found, _ = experiment(
        simorg.load(
            [f"experiment={kind}", f"experiment.measures=[{LEAD}]", "replications=1"]
            + (levers if kind == "sweep" else [])
        ),
        lambda s, r: {LEAD: value + hash_of(s.name), "utilisation_data_engineer": 0.5},
    )
    about = [sentence for sentence in found.sentences if "edian lead time" in sentence]
    assert about
    assert all(said in sentence.lower() for sentence in about)
    for wrong in ("no difference", "nan", "sign of the difference", "no contribution"):
        assert wrong not in " ".join(found.sentences)
    out = io.StringIO()
    for part in found.printed:
        Console(file=out, width=200).print(part)
    assert "nan" not in out.getvalue()
