"""Somebody is on call: in turn, paged without handoff, whatever they do just now."""

from __future__ import annotations

from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, fault_rate, waited
from tests.mechanisms.story import office, stage, story
from tests.mechanisms.telling import incident, old, rows

LAB = {"ann": {"ml": 1.0, "science": 1.0, "data": 1.0}}
OFFICE = office(
    {"lab": LAB, "ops": {"oli": {"operations": 1.0}, "pat": {"operations": 1.0}}}, {"a": "lab"},
    {("lab", "ops"): 0.5},
)  # fmt: skip
A1, A2 = old(0, 1), old(0, 2)
FAULT1, FAULT2 = (incident(model, Cause.FAULT) for model in (A1, A2))
ALERT = {"fault_alert_works": 1.0}
WORK = {"acknowledge_days": 0.25, "diagnose_fault_days": 0.5, "configure_days": 2.0, "escalate": 1.0}
ROTA = {"rota": True, "shift_days": 5.0, "right": 0.5, "duty_days": 0.5}


def once(u: Draws) -> bool:
    """Return whether A1 has no second fault as long as the first took to come."""
    return waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1)


def soon_after(u: Draws) -> bool:
    """Return whether A2 has a fault a little after the first of A1, and neither has a second one."""
    later = waited(u, purposes.FAULT_GAP, A2, 1) / waited(u, purposes.FAULT_GAP, A1, 1)
    return once(u) and 1.1 < later < 1.6 and waited(u, purposes.FAULT_GAP, A2, 2) > 1.0


def test_a_page_takes_whoever_is_on_call_from_what_they_do(play: Play) -> None:
    """Shifts of 5 days: oli, then pat. Oli begins an idea at 2; a fault at 3 is his, though pat is free.

    Pat goes on with the idea. Operations are 0.5 away: no time is lost on the way, and the owner, who would
    be asked (the draw is below 0.5), is not. What oli has begun he ends, beyond the end of his shift at 5;
    half a day of the second one waits until pat is done at 6.
    """
    plan = story(
        OFFICE, days=6.25, demand={"initial_models_per_unit": 1}, ideas={"a": 2.0}, monitoring=ALERT,
        initiative=(stage("run", "operations", 4.0),), faults={"per_model_year": fault_rate(3.0, A1)},
        response=WORK, on_call=ROTA, work={"preempting_class": 0}, handoff={"latency_days": 2.0},
        luck=lambda u: once(u) and u(purposes.PAGED_RIGHT, FAULT1) < 0.5
        and u(purposes.ESCALATED, FAULT1) < 0.5,
    )  # fmt: skip
    told = play(plan, "INCIDENT", "HANDOFF", "JOB")
    assert [row for row in told if row[1] == "HANDOFF" or not row[5].endswith("@lab")] == rows("""
        0     JOB_QUEUED             a:operations0#1  ON_CALL.operations.2      0.5   @ops
        0     JOB_STARTED            a:operations0#1  ON_CALL.operations.2      0.5   oli@ops
        0.5   JOB_FINISHED           a:operations0#1  ON_CALL.operations.2      0.5   oli@ops
        2     JOB_QUEUED             a1#1             WORK.operations.4         4     @ops
        2     JOB_STARTED            a1#1             WORK.operations.4         4     oli@ops
        3     INCIDENT_PAGED         A1:fault1        0                         0     oli@ops
        3     JOB_QUEUED             A1:fault1#1      ACKNOWLEDGE.operations.0  0.25  @ops
        3     JOB_PREEMPTED          a1#1             WORK.operations.4         3     oli@ops
        3     JOB_STARTED            A1:fault1#1      ACKNOWLEDGE.operations.0  0.25  oli@ops
        3     JOB_STARTED            a1#1             WORK.operations.4         3     pat@ops
        3.25  JOB_FINISHED           A1:fault1#1      ACKNOWLEDGE.operations.0  0.25  oli@ops
        3.25  INCIDENT_ACKNOWLEDGED  A1:fault1        FAULT                     0.25  @ops
        3.25  JOB_QUEUED             A1:fault1#2      DIAGNOSE.operations.0     0.5   @ops
        3.25  JOB_STARTED            A1:fault1#2      DIAGNOSE.operations.0     0.5   oli@ops
        3.75  JOB_FINISHED           A1:fault1#2      DIAGNOSE.operations.0     0.5   oli@ops
        3.75  INCIDENT_DIAGNOSED     A1:fault1        FAULT                     0.75  @ops
        3.75  JOB_QUEUED             A1:fault1#3      MITIGATE.operations.0     2     @ops
        3.75  JOB_STARTED            A1:fault1#3      MITIGATE.operations.0     2     oli@ops
        5     JOB_QUEUED             a:operations1#1  ON_CALL.operations.2      0.5   @ops
        5.75  JOB_FINISHED           A1:fault1#3      MITIGATE.operations.0     2     oli@ops
        5.75  INCIDENT_MITIGATED     A1:fault1        CONFIGURATION             2.75  @ops
        5.75  INCIDENT_CLOSED        A1:fault1        FAULT                     2.75  -
        6     JOB_FINISHED           a1#1             WORK.operations.4         3     pat@ops
        6     JOB_STARTED            a:operations1#1  ON_CALL.operations.2      0.5   pat@ops
    """)


def test_whoever_answers_another_page_is_passed_over(play: Play) -> None:
    """A1 has a fault at 3, which takes oli until 5.75; that of A2 a little later goes to pat."""
    plan = story(
        OFFICE, days=5.5, demand={"initial_models_per_unit": 2}, monitoring=ALERT, response=WORK,
        faults={"per_model_year": fault_rate(3.0, A1)}, on_call=ROTA | {"right": 1.0}, luck=soon_after,
    )  # fmt: skip
    assert [row[2:6:3] for row in play(plan, "INCIDENT_P")] == [
        ("A1:fault1", "oli@ops"), ("A2:fault1", "pat@ops"),
    ]  # fmt: skip


def test_the_second_shift_is_that_of_the_next(play: Play) -> None:
    """A fault at 8 lies in the second shift: pat, though oli is free and first; at 12 it is oli again."""
    for day, person in ((8.0, "pat@ops"), (12.0, "oli@ops")):
        plan = story(
            OFFICE, days=day + 1.0, demand={"initial_models_per_unit": 1}, monitoring=ALERT, response=WORK,
            faults={"per_model_year": fault_rate(day, A1)}, on_call=ROTA | {"right": 1.0},
        )  # fmt: skip
        assert [row[5] for row in play(plan, "INCIDENT_P")] == [person]
        assert [row[5] for row in play(plan, "JOB_S") if row[2] == "A1:fault1#1"] == [person]


def test_a_page_that_goes_wrong_or_is_not_made_is_handed_over(play: Play) -> None:
    """The draw is above 0.5: by handoff, as without a rota. So is what pages nobody."""
    for rota, pages in ((ROTA, 4), (ROTA | {"right": 1.0}, 0)):
        plan = story(
            OFFICE, days=5.0, demand={"initial_models_per_unit": 1}, monitoring=ALERT, response=WORK,
            faults={"per_model_year": fault_rate(3.0, A1)}, on_call=rota,
            severity={"classes": True, "paged": pages},
            luck=lambda u: once(u) and u(purposes.PAGED_RIGHT, FAULT1) > 0.5,
        )  # fmt: skip
        assert play(plan, "INCIDENT_P", "HANDOFF") == rows("3 HANDOFF A1:fault1 lab 0 @ops")


LARGE = {"oli": {"operations": 1.0}, "pat": {"operations": 1.0}, "quin": {"operations": 1.0}}


def test_passed_over_for_the_next_in_turn(play: Play) -> None:
    """Three take turns, in the first team of all: oli has A1's fault at 3, A2's goes to pat, not to quin."""
    plan = story(
        office({"ops": LARGE, "lab": LAB}, {"a": "lab"}), days=5.5,
        demand={"initial_models_per_unit": 2}, monitoring=ALERT, response=WORK,
        faults={"per_model_year": fault_rate(3.0, A1)}, on_call=ROTA | {"right": 1.0}, luck=soon_after,
    )  # fmt: skip
    assert [row[2:6:3] for row in play(plan, "INCIDENT_P")] == [
        ("A1:fault1", "oli@ops"), ("A2:fault1", "pat@ops"),
    ]  # fmt: skip


def test_who_only_stands_in_takes_no_turns(play: Play) -> None:
    """Sue, an ML engineer, could do operations as well; yet oli has the second shift as he had the first."""
    ops = {"oli": {"operations": 1.0}, "sue": {"ml": 1.0, "operations": 1.0}}
    plan = story(office({"ops": ops}, {"a": "ops"}), days=6.0, on_call=ROTA, work={"stand_in_days": 1.0})
    assert [row for row in play(plan, "JOB_S") if "operations" in row[3]] == rows("""
        0  JOB_STARTED  a:operations0#1  ON_CALL.operations.2  0.5  oli@ops
        5  JOB_STARTED  a:operations1#1  ON_CALL.operations.2  0.5  oli@ops
    """)


def test_a_team_has_one_rota_however_many_units_it_serves(play: Play) -> None:
    """Ops, the first team, serves a and b, far serves c. Nobody has data; science and ML are the lab's."""
    people = {"ops": LARGE, "lab": {"ann": {"ml": 1.0, "science": 1.0}}, "far": {"fay": {"operations": 1.0}}}
    plan = story(
        office(people, dict.fromkeys("abc", "lab"), routes={("c", "operations"): "far"}), days=4.0,
        on_call=ROTA,
    )  # fmt: skip
    assert sorted((row[2], row[5]) for row in play(plan, "JOB_Q")) == [
        ("a:ml0#1", "@lab"), ("a:operations0#1", "@ops"), ("a:science0#1", "@lab"),
        ("c:operations0#1", "@far"),
    ]  # fmt: skip
