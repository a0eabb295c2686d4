"""How long a model hurts before anybody knows, and how many false alarms are looked at.

Checks that alarm with probability p are taken as an exponential time of the same mean; what the
monitors see, and what teams notice of it, follows the rules of the engines.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import Cause
from simorg.plan import Plan
from simorg.rules.detection import any_alarm, attention, complaint_hazard, monitor_power
from simorg.workload.amounts import Amounts, Nodes

Floats = npt.NDArray[np.float64]

LOSS_NODES = 9


class Watch(NamedTuple):
    """One way in which an incident is watched: `early` per day until the labels mature, then `late`."""

    share: float
    early: float
    late: float


class Watching:
    """Detection in a plan.

    Parameters
    ----------
    plan : Plan
        Monitors, users, alerts.
    amounts : Amounts
        Its distributions.
    """

    def __init__(self, plan: Plan, amounts: Amounts) -> None:
        self.plan, self.amounts, self.k = plan, amounts, plan.knobs[0]
        self._delays: dict[tuple[Cause, float], float] = {}

    def false_alarms_per_model_day(self) -> float:
        """Return the false alarms that one model raises, monitored or not."""
        k = self.k
        return (
            float(k["coverage"])
            * any_alarm(int(k["metrics"]), float(k["false_alarm"]))
            / float(k["check_days"])
        )

    def attention(self, models: Floats) -> Floats:
        """Return the probability that a team notices an alarm.

        Parameters
        ----------
        models : ndarray, shape (teams,)
            Live models that each team looks after.
        """
        k = self.k
        memory = float(k["attention_memory_days"])
        loads = models * self.false_alarms_per_model_day() * memory
        return np.array(
            [
                attention(load, memory, float(k["attention_half_load"]), float(k["attention_floor"]))
                for load in loads
            ]
        )

    def watches(self, cause: Cause, attention: float, loss: float) -> list[Watch]:
        """Return how an incident of a cause and a loss is watched, with the share of each way."""
        k = self.k
        users = complaint_hazard(float(k["complaints_per_day"]), min(1.0, loss))
        if cause == Cause.FAULT:
            works, lag = float(k["fault_alert_works"]), self.amounts.of(k["fault_notice"]).mean
            alert = attention / lag if lag > 0.0 else 1e9
            return [Watch(works, users + alert, users + alert), Watch(1.0 - works, users, users)]
        coverage = float(k["coverage"])
        sees = self._alarms(
            attention
            * monitor_power(
                min(1.0, loss), float(k["labels_per_check"]), float(k["outcome_sd"]), float(k["false_alarm"])
            )
        )
        shows = {Cause.DATA_BREAK: 1.0, Cause.NATURAL_DRIFT: float(k["covariate_share"])}.get(cause, 0.0)
        inputs = self._alarms(attention * float(k["input_power"]))
        return [
            Watch(1.0 - coverage, users, users),
            Watch(coverage * shows, users + inputs, users + inputs + sees),
            Watch(coverage * (1.0 - shows), users, users + sees),
        ]

    def delay_days(self, cause: Cause, attention: float, losses: Nodes) -> float:
        """Return the mean time from onset to detection, at most the length of the run.

        Parameters
        ----------
        cause : Cause
            Cause of the incident.
        attention : float
            Probability that the owning team notices an alarm.
        losses : Nodes
            Loss of quality.
        """
        asked = (cause, round(attention, 2))
        if asked not in self._delays:
            self._delays[asked] = self._delay_days(cause, asked[1], losses)
        return self._delays[asked]

    def _delay_days(self, cause: Cause, attention: float, losses: Nodes) -> float:
        total = 0.0
        for loss, weight in zip(losses.values, losses.weights, strict=True):
            for watch in self.watches(cause, attention, float(loss)):
                total += float(weight) * watch.share * self._mean_days(watch)
        return total

    def known_by(self, watch: Watch, days: Floats) -> Floats:
        """Return the probability that a way of watching has noticed by some days after the onset."""
        mature = float(self.k["label_delay_days"])
        exposure = watch.early * np.minimum(days, mature) + watch.late * np.maximum(days - mature, 0.0)
        known: Floats = 1.0 - np.exp(-exposure)
        return known

    def _mean_days(self, watch: Watch) -> float:
        longest = float(self.k["horizon_days"])
        grid = np.linspace(0.0, longest, 2001)
        return float(np.trapezoid(1.0 - self.known_by(watch, grid), grid))

    def _alarms(self, power: float) -> float:
        """Return the rate that goes with checks of a power: the first comes after half a period."""
        if power <= 0.0:
            return 0.0
        return 1.0 / (float(self.k["check_days"]) * (1.0 / power - 0.5))
