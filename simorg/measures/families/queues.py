"""Queues: how long jobs wait and stay, and how many are there.

Times count for the jobs finished in the window (withdrawn ones have none), numbers are averages
over the window and count every job.
"""

from __future__ import annotations

from functools import cache, lru_cache

from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.tally import ratio
from simorg.plan import Plan
from simorg.plan.once import MOST_PLANS

WAIT = "Mean time that jobs finished in the window waited, after interruptions included"
STAY = "Mean time from queued to finished of the jobs finished in the window"
WAIT_WORDS, STAY_WORDS = "Mean wait in a queue", "Mean time from queued to finished"
MANY_SHORT = "Many short jobs, and jobs that never finish: those still waiting as the run ends are left out."
LITTLE_TO_DO = "Having little to do."
CLASSES = 16
"""Priority classes that a job can have."""

MEASURES = (
    Measure("queue_wait_mean_days", WAIT_WORDS, "day", "lower", f"{WAIT}.", MANY_SHORT),
    Measure("time_in_system_mean_days", STAY_WORDS, "day", "lower", f"{STAY}.", MANY_SHORT),
    Measure(
        "number_in_queue_mean", "Jobs waiting", "jobs", "lower", "Jobs waiting, averaged over the window.",
        LITTLE_TO_DO,
    ),
    Measure(
        "number_in_system_mean", "Jobs waiting or worked on", "jobs", "lower",
        "Jobs waiting or worked on, averaged over the window.", LITTLE_TO_DO,
    ),
    Measure("jobs_per_day", "Jobs finished per day", "jobs/day", "none", "Jobs finished in the window."),
)  # fmt: skip


def possible() -> tuple[Measure, ...]:
    """Return the measures that exist for some plan: those of every priority class."""
    return _of_classes(tuple(range(CLASSES)))


def measures(plan: Plan) -> tuple[Measure, ...]:
    """Return the measures that exist for each priority class that the settings name."""
    return _of_classes(tuple(_classes(plan)))


@cache
def _of_classes(classes: tuple[int, ...]) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            f"{name}_priority_{k}",
            f"{words}, class {k}",
            "day",
            "lower",
            f"{definition}, priority class {k} only.",
            MANY_SHORT,
        )
        for k in classes
        for name, words, definition in (
            ("queue_wait_mean_days", WAIT_WORDS, WAIT),
            ("time_in_system_mean_days", STAY_WORDS, STAY),
        )
    )


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    work, days = e.work, e.window.days
    number, waited, stayed = work.finished.sum(axis=0).tolist()
    numbers = {
        "queue_wait_mean_days": ratio(waited, number),
        "time_in_system_mean_days": ratio(stayed, number),
        "number_in_queue_mean": work.waiting / days,
        "number_in_system_mean": (work.waiting + float(work.busy.sum())) / days,
        "jobs_per_day": number / days,
    }
    for k in _classes(e.plan):
        number, waited, stayed = work.finished[k].tolist()
        numbers[f"queue_wait_mean_days_priority_{k}"] = ratio(waited, number)
        numbers[f"time_in_system_mean_days_priority_{k}"] = ratio(stayed, number)
    return numbers


@lru_cache(MOST_PLANS)
def _classes(plan: Plan) -> list[int]:
    work = plan.settings.work
    duties = {plan.settings.duties.priority} if len(plan.duties) else set()
    requests = {plan.settings.requests.priority} if plan.settings.requests.asked else set()
    named = duties | requests | {work.priority_incident, work.priority_expedited, work.priority_coordination}
    return sorted(named | {work.priority_change} | set(plan.units["priority"].tolist()))
