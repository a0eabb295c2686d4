"""Textbook cases: the organisation with its mechanisms switched off, where theory knows the answer.

Goes in: settings with a ``textbook`` case. Comes out: settings in which everything is off that
the case does not name, and the handful of teams that serve it. No engine knows about this.
"""

from __future__ import annotations

from simorg.config.groups import textbook as cases
from simorg.config.settings import Settings
from simorg.organisation.graph import Organisation
from simorg.organisation.textbook import models, queues
from simorg.organisation.textbook.off import everything_off


def expand(settings: Settings) -> tuple[Settings, Organisation]:
    """Return the settings and the organisation that play a textbook case.

    All mechanisms are off but those of the case; the organisation has one team a station.
    """
    case = settings.textbook
    base = settings.model_copy(update=everything_off())
    match case:
        case cases.QueueCase() | cases.SingleServerCase():
            return queues.queue(base, case)
        case cases.SharingCase():
            return queues.shared(base, case)
        case cases.OrderCase():
            return queues.ordered(base, case)
        case cases.PriorityCase():
            return queues.priorities(base, case)
        case cases.NetworkCase():
            return queues.network(base, case)
        case cases.RequestCase():
            return queues.requests(base, case)
        case cases.RoutingCase():
            return queues.tossed(base, case)
        case cases.RepairCase() | cases.OnCallCase():
            return models.machines(base, case)
        case cases.OutageCase():
            return models.shocked(base, case)
        case cases.ReviewCase():
            return models.reviewed(base, case)
        case cases.RenewalCase() | cases.BreachCase():
            return models.drifting(base, case)
        case cases.AlarmCase():
            return models.watched(base, case)
    raise AssertionError("settings without a textbook case")
