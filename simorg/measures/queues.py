"""In-trays: how long jobs wait and stay, and how many are there.

Times count for the jobs finished in the window (withdrawn ones have none), numbers are averages
over the window and count every job.
"""

from __future__ import annotations

from functools import cache

from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.tally import ratio
from simorg.plan import Plan

WAIT = "Mean time that jobs finished in the window waited, after interruptions included"
STAY = "Mean time from queued to finished of the jobs finished in the window"

MEASURES = (
    Measure("queue_wait_mean_days", "day", "lower", f"{WAIT}."),
    Measure("time_in_system_mean_days", "day", "lower", f"{STAY}."),
    Measure("number_in_queue_mean", "jobs", "lower", "Jobs waiting, averaged over the window."),
    Measure("number_in_system_mean", "jobs", "lower", "Jobs waiting or worked on, averaged over the window."),
    Measure("jobs_per_day", "jobs/day", "none", "Jobs finished in the window."),
)


def measures(plan: Plan) -> tuple[Measure, ...]:
    """Return the measures that exist for each priority class that the settings name."""
    return _of_classes(tuple(_classes(plan)))


@cache
def _of_classes(classes: tuple[int, ...]) -> tuple[Measure, ...]:
    return tuple(
        Measure(f"{name}_priority_{k}", "day", "lower", f"{definition}, priority class {k} only.")
        for k in classes
        for name, definition in (("queue_wait_mean_days", WAIT), ("time_in_system_mean_days", STAY))
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


def _classes(plan: Plan) -> list[int]:
    work = plan.settings.work
    named = {work.priority_incident, work.priority_expedited, work.priority_coordination}
    return sorted(named | {work.priority_change} | set(plan.units["priority"].tolist()))
