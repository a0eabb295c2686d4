"""The calendar of a log: working days since the start of a run become timestamps, and back.

A working day has 8 hours from the time of day at which the run starts, five days a week from Monday
to Friday, without holidays. Nothing happens outside these hours, so the time between two events in
working hours is the time between them in the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from simorg.config.errors import SettingsError

Floats = npt.NDArray[np.float64]
Times = npt.NDArray[np.datetime64]

START = "2024-01-01T09:00"
HOURS_PER_DAY, DAYS_PER_WEEK = 8, 5
HOUR = 3_600_000_000
"""Microseconds, the resolution of all timestamps."""
LAST = np.datetime64("9999-12-31T23:59:59", "us")
"""Later years have five digits, which few tools read."""


@dataclass(frozen=True)
class WorkCalendar:
    """Working time that starts on a Monday.

    Parameters
    ----------
    start : datetime
        When day 0 begins, a Monday, with its offset from UTC.
    """

    start: datetime

    @property
    def origin(self) -> np.datetime64:
        """Day 0 in UTC."""
        return np.datetime64(self.start.astimezone(UTC).replace(tzinfo=None), "us")

    def timestamps(self, days: Floats) -> Times:
        """Turn working days since the start into instants in UTC; later days never come earlier.

        Parameters
        ----------
        days : ndarray of float
            Working days since the start, 0 or more.

        Returns
        -------
        ndarray of datetime64
            In microseconds. A whole number of days is the morning of the next day.

        Raises
        ------
        SettingsError
            If an instant lies beyond the year 9999.
        """
        whole = np.floor(days)
        within = np.rint((days - whole) * (HOURS_PER_DAY * HOUR)).astype(np.int64)
        weeks, weekday = np.divmod(whole.astype(np.int64), DAYS_PER_WEEK)
        found: Times = self.origin + ((7 * weeks + weekday) * 24 * HOUR + within).astype("timedelta64[us]")
        if (found > LAST).any():
            raise SettingsError(
                f"--start = {self.start:%Y-%m-%dT%H:%M}: {np.max(days):g} working days later "
                "the year has five digits; start earlier"
            )
        return found

    def days(self, timestamps: Times) -> Floats:
        """Turn instants in UTC back into working days; time outside working hours does not count.

        Parameters
        ----------
        timestamps : ndarray of datetime64
            Not before the start.
        """
        passed = (timestamps.astype("datetime64[us]") - self.origin).astype(np.int64)
        day, within = np.divmod(passed, 24 * HOUR)
        weeks, weekday = np.divmod(day, 7)
        share = np.where(
            weekday < DAYS_PER_WEEK, np.minimum(within / (HOURS_PER_DAY * HOUR), 1.0), 0.0
        )  # the weekend adds nothing to the five days before it
        worked: Floats = weeks * DAYS_PER_WEEK + np.minimum(weekday, DAYS_PER_WEEK) + share
        return worked


def starting(text: str = START) -> WorkCalendar:
    """Return the calendar that starts at a date and time.

    Parameters
    ----------
    text : str
        ISO 8601 such as ``2024-01-01T09:00`` (UTC) or ``2024-01-01T09:00+01:00``; a date alone
        starts at 09:00.

    Raises
    ------
    SettingsError
        If it is no date, no Monday, or leaves less than 8 hours of the day.
    """
    try:
        start = datetime.fromisoformat(f"{text}T09:00" if len(text) == len("2024-01-01") else text)
    except ValueError as error:
        raise SettingsError(f"--start = {text}: must be a date and time such as {START}") from error
    if start.weekday() != 0:
        monday = (start - timedelta(days=start.weekday())).date() if start.year > 1 else "2024-01-01"
        raise SettingsError(f"--start = {text}: must be a Monday; the one before is {monday}")
    if start > start.replace(hour=24 - HOURS_PER_DAY, minute=0, second=0, microsecond=0):
        raise SettingsError(
            f"--start = {text}: a working day has {HOURS_PER_DAY} hours; start by {24 - HOURS_PER_DAY}:00"
        )
    return WorkCalendar(start if start.tzinfo else start.replace(tzinfo=UTC))
