"""The ways of everything that concerns one unit: its ideas, the changes to its models, its incidents."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.engines.trace import Cause
from simorg.plan import Plan
from simorg.workload.amounts import Amounts, Nodes
from simorg.workload.journey import ItemKind, Journey
from simorg.workload.response import Answer, answer
from simorg.workload.transfers import NOWHERE, Transfers, Where
from simorg.workload.walking import Walker

SIZE_NODES, DIFFICULTY_NODES = 5, 4
URGENT = ("urgent retraining", "repairs")
CHANGES = ("retraining", *URGENT, "improvements")


class UnitWays(NamedTuple):
    """The ways of everything that concerns one unit."""

    ideas: tuple[tuple[float, Journey], ...]  # share, way
    changes: dict[str, Journey]
    answers: dict[Cause, Answer]


def ways_of(plan: Plan, amounts: Amounts, transfers: Transfers, unit: int) -> UnitWays:
    """Walk everything that concerns one unit.

    Parameters
    ----------
    plan : Plan
        What would be run.
    amounts : Amounts
        Its distributions.
    transfers : Transfers
        Its handoffs.
    unit : int
        The unit.
    """
    k, walker = plan.knobs[0], Walker(plan, amounts, transfers)
    size = amounts.nodes(int(k["size"]), SIZE_NODES)
    difficulty = amounts.nodes(int(k["difficulty"]), DIFFICULTY_NODES)
    sensitive = float(k["sensitive_share"])
    ideas = []
    if float(plan.units[unit]["rate"]) > 0.0:
        for share, touched in ((sensitive, True), (1.0 - sensitive, False)):
            if share > 0.0:
                kind = _kind(
                    unit, True, touched, size, difficulty, dict(NOWHERE), 1.0, float(k["dwell_factor"])
                )
                ideas.append((share, walker.walk(kind)))
    owner = int(plan.units[unit]["owner"])
    at_owner = {(owner, int(plan.teams[owner]["model_skill"])): 1.0}
    changes = {}
    for name in CHANGES:
        urgent = name in URGENT
        amount = {"repairs": "size_fix", "improvements": "size_improvement"}.get(name, "size_retrain")
        dwell = "expedited_dwell_factor" if urgent else "change_dwell_factor"
        changes[name] = walker.walk(
            _kind(
                unit, False, False, Nodes(np.array([float(k[amount])]), np.ones(1)), difficulty, at_owner,
                float(k["urgent_factor"]) if urgent else 1.0, float(k["dwell_factor"]) * float(k[dwell]),
            )
        )  # fmt: skip
    answers = {cause: answer(plan, amounts, transfers, unit, cause) for cause in Cause}
    return UnitWays(tuple(ideas), changes, answers)


def _kind(
    unit: int, idea: bool, sensitive: bool, size: Nodes, difficulty: Nodes, start: Where,
    latency_factor: float, dwell_factor: float,
) -> ItemKind:  # fmt: skip
    """Return a kind of item whose types are all pairs of a size and a difficulty."""
    sizes, difficulties = np.meshgrid(size.values, difficulty.values, indexing="ij")
    weights = np.outer(size.weights, difficulty.weights)
    return ItemKind(
        unit,
        idea,
        sensitive,
        sizes.ravel(),
        difficulties.ravel(),
        weights.ravel(),
        start,
        latency_factor,
        dwell_factor,
    )
