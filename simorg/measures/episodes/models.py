"""Models: when they are live, and since when each version is."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel, step
from simorg.measures.episodes.directory import find, index
from simorg.measures.episodes.rows import Rows, positions
from simorg.trace.arrays import Codes, Floats, Ints
from simorg.trace.events import Section
from simorg.trace.spans import Window, overlap


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
    observed: Floats  # days live in the window
    versions: Versions


@kernel
def read_models(rows: Rows, window: Window) -> Models:
    """Pair go-live, refreshes and retirement of models.

    Parameters
    ----------
    rows : Rows
        The rows of a trace.
    window : Window
        What is observed; it ends at the horizon.
    """
    at, again = positions(rows, Section.LIVE.value), positions(rows, Section.REFRESHED.value)
    address, live = np.empty(len(at), dtype=np.int64), np.empty(len(at))
    retired, value, observed = np.full(len(at), window.end), np.empty(len(at)), np.empty(len(at))
    for n in range(len(at)):
        row = rows.table[at[n]]
        address[n], live[n], value[n] = row["subject"], row["time"], row["value"]
    table = index(address)
    for n in positions(rows, Section.RETIRED.value):
        retired[find_model(table, address, rows.table[n]["subject"])] = rows.table[n]["time"]
    refreshed, times = np.empty(len(again), dtype=np.int64), np.empty(len(again))
    for n in range(len(again)):
        refreshed[n] = find_model(table, address, rows.table[again[n]]["subject"])
        times[n] = rows.table[again[n]]["time"]
    for n in range(len(at)):
        observed[n] = overlap(window, live[n], retired[n])
    return Models(table, address, live, retired, value, observed, _versions(live, retired, refreshed, times))


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


@step
def version_age(versions: Versions, model: int, time: float) -> float:
    """Return the age of the version that a model ran at a time, in days; NaN if none.

    A version that goes live at the very instant counts as not yet running, so that what happened
    to its predecessor at that instant is ascribed to the predecessor.

    Parameters
    ----------
    versions : Versions
        Versions of all models.
    model : int
        Position in Models.
    time : float
        Days.
    """
    one = versions.first[model + 1] - 1
    while one >= versions.first[model] and versions.since[one] >= time:
        one -= 1
    return time - versions.since[one] if one >= versions.first[model] else math.nan
