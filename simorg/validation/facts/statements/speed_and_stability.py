"""33. Organisations that deploy more often do not fail more often."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import Floats

NUMBER, THEME = 33, "ml"
STATEMENT = (
    "Speed and stability need not be traded: those who deploy more often have lower change failure rates."
)
SOURCE = (
    "Forsgren et al., State of DevOps 2014-2019 (DORA) [VP, survey]; the middle groups invert in 2024 [VS]"
)
TEST = (
    "On every background a small population of eight organisations that differ in structure and in the "
    "four practices (an orthogonal array): rank correlation of deployments a month with the change "
    "failure rate."
)
CLAIMS = (
    Claim(
        "correlation",
        "over organisations, deployments and change failure rate are negatively correlated",
        "1",
        below=0.0,
    ),
)

STRUCTURES = ("centre_of_excellence", "hub_and_spoke", "communities_of_practice", "informal_network")
PRACTICES = ("velocity", "validation", "visibility", "versioning")
LOW, HIGH = 0.2, 0.8
ARRAY = ("0000", "1110", "1101", "0011", "1011", "0101", "0110", "1000")
"""Each practice is high in four of the eight, each pair of practices in two; structures come twice."""


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: eight organisations."""
    arms = {}
    for n, row in enumerate(ARRAY):
        levers: dict[str, Value] = {
            f"practices.{name}": HIGH if bit == "1" else LOW for name, bit in zip(PRACTICES, row, strict=True)
        }
        arms[f"organisation_{n}"] = apply(background, levers | {"structure": STRUCTURES[n % 4]})
    return arms


def effects(arms: Arms) -> Effects:
    """Return the rank correlation over the eight, replication by replication."""
    speed = np.array([found["deployments_per_month"] for found in arms.values()])
    failures = np.array([found["change_failure_rate"] for found in arms.values()])
    pairs = zip(speed.T, failures.T, strict=True)
    return {"correlation": np.array([_rank_correlation(a, b) for a, b in pairs])}


def _rank_correlation(a: Floats, b: Floats) -> float:
    from scipy.stats import spearmanr

    return float(spearmanr(a, b).statistic)
