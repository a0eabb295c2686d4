"""Handoff: the next job lies in another team; routing errs, knowledge is lost, questions come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps, Verdict
from simorg.engines.reference.defects import INTEGRATION, add
from simorg.engines.reference.entities import Case, Item
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.distributions import poisson_quantile
from simorg.rules.handoff import mistaken_weight, unanswered_probability, wrong_probability
from simorg.rules.numbering import QUESTIONS_PER_HANDOFF
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def hand_over(world: World, case: Case, skill: int, wrong_at_one: float) -> Steps:
    """Bring a case to the team that does `skill` for its unit.

    1. Perhaps through wrong teams, each of which spends triage on it.
    2. Transfer to the right team takes time that grows with distance.
    3. The receiver asks the sender, one question after the other (items only).
    """
    receiver = choose_team(world, case, skill)
    if case.team < 0 or case.team == receiver:
        case.team, case.skill = receiver, skill
        return
    sender, sender_skill = case.team, case.skill
    case.handoffs += 1
    base = case.handoffs * QUESTIONS_PER_HANDOFF
    tossed = yield from _wrong_teams(world, case, receiver, wrong_at_one, base)
    informed = (
        tossed
        and world.u(purposes.USEFUL_HOP, case.address, base) < world.parameters.routing_useful_hop_share
    )
    yield from _transfer(world, case, receiver, base + QUESTIONS_PER_HANDOFF - 1)
    case.skill = skill
    if isinstance(case, Item) and not informed:
        yield from _clarify(world, case, sender, sender_skill, base)


def choose_team(world: World, case: Case, skill: int) -> int:
    """Return the routed team, or its backup if only that one could start at once.

    Whoever of the two has it in this skill already goes on with it.
    """
    routed: int = world.route[case.unit][skill]
    backup: int = world.backup[case.unit][skill]
    if backup < 0 or backup == routed:
        return routed
    if case.skill == skill and case.team in (routed, backup):
        return case.team
    workforce = world.workforce
    helps = not workforce.could_start(routed, skill) and workforce.could_start(backup, skill)
    return backup if helps else routed


def travel(world: World, case: Case, distance: float, purpose: int, occurrence: int) -> float:
    """Return how long it takes to bring a case, or a question about it, over a distance, in days."""
    return (
        case.latency_factor
        * distance
        * world.draw(world.parameters.handoff_latency_days, purpose, case.address, occurrence)
    )


def _transfer(world: World, case: Case, receiver: int, occurrence: int) -> Steps:
    distance = world.distance[case.team][receiver]
    latency = travel(world, case, distance, purposes.LATENCY, occurrence)
    world.record(Event.HANDOFF, case.address, case.team, latency, team=receiver)
    yield from world.calendar.pause(latency, Due.DELAY_OVER, case.address)
    case.team = receiver


def _wrong_teams(world: World, case: Case, receiver: int, wrong_at_one: float, base: int) -> Verdict:
    """Toss the case between wrong teams until somebody knows better; return whether any was wrong."""
    sender = came_from = case.team
    probability = wrong_probability(wrong_at_one, world.distance[sender][receiver])
    hop = 0
    while (
        hop < QUESTIONS_PER_HANDOFF - 2
        and world.u(purposes.ROUTED_WRONG, case.address, base + hop) < probability
    ):
        back = hop > 0 and _goes_back(world, case, base + hop)
        team = came_from if back else _mistaken(world, case, (sender, receiver), base + hop)
        if team < 0:
            break
        came_from = case.team
        yield from _transfer(world, case, team, base + hop)
        world.record(Event.ROUTED_WRONG, case.address, receiver, team=team)
        effort = world.draw(
            world.parameters.routing_triage_days, purposes.TRIAGE_EFFORT, case.address, base + hop
        )
        skill = world.teams[team].any_skill
        yield from work(world, case, JobKind.TRIAGE, skill, team, effort, case.coordination_priority)
        probability = world.parameters.routing_further_toss
        hop += 1
    return hop > 0


def _goes_back(world: World, case: Case, occurrence: int) -> bool:
    chance: float = world.parameters.routing_back_to_sender
    return world.u(purposes.BACK_TO_SENDER, case.address, occurrence) < chance


def _mistaken(world: World, case: Case, right: tuple[int, int], occurrence: int) -> int:
    """Return a team taken for the right one: neither of the `right` ones, nor where the case is; or -1."""
    by_size = world.parameters.routing_wrong_by_size
    weights = {
        t: mistaken_weight(team.people, by_size)
        for t, team in enumerate(world.teams)
        if team.any_skill >= 0 and t not in (*right, case.team)
    }
    left = int(world.u(purposes.WRONG_TEAM, case.address, occurrence) * sum(weights.values()))
    for team, weight in weights.items():
        left -= weight
        if left < 0:
            return team
    return -1


def _clarify(world: World, item: Item, sender: int, sender_skill: int, base: int) -> Steps:
    """Put the receiver's questions to the sender; the item waits for the answers.

    How many there are depends on how new the item is; how long an answer takes, and whether one comes
    at all, on the distance.
    """
    distance = world.distance[sender][item.team]
    mean = _questions_mean(world, item.origin)
    count = poisson_quantile(mean, world.u(purposes.QUESTIONS, item.address, base))
    for n in range(min(count, QUESTIONS_PER_HANDOFF - 1)):
        occurrence = base + n
        asked_at = world.now
        world.record(Event.QUESTION_ASKED, item.address, sender, n + 1, team=item.team)
        never = unanswered_probability(
            world.parameters.handoff_unanswered, distance, world.parameters.structure_distance_unconnected
        )
        if world.u(purposes.UNANSWERED, item.address, occurrence) < never:
            yield from _escalate(world, item, sender, asked_at, occurrence)
        else:
            latency = travel(world, item, distance, purposes.QUESTION_LATENCY, occurrence)
            yield from world.calendar.pause(latency, Due.DELAY_OVER, item.address)
            effort = world.draw(
                world.parameters.handoff_answer_days, purposes.ANSWER_EFFORT, item.address, occurrence
            )
            yield from work(
                world, item, JobKind.ANSWER, sender_skill, sender, effort, item.coordination_priority
            )
            world.record(Event.QUESTION_ANSWERED, item.address, 1, world.now - asked_at, team=item.team)


def _questions_mean(world: World, origin: Origin) -> float:
    k = world.parameters
    novelty = {
        Origin.IDEA: 1.0,
        Origin.IMPROVEMENT: k.handoff_novelty_improvement,
        Origin.FIX: k.handoff_novelty_fix,
    }
    return float(k.handoff_questions * novelty.get(origin, k.handoff_novelty_retrain))


def _escalate(world: World, item: Item, sender: int, asked_at: float, occurrence: int) -> Steps:
    """Wait in vain; then somebody decides, or the knowledge is lost and leaves defects at once.

    The less there is time for, the sooner patience ends; the way to the decider and back takes time.
    """
    patience = item.latency_factor * world.parameters.handoff_patience_days
    yield from world.calendar.pause(patience, Due.DELAY_OVER, item.address)
    decider = world.teams[item.team].decider
    if decider >= 0:
        distance = world.distance[item.team][decider]
        there = travel(world, item, distance, purposes.DECISION_LATENCY, occurrence)
        yield from world.calendar.pause(there, Due.DELAY_OVER, item.address)
        effort = world.draw(
            world.parameters.handoff_decision_days, purposes.DECISION_EFFORT, item.address, occurrence
        )
        skill = world.teams[decider].decision_skill
        yield from work(world, item, JobKind.DECIDE, skill, decider, effort, item.coordination_priority)
        back = travel(world, item, distance, purposes.DECISION_RETURN, occurrence)
        yield from world.calendar.pause(back, Due.DELAY_OVER, item.address)
        world.record(Event.QUESTION_ANSWERED, item.address, 2, world.now - asked_at, team=item.team)
        return
    world.record(Event.QUESTION_LOST, item.address, sender, world.now - asked_at, team=item.team)
    item.questions_lost += 1
    u = world.u(purposes.LOST_KNOWLEDGE, item.address, item.questions_lost)
    lost = poisson_quantile(world.parameters.handoff_defects_per_loss, u)
    add(world, item, INTEGRATION, lost, item.stage)
