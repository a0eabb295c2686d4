"""How a kernel reads the world: draws at their address, one row of the trace, a fault.

Every kernel takes the world first: one record (see `layout`) that holds the plan and the state.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from typing import Any

from simorg.compilation import step
from simorg.draws import uniform
from simorg.engines.compiled.stops import Refusal
from simorg.rules.distributions import CONSTANT, EMPIRICAL, empirical_quantile, quantile

World = Any
"""One record of the type that `layout.world_type` returns; to Numba a single pointer."""


@step
def u(world: World, purpose: int, entity: int, occurrence: int) -> float:
    """Return the uniform number at this address, in (0, 1)."""
    return uniform(world.parameters.seed, world.clock.replication, purpose, entity, occurrence)


@step
def happens(world: World, chance: float, purpose: int, entity: int, occurrence: int) -> bool:
    """Return whether what has a chance happens: the number at this address is below it.

    Since a draw is no step in a stream, none is made where the answer is known.
    """
    if chance <= 0.0 or chance >= 1.0:
        return chance > 0.0
    return u(world, purpose, entity, occurrence) < chance


@step
def draw(world: World, distribution: int, purpose: int, entity: int, occurrence: int) -> float:
    """Return the quantile of a distribution of the plan at the address of the draw."""
    d = world.distributions[distribution]
    if d.family == CONSTANT:
        return d.a
    at = uniform(world.parameters.seed, world.clock.replication, purpose, entity, occurrence)
    if d.family == EMPIRICAL:
        return empirical_quantile(world.values, d.start, d.count, at)
    return quantile(d.family, d.a, d.b, d.c, at)


@step
def write_row(world: World, event: int, subject: int, code: int, value: float, actor: int, team: int) -> None:
    """Write one row of the trace."""
    clock = world.clock
    if clock.rows >= len(world.rows):
        fail(world, Refusal.NO_ROOM.value, subject)
        return
    row = world.rows[clock.rows]
    row.time = clock.now
    row.subject = subject
    row.value = value
    row.event = event
    row.code = code
    row.actor = actor
    row.team = team
    clock.rows += 1


@step
def fail(world: World, fault: int, subject: int) -> None:
    """Note why the run cannot go on; the loop stops after this step."""
    clock = world.clock
    if clock.fault == Refusal.NONE.value:
        clock.fault = fault
        clock.fault_subject = subject
