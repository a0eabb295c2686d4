"""Textbook queues: one team a station, customers who leave after the last."""

from __future__ import annotations

from simorg.config.groups.distribution import Distribution
from simorg.config.groups.duties import DutySettings
from simorg.config.groups.requests import RequestSettings
from simorg.config.groups.textbook import (
    NetworkCase,
    OrderCase,
    PriorityCase,
    QueueCase,
    RequestCase,
    RoutingCase,
    SharingCase,
    SingleServerCase,
)
from simorg.config.settings import DAYS_PER_QUARTER, Settings
from simorg.organisation.graph import Draft, Organisation
from simorg.organisation.textbook.off import (
    NETWORK_SKILLS,
    NOTHING,
    ROLE_OF,
    demand,
    lifecycle,
    service_time,
    stations,
    strangers,
)

URGENT, NORMAL, BESIDES = 3, 4, 5
MOST_AT_ONCE = 100
DUE_SPREAD = Distribution(family="uniform", low=0.0, high=1e6)
"""Due days so far apart that when somebody came plays no part: the widest that a distribution can be."""


def queue(base: Settings, case: QueueCase | SingleServerCase) -> tuple[Settings, Organisation]:
    """Play people who serve one queue."""
    servers = case.servers if isinstance(case, QueueCase) else 1
    service = service_time(case.service_mean_days, case.service_cv)
    return _station(base, case.arrival_rate, service, servers)


def _station(
    base: Settings, rate: float, service: Distribution, servers: int, availability: float = 1.0
) -> tuple[Settings, Organisation]:
    updates = {"demand": demand(rate), "lifecycle": lifecycle(service)}
    organisation = stations({NETWORK_SKILLS[0]: servers}, availability=availability)
    return base.model_copy(update=updates), organisation


def ordered(base: Settings, case: OrderCase) -> tuple[Settings, Organisation]:
    """Play one person who takes the most urgent, or the newest, of what waits."""
    service = service_time(case.service_mean_days, case.service_cv)
    settings, station = _station(base, case.arrival_rate, service, 1)
    order = "due_date" if case.case == "urgency" else case.case
    work = base.work.model_copy(update={"order": order, "due_days": DUE_SPREAD})
    return settings.model_copy(update={"work": work}), station


def shared(base: Settings, case: SharingCase) -> tuple[Settings, Organisation]:
    """Play one person who has everything in hand, and whose other duties are jobs like the others."""
    service = service_time(case.service_mean_days, case.service_cv)
    settings, station = _station(base, case.arrival_rate, service, 1, case.availability)
    work = base.work.model_copy(
        update={"items_at_once": MOST_AT_ONCE, "slice_days": case.slice_days, "switch_loss": 0.0}
    )
    share = {ROLE_OF[NETWORK_SKILLS[0]]: case.duty_share}
    duties = DutySettings(share=share, effort_days=service, priority=BESIDES)
    return settings.model_copy(update={"work": work, "duties": duties}), station


def priorities(base: Settings, case: PriorityCase) -> tuple[Settings, Organisation]:
    """Play two units whose work differs in class."""
    total = case.arrival_rate_urgent + case.arrival_rate_normal
    shares = (case.arrival_rate_urgent / total, case.arrival_rate_normal / total)
    preempting = URGENT if case.case == "preemptive" else -1
    updates = {
        "demand": demand(total, unit_weights=shares, unit_priorities=(URGENT, NORMAL)),
        "lifecycle": lifecycle(service_time(case.service_mean_days, case.service_cv)),
        "work": base.work.model_copy(update={"preempting_class": preempting}),
    }
    return base.model_copy(update=updates), stations({NETWORK_SKILLS[0]: case.servers}, ("urgent", "normal"))


def network(base: Settings, case: NetworkCase) -> tuple[Settings, Organisation]:
    """Play a stage a station, and some who go round again."""
    services = [Distribution(family="exponential", mean=days) for days in case.service_mean_days]
    updates = {"demand": demand(case.arrival_rate), "lifecycle": lifecycle(*services, repeat=case.feedback)}
    return base.model_copy(update=updates), stations(dict(zip(NETWORK_SKILLS, case.servers, strict=True)))


def requests(base: Settings, case: RequestCase) -> tuple[Settings, Organisation]:
    """Play requests that are passed on by a stated matrix, whatever was before."""
    unit_mean = Distribution(family="exponential", mean=1.0)
    asked = RequestSettings(
        per_model_year=0.0, per_unit_quarter=case.arrival_rate * DAYS_PER_QUARTER, effort_days=unit_mean,
        skill_weights={NETWORK_SKILLS[0]: 1.0}, instant=0.0, blocked=0.0, back_to_sender=None,
    )  # fmt: skip

    def wire(draft: Draft) -> None:
        for team, weight, days, row in zip(
            NETWORK_SKILLS, case.first, case.service_mean_days, case.moves, strict=True
        ):
            shares = {name: share for name, share in zip(NETWORK_SKILLS, row, strict=True) if share}
            draft.first_line("world", team, weight)
            draft.request_effort(team, days)
            for after in (1, 2, 3):
                draft.moves(team, after, {**shares, team: 1.0 - sum(row)})

    organisation = stations(dict(zip(NETWORK_SKILLS, case.servers, strict=True)), wire=wire)
    return base.model_copy(update={"requests": asked}), organisation


def tossed(base: Settings, case: RoutingCase) -> tuple[Settings, Organisation]:
    """Play items that take no time, but a handoff from one team to another that may go astray."""
    routing = base.routing.model_copy(
        update={
            "wrong_handoff": case.wrong,
            "further_toss": case.further,
            "back_to_sender": case.back,
            "triage_days": NOTHING,
        }
    )
    updates = {
        "demand": demand(case.arrival_rate),
        "lifecycle": lifecycle(NOTHING, NOTHING),
        "routing": routing,
    }
    first, second, *_ = NETWORK_SKILLS
    return base.model_copy(update=updates), strangers((first, second), case.others)
