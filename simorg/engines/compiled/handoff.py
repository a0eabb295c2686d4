"""Handoff: the next job lies in another team; routing errs, knowledge is lost, questions come back."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import pause
from simorg.engines.compiled.defects import INTEGRATION, add
from simorg.engines.compiled.records import NOBODY
from simorg.engines.compiled.workforce import could_start, work
from simorg.engines.compiled.world import World, draw, happens, u, write_row
from simorg.rules import purposes
from simorg.rules.distributions import poisson_quantile
from simorg.rules.handoff import mistaken_weight, unanswered_probability, wrong_probability
from simorg.rules.numbering import QUESTIONS_PER_HANDOFF
from simorg.trace.codes import JobKind, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Due


@step
def hand_over(world: World, slot: int, skill: int, wrong_at_one: float, then: int) -> None:
    """Bring a case to the team that does `skill` for its unit; it goes on at `then`."""
    case = world.cases[slot]
    receiver = choose_team(world, slot, skill)
    if case.team < 0 or case.team == receiver:
        case.team = receiver
        case.skill = skill
        case.state = then
        return
    case.handoffs += 1
    case.from_team = case.team
    case.from_skill = case.skill
    case.to_team = receiver
    case.to_skill = skill
    case.toss_chance = wrong_probability(wrong_at_one, world.distance[case.team, receiver])
    case.hops = 0
    case.after_handoff = then
    case.state = resume_points.TOSSING


@step
def choose_team(world: World, slot: int, skill: int) -> int:
    """Return the routed team, or its backup if only that one could start at once.

    Whoever of the two has it in this skill already goes on with it.
    """
    case = world.cases[slot]
    routed, backup = world.route[case.unit, skill].team, world.route[case.unit, skill].backup
    if backup < 0 or backup == routed:
        return routed
    if case.skill == skill and (case.team == routed or case.team == backup):
        return case.team
    helps = not could_start(world, routed, skill) and could_start(world, backup, skill)
    return backup if helps else routed


@step
def travel(world: World, slot: int, distance: float, purpose: int, occurrence: int) -> float:
    """Return how long it takes to bring a case, or a question about it, over a distance, in days."""
    if distance == 0.0:
        return 0.0
    case = world.cases[slot]
    drawn = draw(world, world.parameters.handoff_latency_days, purpose, case.address, occurrence)
    return case.latency_factor * distance * drawn


@step
def go_on(world: World, slot: int) -> bool:
    """Take one step of a handoff; return whether the case waits."""
    state = world.cases[slot].state
    if state == resume_points.TOSSING:
        return _toss(world, slot)
    if state == resume_points.TOSSED:
        return _triage(world, slot)
    if state == resume_points.TRIAGED:
        world.cases[slot].toss_chance = world.parameters.routing_further_toss
        world.cases[slot].hops += 1
        world.cases[slot].state = resume_points.TOSSING
        return False
    if state == resume_points.TRANSFERRED:
        return _receive(world, slot)
    if state == resume_points.ASKING:
        return _ask(world, slot)
    if state == resume_points.QUESTION_ARRIVED:
        return _answer(world, slot)
    if state == resume_points.PATIENCE_OVER:
        return _escalate(world, slot)
    if state == resume_points.AT_DECIDER:
        return _decide(world, slot)
    if state == resume_points.DECIDED:
        return _return(world, slot)
    return _answered(world, slot, 1 if state == resume_points.ANSWERED else 2)


@step
def _base(world: World, slot: int) -> int:
    return world.cases[slot].handoffs * QUESTIONS_PER_HANDOFF


@step
def _transfer(world: World, slot: int, receiver: int, occurrence: int, then: int) -> bool:
    case = world.cases[slot]
    distance = world.distance[case.team, receiver]
    latency = travel(world, slot, distance, purposes.LATENCY, occurrence)
    write_row(world, Event.HANDOFF.value, case.address, case.team, latency, NOBODY, receiver)
    return pause(world, slot, latency, Due.DELAY_OVER.value, then)


@step
def _weight(world: World, slot: int, team: int) -> int:
    """Return how often a team is taken for the right one: never one of the right ones, nor where it is."""
    case = world.cases[slot]
    if world.teams[team].any_skill < 0 or team == case.from_team or team == case.to_team:
        return 0
    if team == case.team:
        return 0
    return mistaken_weight(world.teams[team].people, world.parameters.routing_wrong_by_size)


@step
def _toss(world: World, slot: int) -> bool:
    """Toss the case between wrong teams until somebody knows better."""
    case = world.cases[slot]
    at, wrong = _base(world, slot) + case.hops, NOBODY
    chance = case.toss_chance if case.hops < QUESTIONS_PER_HANDOFF - 2 else 0.0
    if happens(world, chance, purposes.ROUTED_WRONG, case.address, at):
        wrong = _mistaken(world, slot, at)
    if wrong == NOBODY:
        last = _base(world, slot) + QUESTIONS_PER_HANDOFF - 1
        return _transfer(world, slot, case.to_team, last, resume_points.TRANSFERRED)
    case.came_from = case.team
    case.hop_team = wrong
    return _transfer(world, slot, wrong, at, resume_points.TOSSED)


@step
def _mistaken(world: World, slot: int, at: int) -> int:
    """Return the next wrong team: where it came from, or one taken for the right one; or NOBODY."""
    case = world.cases[slot]
    back = world.parameters.routing_back_to_sender if case.hops else 0.0
    if happens(world, back, purposes.BACK_TO_SENDER, case.address, at):
        return case.came_from
    weights = 0
    for team in range(world.parameters.teams):
        weights += _weight(world, slot, team)
    left = int(u(world, purposes.WRONG_TEAM, case.address, at) * weights)
    for team in range(world.parameters.teams):
        left -= _weight(world, slot, team)
        if left < 0:
            return team
    return NOBODY


@step
def _triage(world: World, slot: int) -> bool:
    """Let a wrong team find out that it is wrong."""
    case = world.cases[slot]
    case.team = case.hop_team
    write_row(world, Event.ROUTED_WRONG.value, case.address, case.to_team, 0.0, NOBODY, case.team)
    at = _base(world, slot) + case.hops
    effort = draw(world, world.parameters.routing_triage_days, purposes.TRIAGE_EFFORT, case.address, at)
    skill, priority = world.teams[case.team].any_skill, case.coordination_priority
    return work(world, slot, JobKind.TRIAGE.value, skill, case.team, effort, priority, resume_points.TRIAGED)


@step
def _receive(world: World, slot: int) -> bool:
    """Arrive at the right team, which may have questions to the sender (items only)."""
    case, k = world.cases[slot], world.parameters
    base = _base(world, slot)
    useful = k.routing_useful_hop_share if case.hops > 0 else 0.0
    informed = happens(world, useful, purposes.USEFUL_HOP, case.address, base)
    case.team = case.to_team
    case.skill = case.to_skill
    if case.kind != resume_points.ITEM or informed:
        case.state = case.after_handoff
        return False
    mean = _questions_mean(world, case.origin)
    case.questions = 0
    if mean > 0.0:
        count = poisson_quantile(mean, u(world, purposes.QUESTIONS, case.address, base))
        case.questions = min(count, QUESTIONS_PER_HANDOFF - 1)
    case.question = 0
    case.state = resume_points.ASKING
    return False


@step
def _questions_mean(world: World, origin: int) -> float:
    k = world.parameters
    if origin == Origin.IDEA.value:
        return k.handoff_questions
    if origin == Origin.IMPROVEMENT.value:
        return k.handoff_questions * k.handoff_novelty_improvement
    if origin == Origin.FIX.value:
        return k.handoff_questions * k.handoff_novelty_fix
    return k.handoff_questions * k.handoff_novelty_retrain


@step
def _ask(world: World, slot: int) -> bool:
    """Put the receiver's next question to the sender; the item waits for the answer."""
    case, k = world.cases[slot], world.parameters
    if case.question >= case.questions:
        case.state = case.after_handoff
        return False
    occurrence = _base(world, slot) + case.question
    case.question_asked_at = world.clock.now
    number = float(case.question + 1)
    write_row(world, Event.QUESTION_ASKED.value, case.address, case.from_team, number, NOBODY, case.team)
    distance = world.distance[case.from_team, case.team]
    never = unanswered_probability(k.handoff_unanswered, distance, k.structure_distance_unconnected)
    if happens(world, never, purposes.UNANSWERED, case.address, occurrence):
        patience = case.latency_factor * k.handoff_patience_days
        return pause(world, slot, patience, Due.DELAY_OVER.value, resume_points.PATIENCE_OVER)
    latency = travel(world, slot, distance, purposes.QUESTION_LATENCY, occurrence)
    return pause(world, slot, latency, Due.DELAY_OVER.value, resume_points.QUESTION_ARRIVED)


@step
def _answer(world: World, slot: int) -> bool:
    case = world.cases[slot]
    occurrence = _base(world, slot) + case.question
    effort = draw(
        world, world.parameters.handoff_answer_days, purposes.ANSWER_EFFORT, case.address, occurrence
    )
    return work(
        world, slot, JobKind.ANSWER.value, case.from_skill, case.from_team, effort,
        case.coordination_priority, resume_points.ANSWERED,
    )  # fmt: skip


@step
def _answered(world: World, slot: int, by: int) -> bool:
    case = world.cases[slot]
    waited = world.clock.now - case.question_asked_at
    write_row(world, Event.QUESTION_ANSWERED.value, case.address, by, waited, NOBODY, case.team)
    case.question += 1
    case.state = resume_points.ASKING
    return False


@step
def _escalate(world: World, slot: int) -> bool:
    """After waiting in vain somebody decides, or the knowledge is lost and leaves defects."""
    case, k = world.cases[slot], world.parameters
    decider = world.teams[case.team].decider
    if decider >= 0:
        return _walk(world, slot, decider, purposes.DECISION_LATENCY, resume_points.AT_DECIDER)
    waited = world.clock.now - case.question_asked_at
    write_row(world, Event.QUESTION_LOST.value, case.address, case.from_team, waited, NOBODY, case.team)
    case.questions_lost += 1
    chance = u(world, purposes.LOST_KNOWLEDGE, case.address, case.questions_lost)
    add(world, slot, INTEGRATION, poisson_quantile(k.handoff_defects_per_loss, chance), case.stage)
    case.question += 1
    case.state = resume_points.ASKING
    return False


@step
def _walk(world: World, slot: int, decider: int, purpose: int, then: int) -> bool:
    """Bring a question to the team that decides, or the decision back."""
    case = world.cases[slot]
    distance, occurrence = world.distance[case.team, decider], _base(world, slot) + case.question
    days = travel(world, slot, distance, purpose, occurrence)
    return pause(world, slot, days, Due.DELAY_OVER.value, then)


@step
def _decide(world: World, slot: int) -> bool:
    case = world.cases[slot]
    decider, occurrence = world.teams[case.team].decider, _base(world, slot) + case.question
    effort = draw(
        world, world.parameters.handoff_decision_days, purposes.DECISION_EFFORT, case.address, occurrence
    )
    skill, priority = world.teams[decider].decision_skill, case.coordination_priority
    return work(world, slot, JobKind.DECIDE.value, skill, decider, effort, priority, resume_points.DECIDED)


@step
def _return(world: World, slot: int) -> bool:
    decider = world.teams[world.cases[slot].team].decider
    return _walk(world, slot, decider, purposes.DECISION_RETURN, resume_points.DECISION_ARRIVED)
