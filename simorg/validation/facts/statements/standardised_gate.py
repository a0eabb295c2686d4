"""34. A stricter gate lets fewer failures through, and work queues at it."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import is_work, mean, stages_of_jobs

NUMBER, THEME = 34, "ml"
STATEMENT = "A standard, stricter evaluation lowers the change failure rate; the queue at the gate grows."
SOURCE = "Shankar et al. 2022, arXiv 2209.09125: velocity against validation [VP, interviews]"
TEST = (
    "The validation practice at 0 and at 1: power and work of evaluation gates move together. That "
    "evaluation varies less from team to team is not modelled: gates are the same everywhere."
)
CLAIMS = (
    Claim("failure_rate", "stricter gates lower the change failure rate", "share", above=0.0),
    Claim("queue", "stricter gates make work wait longer at them", "days", above=0.0),
)


def _gate_wait(_: Trace, e: Episodes) -> dict[str, float]:
    stage = stages_of_jobs(e)
    gates = e.plan.stages["gate"].astype(bool)
    at_gate = (stage >= 0) & gates[np.maximum(stage, 0)]
    chosen = at_gate & is_work(e) & e.jobs.finished & e.window.holds(e.jobs.ended)
    return {"gate_wait": mean(e.jobs.waited[chosen])}


READERS = (_gate_wait,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: weak gates, and strict ones."""
    levers = {"weak": 0.0, "strict": 1.0}
    return {name: apply(background, {"practices.validation": value}) for name, value in levers.items()}


def effects(arms: Arms) -> Effects:
    """Return the fall of failures, and the growth of waiting at the gate."""
    weak, strict = arms["weak"], arms["strict"]
    return {
        "failure_rate": weak["change_failure_rate"] - strict["change_failure_rate"],
        "queue": strict["gate_wait"] - weak["gate_wait"],
    }
