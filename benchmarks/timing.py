"""Measure sides of a comparison in turn, so that what disturbs the machine disturbs all of them.

Goes in: named callables of the number of the round. Comes out: seconds of every single call.
"""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

Raw = dict[str, Any]
"""What is kept of a part: plain JSON."""

Seconds = dict[str, list[float]]
"""Seconds of every call of each side, in order of the rounds."""


class Scale(NamedTuple):
    """How large a run of the benchmarks is; 1 is a full one."""

    factor: float = 1.0

    def rounds(self, full: int, least: int = 2) -> int:
        """Return how many rounds to take where a full run takes `full`."""
        return max(least, round(full * self.factor))

    def size(self, full: float, least: float) -> float:
        """Return the size of what is measured where a full run has `full`."""
        return max(least, full * min(1.0, self.factor))


class Row(NamedTuple):
    """A line of the table."""

    what: str
    median: str
    spread: str = ""
    target: str = ""


def timed(call: Callable[[], Any]) -> float:
    """Return the seconds of one call, made with the garbage of earlier ones out of the way."""
    gc.collect()
    start = perf_counter()
    call()
    return perf_counter() - start


def interleave(sides: Mapping[str, Callable[[int], Any]], rounds: int) -> Seconds:
    """Time every side in every round: A B A B, never A A B B.

    Parameters
    ----------
    sides : mapping of str to callable
        What to time; each is called with the number of the round.
    rounds : int
        How often.

    Returns
    -------
    dict of list of float
        Seconds by side and round.
    """
    seconds: Seconds = {name: [] for name in sides}
    for number in range(rounds):
        for name, side in sides.items():
            seconds[name].append(timed(partial(side, number)))
    return seconds


def ratios(over: Sequence[float], under: Sequence[float]) -> list[float]:
    """Return the ratio of two sides pair by pair."""
    return [a / b for a, b in zip(over, under, strict=True)]


def row(what: str, values: Sequence[float], unit: str, target: str = "") -> Row:
    """Return the line of some measurements: median, least to most, how many."""
    low, high = min(values), max(values)
    spread = f"{number(low)} to {number(high)}, n = {len(values)}"
    return Row(what, f"{number(statistics.median(values))} {unit}".strip(), spread, target)


def number(value: float) -> str:
    """Return a number with three significant digits and no exponent."""
    if abs(value) >= 100.0:
        return f"{value:,.0f}"
    digits = 1 if abs(value) >= 10.0 else 2 if abs(value) >= 1.0 else 3 if abs(value) >= 0.1 else 4
    return f"{value:.{digits}f}"
