"""From onset to closing: who is called, what they do, what ends the harm, what mends the cause."""

from __future__ import annotations

import math

import pytest

from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, fault_rate, mean, poisson, rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import change, idea, incident, old, rows

LAB = {"ann": {"ml": 1.0, "science": 1.0, "data": 1.0}}
ALONE = office({"lab": {"ann": LAB["ann"] | {"operations": 1.0}}}, {"a": "lab"})
APART = office({"lab": LAB, "ops": {"oli": {"operations": 1.0}}}, {"a": "lab"}, {("lab", "ops"): 0.5})
A1 = old(0)
ONE = {"initial_models_per_unit": 1}
FAULT = {"per_model_year": fault_rate(8.0, A1)}
BREAK = {"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1)}
DRIFT = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
"""In breach on day 8, and again 8 days after a retraining."""
ALERT = {"fault_alert_works": 1.0}
"""Faults are noticed at once."""
CHECKS = {
    "coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "check_days": 9.0, "input_power": 1.0,
    "covariate_share": 1.0,
}  # fmt: skip
"""Broken data and drift are noticed at 9."""
WORK = {
    "acknowledge_days": 0.25, "diagnose_fault_days": 0.5, "diagnose_model_days": 1.0, "switch_days": 0.125,
    "configure_days": 2.0,
}  # fmt: skip


def lonely(purpose: int) -> object:
    """Return the luck that no second incident of its kind hits A1, as long as the first took to come."""
    return lambda u: waited(u, purpose, A1, 2) > waited(u, purpose, A1, 1)


ONE_FAULT, ONE_BREAK = lonely(purposes.FAULT_GAP), lonely(purposes.BREAK_GAP)


def test_a_fault_goes_to_operations_and_is_configured_away(play: Play) -> None:
    """Owner: the lab. Operations are 0.5 away, 2 days per unit of distance, and paging takes 0.25 of that.

    8, there at 8.25, taken up until 8.5, found at 9, no version to go back to: 2 days to change something.
    """
    plan = story(
        APART, days=15.0, demand=ONE, faults=FAULT | {"loss": 3.0}, monitoring=ALERT, response=WORK,
        handoff={"latency_days": 2.0, "urgent_factor": 0.25}, luck=ONE_FAULT,
    )  # fmt: skip
    assert play(plan, "INCIDENT", "HANDOFF", "JOB_F") == rows("""
        8    INCIDENT_ONSET         A1:fault1    FAULT                     1     @lab
        8    INCIDENT_DETECTED      A1:fault1    INFRASTRUCTURE_ALERT      0     @lab
        8    HANDOFF                A1:fault1    lab                       0.25  @ops
        8.5  JOB_FINISHED           A1:fault1#1  ACKNOWLEDGE.operations.0  0.25  oli@ops
        8.5  INCIDENT_ACKNOWLEDGED  A1:fault1    FAULT                     0.5   @ops
        9    JOB_FINISHED           A1:fault1#2  DIAGNOSE.operations.0     0.5   oli@ops
        9    INCIDENT_DIAGNOSED     A1:fault1    FAULT                     1     @ops
        11   JOB_FINISHED           A1:fault1#3  MITIGATE.operations.0     2     oli@ops
        11   INCIDENT_MITIGATED     A1:fault1    CONFIGURATION             3     @ops
        11   INCIDENT_CLOSED        A1:fault1    FAULT                     3     -
    """)


def test_going_back_to_the_version_before_must_fit_and_needs_one(play: Play) -> None:
    """Versions are kept of 0.2 of the models, and going back fits 0.2 of the faults. The first fault of each:

    A1 has versions and it fits: 0.125 days. A2 has, it does not fit; A3 has none, though it would fit: 2.
    """
    models = [old(0, n) for n in (1, 2, 3)]
    faults = [incident(model, Cause.FAULT) for model in models]

    def lucky(u: Draws) -> bool:
        versions = [u(purposes.VERSIONED, model) < 0.2 for model in models]
        fits = [u(purposes.ROLL_BACK_FITS, fault) < 0.2 for fault in faults]
        return versions == [True, True, False] and fits == [True, False, True]

    plan = story(
        ALONE, days=400.0, demand={"initial_models_per_unit": 3}, faults={"per_model_year": 2.0},
        monitoring=ALERT, luck=lucky,
        response={"rollback_low": 0.2, "rollback_high": 0.2, "rollback_fits": 0.2,
                  "switch_days": 0.125, "configure_days": 2.0},
    )  # fmt: skip
    first = {row[2]: row[3] for row in play(plan, "INCIDENT_M") if row[2].endswith("fault1")}
    assert first == {"A1:fault1": "ROLL_BACK", "A2:fault1": "CONFIGURATION", "A3:fault1": "CONFIGURATION"}
    efforts = {row[2]: row[4] for row in play(plan, "JOB_Q") if row[2].endswith("fault1#1")}
    assert efforts == {"A1:fault1#1": 0.125, "A2:fault1#1": 2.0, "A3:fault1#1": 2.0}


def test_some_faults_end_outside(play: Play) -> None:
    """0.1 of them: A1's draw is below that. Nobody works, after its own draw of days it is over."""
    fault = incident(A1, Cause.FAULT)
    plan = story(
        ALONE, days=15.0, demand=ONE, faults=FAULT, monitoring=ALERT,
        response={"external_share": 0.1, "external_days": UNIFORM, "configure_days": 2.0},
        luck=lambda u: ONE_FAULT(u) and u(purposes.EXTERNAL, fault) < 0.1,
    )  # fmt: skip
    over = 8.0 + draws_of(plan)(purposes.EXTERNAL_TIME, fault)
    assert play(plan, "INCIDENT_M", "INCIDENT_C", "JOB") == rows(f"""
        {over}  INCIDENT_MITIGATED  A1:fault1  EXTERNAL  {over - 8}  @lab
        {over}  INCIDENT_CLOSED     A1:fault1  FAULT     {over - 8}  -
    """)


def test_faults_cluster(play: Play) -> None:
    """2 a year, Weibull of shape 0.5: w^2 / (2 / 260 x Gamma(3)) days, w the waiting time at rate 1."""

    def day(u: Draws) -> float:
        return waited(u, purposes.FAULT_GAP, A1, 1) ** 2 / (2.0 / 260.0 * 2.0)

    plan = story(
        ALONE, days=400.0, demand=ONE, faults={"per_model_year": 2.0, "clustering_shape": 0.5},
        luck=lambda u: 150.0 < day(u) < 300.0,
    )  # fmt: skip
    assert [row[0] for row in play(plan, "INCIDENT_O")] == pytest.approx([day(draws_of(plan))], rel=1e-12)


def test_how_much_broken_data_hurt_is_drawn(play: Play) -> None:
    """The n-th time for the n-th draw of the model; at most everything is lost."""
    plan = story(ALONE, days=9.0, demand=ONE, breaks=BREAK | {"loss": UNIFORM})
    loss = draws_of(plan)(purposes.BREAK_LOSS, A1, 1)
    assert [row[4] for row in play(plan, "INCIDENT_O") if row[2].startswith("A1")] == [loss]
    plan = story(ALONE, days=9.0, demand=ONE, breaks=BREAK | {"loss": 3.0})
    assert [row[4] for row in play(plan, "INCIDENT_O")] == [1.0]


def test_a_fallback_exists_for_some(play: Play) -> None:
    """0.1 of the breakages: A1's draw is below that."""
    plan = story(
        ALONE, days=12.0, demand=ONE, breaks=BREAK, monitoring=CHECKS, response={"fallback": 0.1},
        luck=lambda u: ONE_BREAK(u) and u(purposes.FALLBACK, incident(A1, Cause.DATA_BREAK)) < 0.1,
    )  # fmt: skip
    assert [row[3] for row in play(plan, "INCIDENT_M")] == ["FALLBACK"]


def test_a_known_cause_can_be_held_up(play: Play) -> None:
    """Half are: A1's first fault is, for 0.75 days; its second, 8 days or so later, is not."""
    fault = [incident(A1, Cause.FAULT, n) for n in (1, 2)]
    plan = story(
        ALONE, days=30.0, demand=ONE, faults=FAULT, monitoring=ALERT,
        response={"hold_up": 0.5, "hold_up_days": 0.75, "configure_days": 2.0},
        luck=lambda u: u(purposes.HELD_UP, fault[0]) < 0.5 <= u(purposes.HELD_UP, fault[1])
        and 1 < waited(u, purposes.FAULT_GAP, A1, 2) / waited(u, purposes.FAULT_GAP, A1, 1) < 2.0
        and waited(u, purposes.FAULT_GAP, A1, 3) > 2 * waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    restored = 8.0 + 0.75 + 2.0
    gap = math.exp(math.log(waited(draws_of(plan), purposes.FAULT_GAP, A1, 2)))
    again = restored + gap / (plan.settings.faults.per_model_year / 260.0)
    assert play(plan, "INCIDENT_O", "INCIDENT_DI", "JOB_S", "INCIDENT_M") == rows(f"""
        8              INCIDENT_ONSET      A1:fault1    FAULT                  1                      @lab
        8              INCIDENT_DIAGNOSED  A1:fault1    FAULT                  0                      @lab
        8.75           JOB_STARTED         A1:fault1#1  MITIGATE.operations.0  2                      ann@lab
        {restored}     INCIDENT_MITIGATED  A1:fault1    CONFIGURATION          2.75                   @lab
        {again}        INCIDENT_ONSET      A1:fault2    FAULT                  1                      @lab
        {again}        INCIDENT_DIAGNOSED  A1:fault2    FAULT                  0                      @lab
        {again}        JOB_STARTED         A1:fault2#1  MITIGATE.operations.0  2                      ann@lab
        {again + 2.0}  INCIDENT_MITIGATED  A1:fault2    CONFIGURATION          {again + 2.0 - again}  @lab
    """)


def test_a_diagnosis_may_need_the_owner(play: Play) -> None:
    """With 0.8 at distance 1, so with 0.4 at 0.5; the draw is below. Once there (0.25 days), 0.5 more.

    The diagnosis takes x 2, 0.25 x 2 and once more, at the lab by ml; then 2 days in operations.
    """
    plan = story(
        APART, days=15.0, demand=ONE, faults=FAULT, monitoring=ALERT, handoff={"latency_days": 0.5},
        response={"escalate": 0.8, "diagnose_fault_days": 0.25, "diagnose_low": 2.0, "diagnose_high": 2.0,
                  "configure_days": 2.0},
        luck=lambda u: ONE_FAULT(u) and 0.3 < u(purposes.ESCALATED, incident(A1, Cause.FAULT)) < 0.4,
    )  # fmt: skip
    assert play(plan, "INCIDENT_E", "INCIDENT_DI", "JOB_S", "INCIDENT_M") == rows("""
        8.25  JOB_STARTED         A1:fault1#1  DIAGNOSE.operations.0  0.5   oli@ops
        8.75  INCIDENT_ESCALATED  A1:fault1    ops                    0.25  @lab
        9     JOB_STARTED         A1:fault1#2  DIAGNOSE.ml.0          0.5   ann@lab
        9.5   INCIDENT_DIAGNOSED  A1:fault1    FAULT                  1.5   @ops
        9.5   JOB_STARTED         A1:fault1#3  MITIGATE.operations.0  2     oli@ops
        11.5  INCIDENT_MITIGATED  A1:fault1    CONFIGURATION          3.5   @ops
    """)


def test_the_owner_is_not_asked_beyond_the_chance_nor_when_it_responds_itself(play: Play) -> None:
    """The chance at distance 0.5 is 0.4, the draw above; at distance 3 it is no more than that at 1, 0.8."""
    fault = incident(A1, Cause.FAULT)
    far = office({"lab": LAB, "ops": {"oli": {"operations": 1.0}}}, {"a": "lab"})
    for where, low, high in ((APART, 0.4, 1.0), (far, 0.8, 1.0), (ALONE, 0.0, 0.8)):
        plan = story(
            where, days=15.0, demand=ONE, faults=FAULT, monitoring=ALERT, response={"escalate": 0.8},
            luck=lambda u, low=low, high=high: ONE_FAULT(u) and low < u(purposes.ESCALATED, fault) < high,
        )  # fmt: skip
        assert play(plan, "INCIDENT_E") == []


def test_a_repair_follows_for_some_until_it_gets_through(play: Play) -> None:
    """0.5 of the faults need one; the draw is below. 0.5 of the changes are dropped: the first one only.

    The fix (class 1) takes 1 day: dropped at 11, begun again, delivered at 12. The incident, mitigated at 10,
    is closed then; a fix does not make a new version.
    """
    outcome = [(purposes.STAGE_OUTCOME, change(A1, n), 256 + 1) for n in (1, 2)]
    plan = story(
        ALONE, days=15.0, demand=ONE, faults=FAULT, monitoring=ALERT, lifecycle={"size_fix": 0.5},
        change=(stage("mend", "ml", 2.0, drop=0.5),),
        response={"configure_days": 2.0, "code_fix_share": 0.5},
        luck=lambda u: ONE_FAULT(u) and u(purposes.FIX_NEEDED, incident(A1, Cause.FAULT)) < 0.5
        and u(*outcome[0]) < 0.5 <= u(*outcome[1]),
    )  # fmt: skip
    assert play(plan, "INCIDENT_M", "INCIDENT_C", "ITEM", "MODEL_R", "JOB_F") == rows("""
        10  JOB_FINISHED        A1:fault1#1   MITIGATE.operations.0  2    ann@lab
        10  INCIDENT_MITIGATED  A1:fault1     CONFIGURATION          2    @lab
        10  ITEM_CREATED        A1:change1    FIX                    0.5  -
        11  JOB_FINISHED        A1:change1#1  WORK.ml.1              1    ann@lab
        11  ITEM_DROPPED        A1:change1    mend                   0    -
        11  ITEM_CREATED        A1:change2    FIX                    0.5  -
        12  JOB_FINISHED        A1:change2#1  WORK.ml.1              1    ann@lab
        12  ITEM_DELIVERED      A1:change2    FIX                    0    -
        12  INCIDENT_CLOSED     A1:fault1     FAULT                  4    -
    """)


def test_broken_data_fall_back_where_something_can_and_are_always_repaired(play: Play) -> None:
    """Broken at 8, seen at 9, found at 10 by data. Where a fallback exists, users are well at 10.125.

    Else only when the fix, 1 day, is delivered: 11. It is needed though no mitigated fault would be mended.
    """
    for share, rest in ((1.0, """
        10.125  INCIDENT_MITIGATED  A1:data_break1    FALLBACK         2.125  @lab
        10.125  ITEM_CREATED        A1:change1        FIX              1      -
        11.125  ITEM_DELIVERED      A1:change1        FIX              0      -
        11.125  INCIDENT_CLOSED     A1:data_break1    DATA_BREAK       3.125  -
    """), (0.0, """
        10      ITEM_CREATED        A1:change1        FIX              1  -
        11      ITEM_DELIVERED      A1:change1        FIX              0  -
        11      INCIDENT_MITIGATED  A1:data_break1    REPAIR           3  @lab
        11      INCIDENT_CLOSED     A1:data_break1    DATA_BREAK       3  -
    """)):  # fmt: skip
        plan = story(
            ALONE, days=15.0, demand=ONE, breaks=BREAK, monitoring=CHECKS, luck=ONE_BREAK,
            change=(stage("mend", "ml", 1.0),),
            response={"fallback": share, "diagnose_model_days": 1.0, "diagnose_fault_days": 7.0,
                      "switch_days": 0.125, "configure_days": 7.0},
        )  # fmt: skip
        told = play(plan, "INCIDENT", "ITEM", "JOB_S")
        assert told[:5] == rows("""
            8   INCIDENT_ONSET         A1:data_break1    DATA_BREAK       1  @lab
            9   INCIDENT_DETECTED      A1:data_break1    INPUT_MONITOR    1  @lab
            9   INCIDENT_ACKNOWLEDGED  A1:data_break1    DATA_BREAK       1  @lab
            9   JOB_STARTED            A1:data_break1#1  DIAGNOSE.data.0  1  ann@lab
            10  INCIDENT_DIAGNOSED     A1:data_break1    DATA_BREAK       2  @lab
        """)
        assert [row for row in told[5:] if not row[1].startswith("JOB")] == rows(rest)


def test_a_defect_that_surfaces_is_rolled_back_or_lasts_until_the_fix(play: Play) -> None:
    """a1 goes live at 11 with 1 defect, which hurts 4 days later, at loss 0.5; users complain after 1 day.

    ml diagnoses, 1 day: 17. Versions: 0.125 days, and closed without a fix. None: a fix until 18.
    """
    complaint = rate(1.0, purposes.COMPLAINT, incident(idea(0), Cause.DEFECT), per_days=4.0)
    for share, rest in ((1.0, """
        17      JOB_STARTED         a1:defect1#2  MITIGATE.ml.0  0.125  ann@lab
        17.125  INCIDENT_MITIGATED  a1:defect1    ROLL_BACK      2.125  @lab
        17.125  INCIDENT_CLOSED     a1:defect1    DEFECT         2.125  -
    """), (0.0, """
        17  ITEM_CREATED        a1:change1    FIX        1  -
        17  JOB_STARTED         a1:change1#1  WORK.ml.1  1  ann@lab
        18  ITEM_DELIVERED      a1:change1    FIX        0  -
        18  INCIDENT_MITIGATED  a1:defect1    REPAIR     3  @lab
        18  INCIDENT_CLOSED     a1:defect1    DEFECT     3  -
    """)):  # fmt: skip
        plan = story(
            ALONE, days=20.0, ideas={"a": 10.0}, change=(stage("mend", "ml", 1.0),),
            initiative=(stage("build", "ml", 1.0, defects={"model": 1.0}),),
            defects={"surfacing_days": mean(4.0, purposes.DEFECT_SHOWS, idea(0), 1), "loss": 0.5},
            monitoring=CHECKS | {"complaints_per_day": complaint},
            response={"rollback_low": share, "rollback_high": share, "rollback_fits": 1.0,
                      "diagnose_model_days": 1.0, "switch_days": 0.125},
            luck=lambda u: poisson(u(purposes.DEFECTS, idea(0), 4), 1.0) == 1,
        )  # fmt: skip
        told = play(plan, "INCIDENT", "ITEM", "JOB_S")
        assert told[3:8] == rows("""
            15  INCIDENT_ONSET         a1:defect1    DEFECT         0.5  @lab
            16  INCIDENT_DETECTED      a1:defect1    USERS          1    @lab
            16  INCIDENT_ACKNOWLEDGED  a1:defect1    DEFECT         1    @lab
            16  JOB_STARTED            a1:defect1#1  DIAGNOSE.ml.0  1    ann@lab
            17  INCIDENT_DIAGNOSED     a1:defect1    DEFECT         2    @lab
        """)
        assert told[8:] == rows(rest)


def test_drift_is_repaired_by_a_retraining_which_ends_it(play: Play) -> None:
    """In breach at 8, seen at 9, diagnosed by science until 10, retrained by hand until 11.5 (size 1.5)."""
    plan = story(
        ALONE, days=15.0, demand=ONE, drift=DRIFT, monitoring=CHECKS, lifecycle={"size_retrain": 1.5},
        change=(stage("train", "science", 1.0),), response={"diagnose_model_days": 1.0},
    )  # fmt: skip
    assert play(plan, "INCIDENT", "ITEM", "JOB_S", "MODEL_R") == rows("""
        8     INCIDENT_ONSET         A1:natural_drift1    NATURAL_DRIFT       0.5   @lab
        9     INCIDENT_DETECTED      A1:natural_drift1    INPUT_MONITOR       1     @lab
        9     INCIDENT_ACKNOWLEDGED  A1:natural_drift1    NATURAL_DRIFT       1     @lab
        9     JOB_STARTED            A1:natural_drift1#1  DIAGNOSE.science.0  1     ann@lab
        10    INCIDENT_DIAGNOSED     A1:natural_drift1    NATURAL_DRIFT       2     @lab
        10    ITEM_CREATED           A1:change1           RETRAIN             1.5   -
        10    JOB_STARTED            A1:change1#1         WORK.science.1      1.5   ann@lab
        11.5  ITEM_DELIVERED         A1:change1           RETRAIN             0     -
        11.5  MODEL_REFRESHED        A1                   RETRAIN             11.5  -
        11.5  INCIDENT_MITIGATED     A1:natural_drift1    REPAIR              3.5   @lab
        11.5  INCIDENT_CLOSED        A1:natural_drift1    NATURAL_DRIFT       3.5   -
    """)


def test_every_step_of_a_response_is_drawn_for_its_incident(play: Play) -> None:
    """The first two faults of A1: loss, taking up, diagnosis in operations and at the owner, hold-up, change.

    Losses are the draws of the model's n-th fault; the rest is drawn at the incident, the owner's diagnosis
    at 1 instead of 0.
    """
    plan = story(
        APART, days=40.0, demand=ONE, faults=FAULT | {"loss": UNIFORM}, monitoring=ALERT,
        handoff={"latency_days": UNIFORM},
        response={"acknowledge_days": UNIFORM, "diagnose_fault_days": UNIFORM, "escalate": 1.0,
                  "hold_up": 1.0, "hold_up_days": UNIFORM, "configure_days": UNIFORM},
        luck=lambda u: all(u(purposes.ESCALATED, incident(A1, Cause.FAULT, n)) < 0.5 for n in (1, 2))
        and waited(u, purposes.FAULT_GAP, A1, 2) < 1.5 * waited(u, purposes.FAULT_GAP, A1, 1)
        and waited(u, purposes.FAULT_GAP, A1, 3) > 4 * waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    u = draws_of(plan)
    told = play(plan)
    for n in (1, 2):
        name, address = f"A1:fault{n}", incident(A1, Cause.FAULT, n)
        mine = {row[1]: row for row in told if row[2] == name}
        efforts = [row[4] for row in told if row[1] == "JOB_QUEUED" and row[2].startswith(name + "#")]
        assert mine["INCIDENT_ONSET"][4] == u(purposes.FAULT_LOSS, A1, n)
        assert mine["HANDOFF"][4] == 0.5 * u(purposes.LATENCY, address, 64 + 63)
        assert mine["INCIDENT_ESCALATED"][4] == 0.5 * u(purposes.QUESTION_LATENCY, address)
        assert efforts == [
            u(purposes.ACKNOWLEDGE_EFFORT, address), u(purposes.DIAGNOSE_EFFORT, address, 0),
            u(purposes.DIAGNOSE_EFFORT, address, 1), u(purposes.MITIGATE_EFFORT, address),
        ]  # fmt: skip
        started = next(row[0] for row in told if row[1:3] == ("JOB_STARTED", name + "#4"))
        assert started == mine["INCIDENT_DIAGNOSED"][0] + u(purposes.HOLD_UP, address)
