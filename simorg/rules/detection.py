"""What monitors see, and what people notice of it."""

from __future__ import annotations

import math

from simorg.compilation import kernel
from simorg.rules.distributions.normal import normal_cdf, normal_quantile


@kernel
def monitor_power(loss: float, labels: float, outcome_sd: float, false_alarm: float) -> float:
    """Return the probability that one performance check notices a loss.

    Parameters
    ----------
    loss : float
        Loss of quality, as a share.
    labels : float
        Matured labels per check.
    outcome_sd : float
        Standard deviation of one labelled outcome.
    false_alarm : float
        Significance of the check, in (0, 0.5]; 0 means that it never alarms.

    Returns
    -------
    float
        Power of a one-sided z test, ``Phi(loss sqrt(n) / sd - z_(1-alpha))``.
    """
    if false_alarm <= 0.0 or labels <= 0.0:
        return 0.0
    return normal_cdf(loss * math.sqrt(labels) / outcome_sd - normal_quantile(1.0 - false_alarm))


@kernel
def any_alarm(metrics: int, false_alarm: float) -> float:
    """Return the probability that at least one of `metrics` healthy metrics alarms at a check."""
    if false_alarm <= 0.0 or metrics == 0:
        return 0.0
    return 1.0 - math.exp(metrics * math.log(1.0 - false_alarm))


@kernel
def complaint_hazard(per_day: float, traffic: float, loss: float, power: float) -> float:
    """Return the hazard that users complain of a loss, per day.

    Parameters
    ----------
    per_day : float
        Hazard at traffic 1 and a loss of 1.
    traffic : float
        Users of the model, relative to the mean.
    loss : float
        Loss of quality, as a share.
    power : float
        Above 1: small losses are noticed by few and reported by fewer.
    """
    if loss <= 0.0:
        return 0.0
    if power == 2.0:  # exactly, not by way of logarithms
        return per_day * traffic * loss * loss
    return per_day * traffic * math.exp(power * math.log(loss))


@kernel
def review_power(loss: float, predictions: float) -> float:
    """Return the probability that at least one of so many predictions shows a loss."""
    if loss >= 1.0:
        return 1.0 if predictions > 0.0 else 0.0
    return 1.0 - math.exp(predictions * math.log(1.0 - loss))


@kernel
def review_day(n: int, phase: float, period_days: float) -> float:
    """Return the day of the n-th review of a unit; the first is up to a period early, by its phase."""
    return (n - phase) * period_days


@kernel
def next_review(n: int, now: float, phase: float, period_days: float, most: int) -> int:
    """Return the number of the review after the n-th: those missed meanwhile are not made up for."""
    n += 1
    while n < most and review_day(n, phase, period_days) < now:
        n += 1
    return n


@kernel
def faded_load(load: float, days: float, memory_days: float) -> float:
    """Return what remains of a team's count of false alarms after `days`."""
    return load * math.exp(-days / memory_days)


@kernel
def attention(load: float, memory_days: float, half_load: float, floor: float) -> float:
    """Return the probability that a team notices an alarm.

    Parameters
    ----------
    load : float
        Faded count of false alarms.
    memory_days : float
        Time constant of the fading; ``load / memory_days`` estimates alarms per day.
    half_load : float
        Alarms per day that halve attention; 0 = attention never suffers.
    floor : float
        Least attention.
    """
    if half_load <= 0.0:
        return 1.0
    return max(floor, 1.0 / (1.0 + load / memory_days / half_load))


@kernel
def first_check_after(time: float, origin: float, check_days: float) -> int:
    """Return the number k of the first check, at ``origin + k check_days``, strictly after `time`."""
    return max(1, int(math.floor((time - origin) / check_days)) + 1)
