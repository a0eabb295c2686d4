"""Repeated checks: how often a monitor cries wolf, and how long it takes to see a real problem.

Every check raises an alarm with the same probability, independently of the others.
"""

import math


def _check_probability(name: str, value: float) -> None:
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name}={value!r}: must be in [0, 1]")


def at_least_one_alarm(probability: float, checks: float) -> float:
    """Compute the probability of one alarm or more in a number of checks.

    Parameters
    ----------
    probability : float
        Probability of an alarm at one check, in [0, 1].
    checks : float
        Number of checks, >= 0.

    Returns
    -------
    float
        1 - (1 - probability)**checks.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("probability", probability)
    if not checks >= 0.0:
        raise ValueError(f"checks={checks!r}: must be >= 0")
    if probability == 1.0:
        return float(checks > 0.0)
    return -math.expm1(checks * math.log1p(-probability))


def mean_checks_to_alarm(probability: float) -> float:
    """Compute the mean number of checks up to and including the first alarm.

    Parameters
    ----------
    probability : float
        Probability of an alarm at one check, in [0, 1].

    Returns
    -------
    float
        1 / probability, infinite for 0; also the mean number of checks between alarms.

    Raises
    ------
    ValueError
        If `probability` is out of range.
    """
    _check_probability("probability", probability)
    return 1.0 / probability if probability > 0.0 else math.inf


def alarms_per_year(probability: float, check_period: float, days_per_year: float = 260.0) -> float:
    """Compute the mean number of alarms a year.

    Parameters
    ----------
    probability : float
        Probability of an alarm at one check, in [0, 1].
    check_period : float
        Working days between checks, positive.
    days_per_year : float
        Working days a year.

    Returns
    -------
    float
        Alarms per year of one monitor.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    _check_probability("probability", probability)
    if not check_period > 0.0:
        raise ValueError(f"check_period={check_period!r}: must be positive")
    return probability * days_per_year / check_period


def mean_detection_delay(power: float, check_period: float) -> float:
    """Compute the mean time from onset to detection by a periodic check.

    Parameters
    ----------
    power : float
        Probability that a check sees the problem, in [0, 1].
    check_period : float
        Time between checks, positive.

    Returns
    -------
    float
        check_period * (1 / power - 1 / 2): the onset falls anywhere between two checks.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if not check_period > 0.0:
        raise ValueError(f"check_period={check_period!r}: must be positive")
    return check_period * (mean_checks_to_alarm(power) - 0.5)


def mean_review_delay(power: float, period: float, hazard: float) -> float:
    """Compute the mean time from onset to detection where problems are found at reviews alone.

    Parameters
    ----------
    power : float
        Probability that a review finds the problem, in [0, 1]; of n independent looks, each with p, that is
        1 - (1 - p)**n (`at_least_one_alarm`).
    period : float
        Time between reviews, positive.
    hazard : float
        Problems per unit of time, positive; the next can only begin when a review has found the last.

    Returns
    -------
    float
        period / (1 - exp(-hazard period)) - 1 / hazard until the first review (half a period where
        problems are rare), and a period for each review that finds nothing, a geometric number.

    Raises
    ------
    ValueError
        If a value is out of range.
    """
    if not (period > 0.0 and hazard > 0.0):
        raise ValueError(f"period={period!r}, hazard={hazard!r}: must be positive")
    first = period / -math.expm1(-hazard * period) - 1.0 / hazard
    return first + period * (mean_checks_to_alarm(power) - 1.0)
