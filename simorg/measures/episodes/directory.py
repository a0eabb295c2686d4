"""Directory: at which position of a list an address stands, found in one or two looks.

A hash table with open addressing: goes in, a list of different addresses; comes out, a table of
positions in that list. Slots hold positions only, -1 where they are empty.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel, step
from simorg.trace.arrays import Codes, Ints

HALF_BITS = 27
LOW_HALF = (1 << HALF_BITS) - 1
# Both products stay below 2**62, so that nothing overflows, compiled or not.
LOW_FACTOR, HIGH_FACTOR, SHIFT = 11400714819, 2654435761, 24


@kernel
def empty_table(most: int) -> Codes:
    """Return a table for at most so many addresses, at least two thirds of it empty."""
    slots = 4
    while slots < 3 * most:
        slots *= 2
    return np.full(slots, -1, dtype=np.int32)


@step
def slot_of(table: Codes, addresses: Ints, address: int) -> int:
    """Return the slot of an address: the one that points at it, else the empty one it would take."""
    last = len(table) - 1
    slot = (((address & LOW_HALF) * LOW_FACTOR + (address >> HALF_BITS) * HIGH_FACTOR) >> SHIFT) & last
    while table[slot] >= 0 and addresses[table[slot]] != address:
        slot = (slot + 1) & last
    return slot


@step
def find(table: Codes, addresses: Ints, address: int) -> int:
    """Return where an address stands in the list, -1 if it does not."""
    position: int = table[slot_of(table, addresses, address)]
    return position


@kernel
def index(addresses: Ints) -> Codes:
    """Return the table of a list of different addresses."""
    table = empty_table(len(addresses))
    for n in range(len(addresses)):
        slot = slot_of(table, addresses, addresses[n])
        assert table[slot] < 0, "an address stands in the list twice"
        table[slot] = n
    return table
