"""Spans of time: clip them to a window, overlay them, average them over bins.

Goes in: arrays of starts and ends, in days. Comes out: lengths, segments, averages. Nothing here
knows what a span means.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel, step
from simorg.trace.arrays import Bools, Floats, Ints


class Window(NamedTuple):
    """Observed time [start, end), in days."""

    start: float
    end: float

    @property
    def days(self) -> float:
        """Length of the window."""
        return self.end - self.start

    def holds(self, times: Floats) -> Bools:
        """Say which instants lie in the window; a missing instant (NaN) does not."""
        inside: Bools = (times >= self.start) & (times < self.end)
        return inside

    def clip(self, start: Floats, end: Floats) -> Floats:
        """Return how much of each span lies in the window."""
        length: Floats = np.maximum(np.minimum(end, self.end) - np.maximum(start, self.start), 0.0)
        return length


@step
def inside(window: Window, time: float) -> bool:
    """Say whether an instant lies in the window; a missing one (NaN) does not."""
    return window.start <= time < window.end


@step
def overlap(window: Window, start: float, end: float) -> float:
    """Return how much of a span lies in the window."""
    return max(min(end, window.end) - max(start, window.start), 0.0)


class Segments(NamedTuple):
    """Time cut at every start and end: in each segment the set of active spans is constant."""

    group: Ints
    start: Floats
    end: Floats
    top: Ints  # the first active layer, -1 if there is none

    @property
    def days(self) -> Floats:
        """Lengths of the segments."""
        return self.end - self.start


@kernel
def overlay(group: Ints, start: Floats, end: Floats, layer: Ints, layers: int) -> Segments:
    """Cut the time of every group into segments of constant state.

    1. turn every span into a rise at its start and a fall at its end;
    2. put those of each group in order of time;
    3. go through them, count the active spans of each layer, and keep the stretches between
       successive instants.

    Parameters
    ----------
    group : ndarray of int
        What each span belongs to, numbered from 0; spans of one group may overlap.
    start, end : ndarray of float
        Spans, in days; those of no length are ignored.
    layer : ndarray of int
        Layer of each span, from 0.
    layers : int
        Number of layers, at most 62.

    Returns
    -------
    Segments
        In order of (group, time).
    """
    first, times, changes = _instants(group, start, end, layer)
    most = len(times)
    groups, tops = np.empty(most, np.int64), np.empty(most, np.int64)
    since, until = np.empty(most), np.empty(most)
    kept = 0
    for one in range(len(first) - 1):
        now, counts = 0, np.zeros(layers, dtype=np.int64)
        for n in range(first[one], first[one + 1] - 1):
            changed = abs(changes[n]) - 1
            counts[changed] += 1 if changes[n] > 0 else -1
            now = now | 1 << changed if counts[changed] > 0 else now & ~(1 << changed)
            if times[n + 1] > times[n]:
                groups[kept], since[kept], until[kept] = one, times[n], times[n + 1]
                tops[kept] = -1
                if now:
                    tops[kept] = 0
                    while not now >> tops[kept] & 1:
                        tops[kept] += 1
                kept += 1
    return Segments(groups[:kept], since[:kept], until[:kept], tops[:kept])


@kernel
def _instants(group: Ints, start: Floats, end: Floats, layer: Ints) -> tuple[Ints, Floats, Ints]:
    """Return where each group begins, and times and changes: layer + 1 rises, or falls if negative.

    A sort by coarse time, dealt out to the groups, leaves little to the sort within each group.
    """
    low, high, groups, spans = np.inf, -np.inf, 0, 0
    for n in range(len(group)):
        if end[n] > start[n]:
            low, high, groups = min(low, start[n]), max(high, end[n]), max(groups, group[n] + 1)
            spans += 1
    bins, first = np.zeros(2 * spans + 2, dtype=np.int64), np.zeros(groups + 1, dtype=np.int64)
    scale = 2 * spans / (high - low) if spans else 0.0
    for n in range(len(group)):
        if end[n] > start[n]:
            bins[int((start[n] - low) * scale) + 1] += 1
            bins[int((end[n] - low) * scale) + 1] += 1
            first[group[n] + 1] += 2
    bins, first = np.cumsum(bins), np.cumsum(first)
    coarse = np.empty(2 * spans, dtype=np.int64)  # a span that rises, or one that falls: -1 - span
    for n in range(len(group)):
        if end[n] > start[n]:
            for change, time in ((n, start[n]), (-1 - n, end[n])):
                place = int((time - low) * scale)
                coarse[bins[place]] = change
                bins[place] += 1
    times, changes = np.empty(2 * spans), np.empty(2 * spans, dtype=np.int64)
    following = first[:-1].copy()
    for code in coarse:
        n = int(code if code >= 0 else -1 - code)
        time = start[n] if code >= 0 else end[n]
        place = following[group[n]]
        following[group[n]] = place + 1
        while place > first[group[n]] and times[place - 1] > time:
            times[place], changes[place] = times[place - 1], changes[place - 1]
            place -= 1
        times[place], changes[place] = time, layer[n] + 1 if code >= 0 else -layer[n] - 1
    return first, times, changes


def bin_means(start: Floats, end: Floats, kind: Ints, kinds: int, edges: Floats) -> Floats:
    """Average the number of active spans of each kind over bins of time.

    Parameters
    ----------
    start, end : ndarray of float
        Spans, in days.
    kind : ndarray of int
        Kind of each span, from 0.
    kinds : int
        Number of kinds.
    edges : ndarray of float
        Edges of the bins, in days, ascending.

    Returns
    -------
    ndarray, shape (bins, kinds)
        Time averages.
    """
    averages: Floats = _bin_days(start, end, kind, kinds, edges) / np.diff(edges)[:, None]
    return averages


@kernel
def _bin_days(start: Floats, end: Floats, kind: Ints, kinds: int, edges: Floats) -> Floats:
    bins = len(edges) - 1
    days = np.zeros((bins, kinds))
    place = 0
    for n in range(len(start)):
        # Spans that follow each other mostly begin in the same bin or in the next.
        while place > 0 and edges[place] > start[n]:
            place -= 1
        while place < bins and edges[place + 1] <= start[n]:
            place += 1
        covered = place
        while covered < bins and edges[covered] < end[n]:
            low, high = max(start[n], edges[covered]), min(end[n], edges[covered + 1])
            days[covered, kind[n]] += max(high - low, 0.0)
            covered += 1
    return days
