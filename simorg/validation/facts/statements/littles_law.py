"""2. Work in progress equals throughput times time in system."""

from __future__ import annotations

import numpy as np

from simorg.config.settings import Settings
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 2, "flow"
STATEMENT = (
    "On average, the work in a queue equals its throughput times the time that a piece of work spends there."
)
SOURCE = "Little 1961, doi 10.1287/opre.9.3.383 [C, an identity]"
TEST = (
    "Every queue of the background, one arm. Exact: jobs present, added up over stretches of time, "
    "against jobs times time, added up over jobs; computed from different rows. Long run: jobs present "
    "against jobs finished times their time in system, all queues together, edges of the window "
    "included."
)
CLAIMS = (
    Claim(
        "exact",
        "work present, counted over time and over jobs, agrees in every queue",
        "share",
        above=-1e-9,
        below=1e-9,
        identity=True,
    ),
    Claim(
        "long_run",
        "throughput times time in system is within 10 % of work present",
        "share",
        above=-0.1,
        below=0.1,
    ),
)


def _largest_gap(_: Trace, e: Episodes) -> dict[str, float]:
    """Return the largest relative difference over queues between the two ways of counting."""
    present = e.window.clip(e.stretches.start, e.stretches.end)
    teams = len(e.plan.teams)
    by_time = np.bincount(e.jobs.team[e.stretches.job], weights=present, minlength=teams)
    stay = e.window.clip(e.jobs.queued, e.jobs.ended)
    by_job = np.bincount(e.jobs.team, weights=stay, minlength=teams)
    used = by_time > 0.0
    return {"little_gap": float(np.abs(by_job[used] / by_time[used] - 1.0).max(initial=0.0))}


READERS = (_largest_gap,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the one arm."""
    return {"organisation": background}


def effects(arms: Arms) -> Effects:
    """Return both relative gaps."""
    found = arms["organisation"]
    flow = found["jobs_per_day"] * found["time_in_system_mean_days"]
    return {"exact": found["little_gap"], "long_run": flow / found["number_in_system_mean"] - 1.0}
