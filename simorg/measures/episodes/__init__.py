"""Episodes: the rows of a trace paired up, once, into jobs, items, incidents and models.

Goes in: a trace. Comes out: arrays with one entry a job, item, incident or model, which every
family of measures shares. Nothing is averaged here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.breaches import Breaches, read_breaches
from simorg.measures.episodes.cases import Cases, read_cases
from simorg.measures.episodes.contacts import Answers, read_answers, read_moves
from simorg.measures.episodes.incidents import Incidents, read_incidents
from simorg.measures.episodes.items import Items, read_items
from simorg.measures.episodes.jobs import Stints, Stretches, Work, read_jobs
from simorg.measures.episodes.models import Models, read_models
from simorg.measures.episodes.phases import Failures, Phases, read_phases
from simorg.measures.episodes.requests import Requests, read_requests
from simorg.measures.episodes.rows import Rows, sorted_into_sections
from simorg.plan import Plan
from simorg.trace.arrays import Table
from simorg.trace.rows import Trace
from simorg.trace.spans import Window

__all__ = [
    "Answers", "Breaches", "Cases", "Episodes", "Failures", "Incidents", "Items", "Models", "Phases",
    "Requests", "Rows", "Stints", "Stretches", "Work", "read",
]  # fmt: skip


Paired = tuple[
    Rows, Cases, Work, Stretches, Stints, Items, Answers, Phases, Failures, Incidents, Models, Breaches,
    Requests,
]  # fmt: skip
"""What the rows of a trace are paired up into."""


@dataclass(frozen=True)
class Episodes:
    """One replication, paired up; positions in one array index the others of its kind."""

    plan: Plan
    window: Window
    rows: Rows
    cases: Cases
    work: Work
    stretches: Stretches
    stints: Stints
    items: Items
    answers: Answers
    phases: Phases
    failures: Failures
    incidents: Incidents
    models: Models
    breaches: Breaches
    requests: Requests


def read(trace: Trace) -> Episodes:
    """Pair the rows of a trace.

    Returns
    -------
    Episodes
        Its episodes; what is still open when the run ends is closed at the horizon and marked.
    """
    plan, settings = trace.plan, trace.plan.settings
    window = Window(float(settings.warm_up_days), float(settings.horizon_days))
    # One compiled version only: Numba compiles again for rows that are read-only or strided.
    table = np.require(trace.rows, requirements=["C", "A", "W"])
    return Episodes(plan, window, *_read(table, len(plan.people), window))


@kernel
def _read(table: Table, people: int, window: Window) -> Paired:
    rows = sorted_into_sections(table)
    cases = read_cases(rows)
    moves = read_moves(rows, cases)
    work, stretches, stints = read_jobs(rows, cases, people, window)
    items, models = read_items(rows, cases, moves, window.end), read_models(rows, window)
    phases, failures = read_phases(rows, cases, items.ended)
    incidents = read_incidents(rows, cases, moves, models, window.end)
    answers, requests = read_answers(rows), read_requests(rows, window)
    breaches = read_breaches(incidents, models)
    return (
        rows, cases, work, stretches, stints, items, answers, phases, failures, incidents, models, breaches,
        requests,
    )  # fmt: skip
