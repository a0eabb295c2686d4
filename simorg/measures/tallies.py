"""Tallies: what families of measures count, all of them counted in one call of compiled code.

To enter a kernel costs what its arguments cost to hand over and its code to fetch, which the run
before has driven out of the caches: for each family alone that was as much as counting. A family
that is not told here counts in a call of its own, or in plain Python, and gives the same numbers.
"""

from __future__ import annotations

from types import ModuleType
from typing import NamedTuple

from simorg.compilation import kernel
from simorg.measures.episodes import (
    Answers,
    Breaches,
    Cases,
    Episodes,
    Failures,
    Incidents,
    Items,
    Models,
    Phases,
    Requests,
    Rows,
    Stints,
    Stretches,
)
from simorg.measures.families import (
    all_families,
    delivery,
    detection,
    first_work,
    handoffs,
    health,
    incidents,
    lead_time,
    money,
    people,
    requests,
    response,
    severity,
    tickets,
    units,
    work_kinds,
)
from simorg.trace.arrays import Floats, Table
from simorg.trace.spans import Window


class Tallies(NamedTuple):
    """What each family has counted, under its name."""

    delivery: delivery.Ended
    detection: detection.Begun
    handoffs: handoffs.Counted
    health: health.Counted
    incidents: incidents.Counted
    lead_time: lead_time.Counted
    money: money.Counted
    people: people.Time
    response: response.Answered
    tickets: tickets.Counted
    first_work: first_work.Counted
    requests: requests.Told
    severity: severity.Severe
    units: units.Answers
    work_kinds: Floats


MODULES = tuple(f"{all_families.__module__}.{name}" for name in Tallies._fields)


def by_family(e: Episodes) -> dict[ModuleType, dict[str, float]]:
    """Return the numbers of each family.

    Parameters
    ----------
    e : Episodes
        One replication.
    """
    tallies = _tally(
        e.items, e.incidents, e.answers, e.models, e.breaches, e.failures, e.rows, e.stretches, e.phases,
        e.work.busy, e.cases, e.stints, e.requests, e.plan.people, len(e.plan.teams), len(e.plan.units),
        e.window.days, e.window,
    )  # fmt: skip
    counted = {name: (tally,) for name, tally in zip(MODULES, tallies, strict=True)}
    return {family: family.compute(e, *counted.get(family.__name__, ())) for family in all_families()}


@kernel
def _tally(
    items: Items,
    found: Incidents,
    answers: Answers,
    models: Models,
    breaches: Breaches,
    failures: Failures,
    rows: Rows,
    stretches: Stretches,
    phases: Phases,
    busy: Floats,
    cases: Cases,
    stints: Stints,
    asked: Requests,
    staff: Table,
    teams: int,
    served: int,
    days: float,
    window: Window,
) -> Tallies:
    return Tallies(
        delivery.tally(items, window),
        detection.tally(found, window),
        handoffs.tally(items, found, answers, window),
        health.tally(found, models, breaches, window),
        incidents.tally(found, models, items, failures, rows, window),
        lead_time.tally(items, stretches, phases, staff, window),
        money.tally(found, models, window),
        people.tally(busy, staff, teams, days),
        response.tally(found, window),
        tickets.tally(found, items, answers, failures, window),
        first_work.tally(items, stints, cases, window),
        requests.tally(asked, window),
        severity.tally(found, window),
        units.tally(found, models.address, served, window),
        work_kinds.tally(stints, cases, items.origin, staff, window),
    )
