"""Waiting lines with one kind of customer: M/M/c, M/G/1 and M/D/c, all exact.

Rates are per unit of time, times in the same unit; squared coefficients of variation (``scv``) are
variance over squared mean.  Everything is the long-run average of a stable queue that serves in
order of arrival.

References
----------
.. [1] Erlang (1917). Solution of some problems in the theory of probabilities of significance in
   automatic telephone exchanges. Elektroteknikeren 13, 5-13.
.. [2] Pollaczek (1930). Ueber eine Aufgabe der Wahrscheinlichkeitstheorie. Mathematische
   Zeitschrift 32, 64-100. doi:10.1007/BF01194620
.. [3] Crommelin (1932). Delay probability formulae when the holding times are constant. Post
   Office Electrical Engineers' Journal 25, 41-50.
.. [4] Kleinrock (1967). Time-shared systems: a theoretical treatment. Journal of the ACM 14,
   242-261. doi:10.1145/321386.321388
"""

from typing import NamedTuple

import numpy as np
from scipy import special

_CHUNK = 4096


class Station(NamedTuple):
    """Long-run averages of one queue; times in the unit of the service time."""

    utilisation: float
    probability_wait: float
    wait: float
    sojourn: float
    number_in_queue: float
    number_in_system: float


def stable_utilisation(arrival_rate: float, service_time: float, servers: int = 1) -> float:
    """Compute the utilisation of a queue and refuse one that grows without limit.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time, >= 0.
    service_time : float
        Mean service time, >= 0.
    servers : int
        Number of servers, >= 1.

    Returns
    -------
    float
        arrival_rate * service_time / servers, below 1.

    Raises
    ------
    ValueError
        If a value is out of range or the utilisation is 1 or more.
    """
    if servers < 1:
        raise ValueError(f"servers={servers!r}: must be at least 1")
    if not (arrival_rate >= 0.0 and service_time >= 0.0):
        given = f"arrival_rate={arrival_rate!r}, service_time={service_time!r}"
        raise ValueError(f"{given}: must be >= 0")
    utilisation = arrival_rate * service_time / servers
    if not utilisation < 1.0:
        raise ValueError(f"utilisation={utilisation!r}: must be below 1 for a stable queue")
    return utilisation


def erlang_b(servers: int, offered_load: float) -> float:
    """Compute the share of arrivals lost when there is no waiting room (M/G/c/c) [1]_.

    Parameters
    ----------
    servers : int
        Number of servers, >= 0.
    offered_load : float
        Arrival rate times mean service time, in erlang, >= 0.

    Returns
    -------
    float
        Blocking probability.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if servers < 0 or not offered_load >= 0.0:
        raise ValueError(f"servers={servers!r}, offered_load={offered_load!r}: must be >= 0")
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = offered_load * blocked / (busy + offered_load * blocked)
    return blocked


def erlang_c(servers: int, offered_load: float) -> float:
    """Compute the share of arrivals that must wait in M/M/c [1]_.

    Parameters
    ----------
    servers : int
        Number of servers, >= 1.
    offered_load : float
        Arrival rate times mean service time, in erlang, in [0, servers).

    Returns
    -------
    float
        Probability of waiting.

    Raises
    ------
    ValueError
        If a value is out of range or the load reaches the number of servers.
    """
    utilisation = stable_utilisation(offered_load, 1.0, servers)
    blocked = erlang_b(servers, offered_load)
    return blocked / (1.0 - utilisation * (1.0 - blocked))


def _station(
    arrival_rate: float, service_time: float, utilisation: float, delayed: float, wait: float
) -> Station:
    """Complete a station by Little's law."""
    sojourn = wait + service_time
    in_queue, in_system = arrival_rate * wait, arrival_rate * sojourn
    return Station(utilisation, delayed, wait, sojourn, in_queue, in_system)


def mmc(arrival_rate: float, service_time: float, servers: int) -> Station:
    """Solve M/M/c: Poisson arrivals, exponential service, c servers.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service_time : float
        Mean service time.
    servers : int
        Number of servers.

    Returns
    -------
    Station
        Its long-run averages.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    utilisation = stable_utilisation(arrival_rate, service_time, servers)
    delayed = erlang_c(servers, arrival_rate * service_time)
    wait = delayed * service_time / (servers * (1.0 - utilisation))
    return _station(arrival_rate, service_time, utilisation, delayed, wait)


def mg1(arrival_rate: float, service_time: float, service_scv: float) -> Station:
    """Solve M/G/1 by the Pollaczek-Khinchine formula [2]_.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service_time : float
        Mean service time.
    service_scv : float
        Squared coefficient of variation of the service time, >= 0.

    Returns
    -------
    Station
        Its long-run averages.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    utilisation = stable_utilisation(arrival_rate, service_time)
    if not service_scv >= 0.0:
        raise ValueError(f"service_scv={service_scv!r}: must be >= 0")
    wait = utilisation / (1.0 - utilisation) * 0.5 * (1.0 + service_scv) * service_time
    return _station(arrival_rate, service_time, utilisation, utilisation, wait)


def mdc_wait(arrival_rate: float, service_time: float, servers: int) -> float:
    """Compute the exact mean wait of M/D/c: Poisson arrivals, constant service [3]_.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service_time : float
        The service time.
    servers : int
        Number of servers.

    Returns
    -------
    float
        Mean wait in the queue.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.

    Notes
    -----
    With N_i Poisson of mean i c rho, the wait in units of service is the sum over i >= 1 of
    P(N_i >= i c) - P(N_i > i c) / rho, summed here until a term falls below 1e-15 of the total.
    """
    utilisation = stable_utilisation(arrival_rate, service_time, servers)
    if utilisation == 0.0:
        return 0.0
    total = 0.0
    for first in range(1, 1 << 30, _CHUNK):
        count = servers * np.arange(first, first + _CHUNK, dtype=float)
        at_least = special.gammainc(count, utilisation * count)
        more = special.gammainc(count + 1.0, utilisation * count)
        terms = at_least - more / utilisation
        total += float(terms.sum())
        if terms[-1] <= 1e-15 * total:
            break
    return total * service_time


def processor_sharing(utilisation: float, service_time: float) -> float:
    """Compute the mean time in an M/G/1 queue whose server works on all customers at once [4]_.

    Parameters
    ----------
    utilisation : float
        Arrival rate times mean service time, of all customers together.
    service_time : float
        Mean service time of the customers asked about.

    Returns
    -------
    float
        Mean sojourn time, in the unit of `service_time`, whatever the distribution of service.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    return service_time / (1.0 - stable_utilisation(utilisation, 1.0))
