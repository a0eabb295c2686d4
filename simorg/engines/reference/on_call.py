"""On call: the first line of a skill in a team takes turns; pages go to whoever is on call, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.config.vocabulary import RESPONSE_SKILL, SKILLS
from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Case, Incident
from simorg.rules import purposes
from simorg.rules.rota import shift_begins, shift_of
from simorg.trace.address import MAX_CHILDREN, OF_UNIT, Child, asset_address, child_address
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.rows import Due, SimulationError

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

ON_CALL_SKILLS = tuple(SKILLS.index(skill) for skill in RESPONSE_SKILL.values())


def start(world: World) -> None:
    """Let people take turns, if there is a rota."""
    if world.parameters.on_call_rota:
        world.calendar.process(_shifts(world))


def page(world: World, incident: Incident, skill: int) -> bool:
    """Page whoever is on call for a skill; return whether that reaches somebody who can help.

    Who answers another incident as urgent is passed over for the next in turn, if anybody is free of that.
    """
    k = world.parameters
    team = world.route[incident.unit][skill]
    if not k.on_call_rota or team < 0 or world.u(purposes.PAGED_RIGHT, incident.address) >= k.on_call_right:
        return False
    line = _first_line(world, team, skill)
    first = shift_of(world.now, k.on_call_shift_days)
    turns = [line[(first + n) % len(line)] for n in range(len(line))]
    free = [person for person in turns if not _answers(world, person, incident.priority)]
    incident.responder = (free or turns)[0]
    incident.team, incident.skill = team, skill
    world.record(Event.INCIDENT_PAGED, incident.address, actor=incident.responder, team=team)
    return True


def _first_line(world: World, team: int, skill: int) -> list[int]:
    """Return who takes turns: those who have the skill as their first, else all who have it."""
    servers, stands_in = world.workforce.servers[team][skill], world.workforce.stands_in
    return [person for person in servers if not stands_in[person][skill]] or servers


def _answers(world: World, person: int, priority: int) -> bool:
    running = world.workforce.hands.working_on[person]
    return running is not None and running.priority <= priority


def _shifts(world: World) -> Steps:
    """Begin shift after shift; each costs whoever is on call some work."""
    k = world.parameters
    for n in range(MAX_CHILDREN // len(SKILLS)):
        yield world.calendar.at(
            shift_begins(n, k.on_call_shift_days), Due.DELAY_OVER, asset_address(0, OF_UNIT)
        )
        for unit in range(len(world.units)):
            for skill in ON_CALL_SKILLS:
                team = world.route[unit][skill]
                if team >= 0 and all(world.route[other][skill] != team for other in range(unit)):
                    _begin_shift(world, unit, team, skill, n)
    raise SimulationError(f"a rota has more than {MAX_CHILDREN // len(SKILLS)} shifts: one every moment?")


def _begin_shift(world: World, unit: int, team: int, skill: int, n: int) -> None:
    k, line = world.parameters, _first_line(world, team, skill)
    address = child_address(asset_address(unit, OF_UNIT), Child.ON_CALL, len(SKILLS) * n + skill)
    effort = world.draw(k.on_call_duty_days, purposes.ON_CALL_EFFORT, address)
    if effort > 0.0:
        priority = k.work_priority_coordination
        shift = Case(address, unit, priority, priority, responder=line[n % len(line)])
        world.workforce.submit(shift, JobKind.ON_CALL, skill, team, effort, priority, waits=False)
