"""What draws say, reckoned without `simorg.rules`, so that no story follows a rule that goes wrong.

A draw lives at an address: purpose, entity, occurrence. A story may ask what it finds there (`waited`,
`poisson`, `binomial`), and it may have ideas, faults or a retirement on a whole day: `rate` and `mean` stand
for the number at which the draw of the gap gives just that day.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from simorg.draws import uniform
from simorg.plan import Plan
from simorg.rules import purposes

Draws = Callable[..., float]
"""(purpose, address, occurrence = 0) -> the uniform number that lives there."""


def draws(seed: int) -> Draws:
    """Return the draws of replication 0 under a seed."""
    return lambda purpose, address, n=0: float(uniform(seed, 0, purpose, address, n))


def draws_of(plan: Plan) -> Draws:
    """Return the draws that a story will meet."""
    return draws(plan.settings.seed)


def waited(u: Draws, purpose: int, address: int, n: int = 0) -> float:
    """Return the exponential waiting time at rate 1 that a draw stands for."""
    return -math.log(1.0 - u(purpose, address, n))


def poisson(u: float, mean: float) -> int:
    """Return the smallest count whose probability, with all below, reaches `u`."""
    count, below = 0, math.exp(-mean)
    while below < u:
        count += 1
        below += math.exp(-mean) * mean**count / math.factorial(count)
    return count


def binomial(u: float, n: int, p: float) -> int:
    """Return the same of `n` trials, each a success with probability `p`."""
    count, below = 0, (1.0 - p) ** n
    while below < u and count < n:
        count += 1
        below += math.comb(n, count) * p**count * (1.0 - p) ** (n - count)
    return count


Found = Callable[[Draws], float | None]
"""A number that depends on the draws; None where there is none."""


def rate(days: float, purpose: int, address: int, n: int = 0, per_days: float = 260.0) -> Found:
    """Find the rate, per so many days, at which a gap is just so long."""
    return lambda u: _exactly(
        days, lambda rate: waited(u, purpose, address, n) / (rate / per_days),
        waited(u, purpose, address, n) / days * per_days,
    )  # fmt: skip


def fault_rate(days: float, address: int, n: int = 1) -> Found:
    """Find the faults per year, not clustered, of which the n-th takes just so long to come."""
    return lambda u: _exactly(
        days, lambda rate: math.exp(math.log(waited(u, purposes.FAULT_GAP, address, n))) / (rate / 260.0),
        waited(u, purposes.FAULT_GAP, address, n) / days * 260.0,
    )  # fmt: skip


def mean(days: float, purpose: int, address: int, n: int = 0, unit_days: float = 1.0) -> Found:
    """Find the mean, in units of so many days, at which a gap is just so long."""
    return lambda u: _exactly(
        days, lambda mean: waited(u, purpose, address, n) / (1.0 / (mean * unit_days)),
        days / waited(u, purpose, address, n) / unit_days,
    )  # fmt: skip


def _exactly(days: float, gap: Callable[[float], float], guess: float) -> float | None:
    """Return the number near a guess whose gap is just `days`, or None where rounding leaves none."""
    for towards in (math.inf, 0.0):
        number = guess
        for _ in range(4):
            if gap(number) == days:
                return number
            number = math.nextafter(number, towards)
    return None
