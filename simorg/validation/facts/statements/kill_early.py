"""30. Ideas that have to die should die early."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 30, "ml"
STATEMENT = (
    "Ending the same share of ideas at an earlier stage ships more models per effort, at the same quality."
)
SOURCE = "Shankar et al. 2022, arXiv 2209.09125 [VP, interviews]"
TEST = (
    "Half of the ideas end before release: all of them after scoping, or all after acceptance. Deliveries "
    "per quarter over the share of paid time worked; change failure rate."
)
CLAIMS = (
    Claim("per_effort", "ending ideas early delivers more initiatives per unit of work", "share", above=0.0),
    Claim(
        "quality",
        "ending ideas early changes the change failure rate by less than two points",
        "share",
        above=-0.02,
        below=0.02,
    ),
)

ENDED = 0.5
WORK = ("direct", "rework", "coordination", "response")


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: ended at the first stage, or at the last before release."""
    stages = [stage.name for stage in background.lifecycle.initiative if not stage.release]
    nobody = {f"lifecycle.initiative.{name}.drop": 0.0 for name in stages}
    return {
        arm: apply(background, nobody | {f"lifecycle.initiative.{name}.drop": ENDED})
        for arm, name in (("early", stages[0]), ("late", stages[-1]))
    }


def effects(arms: Arms) -> Effects:
    """Return the gain of deliveries per work, and the difference of failure rates."""
    shipped = {}
    for arm, found in arms.items():
        worked = np.sum([found[f"work_{account}_share"] for account in WORK], axis=0)
        shipped[arm] = share(found["throughput_per_quarter"], worked)
    failures = arms["early"]["change_failure_rate"] - arms["late"]["change_failure_rate"]
    return {"per_effort": share(shipped["early"], shipped["late"]) - 1.0, "quality": failures}
