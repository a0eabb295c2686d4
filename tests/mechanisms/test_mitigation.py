"""What ends the harm of a fault or defect, when post-mortems say how often it is what."""

from __future__ import annotations

from typing import Any

from simorg.plan import Plan
from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import draws_of, fault_rate, mean, poisson, rate
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import idea, incident, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "operations": 1.0}}}, {"a": "lab"})
A1 = old(0)
WEIGHTS = {
    "rollback": 0.25, "infrastructure": 0.25, "external": 0.5, "configuration": 0.25, "ad_hoc": 0.25,
    "code": 0.25, "transient": 0.25,
}  # fmt: skip
"""Together 2."""
TIMES = {"switch_days": 0.125, "configure_days": 2.0, "external_days": 0.5}
KEPT = {"rollback_low": 1.0, "rollback_high": 1.0}
ENDS = {
    "rollback": (0.0, 0.125, "ROLL_BACK 0.125", 0.125),
    "infrastructure": (0.125, 0.25, "INFRASTRUCTURE 2", 2.0),
    "external": (0.25, 0.5, "EXTERNAL 0.5", 0.0),
    "configuration": (0.5, 0.625, "CONFIGURATION 2", 2.0),
    "ad_hoc": (0.625, 0.75, "AD_HOC 2", 2.0),
    "transient": (0.875, 1.0, "TRANSIENT 0.5", 0.0),
}
"""Between which draws, what ends the harm after how many days, and the work in it."""


def drawn(low: float, high: float, kept: dict[str, float] = KEPT, **times: Any) -> Plan:
    """Return a story with a fault of A1 at 8, noticed and found at once, whose end is drawn in between."""
    return story(
        OFFICE, days=12.0, demand={"initial_models_per_unit": 1}, change=(stage("mend", "ml", 1.0),),
        faults={"per_model_year": fault_rate(8.0, A1)}, monitoring={"fault_alert_works": 1.0},
        response=TIMES | kept | times, mitigation=WEIGHTS | {"mixture": True},
        luck=lambda u: low < u(purposes.MITIGATION, incident(A1, Cause.FAULT)) < high,
    )  # fmt: skip


def test_a_fault_ends_as_the_mixture_says_and_takes_the_time_of_that(play: Play) -> None:
    """Fault at 8, noticed and found at once."""
    for low, high, told, effort in ENDS.values():
        means, days = told.split()
        plan = drawn(low, high)
        first = [row for row in play(plan, "INCIDENT_M", "INCIDENT_C", "JOB_Q") if row[2][:9] == "A1:fault1"]
        job = rows(f"8 JOB_QUEUED A1:fault1#1 MITIGATE.operations.0 {effort} @lab") if effort else []
        assert first == job + rows(f"""
            {8 + float(days)}  INCIDENT_MITIGATED  A1:fault1  {means}  {days}  @lab
            {8 + float(days)}  INCIDENT_CLOSED     A1:fault1  FAULT    {days}  -
        """)


def test_how_long_it_takes_is_its_own_draw(play: Play) -> None:
    """What ends outside takes the draw of that, configuration the draw of the effort."""
    for end, purpose, times in (
        ("external", purposes.EXTERNAL_TIME, {"external_days": UNIFORM}),
        ("configuration", purposes.MITIGATE_EFFORT, {"configure_days": UNIFORM}),
    ):
        low, high, _, _ = ENDS[end]
        plan = drawn(low, high, **times)
        days = draws_of(plan)(purpose, incident(A1, Cause.FAULT))
        ended = next(row for row in play(plan, "INCIDENT_M") if row[2] == "A1:fault1")
        assert ended[0] == 8.0 + days and ended[3] == end.upper()


def test_for_a_fix_of_the_code_users_wait(play: Play) -> None:
    """The draw lies between 0.75 and 0.875: nobody mitigates, the fix of a day is delivered at 9."""
    assert play(drawn(0.75, 0.875), "INCIDENT_M", "ITEM", "JOB_Q")[:4] == rows("""
        8  ITEM_CREATED        A1:change1    FIX        1  -
        8  JOB_QUEUED          A1:change1#1  WORK.ml.1  1  @lab
        9  ITEM_DELIVERED      A1:change1    FIX        0  -
        9  INCIDENT_MITIGATED  A1:fault1     REPAIR     1  @lab
    """)


def test_a_fault_without_a_version_to_go_back_to_is_configured_away(play: Play) -> None:
    """The draw says rollback; no version was kept: 2 days of configuration."""
    plan = drawn(0.0, 0.125, kept={})
    assert play(plan, "INCIDENT_M")[:1] == rows("10 INCIDENT_MITIGATED A1:fault1 CONFIGURATION 2 @lab")


def test_a_defect_is_rolled_back_or_mended(play: Play) -> None:
    """Rollback and code weigh alike, so half each. a1 is live at 11, its defect hurts at 15, is known at 16.

    Going back takes 0.125 where a version was kept; else the fix of a day must be delivered: 17.
    """
    defect = incident(idea(0), Cause.DEFECT)
    for low, high, kept, told in (
        (0.0, 0.5, KEPT, "16.125 INCIDENT_MITIGATED a1:defect1 ROLL_BACK 1.125 @lab"),
        (0.0, 0.5, {}, "17 INCIDENT_MITIGATED a1:defect1 REPAIR 2 @lab"),
        (0.5, 1.0, KEPT, "17 INCIDENT_MITIGATED a1:defect1 REPAIR 2 @lab"),
    ):
        plan = story(
            OFFICE, days=18.0, ideas={"a": 10.0}, change=(stage("mend", "ml", 1.0),),
            initiative=(stage("build", "ml", 1.0, defects={"model": 1.0}),),
            defects={"surfacing_days": mean(4.0, purposes.DEFECT_SHOWS, idea(0), 1), "loss": 0.5},
            monitoring={"complaints_per_day": rate(1.0, purposes.COMPLAINT, defect, per_days=4.0)},
            response=TIMES | kept, mitigation=WEIGHTS | {"mixture": True},
            luck=lambda u, low=low, high=high: poisson(u(purposes.DEFECTS, idea(0), 4), 1.0) == 1
            and low < u(purposes.MITIGATION, defect) < high,
        )  # fmt: skip
        assert play(plan, "INCIDENT_M") == rows(told)
