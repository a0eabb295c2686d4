"""Seats of a stored experiment: its table if it is finished, what is there so far if it is not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from simorg.config.errors import SettingsError
from simorg.experiments.design import design_of
from simorg.experiments.answers.seats import COLUMNS, seat_table
from simorg.experiments.results.stored_run import SEATS, StoredRun

INSTEAD = "simorg explain OVERRIDES runs 20 replications now"


def stored_seats(folder: Path) -> pd.DataFrame:
    """Return the seats of a run folder or a published folder.

    Returns
    -------
    DataFrame
        See `seat_table`.

    Raises
    ------
    SettingsError
        If there is no experiment, it has no replications yet, or it keeps no seats; says which.
    """
    stored = StoredRun(folder)
    if not (folder / "config.yaml").is_file():
        raise SettingsError(f"{folder} is no run folder with results: it has no config.yaml")
    if not stored.finished:
        return _so_far(stored)
    if "seats" not in stored.tables:
        raise _lacking(stored)
    found = stored.table("seats")
    lost = [name for name in COLUMNS if name not in found]
    if lost:
        where = folder / "seats.csv"
        raise SettingsError(f"{where}: has no column {lost[0]}; another version of simorg made it: {INSTEAD}")
    return found


def _so_far(stored: StoredRun) -> pd.DataFrame:
    if not stored.has_rows(SEATS):
        if stored.has_rows():
            raise _lacking(stored)
        raise SettingsError(f"{stored.path} is not finished: no replications are stored yet")
    return seat_table(stored.rows(SEATS))


def _lacking(stored: StoredRun) -> SettingsError:
    """Return what to say of an experiment without seats: its kind keeps none, or it is older than that."""
    try:
        settings = stored.settings
    except SettingsError as error:
        return error
    why = "it was made before seats were kept, so it does not say who was busy with what; run it again, or"
    if not design_of(settings).seats:
        why = f"an experiment of kind {settings.experiment.kind} keeps none;"
    return SettingsError(f"{stored.path} has no seats.csv: {why} {INSTEAD}")
