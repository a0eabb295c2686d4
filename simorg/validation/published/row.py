"""What a published figure is: a range, the column that speaks of it, its source, and what is not alike."""

from __future__ import annotations

from typing import NamedTuple

from simorg.config.settings import DAYS_PER_MONTH

CALENDAR_DAYS = 7.0 / 5.0
"""Calendar days in a working day: ticket logs and repositories tell days of the calendar."""

CALENDAR_HOURS = 24.0 * CALENDAR_DAYS
"""Hours in a working day of what waits for people in an office: nights and weekends are in the log."""

HOURS = 8.0
"""Hours in a working day of what goes on around the clock: an incident of a service waits for no morning."""

MONTHS = 1.0 / DAYS_PER_MONTH
"""Months in a working day."""

LIFT_WING = "Wikimedia ML platform team, public repositories 2021-26"


class Published(NamedTuple):
    """One published quantity and the column of a table of runs that speaks of it."""

    quantity: str
    unit: str
    low: float
    high: float
    measure: str
    factor: float  # from the unit of the measure to the published unit; -1 is the complement of a share
    source: str  # ``[chen2019]`` cites a source of the registry, which tells the defaults it touches
    differs: str = ""  # what of quantity, unit, population or stage is not that of the source: mark J
    is_input: str = ""  # how the figure itself came into the defaults: agreement proves nothing
    population: bool = False  # read from a population of organisations, not from the default one

    @property
    def mark(self) -> str:
        """Return J where the comparison is a judgement, else nothing."""
        return "J" if self.differs else ""
