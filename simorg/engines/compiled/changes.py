"""Changes to live models: retrainings, fixes and improvements, each an item with a life of its own."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import initiative, resume_points
from simorg.engines.compiled.open_cases import link
from simorg.engines.compiled.slots import take_case
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.world import World, fail
from simorg.trace.address import MAX_CHILDREN, Child, child_address
from simorg.trace.codes import Origin


@step
def change(world: World, slot: int, origin: int, expedited: int) -> int:
    """Start a change to a live model and return its slot."""
    k, model = world.parameters, world.models[slot]
    model.changes += 1
    if model.changes >= MAX_CHILDREN:
        fail(world, Refusal.TOO_MANY_CHANGES.value, model.address)
        return 0
    taken = take_case(world)
    item = world.cases[taken]
    item.address = child_address(model.address, Child.CHANGE.value, model.changes)
    item.kind = resume_points.ITEM
    item.unit = model.unit
    item.priority = k.work_priority_expedited if expedited else k.work_priority_change
    item.coordination_priority = min(item.priority, k.work_priority_coordination)
    item.latency_factor = k.handoff_urgent_factor if expedited else 1.0
    item.team = model.owner
    item.skill = world.teams[model.owner].model_skill
    item.origin = origin
    item.size_ = _size(world, origin)
    item.difficulty = model.difficulty
    item.expedited = expedited
    item.model = slot
    link(world, taken)
    initiative.start(world, taken)
    return taken


@step
def _size(world: World, origin: int) -> float:
    k = world.parameters
    if origin in (Origin.RETRAIN.value, Origin.RETRAIN_AUTOMATED.value):
        return k.lifecycle_size_retrain
    return k.lifecycle_size_fix if origin == Origin.FIX.value else k.lifecycle_size_improvement
