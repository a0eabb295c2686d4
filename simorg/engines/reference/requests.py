"""Requests: questions, access, small corrections; from team to team until one of them resolves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Model, Request
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.demand import exponential_days, unit_exponential
from simorg.rules.requests import another_in_row, hop_class, place_in_row
from simorg.trace.address import MAX_CHILDREN, OF_UNIT, Child, child_address, request_address
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due, SimulationError

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

RESOLVED = -1
"""In place of the next team."""


def start(world: World) -> None:
    """Let units begin to ask for what concerns no model, if they do."""
    if world.parameters.requests_per_unit_day > 0.0:
        for unit in range(len(world.units)):
            world.calendar.process(_of_unit(world, unit))


def _of_unit(world: World, unit: int) -> Steps:
    exposure = 0.0
    for n in range(OF_UNIT):
        address = request_address(unit, n)
        exposure += unit_exponential(world.u(purposes.REQUEST_GAP, address))
        yield world.calendar.at(exposure / world.parameters.requests_per_unit_day, Due.REQUEST, address)
        _ask(world, unit, address)


def about(world: World, model: Model) -> Steps:
    """Let people ask about a live model until it is retired."""
    rate = world.parameters.requests_per_model_day
    if rate <= 0.0:
        return
    for n in range(1, MAX_CHILDREN):
        address = child_address(model.address, Child.REQUEST, n)
        gap = exponential_days(rate, world.u(purposes.REQUEST_GAP, address))
        yield world.calendar.at(world.now + gap, Due.MODEL_REQUEST, address)
        if model.retired:
            return
        _ask(world, model.unit, address)
    raise SimulationError(f"model {model.address} has more than {MAX_CHILDREN - 1} requests")


def _ask(world: World, unit: int, address: int) -> None:
    priority, skills = world.parameters.requests_priority, world.plan.requests.skills[unit]
    skill = place_in_row(skills, 0, len(skills), world.u(purposes.REQUEST_SKILL, address))
    team = _first_team(world, unit, skill, address)
    request = Request(address, unit, priority, priority, team=team, skill=skill, arrived=world.now)
    world.record(Event.REQUEST_ARRIVED, address, team=team)
    world.calendar.process(_life(world, request))


def _first_team(world: World, unit: int, skill: int, address: int) -> int:
    row = world.request_first[unit]
    if row.count:
        u, upto = world.u(purposes.REQUEST_FIRST, address), world.plan.requests.upto
        return int(world.plan.requests.team[place_in_row(upto, row.first, row.count, u)])
    routed: int = world.route[unit][skill]
    return routed


def _life(world: World, request: Request) -> Steps:
    while True:
        request.visits += 1
        yield from _visit(world, request)
        following = _next_team(world, request)
        if following == RESOLVED:
            break
        world.record(Event.REQUEST_MOVED, request.address, request.team, request.visits, team=following)
        request.came_from, request.team = request.team, following
    world.record(Event.REQUEST_RESOLVED, request.address, 0, world.now - request.arrived, team=request.team)


def _visit(world: World, request: Request) -> Steps:
    """Wait for somebody outside, perhaps; then have it looked at, at once or when it is its turn."""
    k, visit = world.parameters, request.visits
    if world.u(purposes.REQUEST_BLOCKED, request.address, visit) < k.requests_blocked:
        since = world.now
        world.record(Event.REQUEST_BLOCKED, request.address, team=request.team)
        days = world.draw(k.requests_blocked_days, purposes.REQUEST_BLOCKED_TIME, request.address, visit)
        yield from world.calendar.pause(days, Due.DELAY_OVER, request.address)
        world.record(Event.REQUEST_UNBLOCKED, request.address, 0, world.now - since, team=request.team)
    at_once = world.u(purposes.REQUEST_INSTANT, request.address, visit) < k.requests_instant
    priority = k.work_priority_incident if at_once else request.priority
    effort = world.draw(k.requests_effort_days, purposes.REQUEST_EFFORT, request.address, visit)
    effort *= world.request_effort[request.team]
    skill = world.request_queue[request.team][request.skill]
    yield from work(world, request, JobKind.REQUEST, skill, request.team, effort, priority)


def _next_team(world: World, request: Request) -> int:
    """Return which team is needed now: one of the row, or the one before; or that it is resolved."""
    address, visit, tables = request.address, request.visits, world.plan.requests
    row = world.request_moves[hop_class(visit)][request.team]
    if world.u(purposes.REQUEST_MOVES, address, visit) >= row.chance:
        return RESOLVED
    back, u = world.parameters.requests_back_to_sender, world.u(purposes.REQUEST_NEXT, address, visit)
    if visit == 1 or back < 0.0:
        return int(tables.team[place_in_row(tables.upto, row.first, row.count, u)])
    if world.u(purposes.REQUEST_BACK, address, visit) < back:
        return request.came_from
    place = another_in_row(tables.upto, tables.team, row.first, row.count, request.came_from, u)
    return int(tables.team[place])
