"""What theory says of textbook cases: the closed forms, and how a run is read for them.

Goes in: a textbook case. Comes out: predictions, measure by measure, and readers of traces for what no
measure tells.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from simorg.config.groups import textbook as cases
from simorg.config.settings import Settings
from simorg.experiments.running.task import Reader
from simorg.validation.oracles import models, queues, readers
from simorg.validation.oracles.prediction import Prediction

__all__ = ["CASES", "Prediction", "predictions", "readers_of"]

Predictor: TypeAlias = Callable[..., Iterable[Prediction]]

PREDICTORS: dict[type, Predictor] = {
    cases.QueueCase: queues.mmc,
    cases.SingleServerCase: queues.mg1,
    cases.SharingCase: queues.sharing,
    cases.OrderCase: queues.order,
    cases.PriorityCase: queues.priority,
    cases.NetworkCase: queues.jackson,
    cases.RequestCase: queues.requests,
    cases.RoutingCase: queues.routing,
    cases.RepairCase: models.machine_repair,
    cases.OnCallCase: models.on_call,
    cases.OutageCase: models.outages,
    cases.ReviewCase: models.review,
    cases.RenewalCase: models.retraining,
    cases.BreachCase: models.breach,
    cases.AlarmCase: models.false_alarms,
}

READERS: dict[type, tuple[Reader, ...]] = {
    cases.OrderCase: (readers.waits,),
    cases.RoutingCase: (readers.tosses,),
    cases.OutageCase: (readers.incident_gaps,),
    cases.ReviewCase: (readers.detection,),
}

CASES = (
    "mmc",
    "mg1",
    "sharing",
    "urgency",
    "newest_first",
    "priority",
    "preemptive",
    "jackson",
    "requests",
    "routing",
    "machine_repair",
    "on_call",
    "outages",
    "review",
    "retraining_renewal",
    "inverse_gaussian_breach",
    "false_alarms",
)


def predictions(settings: Settings) -> tuple[Prediction, ...]:
    """Return what theory says of a textbook case.

    Parameters
    ----------
    settings : Settings
        Settings with a ``textbook`` case.

    Returns
    -------
    tuple of Prediction
        One for each quantity that theory knows.

    Raises
    ------
    ValueError
        If the case has no steady state (load of 1 or more).
    """
    return tuple(PREDICTORS[type(settings.textbook)](settings.textbook))


def readers_of(settings: Settings) -> tuple[Reader, ...]:
    """Return what a run of a textbook case is read for besides the measures."""
    return READERS.get(type(settings.textbook), ())
