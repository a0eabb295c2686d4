"""9. The pool loses once strangers take it longer: there is a crossover."""

from __future__ import annotations

from functools import cache

from simorg.config.compose import load
from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.theory.pooling import break_even_inflation
from simorg.validation.facts.costless import costless
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 9, "structure"
STATEMENT = (
    "The pool loses its advantage once serving strangers takes it longer: by 21 % at 0.7 utilisation, 12 "
    "% at 0.85."
)
SOURCE = (
    "break-even of M/M/c queues [C, computed]; centres of excellence are commoner among low performers: "
    "Forsgren et al., State of DevOps 2019, p. 74 [VP, correlational]"
)
TEST = (
    "As statement 8, with a context cost of 0.5 per unit of distance between doer and business unit (the "
    "top of its range) and ties of length 1. Beside it plain queues: four groups of three at 0.7, 0.8 or "
    "0.85 utilisation against one of twelve whose service is 5 % below and above the computed break-even."
)
CLAIMS = (
    Claim(
        "organisation",
        "with context cost, the mean lead time is longer with one pool",
        "days",
        above=0.0,
    ),
    Claim("below_break_even", "plain queues: 5 % below the break-even the pool is faster", "days", above=0.0),
    Claim("above_break_even", "plain queues: 5 % above the break-even the pool is slower", "days", above=0.0),
)

LOADS = (0.7, 0.8, 0.85)
GROUPS, SERVERS = 4, 3
MARGIN = 0.05


@cache
def _queue() -> Settings:
    return load(["+textbook=mmc", "horizon_days=11000", "warm_up_days=1000"])


def _queues(seed: int) -> dict[str, Settings]:
    """Return one of the split groups, and the pool on either side of the break-even."""
    load = LOADS[seed % len(LOADS)]
    even = break_even_inflation(load, SERVERS, GROUPS)
    rate, mean, servers = "textbook.arrival_rate", "textbook.service_mean_days", "textbook.servers"
    pool = {"seed": seed, rate: load * SERVERS * GROUPS, servers: SERVERS * GROUPS}
    return {
        "group": apply(_queue(), {"seed": seed, rate: load * SERVERS, servers: SERVERS}),
        "pool_below": apply(_queue(), pool | {mean: even * (1.0 - MARGIN)}),
        "pool_above": apply(_queue(), pool | {mean: even * (1.0 + MARGIN)}),
    }


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: split and pooled organisations with context cost, and plain queues."""
    ties = {"structure.tie_close": 1.0, "structure.tie_weak": 1.0}
    costly = apply(costless(background), ties | {"handoff.context_cost": 0.5})
    return {
        "split": apply(costly, {"structure": "communities_of_practice"}),
        "pool": apply(costly, {"structure": "centre_of_excellence"}),
    } | _queues(background.seed)


def effects(arms: Arms) -> Effects:
    """Return what the pool costs in lead time, and what the plain pool saves or costs."""
    stay = {name: arms[name]["time_in_system_mean_days"] for name in ("group", "pool_below", "pool_above")}
    return {
        "organisation": arms["pool"]["lead_time_mean_days"] - arms["split"]["lead_time_mean_days"],
        "below_break_even": stay["group"] - stay["pool_below"],
        "above_break_even": stay["pool_above"] - stay["group"],
    }
