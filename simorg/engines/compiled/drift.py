"""Natural drift: one draw per training gives the day of the breach, in closed form."""
# mypy: no-warn-return-any

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simorg.compilation import step
from simorg.engines.compiled import incident
from simorg.engines.compiled.calendar import RECOVERED, at, put_urgent
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.world import World, u
from simorg.rules import purposes
from simorg.rules.drift import NEVER, LawNumbers, law, laws
from simorg.trace.codes import Cause
from simorg.trace.rows import Due

Rule = Callable[..., Any]


def by_code(rules: list[Rule]) -> Rule:
    """Return a kernel that applies the rule whose position is `code`."""
    if not rules:
        return _no_law
    *others, last = rules
    before, own_code = by_code(others), len(others)

    @step
    def apply(code: int, numbers: LawNumbers, chance: float) -> float:
        if code == own_code:
            return last(numbers, chance)
        return before(code, numbers, chance)

    return apply


@step
def _no_law(code: int, numbers: LawNumbers, chance: float) -> float:
    return NEVER


_breach_days = by_code([law(name).breach_days for name in laws()])
_recovery_days = by_code([law(name).recovery_days for name in laws()])


@step
def _numbers(world: World, slot: int) -> LawNumbers:
    k = world.parameters
    return LawNumbers(
        world.models[slot].drift_rate, k.drift_volatility, k.drift_slo_margin, k.drift_saturation,
        k.drift_time_scale_days, k.drift_season_days, k.drift_season_amplitude,
    )  # fmt: skip


@step
def start_clock(world: World, slot: int, data_from: float) -> None:
    """Foresee the breach after a training; a later training makes this clock void."""
    model = world.models[slot]
    model.clock += 1
    chance = u(world, purposes.BREACH, model.address, model.clock)
    days = _breach_days(world.parameters.drift_law, _numbers(world, slot), chance)
    breach = max(world.clock.now, data_from + days)
    at(world, breach, Due.BREACH.value, model.address, slot, model.clock)


@step
def breach(world: World, slot: int, clock: int) -> None:
    """Break a model, unless it was trained again since; foresee whether it recovers by itself."""
    model = world.models[slot]
    if model.clock != clock:
        return
    broken = incident.start(world, slot, Cause.NATURAL_DRIFT.value, world.parameters.drift_slo_margin)
    model.broken = broken
    model.broken_address = world.cases[broken].address
    chance = u(world, purposes.BREACH, model.address, clock)
    recovery = _recovery_days(world.parameters.drift_law, _numbers(world, slot), chance)
    at(world, world.clock.now + recovery, Due.RECOVERY.value, model.address, slot, clock)


@step
def recover(world: World, slot: int, clock: int) -> None:
    """Let a seasonal breach end by itself; then the next season begins."""
    model = world.models[slot]
    if model.clock != clock:
        return
    if model.broken != NOBODY and world.cases[model.broken].address == model.broken_address:
        put_urgent(world, model.broken, RECOVERED)
    start_clock(world, slot, world.clock.now)
