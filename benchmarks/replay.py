"""The floor: a kernel that pushes, pops and draws what a tape says."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.tape import POP, PUSH, Tape
from simorg.compilation import kernel
from simorg.draws import uniform

ARITY = 4


class Replay:
    """A tape with room for its heaps, laid out once."""

    def __init__(self, tape: Tape) -> None:
        heaps = int(tape.heap.max()) + 1
        room = max(most_at_once(tape, heap) for heap in range(heaps)) + 1
        self.tape = tape
        self.times, self.orders = np.zeros((heaps, room)), np.zeros((heaps, room), dtype=np.int64)
        self.sizes = np.zeros(heaps, dtype=np.int64)

    def run(self) -> float:
        """Do all steps; return a number that depends on each, so that none is optimised away."""
        self.sizes[:] = 0
        return float(_replay(self.tape, self.times, self.orders, self.sizes))


def most_at_once(tape: Tape, heap: int) -> int:
    """Return the largest size of a heap on a tape."""
    steps = np.where(tape.what == PUSH, 1, -1)[(tape.heap == heap) & (tape.what <= POP)]
    return int(np.cumsum(steps).max(initial=0))


@kernel
def _replay(tape: Any, times: Any, orders: Any, sizes: Any) -> float:
    total = 0.0
    for n in range(len(tape.what)):
        what, heap = tape.what[n], tape.heap[n]
        if what == PUSH:
            _push(times[heap], orders[heap], sizes[heap], tape.time[n], tape.order[n])
            sizes[heap] += 1
        elif what == POP:
            total += times[heap, 0]
            sizes[heap] -= 1
            _drop_first(times[heap], orders[heap], sizes[heap])
        else:
            total += uniform(1, 0, n & 63, n, 0)
    return total


@kernel
def _push(times: Any, orders: Any, size: int, time: float, order: int) -> None:
    hole = size
    while hole > 0:
        parent = (hole - 1) // ARITY
        if times[parent] < time or (times[parent] == time and orders[parent] < order):
            break
        times[hole], orders[hole] = times[parent], orders[parent]
        hole = parent
    times[hole], orders[hole] = time, order


@kernel
def _drop_first(times: Any, orders: Any, size: int) -> None:
    """Take out the first; `size` is what remains, and the last of the heap fills the hole."""
    time, order = times[size], orders[size]
    hole = 0
    while True:
        best = hole * ARITY + 1
        if best >= size:
            break
        for child in range(best + 1, min(best + ARITY, size)):
            if times[child] < times[best] or (times[child] == times[best] and orders[child] < orders[best]):
                best = child
        if time < times[best] or (time == times[best] and order < orders[best]):
            break
        times[hole], orders[hole] = times[best], orders[best]
        hole = best
    times[hole], orders[hole] = time, order
