"""Changes to live models: retrainings, fixes and improvements, each an item with a life of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference import initiative
from simorg.engines.reference.entities import Item, Model
from simorg.trace.address import MAX_CHILDREN, Child, child_address
from simorg.trace.codes import Origin
from simorg.trace.rows import SimulationError

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def change(world: World, model: Model, origin: Origin, expedited: bool) -> Item:
    """Start a change to a live model and return it."""
    k = world.parameters
    model.changes += 1
    if model.changes >= MAX_CHILDREN:
        raise SimulationError(
            f"model {model.address} needs more than {MAX_CHILDREN - 1} changes: retrained too often?"
        )
    sizes = {
        Origin.RETRAIN: k.lifecycle_size_retrain,
        Origin.RETRAIN_AUTOMATED: k.lifecycle_size_retrain,
        Origin.FIX: k.lifecycle_size_fix,
    }
    priority = k.work_priority_expedited if expedited else k.work_priority_change
    item = Item(
        address=child_address(model.address, Child.CHANGE, model.changes),
        unit=model.unit,
        priority=priority,
        coordination_priority=min(priority, k.work_priority_coordination),
        latency_factor=k.handoff_urgent_factor if expedited else 1.0,
        team=model.owner,
        skill=world.teams[model.owner].model_skill,
        origin=origin,
        size=sizes.get(origin, k.lifecycle_size_improvement),
        difficulty=model.difficulty,
        expedited=expedited,
        model=model,
    )
    model.open_changes.append(item)
    initiative.start(world, item)
    return item
