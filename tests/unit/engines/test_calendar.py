"""The heap of timers against a sorted list, ties included."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from simorg import load
from simorg.compilation import kernel
from simorg.engines.compiled.calendar import _add, drop_first
from simorg.engines.compiled.records import TIMER
from simorg.engines.run import simulate
from simorg.plan import build
from simorg.trace.rows import SimulationError


@kernel
def replay(timers, steps, times, orders, taken):
    """Push at 1, pop at 0; what was popped goes into `taken`."""
    size, popped = 0, 0
    for n in range(len(steps)):
        if steps[n]:
            _add(timers, size, times[n], orders[n], n, -n)
            size += 1
        elif size:
            first = timers[0]
            taken[popped] = first.slot
            if first.stamp != -first.slot:
                return -1
            popped += 1
            size -= 1
            drop_first(timers, size)
    return popped


@pytest.mark.parametrize("instants", [1, 3, 1000])
@pytest.mark.parametrize("share_of_pushes", [0.5, 0.6, 0.9])
def test_timers_come_out_in_their_declared_order(instants: int, share_of_pushes: float) -> None:
    random = np.random.default_rng(instants)
    steps = (random.random(3000) < share_of_pushes).astype(np.int64)
    steps = np.concatenate([steps, np.zeros(3000, dtype=np.int64)])
    times = random.integers(instants, size=len(steps)).astype(float)
    orders = random.permutation(len(steps)).astype(np.int64)
    timers, taken = np.zeros(4096, dtype=TIMER), np.zeros(len(steps), dtype=np.int64)
    popped = replay(timers, steps, times, orders, taken)

    waiting, expected = [], []
    for n, step in enumerate(steps):
        if step:
            waiting.append((times[n], orders[n], n))
        elif waiting:
            first = min(waiting)
            waiting.remove(first)
            expected.append(first[2])
    assert popped == steps.sum()
    assert taken[:popped].tolist() == expected


def test_both_calendars_refuse_a_past_time_in_the_same_words(engine: str) -> None:
    """A period below 0, which no settings can have, puts the first retraining before the start."""
    settings = load(["horizon_days=20", "warm_up_days=0", "retraining=scheduled", "drift=none"])
    plan = build(settings)
    backwards = plan.parameters.copy()
    backwards["retraining_period_days"] = -5.0
    with pytest.raises(SimulationError, match="is set for a time that has passed"):
        simulate(settings, 0, engine, plan=replace(plan, parameters=backwards))
