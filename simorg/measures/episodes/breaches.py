"""Breaches: when models hurt their users, and whether anybody knows.

A model is in breach while any of its incidents is unresolved (overlapping ones count once), and
silently so while none of these has been detected.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.measures.episodes.incidents import Incidents
from simorg.measures.episodes.models import Models
from simorg.trace.arrays import Floats, Ints
from simorg.trace.spans import overlay

KNOWN, SILENT = range(2)


class Breaches(NamedTuple):
    """Stretches in which a model is in breach; those of one model never overlap."""

    start: Floats
    end: Floats
    state: Ints  # KNOWN or SILENT


@kernel
def read_breaches(found: Incidents, models: Models) -> Breaches:
    """Return the union of the unresolved times of the incidents of each model."""
    incidents = len(found.onset)
    group, layer = np.empty(2 * incidents, dtype=np.int64), np.empty(2 * incidents, dtype=np.int64)
    start, end = np.empty(2 * incidents), np.empty(2 * incidents)
    for n in range(incidents):
        silent, known, one = 2 * n, 2 * n + 1, found.model[n]
        group[silent], layer[silent], group[known], layer[known] = one, SILENT, one, KNOWN
        start[silent] = max(found.onset[n], models.live[one])
        end[known] = min(found.resolved[n], models.retired[one])
        # An undetected incident is known from its end.
        end[silent] = start[known] = np.fmin(found.detected[n], end[known])
    segments = overlay(group, start, end, layer, 2)
    lasting = segments.top >= 0  # the top layer is KNOWN as soon as one of them is known
    return Breaches(segments.start[lasting], segments.end[lasting], segments.top[lasting])
