"""Who notices, and when: performance monitor, input monitor, infrastructure alerts, users; false alarms.

The draws of an alarm of an incident are numbered by the alarms that it had before.
"""

from __future__ import annotations

import math
from statistics import NormalDist

from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, fault_rate, rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import incident, old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "science": 1.0, "data": 1.0, "operations": 1.0}}}, {"a": "lab"})
A1, A2 = old(0, 1), old(0, 2)
ONE, TWO = {"initial_models_per_unit": 1}, {"initial_models_per_unit": 2}
WATCHED = {"coverage_low": 1.0, "coverage_high": 1.0, "metrics": 0, "check_days": 3.0}
SURE = WATCHED | {"false_alarm": 0.05, "labels_per_check": 1e9}
"""Checks every 3 days that notice a loss for certain, once they have labels; healthy metrics do not alarm."""
DRIFT = {"law": "gradual", "rate": 0.0625, "slo_margin": 0.5}
"""In breach 8 days after the data of the training, at loss 0.5."""
BUSY = (stage("train", "science", 99.0),)
"""A repair that takes longer than the story."""


def test_the_performance_monitor_waits_for_labels_of_the_broken_model(play: Play) -> None:
    """Labels are 2 days old: in breach at 6, labels of it from 8 on, and the next check is at 9.

    They are 5 days old: in breach at 3, labels from 8, seen at 9. 1 day old: in breach at 7, labels from 8.
    And 4: in breach at 4, labels from 8. But if the first labels of it come with a check, the next one is
    meant: checks every 4 days, at 8 and 12: at 12.
    """
    for delay in (1.0, 2.0, 4.0, 5.0):
        plan = story(
            OFFICE, days=20.0, demand=ONE, drift=DRIFT, change=BUSY,
            monitoring=SURE | {"label_delay_days": delay},
        )  # fmt: skip
        assert (
            play(plan, "INCIDENT_D")[0]
            == rows(f"""
            9 INCIDENT_DETECTED A1:natural_drift1 PERFORMANCE_MONITOR {9 - (8 - delay)} @lab
        """)[0]
        )
    monitoring = SURE | {"label_delay_days": 2.0, "check_days": 4.0}
    plan = story(OFFICE, days=20.0, demand=ONE, drift=DRIFT, change=BUSY, monitoring=monitoring)
    assert play(plan, "INCIDENT_D")[0][0] == 12.0


def test_a_weak_monitor_takes_several_checks(play: Play) -> None:
    """One check is a one-sided z test: Phi(0.5 sqrt(n) / 0.3 - z(0.95)) with n = 0.36 labels: Phi(1 - 1.645).

    That is 0.26; the draw stands for the third check after the breach at 8, which is 15 (9, 12, 15).
    """
    power = NormalDist().cdf(0.5 * math.sqrt(0.36) / 0.3 - NormalDist().inv_cdf(0.95))
    drift1 = incident(A1, Cause.NATURAL_DRIFT)
    plan = story(
        OFFICE, days=20.0, demand=ONE, drift=DRIFT, change=BUSY,
        monitoring=SURE | {"labels_per_check": 0.36, "outcome_sd": 0.3},
        luck=lambda u: 1 - (1 - power) ** 2 < u(purposes.PERFORMANCE_CHECKS, drift1) < 1 - (1 - power) ** 3,
    )  # fmt: skip
    assert play(plan, "INCIDENT_DE") == rows(
        "15 INCIDENT_DETECTED A1:natural_drift1 PERFORMANCE_MONITOR 7 @lab"
    )


def test_who_may_never_cry_wolf_never_alarms(play: Play) -> None:
    """No false alarm allowed means no alarm at all, and without labels there is none either."""
    for blind in (
        {"false_alarm": 0.0},
        {"labels_per_check": 0.0},
        {"coverage_low": 0.0, "coverage_high": 0.0},
    ):
        plan = story(OFFICE, days=90.0, demand=ONE, drift=DRIFT, change=BUSY, monitoring=SURE | blind)
        assert play(plan, "INCIDENT_DE") == []


def test_the_input_monitor_sees_broken_data(play: Play) -> None:
    """Data break at 8; it is right in half of the checks, at 9 and 12: the draw is above a half, so at 12."""
    break1 = incident(A1, Cause.DATA_BREAK)
    plan = story(
        OFFICE, days=20.0, demand=ONE, change=BUSY, monitoring=WATCHED | {"input_power": 0.5},
        breaks={"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1), "loss": 0.25},
        luck=lambda u: 0.5 < u(purposes.INPUT_CHECKS, break1) < 0.75,
    )  # fmt: skip
    assert play(plan, "INCIDENT_O", "INCIDENT_DE") == rows("""
        8   INCIDENT_ONSET     A1:data_break1  DATA_BREAK     0.25  @lab
        12  INCIDENT_DETECTED  A1:data_break1  INPUT_MONITOR  4     @lab
    """)


def test_the_input_monitor_sees_drift_that_shows_in_the_inputs_only(play: Play) -> None:
    """A1 and A2 are in breach at 8. Inputs show that in 0.5 of the cases: A2 draws below that, A1 above."""
    plan = story(
        OFFICE, days=20.0, demand=TWO, drift=DRIFT, change=BUSY,
        monitoring=WATCHED | {"input_power": 1.0, "covariate_share": 0.5},
        luck=lambda u: u(purposes.COVARIATE, incident(A1, Cause.NATURAL_DRIFT)) > 0.5
        > u(purposes.COVARIATE, incident(A2, Cause.NATURAL_DRIFT)),
    )  # fmt: skip
    assert play(plan, "INCIDENT_DE") == rows("9 INCIDENT_DETECTED A2:natural_drift1 INPUT_MONITOR 1 @lab")


def test_infrastructure_alerts_report_faults_after_a_lag_where_they_work(play: Play) -> None:
    """Monitored or not: A1's fault at 8 is reported after its draw. A2's comes later; its alerts do not work.

    Nor does a monitor see faults.
    """
    fault1, fault2 = incident(A1, Cause.FAULT), incident(A2, Cause.FAULT)
    plan = story(
        OFFICE, days=20.0, demand=TWO, change=BUSY, faults={"per_model_year": fault_rate(8.0, A1)},
        monitoring=SURE | {"input_power": 1.0, "fault_notice_days": UNIFORM, "fault_alert_works": 0.6},
        response={"configure_days": 99.0},
        luck=lambda u: u(purposes.ALERT_WORKS, fault1) < 0.6 <= u(purposes.ALERT_WORKS, fault2)
        and 1 < waited(u, purposes.FAULT_GAP, A2, 1) / waited(u, purposes.FAULT_GAP, A1, 1) < 1.5,
    )  # fmt: skip
    u = draws_of(plan)
    lag = u(purposes.ALERT_LAG, fault1, 0)
    gap = math.exp(math.log(waited(u, purposes.FAULT_GAP, A2, 1)))
    other = gap / (plan.settings.faults.per_model_year / 260.0)
    assert play(plan, "INCIDENT_O", "INCIDENT_DE") == rows(f"""
        8          INCIDENT_ONSET     A1:fault1  FAULT                 1              @lab
        {8 + lag}  INCIDENT_DETECTED  A1:fault1  INFRASTRUCTURE_ALERT  {8 + lag - 8}  @lab
        {other}    INCIDENT_ONSET     A2:fault1  FAULT                 1              @lab
    """)


def test_users_complain_the_sooner_the_more_it_hurts(play: Play) -> None:
    """Hazard 4 r loss^2 a day: at loss 0.5 the draw of the drift of A1 stands for 4 days: 8 + 4."""
    complaint = rate(4.0, purposes.COMPLAINT, incident(A1, Cause.NATURAL_DRIFT), per_days=4.0)
    plan = story(
        OFFICE, days=20.0, demand=ONE, drift=DRIFT, change=BUSY, monitoring={"complaints_per_day": complaint}
    )
    assert play(plan, "INCIDENT_DE") == rows("12 INCIDENT_DETECTED A1:natural_drift1 USERS 4 @lab")


def test_nobody_complains_of_what_costs_nothing(play: Play) -> None:
    """Broken data at 8 that lose nothing: at any hazard above 0.2 a day users would have complained by 20."""
    plan = story(
        OFFICE, days=20.0, demand=ONE, change=BUSY, monitoring={"complaints_per_day": 9.0},
        breaks={"per_model_year": rate(8.0, purposes.BREAK_GAP, A1, 1), "loss": 0.0},
        luck=lambda u: waited(u, purposes.COMPLAINT, incident(A1, Cause.DATA_BREAK)) < 12 * 0.2,
    )  # fmt: skip
    assert play(plan, "INCIDENT_O", "INCIDENT_DE") == rows(
        "8 INCIDENT_ONSET A1:data_break1 DATA_BREAK 0 @lab"
    )


def test_the_first_channel_wins_and_of_equals_the_first_in_the_list(play: Play) -> None:
    """In breach at 8; users complain at 12, and with checks every 4 days both monitors alarm at 12.

    The performance monitor is the first in the list, then the input monitor; checks at 10 or 13 decide alone.
    """
    complaint = rate(4.0, purposes.COMPLAINT, incident(A1, Cause.NATURAL_DRIFT), per_days=4.0)
    both = SURE | {"input_power": 1.0, "covariate_share": 1.0, "complaints_per_day": complaint}

    def noticed(**changes: float) -> object:
        plan = story(OFFICE, days=20.0, demand=ONE, drift=DRIFT, change=BUSY, monitoring=both | changes)
        return [(row[0], row[3]) for row in play(plan, "INCIDENT_DE")]

    assert noticed(check_days=4.0) == [(12.0, "PERFORMANCE_MONITOR")]
    assert noticed(check_days=4.0, labels_per_check=0.0) == [(12.0, "INPUT_MONITOR")]
    assert noticed(check_days=5.0, labels_per_check=0.0) == [(10.0, "INPUT_MONITOR")]
    assert noticed(check_days=13.0) == [(12.0, "USERS")]


def checks_until(u: Draws, model: int, n: int, chance: float) -> int:
    """Return how many checks pass until the n-th false alarm of a model, that included."""
    return math.ceil(waited(u, purposes.FALSE_ALARM_GAP, model, n) / -math.log(1.0 - chance))


def test_healthy_metrics_alarm_at_some_checks(play: Play) -> None:
    """One of 2 alarms, each with 0.25: at 1 - 0.75^2 = 0.4375 of the checks, every 0.5 days.

    Checks from one false alarm to the next follow its draw. Each is heard and takes somebody its own draw.
    """
    plan = story(
        OFFICE, days=8.0, demand=ONE,
        monitoring=WATCHED | {
            "check_days": 0.5, "metrics": 2, "false_alarm": 0.25, "false_alarm_days": UNIFORM
        },
        luck=lambda u: sum(checks_until(u, A1, n, 0.4375) for n in (1, 2, 3)) < 16
        <= sum(checks_until(u, A1, n, 0.4375) for n in (1, 2, 3, 4)),
    )  # fmt: skip
    u = draws_of(plan)
    checks = [sum(checks_until(u, A1, k, 0.4375) for k in range(1, n + 1)) for n in (1, 2, 3)]
    expected = ""
    for n, check in enumerate(checks, start=1):
        effort = u(purposes.FALSE_ALARM_EFFORT, A1, n)
        expected += f"{check * 0.5} FALSE_ALARM A1 1 1 @lab\n"
        expected += f"{check * 0.5} JOB_QUEUED A1:alarm#{n + 1} ALARM.ml.1 {effort} @lab\n"
    assert play(plan, "FALSE", "JOB_Q") == rows(expected)


def test_only_some_models_are_monitored(play: Play) -> None:
    """0.1 of them: A1 is, A2 is not. At the check of day 3 A1 alarms, A2 never; without metrics neither."""
    for metrics, alarms in ((9999, ["A1"]), (0, [])):
        plan = story(
            OFFICE, days=5.0, demand=TWO,
            monitoring=WATCHED | {"coverage_low": 0.1, "coverage_high": 0.1, "metrics": metrics,
                                  "false_alarm": 0.5},
            luck=lambda u: u(purposes.MONITORED, A1) < 0.1 <= u(purposes.MONITORED, A2),
        )  # fmt: skip
        assert [row[2] for row in play(plan, "FALSE")] == alarms


def test_false_alarms_make_their_team_weary(play: Play) -> None:
    """At each check, on days 3 and 6, all models alarm. The lab owns A1 and C1, ops B1.

    Day 3: A1 is heard for certain; now the lab remembers 1 alarm, by a memory of 10 days 0.1 a day, and half
    as many are heard at 0.05 a day: C1 with 1 / (1 + 0.1 / 0.05) = 1 / 3. Ops has heard nothing before B1.
    Day 6: the lab remembers 2 exp(-3 / 10), with A1 1 more; ops exp(-3 / 10). Only A1 is heard.
    """
    teams = {"lab": {"ann": {"ml": 1.0}}, "ops": {"oli": {"operations": 1.0}}}
    b1, c1, faded = old(1), old(2), math.exp(-3 / 10)
    a, b, c = (1.0 / (1.0 + load / 10.0 / 0.05) for load in (2.0 * faded, faded, 2.0 * faded + 1.0))
    plan = story(
        office(teams, {"a": "lab", "b": "ops", "c": "lab"}), days=8.0, demand=ONE,
        monitoring=WATCHED | {
            "metrics": 10_000, "false_alarm": 0.5, "false_alarm_days": 0.25, "attention_half_load": 0.05,
            "attention_memory_days": 10.0, "attention_floor": 0.01,
        },
        luck=lambda u: u(purposes.ATTENTION, c1, 1) > 1 / 3 and u(purposes.ATTENTION, A1, 2) < a
        and u(purposes.ATTENTION, b1, 2) > b and u(purposes.ATTENTION, c1, 2) > c,
    )  # fmt: skip
    third = 1.0 / (1.0 + 1.0 / 10.0 / 0.05)
    assert play(plan, "FALSE", "JOB_Q") == rows(f"""
        3  FALSE_ALARM  A1          1                   1        @lab
        3  JOB_QUEUED   A1:alarm#2  ALARM.ml.1          0.25     @lab
        3  FALSE_ALARM  B1          1                   1        @ops
        3  JOB_QUEUED   B1:alarm#2  ALARM.operations.1  0.25     @ops
        3  FALSE_ALARM  C1          0                   {third}  @lab
        6  FALSE_ALARM  A1          1                   {a}      @lab
        6  JOB_QUEUED   A1:alarm#3  ALARM.ml.1          0.25     @lab
        6  FALSE_ALARM  B1          0                   {b}      @ops
        6  FALSE_ALARM  C1          0                   {c}      @lab
    """)


def test_a_weary_team_misses_alarms_until_one_gets_through(play: Play) -> None:
    """A false alarm at the check of day 4, and no more. A fault at 8, reported every half day.

    At 8.5 the load is exp(-0.45), at 9 exp(-0.5), a tenth of that a day; half as many are heard at 0.05 a
    day: 0.44 and 0.45. The first alarm (draw above) is missed, the second (below) is not. Attention that
    halves at 0.001 a day would be 0.02: there the floor of 0.3 holds.
    """
    fault = incident(A1, Cause.FAULT)

    def missed(half_load: float, floor: float) -> list[tuple[float, str, str, float]]:
        chances = [max(floor, 1.0 / (1.0 + math.exp(-days / 10) / 10 / half_load)) for days in (4.5, 5.0)]
        plan = story(
            OFFICE, days=12.0, demand=ONE, faults={"per_model_year": fault_rate(8.0, A1)},
            monitoring=WATCHED | {
                "check_days": 4.0, "metrics": 1, "false_alarm": 0.5, "fault_notice_days": 0.5,
                "fault_alert_works": 1.0, "attention_half_load": half_load, "attention_floor": floor,
            },
            response={"configure_days": 99.0},
            luck=lambda u: checks_until(u, A1, 1, 0.5) == 1 and checks_until(u, A1, 2, 0.5) > 2
            and u(purposes.ATTENTION, fault, 1) > chances[0] and u(purposes.ATTENTION, fault, 2) < chances[1],
        )  # fmt: skip
        return [(row[0], row[1], row[3], row[4]) for row in play(plan, "ALARM", "INCIDENT_DE")]

    weary = 1.0 / (1.0 + math.exp(-4.5 / 10) / 10 / 0.05)
    assert missed(0.05, 0.1) == [
        (8.5, "ALARM_MISSED", "PERFORMANCE_MONITOR", weary),
        (9.0, "INCIDENT_DETECTED", "INFRASTRUCTURE_ALERT", 1.0),
    ]
    assert missed(0.001, 0.3)[0] == (8.5, "ALARM_MISSED", "PERFORMANCE_MONITOR", 0.3)


def test_nobody_misses_a_complaint_and_without_weariness_no_alarm(play: Play) -> None:
    """As weary as can be, at the floor of 0.01: users of A1 complain at 12 and are heard.

    With `attention_half_load` 0 nobody ever tires: the next false alarm is heard for certain.
    """
    complaint = rate(4.0, purposes.COMPLAINT, incident(A1, Cause.NATURAL_DRIFT), per_days=4.0)
    noisy = WATCHED | {"metrics": 9999, "false_alarm": 0.5, "labels_per_check": 0, "attention_floor": 0.01}
    plan = story(
        OFFICE, days=13.0, demand=ONE, drift=DRIFT, change=BUSY,
        monitoring=noisy | {"attention_half_load": 1e-9, "complaints_per_day": complaint},
        luck=lambda u: min(u(purposes.ATTENTION, A1, n) for n in (2, 3, 4)) > 0.01,
    )  # fmt: skip
    assert play(plan, "FALSE", "INCIDENT_DE") == rows("""
        3   FALSE_ALARM        A1                 1      1     @lab
        6   FALSE_ALARM        A1                 0      0.01  @lab
        9   FALSE_ALARM        A1                 0      0.01  @lab
        12  INCIDENT_DETECTED  A1:natural_drift1  USERS  4     @lab
        12  FALSE_ALARM        A1                 0      0.01  @lab
    """)
    plan = story(OFFICE, days=8.0, demand=ONE, monitoring=noisy)
    assert [row[3:5] for row in play(plan, "FALSE")] == [("1", 1.0), ("1", 1.0)]


def test_the_thousandth_false_alarm_begins_a_new_child(play: Play) -> None:
    """Looks are numbered by a child of the model and a job of it: the 999th is job 1,000, the next one 1."""
    noisy = WATCHED | {"metrics": 10_000, "false_alarm": 0.5, "check_days": 1.0, "false_alarm_days": 0.001}
    plan = story(OFFICE, days=1001.5, demand=ONE, monitoring=noisy)
    assert [row[2] for row in play(plan, "JOB_Q")][-3:] == ["A1:alarm#1000", "A1:alarm+1#1", "A1:alarm+1#2"]
