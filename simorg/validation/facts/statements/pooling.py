"""8. One pool waits less than the same people split over units, when handing over costs nothing."""

from __future__ import annotations

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.costless import costless
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 8, "structure"
STATEMENT = (
    "At equal load and equal work, specialists in one pool keep work waiting less than split over units."
)
SOURCE = "M/M/12 against four M/M/3: Kleinrock 1975, Queueing Systems I [C, computed; book recalled]"
TEST = (
    "Handoff, routing and approval cost nothing, everybody is equally fast: specialists in one centre "
    "against the same specialists in the business units (the wiring of communities of practice)."
)
CLAIMS = (
    Claim("wait", "without handoff costs, initiatives' jobs wait less in one pool", "days", above=0.0),
    Claim(
        "lead_time", "without handoff costs, the mean lead time is shorter with one pool", "days", above=0.0
    ),
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: split, and pooled."""
    free = costless(background)
    return {
        "split": apply(free, {"structure": "communities_of_practice"}),
        "pool": apply(free, {"structure": "centre_of_excellence"}),
    }


def effects(arms: Arms) -> Effects:
    """Return what the pool saves."""
    names = {"wait": "queue_wait_mean_days_priority_4", "lead_time": "lead_time_mean_days"}
    return {claim: arms["split"][measure] - arms["pool"][measure] for claim, measure in names.items()}
