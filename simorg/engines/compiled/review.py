"""Reviews: once in a period people look at predictions of each live model of a unit that went wrong.

The reviews of a unit are one case, which has the address of the review that is due.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import REVIEWED, at, put_urgent
from simorg.engines.compiled.monitoring import is_unnoticed
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import take_case
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, fail, happens, u
from simorg.rules import purposes
from simorg.rules.detection import next_review, review_day, review_power
from simorg.trace.address import MAX_CHILDREN, OF_UNIT, Child, asset_address, child_address
from simorg.trace.codes import JobKind
from simorg.trace.rows import Due


@step
def start(world: World, unit: int) -> None:
    """Let a unit begin to review its models."""
    k = world.parameters
    if k.review_period_days <= 0.0:
        return
    slot = take_case(world)
    review = world.cases[slot]
    review.kind = resume_points.REVIEW
    review.unit = unit
    review.priority = k.work_priority_coordination
    review.coordination_priority = k.work_priority_coordination
    _await_next(world, slot)


@step
def _await_next(world: World, slot: int) -> None:
    """Wait for the next review; one that is due while another is under way does not take place."""
    review, period = world.cases[slot], world.parameters.review_period_days
    asset = asset_address(review.unit, OF_UNIT)
    phase = u(world, purposes.REVIEW_PHASE, asset, 0)
    review.nth = next_review(review.nth, world.clock.now, phase, period, MAX_CHILDREN)
    if review.nth >= MAX_CHILDREN:
        fail(world, Refusal.TOO_MANY_REVIEWS.value, review.unit)
        return
    review.address = child_address(asset, Child.REVIEW.value, review.nth)
    review.jobs = 0
    review.state = resume_points.REVIEW_DUE
    day = review_day(review.nth, phase, period)
    at(world, day, Due.DELAY_OVER.value, review.address, slot, review.stamp)


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of a review; return whether it waits."""
    review, k = world.cases[slot], world.parameters
    if review.state == resume_points.REVIEW_HELD:
        _look(world, slot)
        _await_next(world, slot)
        return True
    owner = world.units[review.unit].owner
    effort = draw(world, k.review_days_per_model, purposes.REVIEW_EFFORT, review.address, 0)
    return work(
        world, slot, JobKind.REVIEW.value, world.teams[owner].model_skill, owner,
        _live_models(world, review.unit) * effort, review.priority, resume_points.REVIEW_HELD,
    )  # fmt: skip


@step
def _live_models(world: World, unit: int) -> int:
    count, slot = 0, world.units[unit].first_model
    while slot != NOBODY:
        count += 1
        slot = world.models[slot].after
    return count


@step
def _look(world: World, slot: int) -> None:
    """Find the incidents that nobody knows of, each the likelier the more is lost."""
    review = world.cases[slot]
    model = world.units[review.unit].first_model
    while model != NOBODY:
        hurt = world.models[model].first[resume_points.INCIDENT]
        while hurt != NOBODY:
            incident = world.cases[hurt]
            power = review_power(incident.loss, world.parameters.review_predictions)
            if is_unnoticed(incident.state) and happens(
                world, power, purposes.REVIEW_FINDS, incident.address, review.nth
            ):
                put_urgent(world, hurt, REVIEWED)
            hurt = incident.after
        model = world.models[model].after
