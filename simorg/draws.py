"""Random numbers with an address: a draw is a pure function of who, what, and the how-manieth.

In goes (seed, replication, purpose, entity, occurrence), out comes a uniform number; nothing is
drawn "next from a stream", so the same draw is the same under every structure, engine, order of
execution and number of workers.  The generator is Philox4x32-10, a counter-based one.

What the purposes are and how entities are numbered is decided elsewhere.

References
----------
.. [1] Salmon, Moraes, Dror, Shaw (2011). Parallel random numbers: as easy as 1, 2, 3. SC '11.
   doi:10.1145/2063384.2063405
"""

import hashlib

from simorg.compilation import kernel

_LOW_32 = 0xFFFFFFFF
_MULTIPLIER_0 = 0xD2511F53
_MULTIPLIER_1 = 0xCD9E8D57
_WEYL_0 = 0x9E3779B9
_WEYL_1 = 0xBB67AE85
_ROUNDS = 10
_TWO_26 = 1 << 26
_TWO_MINUS_53 = 1.0 / (1 << 53)


@kernel
def philox4x32(
    counter0: int, counter1: int, counter2: int, counter3: int, key0: int, key1: int
) -> tuple[int, int, int, int]:
    """Scramble a 128-bit counter under a 64-bit key (Philox4x32-10 [1]_).

    Parameters
    ----------
    counter0, counter1, counter2, counter3 : int
        Words of the counter; only the low 32 bits of each count.
    key0, key1 : int
        Words of the key; only the low 32 bits of each count.

    Returns
    -------
    tuple of 4 int
        Words in [0, 2**32).
    """
    # All arithmetic is on int64: mixing it with uint64 would silently become float64.  A product
    # may wrap into the sign bit when compiled; after shift and mask its bits are Python's.
    c0, c1 = int(counter0) & _LOW_32, int(counter1) & _LOW_32
    c2, c3 = int(counter2) & _LOW_32, int(counter3) & _LOW_32
    k0, k1 = int(key0) & _LOW_32, int(key1) & _LOW_32
    for _ in range(_ROUNDS):
        product0 = _MULTIPLIER_0 * c0
        product1 = _MULTIPLIER_1 * c2
        c0 = ((product1 >> 32) & _LOW_32) ^ c1 ^ k0
        c2 = ((product0 >> 32) & _LOW_32) ^ c3 ^ k1
        c1 = product1 & _LOW_32
        c3 = product0 & _LOW_32
        k0 = (k0 + _WEYL_0) & _LOW_32
        k1 = (k1 + _WEYL_1) & _LOW_32
    return c0, c1, c2, c3


@kernel
def uniform(seed: int, replication: int, purpose: int, entity: int, occurrence: int) -> float:
    """Draw the uniform number that lives at an address.

    Parameters
    ----------
    seed : int
        Seed of the experiment; two seeds that agree modulo 2**32 are the same seed.
    replication : int
        Replication number, in [0, 2**32).
    purpose : int
        Code of what the number is for, see :func:`purpose_code`, in [0, 2**32).
    entity : int
        Structural identity of whom it is for, in [0, 2**62).
    occurrence : int
        How many draws for this purpose the entity had before, in [0, 2**32).

    Returns
    -------
    float
        A number in the open interval (0, 1).

    Notes
    -----
    With k made of the top 26 bits of two output words the result is ``(2 k + 1) / 2**53``: exactly
    representable, symmetric about 1/2 (so ``1 - u`` is exact too), never 0 and never 1.
    """
    who = int(entity)
    word0, word1, _, _ = philox4x32(purpose, occurrence, who, who >> 32, seed, replication)
    cell = (word0 >> 6) * _TWO_26 + (word1 >> 6)
    return (2 * cell + 1) * _TWO_MINUS_53


def purpose_code(name: str) -> int:
    """Derive the number of a purpose from its name, so that adding one renumbers none.

    Parameters
    ----------
    name : str
        Name of the purpose, e.g. ``"initiative.size"``.

    Returns
    -------
    int
        A stable number in [0, 2**32).
    """
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=4).digest(), "little")
