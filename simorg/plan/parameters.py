"""The single numbers of a plan, as one record: those of the schema, and the few that follow from them.

A setting that is one number is a parameter by itself, under the names of its group and field:
``handoff.latency_days`` is ``handoff_latency_days``. A number is stored as it is, yes and no as 1 and 0, a
distribution as its position in the table of distributions. What engines need and no setting is, stands
below, each with the reason why it is computed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.config.groups.distribution import Distribution
from simorg.config.scalars import Scalar, scalars
from simorg.config.settings import DAYS_PER_QUARTER, DAYS_PER_YEAR, Settings
from simorg.plan.distributions import DistributionTable
from simorg.rules.detection import any_alarm
from simorg.rules.drift import laws
from simorg.rules.order import ORDERS

LEVERED = {
    "retraining_automated": "velocity",
    "monitoring_coverage": "visibility",
    "response_diagnose": "visibility",
    "response_rollback": "versioning",
    "practices_dwell": "velocity",
    "practices_power": "validation",
    "practices_gate_effort": "validation",
}
"""What a practice moves: each lies between the settings of its name with `_low` and `_high`."""


class Derived(NamedTuple):
    """A parameter that is computed from settings."""

    name: str
    kind: type
    value: Callable[[Settings], float]


DERIVED = (
    # A run counts working days.
    Derived("demand_growth_per_day", float, lambda s: s.demand.growth_per_year / DAYS_PER_YEAR),
    Derived("demand_improvements_per_model_day", float,
            lambda s: s.demand.improvements_per_model_year / DAYS_PER_YEAR),
    Derived("demand_model_lifetime_days", float, lambda s: s.demand.model_lifetime_years * DAYS_PER_YEAR),
    Derived("breaks_per_model_day", float, lambda s: s.breaks.per_model_year / DAYS_PER_YEAR),
    Derived("faults_per_model_day", float, lambda s: s.faults.per_model_year / DAYS_PER_YEAR),
    Derived("outages_per_day", float, lambda s: s.outages.per_year / DAYS_PER_YEAR),
    Derived("requests_per_model_day", float, lambda s: s.requests.per_model_year / DAYS_PER_YEAR),
    Derived("requests_per_unit_day", float, lambda s: s.requests.per_unit_quarter / DAYS_PER_QUARTER),
    # A number for null: the row of a team decides alone.
    Derived("requests_back_to_sender", float,
            lambda s: -1.0 if s.requests.back_to_sender is None else s.requests.back_to_sender),
    # Every gap between faults needs it: the mean of the Weibull distribution of scale 1.
    Derived("faults_clustering_gamma", float, lambda s: math.gamma(1.0 + 1.0 / s.faults.clustering_shape)),
    # Every false alarm needs it: the chance at one check, of all metrics together.
    Derived("monitoring_any_false_alarm", float,
            lambda s: any_alarm(s.monitoring.metrics, s.monitoring.false_alarm)),
    # A choice is two questions.
    Derived("retraining_scheduled", int, lambda s: s.retraining.policy in ("scheduled", "both")),
    Derived("retraining_triggered", int, lambda s: s.retraining.policy in ("triggered", "both")),
    # A name is a position.
    Derived("drift_law", int, lambda s: laws().index(s.drift.law)),
    Derived("work_order", int, lambda s: ORDERS.index(s.work.order)),
)  # fmt: skip


def layout() -> np.dtype[np.void]:
    """Return the type of the record; it follows from the schema, never from values."""
    kinds = [(scalar.name, scalar.kind) for scalar in scalars()]
    kinds += [(name, float) for name in LEVERED]
    kinds += [(derived.name, derived.kind) for derived in DERIVED]
    return np.dtype([(name, "<f8" if kind is float else "<i8") for name, kind in kinds])


PARAMETERS_ROW = layout()


def parameters(settings: Settings, table: DistributionTable) -> npt.NDArray[np.void]:
    """Return a record array of one row: every number that an engine needs once.

    Distributions are added to the table, and their positions stored.
    """
    found = {scalar.name: _number(scalar, settings, table) for scalar in scalars()}
    practices = settings.practices
    moved = [
        between(found[f"{name}_low"], found[f"{name}_high"], getattr(practices, lever))
        for name, lever in LEVERED.items()
    ]
    row = (*found.values(), *moved, *(derived.value(settings) for derived in DERIVED))
    return np.array([row], dtype=PARAMETERS_ROW)


def between(low: float, high: float, lever: float) -> float:
    """Return the value of a parameter that a lever in [0, 1] moves from `low` to `high`."""
    return low + (high - low) * lever


def _number(scalar: Scalar, settings: Settings, table: DistributionTable) -> float:
    value = scalar.of(settings)
    return table.add(value) if scalar.kind is Distribution else value
