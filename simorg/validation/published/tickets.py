"""Published figures of tickets, which requests are held against: three logs of companies."""

from __future__ import annotations

from simorg.validation.published.row import CALENDAR_DAYS, Published

THEME = "requests, as ticket logs tell of them"

LOGS = "[steeman2013], [amaral2018], [dongen2014]"
MOVES = "probabilities to move on were taken from two of the logs"
BACK = "the probability to give back was worked out from one of the logs"
BLOCKED = "how often and how long requests wait for somebody outside was taken from one of the logs"

TRAP = (
    "one of the logs holds what was closed in it, another changes half way (median 0.92 days over all weeks, "
    "0.04 in its later part)"
)
SHORT = f"{TRAP}; working hours count as 1.4 times as many: by a clock of 9 to 17 h they are a third of that"

ROWS = (
    Published(
        "resolved by the first team", "share", 0.479, 0.616, "request_first_line_share", 1.0,
        f"0.49, 0.61, 0.59: {LOGS}", is_input=MOVES,
    ),
    Published(
        "1 change of team", "share", 0.158, 0.255, "request_handoffs_1_share", 1.0,
        f"0.23, 0.22 to 0.25 (two counts of one log), 0.17: {LOGS}", is_input=MOVES,
    ),
    Published(
        "2 changes of team", "share", 0.077, 0.138, "request_handoffs_2_share", 1.0,
        f"0.13, 0.08 to 0.09, 0.11: {LOGS}", is_input=MOVES,
    ),
    Published(
        "3 changes of team or more", "share", 0.086, 0.158, "request_handoffs_3plus_share", 1.0,
        f"0.15, 0.09 to 0.12, 0.14: {LOGS}", is_input=MOVES,
    ),
    Published(
        "time to resolve, median", "days", 0.27, 0.96, "request_lead_p50_days", CALENDAR_DAYS,
        f"0.63 [0.27, 0.81], 0.92 [0.88, 0.96], 0.76: {LOGS}", differs=TRAP,
    ),
    Published(
        "time to resolve, 85th percentile", "days", 6.5, 14.0, "request_lead_p85_days", CALENDAR_DAYS,
        f"13.1 [12.8, 14.0], 11.8, 7.1 [6.5, 7.7]: {LOGS}", differs=TRAP,
    ),
    Published(
        "median at no change of team", "days", 0.009, 0.127, "request_lead_p50_days_at_0_handoffs",
        CALENDAR_DAYS, f"0.01, 0.03, 0.11 [0.09, 0.13]: {LOGS}", differs=SHORT,
        is_input="the form: some visits have no queue before them; their share is a judgement",
    ),
    Published(
        "median at 1 change of team", "days", 0.85, 3.3, "request_lead_p50_days_at_1_handoffs", CALENDAR_DAYS,
        f"2.7 [1.9, 3.3], 1.75, 1.06 [0.85, 1.3]: {LOGS}", differs=TRAP,
    ),
    Published(
        "median at 2 changes of team", "days", 2.3, 6.2, "request_lead_p50_days_at_2_handoffs", CALENDAR_DAYS,
        f"5.0 [4.8, 6.2], 4.3, 2.9 [2.3, 3.7]: {LOGS}", differs=TRAP,
    ),
    Published(
        "median at 3 changes of team", "days", 3.1, 10.0, "request_lead_p50_days_at_3_handoffs",
        CALENDAR_DAYS, f"7.1 [6.0, 10.0], 6.1, 4.1 [3.1, 5.4]: {LOGS}", differs=TRAP,
    ),
    Published(
        "log time to resolve against changes of team, correlation", "1", 0.425, 0.497,
        "log_request_lead_handoff_correlation", 1.0, f"0.48 [0.46, 0.50], 0.45, 0.45 [0.43, 0.47]: {LOGS}",
        differs=TRAP,
    ),
    Published(
        "given back to the team just left", "share", 0.086, 0.294, "request_ping_pong_share", 1.0,
        f"0.16, 0.09, 0.28: {LOGS}", is_input=BACK,
    ),
    Published(
        "given back, of those with 2 changes or more", "share", 0.505, 0.660,
        "request_ping_pong_given_2_share", 1.0, f"0.57, 0.52, 0.63: {LOGS}", is_input=BACK,
    ),
    Published(
        "ever waited for somebody outside", "share", 0.171, 0.197, "request_blocked_share", 1.0,
        "0.184 [0.171, 0.197]: [amaral2018]", is_input=BLOCKED,
    ),
    Published(
        "part of the time spent waiting for somebody outside", "share", 0.40, 0.50,
        "request_blocked_time_share", 1.0, "0.50, 0.40: [steeman2013], [amaral2018]", is_input=BLOCKED,
    ),
)  # fmt: skip
