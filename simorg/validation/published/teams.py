"""Published figures of teams: a survey counts teams, so they are read from a population of organisations."""

from __future__ import annotations

from simorg.validation.published.row import Published

THEME = "a population of teams"

ROWS = (
    Published(
        "teams that need a week or more to detect and fix", "share", 0.234, 0.290, "slow_units_share", 1.0,
        "26.2 % of 945 people, one answer each (95 % interval): [arize2022]",
        differs="self-report of a typical case to a vendor; here the median of what a unit noticed",
        is_input="looked at when the time to diagnose was set",
        population=True,
    ),
)  # fmt: skip
