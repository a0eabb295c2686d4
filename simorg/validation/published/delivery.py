"""Published figures of how ideas and changes get through."""

from __future__ import annotations

from simorg.validation.published.row import CALENDAR_DAYS, CALENDAR_HOURS, LIFT_WING, MONTHS, Published

THEME = "delivery"

ROWS = (
    Published(
        "idea to production, mean", "months", 1.0, 9.0, "lead_time_mean_days", MONTHS,
        "7 months (Comet 2023), 8 months (Gartner 2024), 1 to 9 over all reports",
        differs="published from prototype to production, by self-report; here from the idea to all users",
    ),
    Published(
        "ideas that end in production", "share", 0.20, 0.25, "yield_share", 1.0,
        "40-50 % of ideas launched, half of these kept: one company, [shankar2022]",
        is_input="the stages at which ideas end are drawn with these probabilities",
    ),
    Published(
        "change failure rate", "share", 0.0, 0.30, "change_failure_rate", 1.0,
        f"0-15 % of high, 16-30 % of medium performers (State of DevOps 2018-24, self-report); 1.6-3.3 % "
        f"reverted ({LIFT_WING})",
        differs="a wide net: from the best to the middle of performers",
    ),
    Published(
        "change: first work to production, median", "days", 5.2, 11.9, "change_in_work_p50_days",
        CALENDAR_DAYS, f"5.2 days from the first code, 11.9 from first to last trace of a task ({LIFT_WING})",
        differs="published to the order to deploy; here until all users have it",
    ),
    Published(
        "change: first work to production, 85th percentile", "days", 24.0, 79.0, "change_in_work_p85_days",
        CALENDAR_DAYS, f"24 days from the first code, 79 from first to last trace of a task ({LIFT_WING})",
        differs="as above",
    ),
    Published(
        "failed release: rollout to taken back, median", "h", 1.5, 49.0, "roll_back_delay_p50_days",
        CALENDAR_HOURS,
        "merged to reverted: 1.5-2.5 h (Wikimedia), 5.7-49 h (six ML repositories: jax, executorch, FBGEMM "
        "and others)",
        differs="published of code that is merged at once; here of releases that go out in steps",
    ),
    Published(
        "time worked on over lead time", "share", 0.01, 0.40, "flow_efficiency", 1.0,
        "1-5, 5-15, up to 40 %: practitioners' folklore, no data set behind it",
        differs="folklore; of what kind of work, nobody says",
    ),
)  # fmt: skip
