"""Models: when they are live, and since when each version is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel, step
from simorg.measures.episodes.directory import find, index
from simorg.measures.episodes.rows import LIVE, REFRESHED, RETIRED, Rows, positions
from simorg.trace.arrays import Codes, Floats, Ints


class Versions(NamedTuple):
    """One entry a version of a model, in order of (model, time)."""

    model: Ints  # position in Models
    since: Floats
    until: Floats  # the next refresh, retirement or the horizon
    first: Ints  # where the versions of each model begin, and where those of the last one end


class Models(NamedTuple):
    """One entry a model, in order of going live."""

    table: Codes  # of the directory
    address: Ints
    live: Floats
    retired: Floats  # the horizon if still live
    value: Floats  # EUR per day
    versions: Versions


@kernel
def read_models(rows: Rows, end: float) -> Models:
    """Pair go-live, refreshes and retirement of models.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    end : float
        Horizon, in days.
    """
    at, again = positions(rows, LIVE), positions(rows, REFRESHED)
    address, live = np.empty(len(at), dtype=np.int64), np.empty(len(at))
    retired, value = np.full(len(at), end), np.empty(len(at))
    for n in range(len(at)):
        row = rows.table[at[n]]
        address[n], live[n], value[n] = row["subject"], row["time"], row["value"]
    table = index(address)
    for n in positions(rows, RETIRED):
        retired[find_model(table, address, rows.table[n]["subject"])] = rows.table[n]["time"]
    refreshed, times = np.empty(len(again), dtype=np.int64), np.empty(len(again))
    for n in range(len(again)):
        refreshed[n] = find_model(table, address, rows.table[again[n]]["subject"])
        times[n] = rows.table[again[n]]["time"]
    return Models(table, address, live, retired, value, _versions(live, retired, refreshed, times))


@step
def find_model(table: Codes, address: Ints, wanted: int) -> int:
    """Return where a model stands, which must have gone live."""
    found = find(table, address, wanted)
    assert found >= 0, "a row is about a model that never went live"
    return found


@kernel
def _versions(live: Floats, retired: Floats, refreshed: Ints, times: Floats) -> Versions:
    first = np.arange(len(live) + 1)  # as if every model had one version
    for one in refreshed:
        for other in range(one + 1, len(first)):
            first[other] += 1
    model, since, until = np.empty(first[-1], np.int64), np.empty(first[-1]), np.empty(first[-1])
    latest = first[:-1].copy()
    for one in range(len(live)):
        model[latest[one]], since[latest[one]], until[latest[one]] = one, live[one], retired[one]
    for n in range(len(refreshed)):
        one, time = refreshed[n], times[n]
        until[latest[one]] = time
        latest[one] += 1
        model[latest[one]], since[latest[one]], until[latest[one]] = one, time, retired[one]
    return Versions(model, since, until, first)


@kernel
def version_age(versions: Versions, model: Ints, times: Floats) -> Floats:
    """Return the age of the version that each model ran at a time, in days; NaN if none.

    A version that goes live at the very instant counts as not yet running, so that what happened
    to its predecessor at that instant is ascribed to the predecessor.

    Parameters
    ----------
    versions : Versions
        Versions of all models.
    model : ndarray of int
        Positions in Models.
    times : ndarray of float
        Days, one for each of them.
    """
    ages = np.full(len(times), np.nan)
    for n in range(len(times)):
        low, high = versions.first[model[n]], versions.first[model[n] + 1]
        started = np.searchsorted(versions.since[low:high], times[n])
        if started > 0:
            ages[n] = times[n] - versions.since[low + started - 1]
    return ages
