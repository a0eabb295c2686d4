"""Open Jackson networks: stations linked by random routing, each behaving as its own M/M/c queue.

References
----------
.. [1] Jackson (1957). Networks of waiting lines. Operations Research 5, 518-521.
   doi:10.1287/opre.5.4.518
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simorg.theory.queues import Station, mmc

Floats = NDArray[np.float64]


class JacksonNetwork(NamedTuple):
    """Long-run averages of an open network.

    `arrival_rates` and `visits` have shape (stations,): total arrivals per unit of time, and mean
    visits of a customer.  `sojourn` is the mean time from entering to leaving the network.
    """

    arrival_rates: Floats
    visits: Floats
    stations: tuple[Station, ...]
    sojourn: float
    number_in_system: float


def _checked_routing(routing: ArrayLike) -> Floats:
    matrix = np.asarray(routing, dtype=float)
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"routing has shape {matrix.shape}: must be square")
    rows = matrix.sum(axis=1)
    if not (np.all(matrix >= 0.0) and np.all(rows <= 1.0 + 1e-12)):
        raise ValueError(f"routing rows sum to {rows.tolist()}: must be probabilities, at most 1")
    return matrix


def traffic_rates(external_rates: ArrayLike, routing: ArrayLike) -> Floats:
    """Solve the traffic equations: what arrives is what enters plus what is sent on.

    Parameters
    ----------
    external_rates : array_like, shape (stations,)
        Arrivals from outside per unit of time, >= 0.
    routing : array_like, shape (stations, stations)
        Probability of going from the row's to the column's station; the rest leaves.

    Returns
    -------
    ndarray, shape (stations,)
        Total arrivals per unit of time.

    Raises
    ------
    ValueError
        If the matrix is not substochastic, or some customers never leave.
    """
    matrix = _checked_routing(routing)
    outside = np.asarray(external_rates, dtype=float)
    if outside.shape != matrix.shape[:1] or not np.all(outside >= 0.0):
        raise ValueError(f"external_rates={outside.tolist()}: must be >= 0, one a station")
    radius = float(np.max(np.abs(np.linalg.eigvals(matrix)), initial=0.0))
    if not radius < 1.0 - 1e-12:
        raise ValueError(f"spectral radius {radius!r} of the routing: must be below 1")
    return np.linalg.solve(np.eye(len(outside)) - matrix.T, outside)


def jackson(
    external_rates: ArrayLike, routing: ArrayLike, service_times: ArrayLike, servers: ArrayLike
) -> JacksonNetwork:
    """Solve an open Jackson network [1]_.

    Parameters
    ----------
    external_rates : array_like, shape (stations,)
        Poisson arrivals from outside per unit of time; not all zero.
    routing : array_like, shape (stations, stations)
        Probability of going from the row's to the column's station; the rest leaves.
    service_times : array_like, shape (stations,)
        Mean of the exponential service time of a visit.
    servers : array_like of int, shape (stations,)
        Servers of each station.

    Returns
    -------
    JacksonNetwork
        Rates, stations, and the mean time and number in the network.

    Raises
    ------
    ValueError
        If nothing enters, a value is out of range, or a station is unstable.
    """
    rates = traffic_rates(external_rates, routing)
    entering = float(np.sum(np.asarray(external_rates, dtype=float)))
    if entering <= 0.0:
        raise ValueError(f"external_rates sum to {entering!r}: something must enter")
    times, counts = np.asarray(service_times, dtype=float), np.asarray(servers)
    stations = tuple(
        mmc(float(rate), float(time), int(count))
        for rate, time, count in zip(rates, times, counts, strict=True)
    )
    present = sum(station.number_in_system for station in stations)
    return JacksonNetwork(rates, rates / entering, stations, present / entering, present)


def rework_multiplier(probability: float, share: float = 1.0) -> float:
    """Compute by how much rework multiplies work.

    Parameters
    ----------
    probability : float
        Probability that a pass must be followed by another, in [0, 1].
    share : float
        Size of a repeated pass over that of the pass before it, >= 0.

    Returns
    -------
    float
        1 / (1 - probability * share); with a share of 1 also the mean number of passes.

    Raises
    ------
    ValueError
        If a value is out of range or the work never ends.
    """
    if not (0.0 <= probability <= 1.0 and share >= 0.0):
        raise ValueError(f"probability={probability!r}, share={share!r}: must be in [0, 1], >= 0")
    if not probability * share < 1.0:
        raise ValueError(f"probability * share = {probability * share!r}: must be below 1")
    return 1.0 / (1.0 - probability * share)
