"""Who is served next: waits in M/G/1 by order of service, first and second moment, all exact.

An order that does not look at service times leaves the mean wait as it is, whoever it favours (Kleinrock's
conservation law); what it changes is the spread. Nobody is interrupted.

References
----------
.. [1] Takács (1963). Delay distributions for one line with Poisson input, general holding times, and
   various orders of service. Bell System Technical Journal 42, 487-503.
   doi:10.1002/j.1538-7305.1963.tb00509.x
.. [2] Wishart (1960). Queuing systems in which the discipline is "last-come, first-served". Operations
   Research 8, 591-599. doi:10.1287/opre.8.5.591
.. [3] Kleinrock (1976). Queueing Systems, volume II: Computer Applications, chapter 3. Wiley.
.. [4] Conway, Maxwell, Miller (1967). Theory of Scheduling, chapter 8. Addison-Wesley.
"""

from typing import NamedTuple

from simorg.theory.queues import stable_utilisation


class Service(NamedTuple):
    """First three moments of the service time about 0."""

    mean: float
    second: float
    third: float


class Wait(NamedTuple):
    """First two moments of the wait in the queue about 0."""

    mean: float
    second: float


def gamma_service(mean: float, scv: float) -> Service:
    """Return the moments of a gamma service time: exponential at a `scv` of 1, constant at 0.

    Parameters
    ----------
    mean, scv : float
        Mean and squared coefficient of variation, >= 0.

    Returns
    -------
    Service
        Its moments.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if not (mean >= 0.0 and scv >= 0.0):
        raise ValueError(f"mean={mean!r}, scv={scv!r}: must be >= 0")
    second = mean * mean * (1.0 + scv)
    return Service(mean, second, second * mean * (1.0 + 2.0 * scv))


def first_come(arrival_rate: float, service: Service) -> Wait:
    """Solve M/G/1 in order of arrival [1]_.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service : Service
        Moments of the service time.

    Returns
    -------
    Wait
        Moments of the wait.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    left = 1.0 - stable_utilisation(arrival_rate, service.mean)
    mean = 0.5 * arrival_rate * service.second / left
    return Wait(mean, 2.0 * mean * mean + arrival_rate * service.third / (3.0 * left))


def newest_first(arrival_rate: float, service: Service) -> Wait:
    """Solve M/G/1 that takes the newest of those who wait [1]_ [2]_.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service : Service
        Moments of the service time.

    Returns
    -------
    Wait
        Moments of the wait: the mean as in order of arrival, the second moment 1 / (1 - utilisation) times.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.
    """
    fair = first_come(arrival_rate, service)
    return Wait(fair.mean, fair.second / (1.0 - stable_utilisation(arrival_rate, service.mean)))


def by_urgency(arrival_rate: float, service: Service, most: float = 0.0, least: float = 1.0) -> Wait:
    """Solve M/G/1 that takes the most urgent of those who wait, all of different urgency [3]_ [4]_.

    Parameters
    ----------
    arrival_rate : float
        Arrivals per unit of time.
    service : Service
        Moments of the service time.
    most, least : float
        Whose wait is asked: the customers of whom between these shares of all are more urgent,
        0 <= most < least <= 1; all when left out.

    Returns
    -------
    Wait
        Moments of their wait.

    Raises
    ------
    ValueError
        If a value is out of range or the queue is unstable.

    Notes
    -----
    Infinitely many of Cobham's classes. Whom a share x precedes is begun when the work found in front is
    done, and that of the more urgent who come meanwhile: with c = 1 - utilisation x the wait has mean
    W0 / c**2 and second moment rate E[S**3] / (3 c**3) + x (rate E[S**2])**2 / c**4, where
    W0 = rate E[S**2] / 2 is the residual service found. Both are integrated over x.
    """
    utilisation = stable_utilisation(arrival_rate, service.mean)
    if not 0.0 <= most < least <= 1.0:
        raise ValueError(f"most={most!r}, least={least!r}: must be 0 <= most < least <= 1")
    flow, cubes = arrival_rate * service.second, arrival_rate * service.third
    if utilisation == 0.0:
        return Wait(0.0, 0.0)
    width, near, far = least - most, 1.0 - utilisation * most, 1.0 - utilisation * least
    mean = 0.5 * flow / (near * far)
    cubed = (far**-2 - near**-2) / (2.0 * utilisation * width)  # mean of c**-3
    fourth = (far**-3 - near**-3) / (3.0 * utilisation * width)  # of c**-4
    return Wait(mean, cubes / 3.0 * cubed + flow * flow * (fourth - cubed) / utilisation)
