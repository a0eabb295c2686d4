"""Queues with priority classes, first class first: M/G/1 and M/M/c, with and without preemption.

Class 0 is the most urgent.  Arrays have one entry a class, shape (classes,); rates per unit of
time, times in that unit.

References
----------
.. [1] Cobham (1954). Priority assignment in waiting line problems. Operations Research 2, 70-76.
   doi:10.1287/opre.2.1.70
.. [2] White, Christie (1958). Queuing with preemptive priorities or with breakdown. Operations
   Research 6, 79-95. doi:10.1287/opre.6.1.79
.. [3] Kella, Yechiali (1985). Waiting times in the non-preemptive priority M/M/c queue.
   Stochastic Models 1, 257-262. doi:10.1080/15326348508807014
.. [4] Buzen, Bondi (1983). The response times of priority classes under preemptive resume in
   M/M/m queues. Operations Research 31, 456-465. doi:10.1287/opre.31.3.456
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simorg.theory.queues import mmc, stable_utilisation

Floats = NDArray[np.float64]


class ClassTimes(NamedTuple):
    """Mean time in queue and in system of each class, shape (classes,).

    Under preemption `wait` counts all time in system that is not service, interruptions included.
    """

    wait: Floats
    sojourn: Floats


def _checked(*columns: ArrayLike) -> list[Floats]:
    arrays = [np.atleast_1d(np.asarray(column, dtype=float)) for column in columns]
    if any(array.shape != arrays[0].shape or array.ndim != 1 for array in arrays):
        shapes = [array.shape for array in arrays]
        raise ValueError(f"shapes={shapes}: must be one entry a class, the same number each")
    if any(not np.all(array >= 0.0) for array in arrays):
        raise ValueError("rates, times and squared cvs must be >= 0")
    return arrays


def _cumulative_loads(rates: Floats, times: Floats) -> tuple[Floats, Floats]:
    """Return the load of the classes above each class, and of those plus itself."""
    loads = np.cumsum(rates * times)
    stable_utilisation(float(loads[-1]), 1.0)
    return np.concatenate(([0.0], loads[:-1])), loads


def mg1_nonpreemptive(
    arrival_rates: ArrayLike, service_times: ArrayLike, service_scvs: ArrayLike
) -> ClassTimes:
    """Solve M/G/1 with head-of-the-line priorities [1]_.

    Parameters
    ----------
    arrival_rates, service_times, service_scvs : array_like, shape (classes,)
        Arrivals per unit of time, mean service time and its squared coefficient of variation.

    Returns
    -------
    ClassTimes
        Wait and time in system of each class.

    Raises
    ------
    ValueError
        If a value is out of range or the total load is 1 or more.
    """
    rates, times, scvs = _checked(arrival_rates, service_times, service_scvs)
    above, through = _cumulative_loads(rates, times)
    residual = 0.5 * np.sum(rates * times * times * (1.0 + scvs))
    wait = residual / ((1.0 - above) * (1.0 - through))
    return ClassTimes(wait, wait + times)


def mg1_preemptive(arrival_rates: ArrayLike, service_times: ArrayLike, service_scvs: ArrayLike) -> ClassTimes:
    """Solve M/G/1 with preemptive-resume priorities [2]_.

    Parameters
    ----------
    arrival_rates, service_times, service_scvs : array_like, shape (classes,)
        Arrivals per unit of time, mean service time and its squared coefficient of variation.

    Returns
    -------
    ClassTimes
        Time in system of each class, and the part of it that is not service.

    Raises
    ------
    ValueError
        If a value is out of range or the total load is 1 or more.
    """
    rates, times, scvs = _checked(arrival_rates, service_times, service_scvs)
    above, through = _cumulative_loads(rates, times)
    residual = 0.5 * np.cumsum(rates * times * times * (1.0 + scvs))
    sojourn = times / (1.0 - above) + residual / ((1.0 - above) * (1.0 - through))
    return ClassTimes(sojourn - times, sojourn)


def mmc_nonpreemptive(arrival_rates: ArrayLike, service_time: float, servers: int) -> ClassTimes:
    """Solve M/M/c with head-of-the-line priorities and one service time for all classes [1]_ [3]_.

    Parameters
    ----------
    arrival_rates : array_like, shape (classes,)
        Arrivals per unit of time.
    service_time : float
        Mean service time of every class.
    servers : int
        Number of servers.

    Returns
    -------
    ClassTimes
        Wait and time in system of each class.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    (rates,) = _checked(arrival_rates)
    together = mmc(float(rates.sum()), service_time, servers)
    above, through = _cumulative_loads(rates, np.full(rates.shape, service_time / servers))
    head = together.wait * (1.0 - together.utilisation)
    wait = head / ((1.0 - above) * (1.0 - through))
    return ClassTimes(wait, wait + service_time)


def mmc_preemptive(arrival_rates: ArrayLike, service_time: float, servers: int) -> ClassTimes:
    """Solve M/M/c with preemptive-resume priorities and one service time for all classes [4]_.

    Parameters
    ----------
    arrival_rates : array_like, shape (classes,)
        Arrivals per unit of time, positive.
    service_time : float
        Mean service time of every class.
    servers : int
        Number of servers.

    Returns
    -------
    ClassTimes
        Time in system of each class, and the part of it that is not service.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.

    Notes
    -----
    The k most urgent classes together never notice the others: they are one M/M/c queue, and a
    class is the difference of two such queues.
    """
    (rates,) = _checked(arrival_rates)
    if not np.all(rates > 0.0):
        raise ValueError(f"arrival_rates={rates.tolist()}: must be positive")
    present = [mmc(float(rate), service_time, servers).number_in_system for rate in rates.cumsum()]
    sojourn = np.diff(present, prepend=0.0) / rates
    return ClassTimes(sojourn - service_time, sojourn)
