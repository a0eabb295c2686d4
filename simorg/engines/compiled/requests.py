"""Requests: questions, access, small corrections; from team to team until one of them resolves it."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.config.vocabulary import SKILLS
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import START, at, pause, put_urgent
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import free_case, take_case
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, fail, happens, u, write_row
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, unit_exponential
from simorg.rules.requests import another_in_row, hop_class, place_in_row
from simorg.trace.address import MAX_CHILDREN, OF_UNIT, Child, child_address, request_address
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due

ALL_SKILLS = len(SKILLS)
RESOLVED = -1
"""In place of the next team."""


@step
def start(world: World, unit: int) -> None:
    """Let a unit begin to ask for what concerns no model, if it does."""
    if world.parameters.requests_per_unit_day > 0.0:
        _next_of_unit(world, unit)


@step
def _next_of_unit(world: World, unit: int) -> None:
    row = world.units[unit]
    if row.requests >= OF_UNIT:
        return
    address = request_address(unit, row.requests)
    row.request_exposure += unit_exponential(u(world, purposes.REQUEST_GAP, address, 0))
    time = row.request_exposure / world.parameters.requests_per_unit_day
    at(world, time, Due.REQUEST.value, address, unit, 0)
    row.requests += 1


@step
def ask(world: World, unit: int, address: int) -> None:
    """Ask for something, and foresee the next request of the unit."""
    _ask(world, unit, address)
    _next_of_unit(world, unit)


@step
def begin(world: World, slot: int) -> None:
    """Let people ask about a live model until it is retired."""
    if world.parameters.requests_per_model_day > 0.0:
        _next_about(world, slot)


@step
def _next_about(world: World, slot: int) -> None:
    model = world.models[slot]
    model.requests += 1
    if model.requests >= MAX_CHILDREN:
        fail(world, Refusal.TOO_MANY_REQUESTS.value, model.address)
        return
    address = child_address(model.address, Child.REQUEST.value, model.requests)
    chance = u(world, purposes.REQUEST_GAP, address, 0)
    gap = exponential_days(world.parameters.requests_per_model_day, chance)
    at(world, world.clock.now + gap, Due.MODEL_REQUEST.value, address, slot, 0)


@step
def ask_about(world: World, slot: int, address: int) -> None:
    """Ask for something about a model, and foresee the next request."""
    if not world.models[slot].retired:
        _ask(world, world.models[slot].unit, address)
        _next_about(world, slot)


@step
def _ask(world: World, unit: int, address: int) -> None:
    slot = take_case(world)
    request = world.cases[slot]
    request.kind = resume_points.REQUEST
    request.address = address
    request.unit = unit
    request.onset = world.clock.now
    asked = u(world, purposes.REQUEST_SKILL, address, 0)
    request.skill = place_in_row(world.request_skills[unit], 0, ALL_SKILLS, asked)
    request.team = _first_team(world, unit, request.skill, address)
    write_row(world, Event.REQUEST_ARRIVED.value, address, 0, 0.0, NOBODY, request.team)
    request.state = resume_points.REQUEST_VISIT
    put_urgent(world, slot, START)


@step
def _first_team(world: World, unit: int, skill: int, address: int) -> int:
    row = world.request_first[unit]
    if row.count == 0:
        return world.route[unit, skill].team
    chance = u(world, purposes.REQUEST_FIRST, address, 0)
    return world.request_team[place_in_row(world.request_upto, row.first, row.count, chance)]


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of a request; return whether it waits."""
    state = world.cases[slot].state
    if state == resume_points.REQUEST_VISIT:
        return _visit(world, slot)
    if state == resume_points.REQUEST_UNBLOCKED:
        return _unblock(world, slot)
    if state == resume_points.REQUEST_READY:
        return _look(world, slot)
    return _pass_on(world, slot)


@step
def _visit(world: World, slot: int) -> bool:
    """Begin a visit: wait for somebody outside, perhaps."""
    request, k = world.cases[slot], world.parameters
    request.nth += 1
    request.state = resume_points.REQUEST_READY
    if not happens(world, k.requests_blocked, purposes.REQUEST_BLOCKED, request.address, request.nth):
        return False
    request.question_asked_at = world.clock.now
    write_row(world, Event.REQUEST_BLOCKED.value, request.address, 0, 0.0, NOBODY, request.team)
    days = draw(world, k.requests_blocked_days, purposes.REQUEST_BLOCKED_TIME, request.address, request.nth)
    return pause(world, slot, days, Due.DELAY_OVER.value, resume_points.REQUEST_UNBLOCKED)


@step
def _unblock(world: World, slot: int) -> bool:
    request = world.cases[slot]
    waited = world.clock.now - request.question_asked_at
    write_row(world, Event.REQUEST_UNBLOCKED.value, request.address, 0, waited, NOBODY, request.team)
    request.state = resume_points.REQUEST_READY
    return False


@step
def _look(world: World, slot: int) -> bool:
    """Have it looked at, at once or when it is its turn."""
    request, k = world.cases[slot], world.parameters
    at_once = happens(world, k.requests_instant, purposes.REQUEST_INSTANT, request.address, request.nth)
    priority = k.work_priority_incident if at_once else k.requests_priority
    effort = draw(world, k.requests_effort_days, purposes.REQUEST_EFFORT, request.address, request.nth)
    effort *= world.request_effort[request.team]
    skill = world.request_queue[request.team, request.skill]
    return work(
        world, slot, JobKind.REQUEST.value, skill, request.team, effort, priority, resume_points.REQUEST_SEEN
    )


@step
def _pass_on(world: World, slot: int) -> bool:
    """Give it to the next team, or end it."""
    request = world.cases[slot]
    following = _next_team(world, slot)
    if following == RESOLVED:
        days = world.clock.now - request.onset
        write_row(world, Event.REQUEST_RESOLVED.value, request.address, 0, days, NOBODY, request.team)
        free_case(world, slot)
        return True
    number = float(request.nth)
    write_row(world, Event.REQUEST_MOVED.value, request.address, request.team, number, NOBODY, following)
    request.came_from = request.team
    request.team = following
    request.state = resume_points.REQUEST_VISIT
    return False


@step
def _next_team(world: World, slot: int) -> int:
    """Return which team is needed now: one of the row, or the one before; or that it is resolved."""
    request = world.cases[slot]
    address, visit = request.address, request.nth
    row = world.request_moves[hop_class(visit), request.team]
    if not happens(world, row.chance, purposes.REQUEST_MOVES, address, visit):
        return RESOLVED
    back, chance = world.parameters.requests_back_to_sender, u(world, purposes.REQUEST_NEXT, address, visit)
    if visit == 1 or back < 0.0:
        return world.request_team[place_in_row(world.request_upto, row.first, row.count, chance)]
    if happens(world, back, purposes.REQUEST_BACK, address, visit):
        return request.came_from
    upto, team = world.request_upto, world.request_team
    return team[another_in_row(upto, team, row.first, row.count, request.came_from, chance)]
