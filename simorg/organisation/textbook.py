"""Textbook cases: the organisation with its mechanisms switched off, where theory knows the answer.

Goes in: settings with a ``textbook`` case. Comes out: settings in which everything is off that
the case does not name, and the handful of teams that serve it. No engine knows about this.
"""

from __future__ import annotations

from typing import Any

from simorg.config.files import preset
from simorg.config.groups.ageing import BreakSettings, DriftSettings, FaultSettings
from simorg.config.groups.demand import DemandSettings
from simorg.config.groups.distribution import Distribution, constant
from simorg.config.groups.duties import DutySettings
from simorg.config.groups.lifecycle import LifecycleSettings, Stage
from simorg.config.groups.practices import PracticeSettings
from simorg.config.groups.quality import DefectSettings, ReleaseSettings, ReleaseStage
from simorg.config.groups.response import ResponseSettings, RetrainingSettings
from simorg.config.groups.textbook import (
    AlarmCase,
    BreachCase,
    NetworkCase,
    PriorityCase,
    QueueCase,
    RenewalCase,
    RepairCase,
    SharingCase,
    SingleServerCase,
)
from simorg.config.groups.watching import MonitoringSettings
from simorg.config.groups.work import ApprovalSettings, HandoffSettings, RoutingSettings, WorkSettings
from simorg.config.parameter import Group
from simorg.config.settings import DAYS_PER_QUARTER, DAYS_PER_YEAR, Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.graph import Draft, Organisation, Person

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}
NOTHING = constant(0.0)
URGENT, NORMAL, BESIDES = 3, 4, 5
MOST_AT_ONCE = 100
NETWORK_SKILLS = ("data", "science", "ml")


def service_time(mean: float, cv: float) -> Distribution:
    """Return a service time with these moments: constant, exponential or gamma."""
    if cv == 0.0:
        return constant(mean)
    return (
        Distribution(family="exponential", mean=mean)
        if cv == 1.0
        else Distribution(family="gamma", mean=mean, cv=cv)
    )


def expand(settings: Settings) -> tuple[Settings, Organisation]:
    """Return the settings and the organisation that play a textbook case.

    All mechanisms are off but those of the case; the organisation has one team a station.
    """
    case = settings.textbook
    base = settings.model_copy(update=_everything_off())
    match case:
        case QueueCase():
            return _queue(
                base, case.arrival_rate, service_time(case.service_mean_days, case.service_cv), case.servers
            )
        case SingleServerCase():
            return _queue(base, case.arrival_rate, service_time(case.service_mean_days, case.service_cv), 1)
        case SharingCase():
            return _shared(base, case)
        case PriorityCase():
            return _priorities(base, case)
        case NetworkCase():
            return _network(base, case)
        case RepairCase():
            return _machines(base, case)
        case RenewalCase() | BreachCase():
            return _drifting(base, case)
        case AlarmCase():
            return _alarms(base, case)
    raise AssertionError("settings without a textbook case")


def _everything_off() -> dict[str, Any]:
    """Return every group with its mechanism switched off."""
    full = ReleaseStage(name="full", dwell_days=0.0, exposure=1.0, detect_days=1e6, effort=NOTHING)
    told: dict[str, Group] = {
        "demand": _demand(0.0),
        "lifecycle": _lifecycle(NOTHING),
        "work": WorkSettings(preempting_class=-1, resumption_days=NOTHING, order="first_come"),
        "routing": RoutingSettings(wrong_incident=0.0, wrong_handoff=0.0),
        "handoff": HandoffSettings(latency_days=NOTHING, questions=0.0, context_cost=0.0),
        "approvals": ApprovalSettings(),
        "defects": DefectSettings(regeneration=0.0),
        "release": ReleaseSettings(steps=(full,)),
        "drift": DriftSettings(law="none"),
        "breaks": BreakSettings(per_model_year=0.0),
        "faults": FaultSettings(per_model_year=0.0),
        "monitoring": MonitoringSettings(coverage_low=0.0, coverage_high=0.0, complaints_per_day=0.0),
        "response": ResponseSettings(),
        "retraining": RetrainingSettings(policy="none"),
        "practices": PracticeSettings(),
    }
    return told | {
        name: type(group).model_validate(group.model_dump() | stated)
        for name, stated in preset("mechanisms", "none").items()
        for group in (told.get(name, Settings.model_fields[name].get_default(call_default_factory=True)),)
    }


def _demand(rate: float, **more: Any) -> DemandSettings:
    """Return `rate` arrivals a day in each unit and no other demand."""
    return DemandSettings(
        initiatives_per_unit_quarter=rate * DAYS_PER_QUARTER,
        size=constant(1.0),
        difficulty=constant(1.0),
        value_eur_per_day=constant(1.0),
        sensitive_share=0.0,
        improvements_per_model_year=0.0,
        model_lifetime_years=0.0,
        **{"initial_models_per_unit": 0, **more},
    )


def _lifecycle(*services: Distribution, repeat: float = 0.0) -> LifecycleSettings:
    """Return one stage a station; customers leave after the last instead of becoming models."""
    stages = []
    for n, service in enumerate(services):
        last = n == len(services) - 1
        stages.append(
            Stage(
                name=f"station_{n + 1}",
                skill=NETWORK_SKILLS[n],
                effort=service,
                needs_context=False,
                drop=1.0 - repeat if last else 0.0,
                repeat=repeat if last else 0.0,
                repeat_to="station_1" if last else None,
            )
        )
    change = Stage(name="swap", skill=NETWORK_SKILLS[0], effort=NOTHING, needs_context=False, release=True)
    return LifecycleSettings(initiative=tuple(stages), change=(change,))


def _stations(name: str, servers: dict[str, int], units: tuple[str, ...] = ("world",)) -> Organisation:
    """Return one team a skill with so many people, at distance 0 from each other."""
    draft = Draft()
    for unit in units:
        draft.unit(unit)
    for skill, count in servers.items():
        draft.team(skill)
        for n in range(count):
            person = Person(f"{skill}_{n + 1}", ROLE_OF[skill], "regular", "", 1.0, 0.0, {skill: 1.0})
            draft.seat(person, skill, (skill,))
    for unit in units:
        draft.owner(unit, next(iter(servers)))
        for skill in servers:
            draft.route(unit, skill, skill)
    return draft.finish(name, 0.1)


def _queue(base: Settings, rate: float, service: Distribution, servers: int) -> tuple[Settings, Organisation]:
    updates = {"demand": _demand(rate), "lifecycle": _lifecycle(service)}
    return base.model_copy(update=updates), _stations("textbook", {NETWORK_SKILLS[0]: servers})


def _shared(base: Settings, case: SharingCase) -> tuple[Settings, Organisation]:
    """Play one person who has everything in hand, and whose other duties are jobs like the others."""
    service = service_time(case.service_mean_days, case.service_cv)
    settings, station = _queue(base, case.arrival_rate, service, 1)
    work = base.work.model_copy(
        update={"items_at_once": MOST_AT_ONCE, "slice_days": case.slice_days, "switch_loss": 0.0}
    )
    share = {ROLE_OF[NETWORK_SKILLS[0]]: case.duty_share}
    duties = DutySettings(share=share, effort_days=service, priority=BESIDES)
    return settings.model_copy(update={"work": work, "duties": duties}), station


def _priorities(base: Settings, case: PriorityCase) -> tuple[Settings, Organisation]:
    total = case.arrival_rate_urgent + case.arrival_rate_normal
    shares = (case.arrival_rate_urgent / total, case.arrival_rate_normal / total)
    preempting = URGENT if case.case == "preemptive" else -1
    updates = {
        "demand": _demand(total, unit_weights=shares, unit_priorities=(URGENT, NORMAL)),
        "lifecycle": _lifecycle(service_time(case.service_mean_days, case.service_cv)),
        "work": base.work.model_copy(update={"preempting_class": preempting}),
    }
    stations = _stations("textbook", {NETWORK_SKILLS[0]: case.servers}, units=("urgent", "normal"))
    return base.model_copy(update=updates), stations


def _network(base: Settings, case: NetworkCase) -> tuple[Settings, Organisation]:
    services = [Distribution(family="exponential", mean=days) for days in case.service_mean_days]
    updates = {"demand": _demand(case.arrival_rate), "lifecycle": _lifecycle(*services, repeat=case.feedback)}
    return base.model_copy(update=updates), _stations(
        "textbook", dict(zip(NETWORK_SKILLS, case.servers, strict=True))
    )


def _machines(base: Settings, case: RepairCase) -> tuple[Settings, Organisation]:
    """Play faults that are noticed at once and mended by one exponential job."""
    updates = {
        "demand": _demand(0.0, initial_models_per_unit=case.machines),
        "faults": FaultSettings(
            per_model_year=DAYS_PER_YEAR / case.failure_mean_days, clustering_shape=1.0, loss=constant(1.0)
        ),
        "monitoring": base.monitoring.model_copy(
            update={"fault_alert_works": 1.0, "fault_notice_days": NOTHING, "attention_half_load": 0.0}
        ),
        "response": ResponseSettings(
            acknowledge_days=NOTHING,
            diagnose_fault_days=NOTHING,
            hold_up=0.0,
            external_share=0.0,
            rollback_fits=0.0,
            configure_days=Distribution(family="exponential", mean=case.repair_mean_days),
            code_fix_share=0.0,
        ),
    }
    return base.model_copy(update=updates), _stations("textbook", {"operations": case.servers, "data": 1})


def _drifting(base: Settings, case: RenewalCase | BreachCase) -> tuple[Settings, Organisation]:
    """Play models that drift unseen, retrained by machine every period or never."""
    updates: dict[str, Any] = {
        "demand": _demand(0.0, initial_models_per_unit=case.models),
        "drift": DriftSettings(
            law="gradual", rate=case.rate, volatility=case.volatility, slo_margin=case.slo_margin, rate_cv=0.0
        ),
        "monitoring": base.monitoring.model_copy(update={"label_delay_days": 0.0}),
    }
    if isinstance(case, RenewalCase):
        updates["retraining"] = RetrainingSettings(
            policy="scheduled",
            period_days=case.period_days,
            automated_low=1.0,
            automated_high=1.0,
            compute_days=NOTHING,
        )
    return base.model_copy(update=updates), _stations("textbook", {"science": 1, "data": 1})


def _alarms(base: Settings, case: AlarmCase) -> tuple[Settings, Organisation]:
    updates = {
        "demand": _demand(0.0, initial_models_per_unit=case.models),
        "monitoring": base.monitoring.model_copy(
            update={
                "coverage_low": 1.0,
                "coverage_high": 1.0,
                "metrics": case.metrics,
                "false_alarm": case.false_alarm,
                "check_days": case.check_days,
                "false_alarm_days": NOTHING,
                "attention_half_load": 0.0,
            }
        ),
    }
    return base.model_copy(update=updates), _stations("textbook", {"data": 1})
