"""Published figures of what people do, wait for and decide."""

from __future__ import annotations

from simorg.validation.published.row import CALENDAR_HOURS, Published

THEME = "work and waiting"

DEVOPS = "State of DevOps 2018, p. 32, and 2016, p. 26 (survey)"

ROWS = (
    Published(
        "time of builders: new work", "share", 0.30, 0.50, "builders_new_work_share", 1.0,
        f"50 % of elite and high, 40 % of medium, 30 % of low performers: {DEVOPS}",
        is_input="looked at when demand was set: 30-50 % ask for about 2.4 ideas a unit and quarter",
    ),
    Published(
        "time of builders: unplanned work and rework", "share", 0.195, 0.32, "builders_unplanned_share", 1.0,
        f"19.5-20 % of all performers in 2018, 21-32 % in 2016: {DEVOPS}",
        differs="what people call unplanned; here rework, repairs, incidents and alarms",
    ),
    Published(
        "hold-ups per person and month", "1/month", 1.9, 2.1, "blocks_per_person_month", 1.0,
        "2.1 on people at the same site, 1.9 at another, of developers: [herbsleb2003]",
        differs="published of developers; here of everybody, also of those who hardly ask",
    ),
    Published(
        "length of a hold-up, mean", "days", 0.9, 2.4, "block_mean_days", 1.0,
        "0.9 at the same site, 2.4 at another: [herbsleb2003]",
    ),
    Published(
        "approvals refused", "share", 0.031, 0.112, "approvals_refused_share", 1.0,
        "per sign-off of a travel declaration: supervisors 0.031, pre-approvers 0.112: [dongen2020]",
        differs="published of travel declarations; here of releases",
        is_input="the probability of a refusal was set between these two",
    ),
    Published(
        "wait for an approval, median", "h", 0.04, 21.0, "approval_wait_p50_days", CALENDAR_HOURS,
        "travel declarations: 0.04 h in one half of a year, 21 h over all: [dongen2020]",
        differs="published of travel declarations; here of releases",
    ),
    Published(
        "alarms that nobody follows up", "share", 0.42, 0.48, "alarm_noticed_share", -1.0,
        "one alert ignored 45 % of about 1,000 times (95 % interval): [shankar2022]",
        differs="one engineer of one alert; here all alarms",
        is_input="the form of attention was taken from it, not its size",
    ),
)  # fmt: skip
