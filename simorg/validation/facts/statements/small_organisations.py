"""36. A small organisation with the same process waits longer for its few specialists."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, SKILLS
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share, skills_of_jobs

NUMBER, THEME = 36, "ml"
STATEMENT = (
    "Small organisations struggle more: with few specialists, more of the time is spent waiting for rare "
    "roles."
)
SOURCE = "Nahar et al. 2022, doi 10.1145/3510003.3510209 [VS, abstract and excerpt]"
TEST = (
    "The background against three times its people and units, everything in proportion. Rare roles: "
    "software engineers, operations engineers, legal and risk officers."
)
CLAIMS = (
    Claim(
        "queue_share", "a small organisation spends a larger share of lead time in queues", "share", above=0.0
    ),
    Claim("rare_wait", "jobs of rare roles wait longer in a small organisation", "days", above=0.0),
    Claim(
        "rare_share",
        "rare roles have a larger share in all waiting of a small organisation",
        "share",
        above=0.0,
    ),
)

RARE = tuple(
    SKILLS.index(PRIMARY_SKILL[role])
    for role in ("software_engineer", "operations_engineer", "legal_risk_officer")
)


def _waits(trace: Trace, e: Episodes) -> dict[str, float]:
    rare = np.isin(skills_of_jobs(trace), RARE)
    done = e.jobs.finished & e.window.holds(e.jobs.ended)
    waited = e.jobs.waited
    return {
        "rare_wait": float(waited[done & rare].sum()),
        "rare_jobs": float((done & rare).sum()),
        "all_wait": float(waited[done].sum()),
    }


READERS = (_waits,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the background, and one three times as large."""
    people = background.workforce.headcount
    large = {f"workforce.headcount.{role}": 3 * number for role, number in people.items()}
    return {
        "small": background,
        "large": apply(background, large | {"workforce.units": 3 * background.workforce.units}),
    }


def effects(arms: Arms) -> Effects:
    """Return how much more the small one waits."""
    queue, rare, part = (
        {
            name: share(found[above], found[below])
            for name, found in arms.items()
        }
        for above, below in (
            ("lead_queue_days", "lead_time_mean_days"), ("rare_wait", "rare_jobs"), ("rare_wait", "all_wait"),
        )
    )  # fmt: skip
    return {
        "queue_share": queue["small"] - queue["large"],
        "rare_wait": rare["small"] - rare["large"],
        "rare_share": part["small"] - part["large"],
    }
