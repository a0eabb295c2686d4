"""How often live models go wrong, in events per model and day.

Faults and breaks are renewal processes whose clock stands still until the model is restored; drift
is a renewal process that every retraining, planned or called for, starts again.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import Cause
from simorg.plan import Plan
from simorg.rules.demand import lognormal_unit_mean
from simorg.rules.drift import NEVER, LawNumbers, law, laws
from simorg.workload.amounts import Amounts, Nodes
from simorg.workload.watching import Watching

Floats = npt.NDArray[np.float64]

GRID = 130
RATE_NODES, BREACH_NODES = 5, 200


class Drifting(NamedTuple):
    """Drift of one model, per day."""

    breaches: float
    answered: float  # breaches that somebody takes up before a planned retraining ends them


def shocks_per_day(rate: float, standstill_days: float) -> float:
    """Return the rate of a renewal process that stands still after each event.

    Parameters
    ----------
    rate : float
        Events per day of working time.
    standstill_days : float
        Mean days until the next can come.
    """
    return rate / (1.0 + rate * standstill_days)


class Ageing:
    """Natural drift in a plan.

    Parameters
    ----------
    plan : Plan
        Law, rate, margin, retraining.
    amounts : Amounts
        Its distributions.
    watching : Watching
        Who notices.
    """

    def __init__(self, plan: Plan, amounts: Amounts, watching: Watching) -> None:
        self.plan, self.watching, self.k = plan, watching, plan.knobs[0]
        self._breaches = self._breach_times()
        self._known: dict[tuple[float, float], Drifting] = {}

    def drifting(self, attention: float, repair_days: float) -> Drifting:
        """Return how often a model breaches its level, and how often people take that up.

        Arguments are rounded, so that iterations that hardly move ask nothing new.

        Parameters
        ----------
        attention : float
            Probability that the owning team notices an alarm.
        repair_days : float
            Mean days from the detection to the retrained model.

        Notes
        -----
        With F the distribution of the breach after a training and W the days until the retraining
        that it calls for, the breaches expected in the next x days solve the renewal equation
        ``B(x) = F(x) + (f * w * B)(x)``; planned retrainings cut it off after their period.
        """
        asked = (round(attention, 2), round(repair_days, 1))
        if asked not in self._known:
            self._known[asked] = self._drifting(*asked)
        return self._known[asked]

    def _drifting(self, attention: float, repair_days: float) -> Drifting:
        k = self.k
        waits = k["retrain_scheduled"] and not k["retrain_triggered"]
        period = float(k["retrain_period_days"]) if k["retrain_scheduled"] else float(k["horizon_days"])
        period = 1.0 / (1.0 / period + float(k["improvements_per_day"]))
        step = period / GRID
        days: Floats = step * np.arange(GRID + 1, dtype=np.float64)
        breaches = answered = 0.0
        for times, weight in self._breaches:
            reached = np.searchsorted(times, days, side="right") / len(times)
            for watch in self.watching.watches(Cause.NATURAL_DRIFT, attention, float(k["slo_margin"])):
                known = self.watching.known_by(watch, days)
                again = np.zeros_like(days)
                if not waits:
                    late = np.interp(days - repair_days, days, known, left=0.0).astype(np.float64)
                    again = _convolved(reached, late)
                share = float(weight) * watch.share / period
                breaches += share * _renewal(reached, again)
                answered += share * _renewal(_convolved(reached, known), again)
        return Drifting(breaches, answered)

    def _breach_times(self) -> list[tuple[Floats, float]]:
        """Return sorted breach times after a training, for a few drift rates and their weights."""
        k = self.k
        if float(k["drift_rate"]) <= 0.0:
            return []
        chosen = law(laws()[int(k["drift_law"])])
        scores, weights = np.polynomial.hermite_e.hermegauss(RATE_NODES)
        found = []
        for score, weight in zip(scores, weights / weights.sum(), strict=True):
            numbers = LawNumbers(
                float(k["drift_rate"]) * lognormal_unit_mean(float(k["drift_rate_cv"]), float(score)),
                float(k["drift_volatility"]), float(k["slo_margin"]), float(k["saturation"]),
                float(k["time_scale_days"]), float(k["season_days"]), float(k["season_amplitude"]),
            )  # fmt: skip
            draws = [chosen.breach_days(numbers, (n + 0.5) / BREACH_NODES) for n in range(BREACH_NODES)]
            late = np.array([min(t, NEVER) for t in draws]) - float(k["label_delay_days"])
            found.append((np.sort(np.maximum(late, 0.0)), float(weight)))
        return found


def losses(plan: Plan, amounts: Amounts, cause: Cause, count: int) -> Nodes:
    """Return the loss of quality that an incident of a cause brings."""
    k = plan.knobs[0]
    if cause == Cause.NATURAL_DRIFT:
        return Nodes(np.array([float(k["slo_margin"])]), np.ones(1))
    name = {Cause.DATA_BREAK: "break_loss", Cause.FAULT: "fault_loss", Cause.DEFECT: "defect_loss"}[cause]
    return amounts.nodes(int(k[name]), count)


def _convolved(cdf: Floats, other: Floats) -> Floats:
    """Return the distribution of a sum from two distributions on the same grid."""
    mass = np.diff(cdf, prepend=0.0)
    found: Floats = np.convolve(mass, other)[: len(cdf)]
    return found


def _renewal(first: Floats, again: Floats) -> float:
    """Solve ``B = first + again' * B`` on a grid and return its last value."""
    mass = np.diff(again, prepend=0.0)
    if not mass.any():
        return float(first[-1])
    values = np.zeros_like(first)
    for n in range(len(first)):
        earlier = float(mass[1 : n + 1] @ values[n - 1 :: -1]) if n else 0.0
        values[n] = (first[n] + earlier) / (1.0 - min(mass[0], 0.99))
    return float(values[-1])
