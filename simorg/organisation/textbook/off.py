"""Everything off: what a textbook case starts from, and the parts it is put together from.

Goes in: nothing, or a few numbers. Comes out: groups of settings with their mechanisms off, stages, stations.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simorg.config.files import preset
from simorg.config.groups.ageing import BreakSettings, DriftSettings, FaultSettings
from simorg.config.groups.demand import DemandSettings
from simorg.config.groups.distribution import Distribution, constant
from simorg.config.groups.lifecycle import LifecycleSettings, Stage
from simorg.config.groups.practices import PracticeSettings
from simorg.config.groups.quality import DefectSettings, ReleaseSettings, ReleaseStage
from simorg.config.groups.response import ResponseSettings, RetrainingSettings
from simorg.config.groups.watching import MonitoringSettings
from simorg.config.groups.work import ApprovalSettings, HandoffSettings, RoutingSettings, WorkSettings
from simorg.config.parameter import Group
from simorg.config.settings import DAYS_PER_QUARTER, Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.graph import Draft, Organisation, Person

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}
NOTHING = constant(0.0)
NETWORK_SKILLS = ("data", "science", "ml")
OTHER_SKILL = "software"
NEAR, FAR = 0.1, 1.0
"""Distance of teams that nothing ties to each other."""


def everything_off() -> dict[str, Any]:
    """Return every group with its mechanism switched off."""
    full = ReleaseStage(name="full", dwell_days=0.0, exposure=1.0, detect_days=1e6, effort=NOTHING)
    told: dict[str, Group] = {
        "demand": demand(0.0),
        "lifecycle": lifecycle(NOTHING),
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


def demand(rate: float, **more: Any) -> DemandSettings:
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


def lifecycle(*services: Distribution, repeat: float = 0.0) -> LifecycleSettings:
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


def stations(
    servers: dict[str, int],
    units: tuple[str, ...] = ("world",),
    availability: float = 1.0,
    wire: Callable[[Draft], None] = lambda draft: None,
) -> Organisation:
    """Return one team a skill with so many people, from whom nothing is far away."""
    draft = Draft()
    for unit in units:
        draft.unit(unit)
    for skill, count in servers.items():
        draft.team(skill)
        for n in range(count):
            draft.seat(_person(f"{skill}_{n + 1}", skill, availability), skill, (skill,))
    for unit in units:
        draft.owner(unit, next(iter(servers)))
        for skill in servers:
            draft.route(unit, skill, skill)
    wire(draft)
    return draft.finish("textbook", NEAR)


def strangers(skills: tuple[str, str], others: int) -> Organisation:
    """Return two teams, one a skill, and others that could be taken for the second, all at distance 1."""
    draft = Draft()
    draft.unit("world")
    seats = [(skill, skill) for skill in skills] + [(f"other_{n + 1}", OTHER_SKILL) for n in range(others)]
    for team, skill in seats:
        draft.team(team)
        draft.seat(_person(team, skill), team, (skill,))
    for skill in skills:
        draft.route("world", skill, skill)
    draft.owner("world", skills[0])
    return draft.finish("textbook", FAR)


def _person(name: str, skill: str, availability: float = 1.0) -> Person:
    return Person(name, ROLE_OF[skill], "regular", "", availability, 0.0, {skill: 1.0})


def service_time(mean: float, cv: float) -> Distribution:
    """Return a service time with these moments: constant, exponential or gamma."""
    if cv == 0.0:
        return constant(mean)
    return (
        Distribution(family="exponential", mean=mean)
        if cv == 1.0
        else Distribution(family="gamma", mean=mean, cv=cv)
    )
