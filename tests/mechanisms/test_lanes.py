"""Lanes for repairs: hot fixes of data, the normal lane for what hurts nobody, short releases."""

from __future__ import annotations

from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import draws_of, fault_rate, rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, step, story
from tests.mechanisms.telling import incident, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "data": 1.0, "operations": 1.0}}}, {"a": "lab"})
APART = office(
    {"lab": {"ann": {"ml": 1.0}}, "pipes": {"dan": {"data": 1.0}}}, {"a": "lab"}, {("lab", "pipes"): 0.5}
)
A1 = old(0)
ONE = {"initial_models_per_unit": 1}
CHECKS = {"coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "check_days": 9.0, "input_power": 1.0}
BREAK = {"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1)}
FAULT = {"per_model_year": fault_rate(8.0, A1)}
ALL = ["shadow", "canary", "full"]
FIX = {"code_fix_share": 1.0, "configure_days": 2.0}
"""Every fault is configured away in 2 days and mended afterwards."""


def test_broken_data_are_mended_by_who_responds_in_one_job(play: Play) -> None:
    """Broken at 8, seen at 9, found by dan at 10, and mended by him for as long as the draw says.

    There is no change, and his work is that on an incident. A fallback ends the harm at 10.125.
    """
    broken = incident(A1, Cause.DATA_BREAK)
    for share in (0.0, 1.0):
        plan = story(
            APART, days=15.0, demand=ONE, breaks=BREAK, monitoring=CHECKS,
            lanes={"hotfix": True, "hotfix_days": UNIFORM},
            response={"diagnose_model_days": 1.0, "fallback": share, "switch_days": 0.125},
            luck=lambda u: waited(u, purposes.BREAK_GAP, A1, 2) > waited(u, purposes.BREAK_GAP, A1, 1),
        )  # fmt: skip
        days = draws_of(plan)(purposes.HOT_FIX_EFFORT, broken)
        start, job = 10.0 + 0.125 * share, 3 if share else 2
        end = start + days
        expected = rows(f"""
            {start}  JOB_QUEUED    A1:data_break1#{job}  HOT_FIX.data.0  {days}         @pipes
            {start}  JOB_STARTED   A1:data_break1#{job}  HOT_FIX.data.0  {days}         dan@pipes
            {end}    JOB_FINISHED  A1:data_break1#{job}  HOT_FIX.data.0  {end - start}  dan@pipes
        """)
        restored = rows(f"{end} INCIDENT_MITIGATED A1:data_break1 REPAIR {end - 8} @pipes")
        closed = rows(f"{end} INCIDENT_CLOSED A1:data_break1 DATA_BREAK {end - 8} -")
        told = play(plan, "INCIDENT_M", "INCIDENT_C", "JOB", "ITEM")
        assert told[-4 - (not share) :] == expected + (restored if not share else []) + closed
        assert not any(row[1].startswith("ITEM") for row in told)
        assert ("FALLBACK" in [row[3] for row in told]) == bool(share)


def test_what_no_longer_hurts_is_mended_in_the_normal_lane(play: Play) -> None:
    """A fault at 8, configured away at 10: its fix has the class of changes (3), not 1."""
    for hotfix, priority in ((True, 3), (False, 1)):
        plan = story(
            OFFICE, days=12.0, demand=ONE, faults=FAULT, monitoring={"fault_alert_works": 1.0},
            change=(stage("mend", "ml", 1.0),), response=FIX, lanes={"hotfix": hotfix},
        )  # fmt: skip
        assert rows(f"10 JOB_QUEUED A1:change1#1 WORK.ml.{priority} 1 @lab")[0] in play(plan, "JOB_Q")


def test_what_still_hurts_is_mended_in_the_fast_lane(play: Play) -> None:
    """Only a fix of the code ends the fault: it is found at 8, and its fix expedited."""
    plan = story(
        OFFICE, days=9.0625, demand=ONE, faults=FAULT, monitoring={"fault_alert_works": 1.0},
        change=(stage("mend", "ml", 1.0),), lanes={"hotfix": True},
        mitigation={"mixture": True, "rollback": 0.0, "infrastructure": 0.0, "external": 0.0,
                    "configuration": 0.0, "ad_hoc": 0.0, "transient": 0.0, "code": 1.0},
    )  # fmt: skip
    assert play(plan, "JOB_Q", "INCIDENT_M") == rows("""
        8  JOB_QUEUED          A1:change1#1  WORK.ml.1  1  @lab
        9  INCIDENT_MITIGATED  A1:fault1     REPAIR     1  @lab
    """)


def test_an_expedited_release_leaves_out_the_first_steps(play: Play) -> None:
    """Of three steps that dwell a day each; a scheduled retraining at 4.5 goes through all of them."""
    for last, names in ((0, ALL), (1, ALL[2:]), (2, ALL[1:]), (9, ALL)):
        plan = story(
            OFFICE, days=15.0, demand=ONE, faults=FAULT, monitoring={"fault_alert_works": 1.0}, response=FIX,
            change=(stage("ship", "operations", 0.0, release=True),), lanes={"expedited_steps": last},
            steps=tuple(step(name, dwell=float(name != "full")) for name in ALL),
            retraining={"policy": "scheduled", "period_days": 4.5},
            luck=lambda u: waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1),
        )  # fmt: skip
        told = play(plan, "RELEASE")
        assert [row[3] for row in told if row[2] == "A1:change1"] == ALL
        fix = next(row[2] for row in play(plan, "ITEM_CREATED") if row[3] == "FIX")
        assert [row[3] for row in told if row[2] == fix] == names
        assert [row[0] for row in told if row[2] == fix] == [10.0 + n for n in range(len(names))]
