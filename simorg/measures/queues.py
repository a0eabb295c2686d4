"""In-trays: how long jobs wait and stay, and how many are there.

Times count for the jobs finished in the window (withdrawn ones have none), numbers are averages
over the window and count every job.
"""

from __future__ import annotations

from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.tally import count, mean
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
    return tuple(
        Measure(f"{name}_priority_{k}", "day", "lower", f"{definition}, priority class {k} only.")
        for k in _classes(plan)
        for name, definition in (("queue_wait_mean_days", WAIT), ("time_in_system_mean_days", STAY))
    )


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    jobs, stretches, window = e.jobs, e.stretches, e.window
    done = jobs.finished & window.holds(jobs.ended)
    stay = jobs.ended - jobs.queued
    present = window.clip(stretches.start, stretches.end)
    numbers = {
        "queue_wait_mean_days": mean(jobs.waited[done]),
        "time_in_system_mean_days": mean(stay[done]),
        "number_in_queue_mean": float(present[~stretches.working].sum()) / window.days,
        "number_in_system_mean": float(present.sum()) / window.days,
        "jobs_per_day": count(done) / window.days,
    }
    for k in _classes(e.plan):
        mine = done & (jobs.priority == k)
        numbers[f"queue_wait_mean_days_priority_{k}"] = mean(jobs.waited[mine])
        numbers[f"time_in_system_mean_days_priority_{k}"] = mean(stay[mine])
    return numbers


def _classes(plan: Plan) -> list[int]:
    work = plan.settings.work
    named = {work.priority_incident, work.priority_expedited, work.priority_coordination}
    return sorted(named | {work.priority_change} | {int(k) for k in plan.units["priority"]})
