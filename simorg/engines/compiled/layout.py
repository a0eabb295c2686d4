"""The world as one record: every table a field of fixed length, in a few sizes.

To compiled code the world is a single pointer, and every table lies at a known distance from it.
Handed over as two dozen arrays, the same loop ran at a quarter of the speed and took twice as long
to compile. The price: the lengths belong to the type. There are two sizes; each is compiled when
it is first needed (a third, smaller one ran no faster). Lengths are limits, not memory: pages that
nobody touches take none.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

import numpy as np

from simorg.config.vocabulary import SKILLS
from simorg.engines.compiled.lowering import Lowered
from simorg.engines.compiled.records import AGENDUM, CASE, CLOCK, JOB, MODEL, QUEUES, ROWS, TIMER, blank
from simorg.rules.requests import HOP_CLASSES
from simorg.trace.rows import ROW, SimulationError

AGENDA_A_CASE = 3
"""A case can be told to begin, be found by a review and be interrupted at one instant, no more."""

RINGS = ("urgent", "ended")


SPARE: dict[Any, list[Any]] = {}
"""Worlds of runs that are over, by their type, for the next run of any plan: as many as ran side by side.

All tables of the plan are copied anew; rows of the others are written before they are read.
"""


class Size(NamedTuple):
    """Most of each noun that a world of this size holds."""

    people: int
    teams: int
    units: int
    stages: int
    others: int  # release steps, approvals, distributions
    values: int
    jobs: int
    cases: int
    models: int
    timers: int
    moves: int  # entries of the rows of requests


SIZES = (
    Size(1 << 13, 1 << 9, 1 << 8, 1 << 6, 1 << 13, 1 << 16, 1 << 17, 1 << 16, 1 << 16, 1 << 19, 1 << 20),
    Size(1 << 16, 1 << 12, 1 << 8, 1 << 7, 1 << 16, 1 << 20, 1 << 20, 1 << 19, 1 << 19, 1 << 22, 1 << 24),
)


def world_type(size: Size, lowered: Lowered) -> np.dtype[Any]:
    """Return the record type of a world.

    The lowered tables give the types of what comes from the plan.
    """
    return _world_type(size, tuple((name, table.dtype) for name, table in lowered.tables.items()))


@functools.cache
def _world_type(size: Size, tables: tuple[tuple[str, np.dtype[Any]], ...]) -> np.dtype[Any]:
    shapes = _shapes(size)
    planned = [(name, dtype, shapes[name]) if shapes[name] else (name, dtype) for name, dtype in tables]
    state = [
        ("clock", CLOCK),
        ("jobs", JOB, (size.jobs,)),
        ("cases", CASE, (size.cases,)),
        ("visits", "<i4", (size.cases, size.stages)),
        ("hands", "<i4", (size.cases, size.stages)),
        ("models", MODEL, (size.models,)),
        ("timers", TIMER, (size.timers,)),
        ("far_timers", TIMER, (size.timers,)),
        ("urgent", AGENDUM, (AGENDA_A_CASE * size.cases,)),
        ("ended", AGENDUM, (AGENDA_A_CASE * size.cases,)),
        ("rows", np.dtype((np.record, ROW)), (ROWS,)),
    ]
    return np.dtype((np.record, planned + state))


def _shapes(size: Size) -> dict[str, tuple[int, ...]]:
    """Return the shape of each table of the plan; () for the one record of parameters."""
    skills = len(SKILLS)
    return {
        "parameters": (),
        "stages": (size.stages,),
        "steps": (size.others,),
        "approvals": (size.others,),
        "asked": (size.units, size.stages),
        "route": (size.units, skills),
        "distance": (size.teams, size.teams),
        "efficiency": (size.people, QUEUES),
        "servers": (size.people * QUEUES,),
        "distributions": (size.others,),
        "values": (size.values,),
        "people": (size.people,),
        "teams": (size.teams,),
        "units": (size.units,),
        "duties": (size.people,),
        "members": (size.people,),
        "request_skills": (size.units, skills),
        "request_first": (size.units,),
        "request_moves": (HOP_CLASSES, size.teams),
        "request_upto": (size.moves,),
        "request_team": (size.moves,),
        "request_effort": (size.teams,),
        "request_queue": (size.teams, skills),
        "queues": (size.teams, QUEUES),
    }


def lay_out(lowered: Lowered, replication: int) -> Any:
    """Return a world at time 0: a used one, or a new one of the smallest size that holds the plan."""
    kind = world_type(_smallest(lowered), lowered)
    try:
        worlds = SPARE.setdefault(kind, []).pop()  # in one step: threads share the list
    except IndexError:
        worlds = np.zeros(1, dtype=kind)
        worlds["cases"][0, :1] = blank(CASE, latency_factor=1.0)
        worlds["models"][0, :1] = blank(MODEL)
    for name, table in lowered.tables.items():
        _copy(table, worlds, name)
    worlds["clock"] = blank(CLOCK, replication=replication, cases=1, cases_top=1, models=1, models_top=1)
    return worlds


def give_back(worlds: Any) -> None:
    """Keep the world of a run that is over for the next one."""
    SPARE.setdefault(worlds.dtype, []).append(worlds)


def _copy(table: Any, worlds: Any, name: str) -> None:
    """Copy a table into the beginning of a longer one."""
    if worlds[name].ndim == 1:
        worlds[name] = table
    else:
        worlds[name][0][tuple(slice(n) for n in table.shape)] = table


def _smallest(lowered: Lowered) -> Size:
    for size in SIZES:
        if _holds(size, lowered):
            return size
    raise SimulationError("the organisation is too large for engine=compiled; use engine=reference")


def _holds(size: Size, lowered: Lowered) -> bool:
    shapes = _shapes(size)
    return all(
        all(n <= most for n, most in zip(table.shape, shapes[name], strict=False))
        for name, table in lowered.tables.items()
    )


def enlarge(worlds: Any, lowered: Lowered) -> Any:
    """Return the same world in the next size.

    Raises
    ------
    SimulationError
        If there is no next size.
    """
    types = [world_type(size, lowered) for size in SIZES]
    position = types.index(worlds.dtype) + 1
    if position == len(types):
        most = SIZES[-1]
        raise SimulationError(
            f"more than {most.cases} open items and incidents, {most.models} live models or {most.jobs} "
            "waiting jobs at once: more work comes in than ever gets done?"
        )
    larger = np.zeros(1, dtype=types[position])
    for name in worlds.dtype.names:
        source = worlds[name][0]
        if name in RINGS:
            source = np.roll(source, -int(worlds["clock"][0][f"{name}_head"]))
        _copy(source, larger, name)
    for name in RINGS:
        larger["clock"][f"{name}_head"] = 0
    return larger
