"""Spans of time: clip them to a window, overlay them, average them over bins.

Goes in: arrays of starts and ends, in days. Comes out: lengths, segments, averages. Nothing here
knows what a span means.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


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


class Segments(NamedTuple):
    """Time cut at every start and end: in each segment the set of active spans is constant."""

    group: Ints
    start: Floats
    end: Floats
    active: npt.NDArray[np.int64]  # (segments, layers) number of active spans

    @property
    def days(self) -> Floats:
        """Lengths of the segments."""
        return self.end - self.start


class Spans(NamedTuple):
    """Spans of several groups, each in a layer; they may overlap."""

    group: Ints
    start: Floats
    end: Floats
    layer: Ints


def joined(parts: list[Spans]) -> Spans:
    """Put several sets of spans together."""
    return Spans._make(np.concatenate(columns) for columns in zip(*parts, strict=True))


def layered(group: Ints, start: Floats, end: Floats, layer: int) -> Spans:
    """Put spans into one layer."""
    return Spans(group, start, end, np.full(len(group), layer))


def overlay(spans: Spans, layers: int) -> Segments:
    """Cut the time of every group into segments of constant state.

    1. turn every span into a rise at its start and a fall at its end;
    2. sort them by (group, time) and accumulate, layer by layer;
    3. keep the stretches between successive instants of one group.

    Parameters
    ----------
    spans : Spans
        Spans; those of no length are ignored.
    layers : int
        Number of layers.

    Returns
    -------
    Segments
        In order of (group, time).
    """
    lasting = spans.end > spans.start
    group, start, end, layer = (column[lasting] for column in spans)
    groups, times = np.concatenate([group, group]), np.concatenate([start, end])
    order = np.lexsort((times, groups))
    groups, times = groups[order], times[order]
    steps = np.zeros((len(order), layers), dtype=np.int64)
    change = np.repeat([1, -1], len(group))[order]
    steps[np.arange(len(order)), np.concatenate([layer, layer])[order]] = change
    active = np.cumsum(steps, axis=0)
    kept = np.flatnonzero((groups[1:] == groups[:-1]) & (times[1:] > times[:-1]))
    return Segments(groups[kept], times[kept], times[kept + 1], active[kept])


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
    table = np.zeros((len(edges) - 1, kinds))
    for n, window in enumerate(map(Window, edges[:-1], edges[1:])):
        lengths = window.clip(start, end)
        table[n] = np.bincount(kind, weights=lengths, minlength=kinds) / window.days
    return table
