"""On call: the first line of a skill in a team takes turns; pages go to whoever is on call, without handoff.

All rotas change at the same instant: they are one case, which goes from team to team, one a step.
"""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.config.vocabulary import RESPONSE_SKILL, SKILLS
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import at
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.slots import take_case
from simorg.engines.compiled.stops import Refusal
from simorg.engines.compiled.workforce import submit
from simorg.engines.compiled.world import World, draw, fail, happens, write_row
from simorg.rules import purposes
from simorg.rules.rota import shift_begins, shift_of
from simorg.trace.address import MAX_CHILDREN, OF_UNIT, Child, asset_address, child_address, job_address
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due

ON_CALL_SKILLS = tuple(SKILLS.index(skill) for skill in RESPONSE_SKILL.values())
ROTAS, ALL_SKILLS = len(ON_CALL_SKILLS), len(SKILLS)


@step
def start(world: World) -> None:
    """Let people take turns, if there is a rota."""
    if world.parameters.on_call_rota:
        slot = take_case(world)
        rota = world.cases[slot]
        rota.kind = resume_points.ON_CALL
        rota.address = asset_address(0, OF_UNIT)
        _await_shift(world, slot)


@step
def _await_shift(world: World, slot: int) -> None:
    rota = world.cases[slot]
    rota.place = 0
    rota.state = resume_points.SHIFT_DUE
    if rota.nth >= MAX_CHILDREN // ALL_SKILLS:
        fail(world, Refusal.TOO_MANY_SHIFTS.value, 0)
        return
    day = shift_begins(rota.nth, world.parameters.on_call_shift_days)
    at(world, day, Due.DELAY_OVER.value, rota.address, slot, rota.stamp)


@step
def go_on(world: World, slot: int) -> bool:
    """Let the next rota change; return whether the case waits, for the next shift."""
    rota = world.cases[slot]
    if rota.place >= ROTAS * world.parameters.units:
        rota.nth += 1
        _await_shift(world, slot)
        return True
    unit, skill = rota.place // ROTAS, ON_CALL_SKILLS[rota.place % ROTAS]
    rota.place += 1
    team = world.route[unit, skill].team
    if team >= 0 and _is_first(world, unit, skill):
        _begin_shift(world, unit, team, skill, rota.nth)
    return False


@step
def _is_first(world: World, unit: int, skill: int) -> bool:
    """Return whether no unit before is served by the same team."""
    other = 0
    while world.route[other, skill].team != world.route[unit, skill].team:
        other += 1
    return other == unit


@step
def _turn(world: World, team: int, skill: int, n: int) -> int:
    """Return who has the n-th turn: the first line in a circle, or all where there is none."""
    pool = world.queues[team, skill]
    line = pool.first_line if pool.first_line > 0 else pool.servers
    return world.servers[pool.first_server + n % line]


@step
def _begin_shift(world: World, unit: int, team: int, skill: int, n: int) -> None:
    k = world.parameters
    asset = asset_address(unit, OF_UNIT)
    address = child_address(asset, Child.ON_CALL.value, ALL_SKILLS * n + skill)
    effort = draw(world, k.on_call_duty_days, purposes.ON_CALL_EFFORT, address, 0)
    if effort > 0.0:
        kind, priority = JobKind.ON_CALL.value, k.work_priority_coordination
        person = _turn(world, team, skill, n)
        submit(world, job_address(address, 1), kind, skill, team, effort, priority, NOBODY, person)


@step
def page(world: World, slot: int, skill: int) -> bool:
    """Page whoever is on call for a skill; return whether that reaches somebody who can help.

    Who answers another incident as urgent is passed over for the next in turn, if anybody is free of that.
    """
    incident, k = world.cases[slot], world.parameters
    team = world.route[incident.unit, skill].team
    if not k.on_call_rota or team < 0:
        return False
    if not happens(world, k.on_call_right, purposes.PAGED_RIGHT, incident.address, 0):
        return False
    first = shift_of(world.clock.now, k.on_call_shift_days)
    chosen = _turn(world, team, skill, first)
    for n in range(world.queues[team, skill].servers):
        person = _turn(world, team, skill, first + n)
        running = world.people[person].job
        if running == NOBODY or world.jobs[running].priority > incident.priority:
            chosen = person
            break
    incident.responder = chosen + 1
    incident.team = team
    incident.skill = skill
    write_row(world, Event.INCIDENT_PAGED.value, incident.address, 0, 0.0, chosen, team)
    return True
