"""From a plan to the arrays of a world: records with their own state, servers in order."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from simorg.engines.compiled.records import (
    DUTY_STATE,
    NOBODY,
    PERSON_STATE,
    QUEUE,
    QUEUES,
    TEAM_STATE,
    UNIT_STATE,
    record,
)
from simorg.plan import Plan
from simorg.trace.address import DUTIES

Records = np.ndarray[Any, np.dtype[Any]]

COUNTS = (
    "first_stage", "first_change_stage", "teams", "units", "stages", "steps", "duties", "queues",
    "beginnings",
)  # fmt: skip


class Lowered(NamedTuple):
    """A plan as the loop sees it, at time 0."""

    plan: Plan
    tables: dict[str, Records]  # to be copied into a world


def lower(plan: Plan) -> Lowered:
    """Return the arrays of a plan, in the types that the loop was compiled for."""
    speed = plan.efficiency_by_queue
    queues, servers = _queues(plan, speed)
    tables = {
        "parameters": _parameters(plan),
        "stages": _stages(plan),
        "steps": _with_state(plan.steps, []),
        "approvals": _with_state(plan.approvals, []),
        "asked": _asked(plan),
        "route": _route(plan),
        "distance": plan.distance,
        "efficiency": speed,
        "servers": servers,
        "distributions": _with_state(plan.distributions, []),
        "values": plan.values,
        "people": _people(plan),
        "teams": _teams(plan),
        "units": _units(plan),
        "duties": _with_state(plan.duties, DUTY_STATE),
        "members": np.argsort(plan.people["team"], kind="stable").astype(np.int64),
        "queues": queues,
        "request_skills": plan.requests.skills,
        "request_first": _with_state(plan.requests.first, []),
        "request_moves": _with_state(plan.requests.moves, []),
        "request_upto": plan.requests.upto,
        "request_team": plan.requests.team,
        "request_effort": plan.requests.effort,
        "request_queue": plan.requests.queue,
    }
    return Lowered(plan, tables)


def _with_state(table: Records, state: list[Any]) -> Records:
    """Copy a table, with room for state; plain Python, too, reads its fields as attributes."""
    rows = np.zeros(table.shape, dtype=record([*table.dtype.descr, *state]))
    for name in table.dtype.names or ():
        rows[name] = table[name]
    return rows


def _parameters(plan: Plan) -> Records:
    numbers = _with_state(plan.parameters, [(name, "<i8") for name in COUNTS])
    lengths = map(len, (plan.teams, plan.units, plan.stages, plan.steps, plan.duties))
    counts = (*plan.first_stage, *lengths, QUEUES if len(plan.duties) else DUTIES, _beginnings(plan))
    for name, count in zip(COUNTS, counts, strict=True):
        numbers[name] = count
    return numbers


def _beginnings(plan: Plan) -> int:
    """Return how much begins at time 0: starting models, the ideas of units, other duties."""
    return len(plan.units) * (int(plan.parameters["demand_initial_models_per_unit"][0]) + 1) + len(
        plan.duties
    )


def _stages(plan: Plan) -> Records:
    classes = plan.stage_defects.shape[1]
    stages = _with_state(plan.stages, [("defects", "<f8", (classes,)), ("catches", "<f8", (classes,))])
    stages["defects"], stages["catches"] = plan.stage_defects, plan.stage_catches
    return stages


def _asked(plan: Plan) -> Records:
    spans = np.zeros(plan.approval_first.shape, dtype=record([("first", "<i8"), ("count", "<i8")]))
    spans["first"], spans["count"] = plan.approval_first, plan.approval_count
    return spans


def _route(plan: Plan) -> Records:
    route = np.zeros(plan.route.shape, dtype=record([("team", "<i8"), ("backup", "<i8")]))
    route["team"], route["backup"] = plan.route, plan.backup
    return route


def _people(plan: Plan) -> Records:
    people = _with_state(plan.people, PERSON_STATE)
    people["job"] = people["first"] = people["last"] = NOBODY
    return people


def _units(plan: Plan) -> Records:
    units = _with_state(plan.units, UNIT_STATE)
    units["first_model"] = units["last_model"] = NOBODY
    return units


def _teams(plan: Plan) -> Records:
    teams = _with_state(plan.teams, TEAM_STATE)
    teams["first_member"] = np.cumsum(plan.teams["people"]) - plan.teams["people"]
    teams["first_sign_off"] = teams["last_sign_off"] = NOBODY
    teams["idle"] = np.bincount(plan.people["team"], minlength=len(teams))
    return teams


def _queues(plan: Plan, speed: Records) -> tuple[Records, np.ndarray[Any, np.dtype[np.int64]]]:
    """Return the empty queues, and who serves each: specialists, the most efficient, then by identity.

    `speed` has a column a queue.
    """
    queues = np.zeros((len(plan.teams), QUEUES), dtype=QUEUE)
    stands_in = plan.stands_in_by_queue
    servers: list[int] = []
    for team in range(len(plan.teams)):
        members = np.flatnonzero(plan.people["team"] == team)
        for queue in range(QUEUES):
            able = members[speed[members, queue] > 0.0]
            later = stands_in[able, queue]
            order = np.lexsort((able, -speed[able, queue], later))
            first_line = len(able) - int(later.sum())
            queues[team, queue] = (NOBODY, len(servers), len(able), first_line, 0, 0)
            servers += able[order].tolist()
    return queues, np.array(servers or [NOBODY], dtype=np.int64)
