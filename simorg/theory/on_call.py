"""Machine repair with somebody on call: who is on call is paged first, and gets what nobody else is free for.

A page goes to who is on call, else to the next who is free; where nobody is, it waits for who is on call,
however soon somebody else becomes free. That is less than machine repair with one queue can do. No closed
form: the stationary Markov chain is solved, exactly.

References
----------
.. [1] Stewart (2009). Probability, Markov Chains, Queues, and Simulation, chapter 10. Princeton.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import linalg

Floats = NDArray[np.float64]


class Rota(NamedTuple):
    """Long-run averages of the machines and of those who mend them."""

    availability: float
    utilisation: float
    wait: float


def rota(machines: int, people: int, mean_up: float, mean_repair: float) -> Rota:
    """Solve machine repair by a rota, during one shift that does not end [1]_.

    Parameters
    ----------
    machines, people : int
        Machines, and people in the rota, >= 1.
    mean_up, mean_repair : float
        Mean time until a machine fails, and mean work to mend it, both exponential, > 0.

    Returns
    -------
    Rota
        Share of machines that are up, share of the time that people mend, mean wait for a mender.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    for name, value in {"machines": machines, "people": people}.items():
        if value < 1:
            raise ValueError(f"{name}={value!r}: must be at least 1")
    for name, days in {"mean_up": mean_up, "mean_repair": mean_repair}.items():
        if not 0.0 < days < np.inf:
            raise ValueError(f"{name}={days!r}: must be positive and finite")
    first, others = np.meshgrid(range(machines + 1), range(min(people - 1, machines) + 1), indexing="ij")
    there = first + others <= machines
    first, others = first[there], others[there]
    chances = _stationary(first, others, machines, people, 1.0 / mean_up, 1.0 / mean_repair)
    down, busy = float(chances @ (first + others)), float(chances @ ((first > 0) + others))
    waiting = float(chances @ np.maximum(first - 1, 0))
    return Rota(1.0 - down / machines, busy / people, waiting * mean_up / (machines - down))


def _stationary(
    first: NDArray[np.int64],
    others: NDArray[np.int64],
    machines: int,
    people: int,
    fails: float,
    mends: float,
) -> Floats:
    """Return the probability of each state: machines for who is on call (waiting or not), and with others."""
    place = {(i, j): n for n, (i, j) in enumerate(zip(first.tolist(), others.tolist(), strict=True))}
    rates = sparse.lil_matrix((len(place), len(place)))
    for (i, j), n in place.items():
        up = machines - i - j
        if up:
            to_other = i > 0 and j < people - 1
            rates[n, place[(i, j + 1) if to_other else (i + 1, j)]] += up * fails
        if i:
            rates[n, place[i - 1, j]] += mends
        if j:
            rates[n, place[i, j - 1]] += j * mends
    leaving = np.asarray(rates.sum(axis=1)).ravel()
    balance = (rates.T - sparse.diags(leaving)).tolil()
    balance[0, :] = 1.0  # one balance follows from the others; probabilities add up to 1 instead
    wanted = np.zeros(len(place))
    wanted[0] = 1.0
    return np.asarray(linalg.spsolve(balance.tocsc(), wanted))
