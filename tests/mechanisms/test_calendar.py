"""What happens at one instant happens in a declared order: by rank of the kind of event, then by address.

Allocation comes last. A story for each pair of kinds whose order decides something, and two of all the rest.
"""

from __future__ import annotations

import math

from simorg.engines import compiled, reference
from simorg.rules import purposes
from simorg.trace.codes import Cause
from simorg.trace.events import Event
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, fault_rate, mean, poisson, rate, waited
from tests.mechanisms.story import office, stage, step, story
from tests.mechanisms.telling import Row, idea, incident, old, rows

ALL = {"ml": 1.0, "science": 1.0, "data": 1.0, "operations": 1.0}
OFFICE = office({"lab": {"ann": ALL}}, {"a": "lab"})
A1 = old(0)
YEAR = 260.0
ONE = {"initial_models_per_unit": 1}
RETIRES_AT_8 = ONE | {"model_lifetime_years": mean(8.0, purposes.LIFETIME, A1, 0, YEAR)}
BREACH_AT_8 = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
SURE = {"coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "input_power": 1.0}
BUSY = (stage("train", "science", 99.0),)


def order(told: list[Row]) -> list[str]:
    """Return events and subjects only."""
    return [f"{row[1]} {row[2]}" for row in told]


def test_ends_and_arrivals_of_one_instant(play: Play) -> None:
    """Ideas wait 2 days, are built in 1 and dwell 2 in a canary. At 16, five of them, in this order:

    d1 (since 13) is built; b1 (since 14) has waited; the one defect of a1 (since 9, live at 14) shows after 2
    days; c1 (since 11) has dwelt; e1 comes. Then b1's job is begun.
    """
    plan = story(
        office({"lab": {"ann": ALL, "bob": ALL}}, dict.fromkeys("abcde", "lab")), days=16.2,
        ideas={"a": 9.0, "b": 14.0, "c": 11.0, "d": 13.0, "e": 16.0},
        initiative=(stage("build", "ml", 1.0, wait=2.0, defects={"model": 0.5}),
                    stage("ship", "operations", 0.0, release=True)),
        steps=(step("canary", 2.0, 0.1), step("full")),
        defects={"surfacing_days": mean(2.0, purposes.DEFECT_SHOWS, idea(0), 1), "loss": 1.0},
        luck=lambda u: poisson(u(purposes.DEFECTS, idea(0), 4), 0.5) == 1,
    )  # fmt: skip
    told = [row for row in play(plan, "JOB", "INCIDENT_O", "RELEASE", "ITEM_C") if row[0] == 16.0]
    assert order(told) == [
        "JOB_FINISHED d1#1", "RELEASE_STEP d1", "JOB_QUEUED b1#1", "INCIDENT_ONSET a1:defect1",
        "RELEASE_STEP c1", "ITEM_CREATED e1", "JOB_STARTED b1#1",
    ]  # fmt: skip


def test_what_befalls_one_model_at_one_instant(play: Play) -> None:
    """All on day 8: drift, broken data, fault, false alarm, retraining, wish, retirement of A1; an idea."""
    rates = {
        "demand": RETIRES_AT_8 | {"improvements_per_model_year": rate(8.0, purposes.IMPROVEMENT_GAP, A1, 1)},
        "breaks": {"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1)},
        "faults": {"per_model_year": fault_rate(8.0, A1)},
    }
    plan = story(
        OFFICE, days=8.2, ideas={"a": 8.0}, drift=BREACH_AT_8, **rates,
        initiative=(stage("build", "ml", 1.0),), change=(stage("build", "ml", 1.0),),
        monitoring=SURE | {"metrics": 9999, "false_alarm": 0.5, "check_days": 8.0, "labels_per_check": 0.0},
        retraining={"policy": "scheduled", "period_days": 8.0},
    )  # fmt: skip
    assert order(play(plan))[1:] == [
        "INCIDENT_ONSET A1:natural_drift1", "INCIDENT_ONSET A1:data_break1", "INCIDENT_ONSET A1:fault1",
        "FALSE_ALARM A1", "ITEM_CREATED A1:change1", "STAGE_ENTERED A1:change1", "JOB_QUEUED A1:change1#1",
        "ITEM_CREATED A1:change2", "STAGE_ENTERED A1:change2", "JOB_QUEUED A1:change2#1",
        "MODEL_RETIRED A1", "INCIDENT_CLOSED A1:natural_drift1", "INCIDENT_CLOSED A1:data_break1",
        "INCIDENT_CLOSED A1:fault1", "JOB_WITHDRAWN A1:change1#1", "ITEM_CANCELLED A1:change1",
        "JOB_WITHDRAWN A1:change2#1", "ITEM_CANCELLED A1:change2",
        "ITEM_CREATED a1", "STAGE_ENTERED a1", "JOB_QUEUED a1#1", "JOB_STARTED a1#1",
    ]  # fmt: skip


def test_who_becomes_free_is_free_for_what_comes_at_that_instant(play: Play) -> None:
    """a1 ends at 12 as b1 comes: no backup is called. c1, which may interrupt, comes too: nobody to push."""
    teams = {"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"ml": 1.0}}}
    plan = story(
        office(teams, dict.fromkeys("abc", "lab"), wire=lambda draft: draft.backup("b", "ml", "pool")),
        days=15.0, ideas={"a": 10.0, "b": 12.0, "c": 12.0}, initiative=(stage("build", "ml", 2.0),),
        demand={"unit_priorities": (4, 4, 0)}, work={"preempting_class": 0},
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_F", "JOB_P") == rows("""
        10  JOB_STARTED   a1#1  WORK.ml.4  2  ann@lab
        12  JOB_FINISHED  a1#1  WORK.ml.4  2  ann@lab
        12  JOB_STARTED   c1#1  WORK.ml.0  2  ann@lab
        14  JOB_FINISHED  c1#1  WORK.ml.0  2  ann@lab
        14  JOB_STARTED   b1#1  WORK.ml.4  2  ann@lab
    """)


SHIP = stage("ship", "operations", 0.0, release=True)
DWELL = {"change": (SHIP,), "steps": (step("canary", 2.0), step("full"))}


def test_a_change_that_ends_as_its_model_retires_is_delivered(play: Play) -> None:
    """A1 retires at 8. Its retraining, begun at 6, ends then: by its last job, dwell, or machine time."""
    endings = (
        {"change": (stage("build", "ml", 2.0),)},
        DWELL,
        {"retraining": {"automated_low": 1.0, "automated_high": 1.0, "compute_days": 2.0}},
    )  # fmt: skip
    for ending in endings:
        on = {"retraining": {}} | ending
        on["retraining"] = {"policy": "scheduled", "period_days": 6.0} | on["retraining"]
        plan = story(OFFICE, days=9.0, demand=RETIRES_AT_8, **on)
        assert order(play(plan, "ITEM_D", "ITEM_CA", "MODEL_R")) == [
            "ITEM_DELIVERED A1:change1", "MODEL_REFRESHED A1", "MODEL_RETIRED A1",
        ]  # fmt: skip


def test_a_retraining_that_ends_at_the_breach_comes_first(play: Play) -> None:
    """In breach at 8; begun at 6 and out at 8, by its last job or its dwell, the new version has none."""
    ways = (
        {"change": (stage("build", "ml", 2.0),)},
        DWELL,
    )
    for way in ways:
        plan = story(
            OFFICE, days=9.0, demand=ONE, drift=BREACH_AT_8,
            retraining={"policy": "scheduled", "period_days": 6.0}, **way,
        )  # fmt: skip
        assert order(play(plan, "INCIDENT", "MODEL_R")) == ["MODEL_REFRESHED A1"]


def test_a_retraining_that_begins_at_the_breach_comes_after_it(play: Play) -> None:
    """By machine in no time, on the day of the breach: it ends the incident of that instant."""
    plan = story(
        OFFICE, days=9.0, demand=ONE, drift=BREACH_AT_8,
        retraining={"policy": "scheduled", "period_days": 8.0, "automated_low": 1.0, "automated_high": 1.0},
    )  # fmt: skip
    assert order(play(plan, "INCIDENT", "MODEL_R")) == [
        "INCIDENT_ONSET A1:natural_drift1", "MODEL_REFRESHED A1", "INCIDENT_MITIGATED A1:natural_drift1",
        "INCIDENT_CLOSED A1:natural_drift1",
    ]  # fmt: skip


SEASONS = {"law": "seasonal", "season_days": 20.0, "season_amplitude": 0.6, "slo_margin": 0.5}


def rise(u: Draws) -> float | None:
    """Return after how many days of its first season A1 is in breach, as far before its end it recovers."""
    amplitude = 2.0 * u(purposes.BREACH, A1, 1) * 0.6
    return 20.0 / math.pi * math.asin(math.sqrt(0.5 / amplitude)) if amplitude > 0.55 else None


def test_a_season_that_ends_at_the_check_goes_unnoticed(play: Play) -> None:
    """The first check is at the instant of the recovery."""

    def recovery(u: Draws) -> float | None:
        days = rise(u)
        return None if days is None else days + (20.0 - 2.0 * days)

    plan = story(
        OFFICE, days=19.0, demand=ONE, drift=SEASONS, change=BUSY,
        monitoring=SURE | {"covariate_share": 1.0, "check_days": recovery},
    )  # fmt: skip
    assert order(play(plan, "INCIDENT"))[:2] == [
        "INCIDENT_ONSET A1:natural_drift1", "INCIDENT_RECOVERED A1:natural_drift1",
    ]  # fmt: skip


def test_a_breach_comes_before_a_recovery_and_that_before_broken_data(play: Play) -> None:
    """Labels are 12 days old: A1 is in breach from day 0 on, for 20 days less twice what it would take.

    As it recovers, a1 goes live, for the same reason in breach at once, and the data of A1 break.
    """

    def recovery(u: Draws) -> float | None:
        days = rise(u)
        return None if days is None else 20.0 - 2.0 * days

    def two_days_before(u: Draws) -> float | None:
        day = recovery(u)
        return None if day is None or day - 2.0 + 2.0 != day else day - 2.0

    def breaks_then(u: Draws) -> float | None:
        day = recovery(u)
        return None if day is None else rate(day, purposes.BREAK_GAP, A1, 1)(u)

    plan = story(
        OFFICE, days=14.0, ideas={"a": two_days_before}, initiative=(stage("build", "ml", 2.0),),
        demand=ONE, drift=SEASONS, breaks={"per_model_year": breaks_then},
        monitoring={"label_delay_days": 12.0},
        luck=lambda u: u(purposes.BREACH, idea(0), 1) > 0.5
        and waited(u, purposes.BREAK_GAP, idea(0), 1) > 3 * waited(u, purposes.BREAK_GAP, A1, 1),
    )  # fmt: skip
    told = play(plan, "MODEL_L", "INCIDENT_O", "INCIDENT_R")
    assert order(told)[1:6] == [
        "INCIDENT_ONSET A1:natural_drift1", "MODEL_LIVE a1", "INCIDENT_ONSET a1:natural_drift1",
        "INCIDENT_RECOVERED A1:natural_drift1", "INCIDENT_ONSET A1:data_break1",
    ]  # fmt: skip
    assert len({row[0] for row in told[2:6]}) == 1


def test_an_alarm_is_heard_before_the_false_one_of_that_check(play: Play) -> None:
    """Drift is seen at the check of day 9, at which A1 also gives its first false alarm: nobody is weary yet.

    A fault that begins at 9 comes before both.
    """
    plan = story(
        OFFICE, days=9.5, demand=ONE, drift=BREACH_AT_8, change=BUSY,
        faults={"per_model_year": fault_rate(9.0, A1)},
        monitoring=SURE | {"covariate_share": 1.0, "check_days": 9.0, "metrics": 9999, "false_alarm": 0.5,
                           "labels_per_check": 0.0, "attention_half_load": 1e-9, "attention_floor": 1e-3},
        luck=lambda u: u(purposes.ATTENTION, incident(A1, Cause.NATURAL_DRIFT), 1) > 0.5,
    )  # fmt: skip
    assert order(play(plan, "INCIDENT_O", "INCIDENT_DE", "ALARM", "FALSE")) == [
        "INCIDENT_ONSET A1:natural_drift1", "INCIDENT_ONSET A1:fault1",
        "INCIDENT_DETECTED A1:natural_drift1", "FALSE_ALARM A1",
    ]  # fmt: skip


def test_a_monitor_comes_before_users(play: Play) -> None:
    """Both on day 12: broken data seen by the monitor, drift by users, though drift has the lower address."""
    drift = incident(A1, Cause.NATURAL_DRIFT)
    plan = story(
        OFFICE, days=12.5, demand=ONE, drift=BREACH_AT_8, change=BUSY,
        breaks={"per_model_year": rate(9.0, purposes.BREAK_GAP, A1, 1), "loss": 0.001},
        monitoring=SURE | {
            "covariate_share": 0.0, "check_days": 12.0,
            "complaints_per_day": rate(4.0, purposes.COMPLAINT, drift, per_days=4.0),
        },
    )  # fmt: skip
    assert order(play(plan, "INCIDENT_DE")) == [
        "INCIDENT_DETECTED A1:data_break1", "INCIDENT_DETECTED A1:natural_drift1",
    ]  # fmt: skip


def test_an_outside_end_comes_after_a_false_alarm_and_before_the_calendar(play: Play) -> None:
    """On day 9: a false alarm, the outside end of the fault of day 6, a retraining."""
    plan = story(
        OFFICE, days=9.5, demand=ONE, faults={"per_model_year": fault_rate(6.0, A1)},
        monitoring=SURE | {"metrics": 9999, "false_alarm": 0.5, "check_days": 9.0, "fault_alert_works": 1.0},
        response={"external_share": 1.0, "external_days": 3.0},
        retraining={"policy": "scheduled", "period_days": 9.0},
        luck=lambda u: waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    assert order(play(plan, "FALSE", "INCIDENT_M", "ITEM_C")) == [
        "FALSE_ALARM A1", "INCIDENT_MITIGATED A1:fault1", "ITEM_CREATED A1:change1",
    ]  # fmt: skip


def test_what_is_due_at_the_horizon_never_comes(play: Play) -> None:
    """A run of 12 days: the idea of day 10 is built until 12, which nobody sees. The last row ends it."""
    plan = story(OFFICE, days=12.0, ideas={"a": 10.0}, initiative=(stage("build", "ml", 2.0),))
    assert order(play(plan, "JOB")) == ["JOB_QUEUED a1#1", "JOB_STARTED a1#1"]
    for engine in (reference, compiled):
        last = engine.simulate(plan, 0).rows[-1]
        assert last.item() == (12.0, 0, 12.0, Event.RUN_ENDED, 0, -1, -1)
