"""Seats of a stored experiment: its table if it is finished, what is there so far if it is not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import yaml

from simorg.config.compose import settings_from_config
from simorg.config.errors import SettingsError
from simorg.experiments.design import design_of
from simorg.experiments.results.parquet import part_files, read_parts
from simorg.experiments.results.reproduce import of_another_version, unfinished
from simorg.experiments.answers.seats import COLUMNS, seat_table
from simorg.experiments.results.run_folder import RUNS, SEATS
from simorg.measures.seats import KEYS

INSTEAD = "simorg explain OVERRIDES runs 20 replications now"


def stored_seats(folder: Path) -> pd.DataFrame:
    """Return the seats of a run folder or a published folder.

    Parameters
    ----------
    folder : Path
        Where it is.

    Returns
    -------
    DataFrame
        See `seat_table`.

    Raises
    ------
    SettingsError
        If there is no experiment, it has no replications yet, or it keeps no seats; says which.
    """
    if not (folder / "config.yaml").is_file():
        raise SettingsError(f"{folder} is no run folder with results: it has no config.yaml")
    table = folder / "seats.csv"
    if unfinished(folder):
        return _so_far(folder)
    if not table.is_file():
        raise _lacking(folder)
    try:
        found = pd.read_csv(table, dtype=dict.fromkeys(("scenario", *KEYS), str), keep_default_na=False,
                            na_values={name: [""] for name in COLUMNS if name not in KEYS})  # fmt: skip
    except (OSError, ValueError) as error:
        raise SettingsError(f"{table}: cannot be read ({str(error).splitlines()[0]})") from error
    lost = [name for name in COLUMNS if name not in found]
    if lost:
        raise SettingsError(f"{table}: has no column {lost[0]}; another version of simorg made it: {INSTEAD}")
    return found


def _so_far(folder: Path) -> pd.DataFrame:
    parts = read_parts(folder / SEATS)
    if not len(parts):
        if part_files(folder / RUNS):
            raise _lacking(folder)
        raise SettingsError(f"{folder} is not finished: no replications are stored yet")
    rows = parts.to_pandas().sort_values(["scenario", "replication"], kind="stable")
    return seat_table(rows)


def _lacking(folder: Path) -> SettingsError:
    """Return what to say of an experiment without seats: its kind keeps none, or it is older than that."""
    try:
        settings = settings_from_config(yaml.safe_load((folder / "config.yaml").read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError) as error:
        return SettingsError(f"{folder / 'config.yaml'}: cannot be read ({str(error).splitlines()[0]})")
    except SettingsError as error:
        return of_another_version(folder, error)
    why = "it was made before seats were kept, so it does not say who was busy with what; run it again, or"
    if not design_of(settings).seats:
        why = f"an experiment of kind {settings.experiment.kind} keeps none;"
    return SettingsError(f"{folder} has no seats.csv: {why} {INSTEAD}")
