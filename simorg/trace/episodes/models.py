"""Models: when they are live, and since when each version is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.trace.episodes.rows import Floats, Ints, Rows, first_stamp, position
from simorg.trace.events import Event


class Versions(NamedTuple):
    """One entry a version of a model, in order of (model, time)."""

    model: Ints  # position in Models
    since: Floats
    until: Floats  # the next refresh, retirement or the horizon


class Models(NamedTuple):
    """One entry a model, in order of address."""

    address: Ints
    live: Floats
    retired: Floats  # the horizon if still live
    value: Floats  # EUR per day
    versions: Versions


def read_models(rows: Rows, end: float) -> Models:
    """Pair go-live, refreshes and retirement of models.

    Parameters
    ----------
    rows : Rows
        Rows that are not about jobs.
    end : float
        Horizon, in days.
    """
    live = rows.of(Event.MODEL_LIVE).by_subject()
    retired, _ = first_stamp(live.subject, rows.of(Event.MODEL_RETIRED))
    retired = np.where(np.isnan(retired), end, retired)
    return Models(live.subject, live.time, retired, live.value, _versions(rows, live.subject, retired))


def _versions(rows: Rows, addresses: Ints, retired: Floats) -> Versions:
    starts = rows.of(Event.MODEL_LIVE, Event.MODEL_REFRESHED).by_subject()
    model = position(addresses, starts.subject)
    until = retired[model]
    same = model[1:] == model[:-1]
    until[:-1][same] = starts.time[1:][same]
    return Versions(model, starts.time, until)


def version_age(models: Models, model: Ints, times: Floats) -> Floats:
    """Return the age of the version that each model ran at a time, in days; NaN if none.

    A version that goes live at the very instant counts as not yet running, so that what happened
    to its predecessor at that instant is ascribed to the predecessor.

    Parameters
    ----------
    models : Models
        All models.
    model : ndarray of int
        Addresses.
    times : ndarray of float
        Days, one for each address.
    """
    versions = models.versions
    count = len(versions.model)
    group = np.concatenate([versions.model, position(models.address, model)])
    moment = np.concatenate([versions.since, times])
    # At one instant questions sort before versions, hence see the predecessor.
    order = np.lexsort((np.arange(len(group)) < count, moment, group))
    latest = np.maximum.accumulate(np.where(order < count, order, -1))
    seen = np.empty(len(group), dtype=np.int64)
    seen[order] = latest
    running = seen[count:]
    known = (running >= 0) & (group[running] == group[count:])
    age: Floats = np.where(known, times - moment[running], np.nan)
    return age
