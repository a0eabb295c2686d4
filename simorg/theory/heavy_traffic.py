"""Approximate waits for general arrivals and service: Kingman for one server, Allen-Cunneen for c.

Both take the exact wait of the exponential queue and multiply it by the mean of the two squared
coefficients of variation (``scv``: variance over squared mean).

References
----------
.. [1] Kingman (1961). The single server queue in heavy traffic. Proc. Cambridge Philosophical
   Society 57, 902-904. doi:10.1017/S0305004100036094
.. [2] Allen (1990). Probability, Statistics, and Queueing Theory, 2nd ed., ch. 5. Academic Press.
"""

from simorg.theory.queues import mmc, stable_utilisation


def _mean_scv(arrival_scv: float, service_scv: float) -> float:
    if not (arrival_scv >= 0.0 and service_scv >= 0.0):
        raise ValueError(f"arrival_scv={arrival_scv!r}, service_scv={service_scv!r}: must be >= 0")
    return 0.5 * (arrival_scv + service_scv)


def kingman_wait(utilisation: float, service_time: float, arrival_scv: float, service_scv: float) -> float:
    """Approximate the mean wait of GI/G/1 in heavy traffic [1]_; exact for Poisson arrivals.

    Parameters
    ----------
    utilisation : float
        Arrival rate times mean service time, in [0, 1).
    service_time : float
        Mean service time.
    arrival_scv, service_scv : float
        Squared coefficients of variation of the times between arrivals and of service, >= 0.

    Returns
    -------
    float
        rho / (1 - rho) * (arrival_scv + service_scv) / 2 * service_time.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    rho = stable_utilisation(utilisation, 1.0)
    return rho / (1.0 - rho) * _mean_scv(arrival_scv, service_scv) * service_time


def allen_cunneen_wait(
    arrival_rate: float, service_time: float, servers: int, arrival_scv: float, service_scv: float
) -> float:
    """Approximate the mean wait of GI/G/c by scaling that of M/M/c [2]_.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service_time : float
        Mean service time.
    servers : int
        Number of servers.
    arrival_scv, service_scv : float
        Squared coefficients of variation of the times between arrivals and of service, >= 0.

    Returns
    -------
    float
        Wait of M/M/c times (arrival_scv + service_scv) / 2; exact for M/M/c and for M/G/1.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    return mmc(arrival_rate, service_time, servers).wait * _mean_scv(arrival_scv, service_scv)
