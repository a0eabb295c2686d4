"""Published figures that the default organisation is held against, with their sources.

Nothing is fitted to them. A figure that a parameter takes over directly is marked as an input:
agreement there proves nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from simorg.config.settings import DAYS_PER_MONTH

CALENDAR = 7.0 / 5.0
"""Calendar days in a working day."""

HOURS = 8.0
"""Hours in a working day: the model's clock has no nights, an hour of a status page is an eighth of a day."""


class Published(NamedTuple):
    """One published quantity and the column of a table of runs that speaks of it."""

    quantity: str
    unit: str
    low: float
    high: float
    measure: str
    factor: float  # from the unit of the measure to the published unit
    source: str
    is_input: bool = False


LOGS = (
    "ticket logs of Volvo IT (BPI Challenge 2013), a ServiceNow user (UCI 498), Rabobank (BPI Challenge 2014)"
)
LIFT_WING = "Wikimedia ML platform team, public repositories 2021-26"
MONTH = 1.0 / DAYS_PER_MONTH
SHANKAR = "Shankar et al. 2022, arXiv 2209.09125"

PUBLISHED = (
    Published(
        "idea to production, mean",
        "months",
        1.0,
        9.0,
        "lead_time_mean_days",
        MONTH,
        "7 months (Comet 2023), 8 months (Gartner 2024)",
    ),
    Published("ideas that end in production", "share", 0.20, 0.25, "yield_share", 1.0, SHANKAR),
    Published(
        "change failure rate",
        "share",
        0.016,
        0.30,
        "change_failure_rate",
        1.0,
        f"1.6-3.3 % reverted ({LIFT_WING}); 0-15 % high, 16-30 % medium performers (DORA 2018-24)",
    ),
    Published(
        "incidents that are not ML",
        "share",
        0.52,
        0.72,
        "ml_incident_share",
        -1.0,
        "60 of 96 post-mortems, Papasian & Underwood, OpML 2020 (95 % interval)",
        True,
    ),
    Published(
        "hold-ups per person and month",
        "1/month",
        1.9,
        4.0,
        "blocks_per_person_month",
        1.0,
        "2.1 on people at the same site, 1.9 at another: Herbsleb & Mockus 2003, 10.1109/TSE.2003.1205177",
    ),
    Published(
        "length of a hold-up, mean",
        "days",
        0.9,
        2.4,
        "block_mean_days",
        1.0,
        "Herbsleb & Mockus 2003, 10.1109/TSE.2003.1205177",
    ),
    Published(
        "plain faults: onset to noticed, median",
        "h",
        0.3,
        1.2,
        "time_to_detect_p50_days_fault",
        HOURS,
        "Google Cloud 0.86 h, AWS 1.2 h, LLM services 0.33 h (status pages)",
        True,
    ),
    Published(
        "plain faults: onset to restored, median",
        "h",
        0.8,
        2.1,
        "time_to_restore_p50_days_fault",
        HOURS,
        "LLM services 1.2 h (FAILS, ICPE 2025), AWS 1.8 h, Google Cloud 2.1 h",
    ),
    Published(
        "plain faults: onset to restored, 85th percentile",
        "h",
        2.9,
        10.0,
        "time_to_restore_p85_days_fault",
        HOURS,
        "LLM services 4.5 h, AWS 5.3 h, Google Cloud 10 h",
    ),
    Published(
        "model and data failures that take a week or more",
        "share",
        0.20,
        0.35,
        "ml_restored_after_week_share",
        1.0,
        "26 % of 945 teams need a week or more to detect and fix (Arize 2022)",
    ),
    Published("incidents with 0 handoffs", "share", 0.49, 0.61, "incident_handoffs_0_share", 1.0, LOGS),
    Published("incidents with 1 handoff", "share", 0.17, 0.25, "incident_handoffs_1_share", 1.0, LOGS),
    Published("incidents with 2 handoffs", "share", 0.08, 0.13, "incident_handoffs_2_share", 1.0, LOGS),
    Published(
        "incidents with 3 or more handoffs", "share", 0.11, 0.20, "incident_handoffs_3plus_share", 1.0, LOGS
    ),
    Published(
        "log restore time against handoffs, correlation",
        "1",
        0.45,
        0.48,
        "log_restore_handoff_correlation",
        1.0,
        LOGS,
    ),
    Published(
        "median time to restore at 0 handoffs",
        "days",
        0.01,
        0.11,
        "time_to_restore_p50_days_at_0_handoffs",
        CALENDAR,
        LOGS,
    ),
    Published(
        "median time to restore at 1 handoff",
        "days",
        1.06,
        2.7,
        "time_to_restore_p50_days_at_1_handoffs",
        CALENDAR,
        LOGS,
    ),
    Published(
        "median time to restore at 2 handoffs",
        "days",
        2.9,
        5.0,
        "time_to_restore_p50_days_at_2_handoffs",
        CALENDAR,
        LOGS,
    ),
    Published("items that ping-pong between two teams", "share", 0.09, 0.28, "ping_pong_share", 1.0, LOGS),
    Published(
        "touched time over lead time",
        "share",
        0.004,
        0.40,
        "flow_efficiency",
        1.0,
        "0.4 % of a loan application (BPI Challenge 2012); up to 40 % in practitioners' folklore",
    ),
    Published(
        "change: request to production, median",
        "days",
        4.0,
        12.0,
        "change_lead_time_p50_days",
        CALENDAR,
        f"5.2 days from code, 11.9 days for a whole task ({LIFT_WING})",
    ),
    Published(
        "change: request to production, 85th percentile",
        "days",
        20.0,
        80.0,
        "change_lead_time_p85_days",
        CALENDAR,
        f"24 days from code, 79 days for a whole task ({LIFT_WING})",
    ),
    Published(
        "failed release: rollout to taken back, median",
        "h",
        1.5,
        46.0,
        "roll_back_delay_p50_days",
        HOURS,
        "merged to reverted 1.5-2.5 h (Wikimedia), 17-46 h (jax, executorch, FBGEMM)",
    ),
    Published(
        "approvals refused",
        "share",
        0.031,
        0.112,
        "approvals_refused_share",
        1.0,
        "per sign-off of a travel declaration: supervisors 0.031, pre-approvers 0.112 (BPI Challenge 2020)",
        True,
    ),
    Published(
        "wait for an approval, median",
        "h",
        0.0,
        21.0,
        "approval_wait_p50_days",
        HOURS,
        "supervisor and budget owner 21 h (BPI Challenge 2020)",
    ),
    Published(
        "alarms that nobody follows up",
        "share",
        0.1,
        0.45,
        "alarm_noticed_share",
        -1.0,
        f"one alert ignored 45 % of about 1,000 times; {SHANKAR}",
    ),
)
