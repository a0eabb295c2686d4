"""Reviews: once in a period people look at predictions of each live model of a unit that went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Case
from simorg.engines.reference.monitoring import REVIEWED
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.detection import next_review, review_day, review_power
from simorg.trace.address import MAX_CHILDREN, OF_UNIT, Child, asset_address, child_address
from simorg.trace.codes import JobKind
from simorg.trace.rows import Due, SimulationError

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def start(world: World) -> None:
    """Let every unit begin to review its models."""
    if world.parameters.review_period_days > 0.0:
        for unit in range(len(world.units)):
            world.calendar.process(_reviews(world, unit))


def _reviews(world: World, unit: int) -> Steps:
    """Review, again and again; one that is due while another is under way does not take place."""
    k = world.parameters
    asset, owner = asset_address(unit, OF_UNIT), world.units[unit].owner
    phase = world.u(purposes.REVIEW_PHASE, asset)
    n = 0
    while True:
        n = next_review(n, world.now, phase, k.review_period_days, MAX_CHILDREN)
        if n >= MAX_CHILDREN:
            raise SimulationError(f"unit {unit} has more than {MAX_CHILDREN - 1} reviews: one every moment?")
        priority = k.work_priority_coordination
        review = Case(child_address(asset, Child.REVIEW, n), unit, priority, priority)
        yield world.calendar.at(review_day(n, phase, k.review_period_days), Due.DELAY_OVER, review.address)
        models = len(world.portfolio[unit])
        effort = models * world.draw(k.review_days_per_model, purposes.REVIEW_EFFORT, review.address)
        skill = world.teams[owner].model_skill
        yield from work(world, review, JobKind.REVIEW, skill, owner, effort, priority)
        _look(world, unit, n)


def _look(world: World, unit: int, n: int) -> None:
    """Find the incidents that nobody knows of, each the likelier the more is lost."""
    for model in world.portfolio[unit]:
        for incident in model.open_incidents:
            power = review_power(incident.loss, world.parameters.review_predictions)
            if not incident.detected and world.u(purposes.REVIEW_FINDS, incident.address, n) < power:
                assert incident.process is not None
                incident.process.interrupt(REVIEWED)
