"""Combinations that are refused before a run: work that nobody could ever do."""

from __future__ import annotations

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, RESPONSE_SKILL
from simorg.organisation.graph import APPROVAL, DECIDES, OWNER, PERSON, ROUTE, SEAT, UNIT, Organisation

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}


def refuse_unserved(settings: Settings, organisation: Organisation) -> None:
    """Refuse an organisation in which some work finds nobody.

    Raises
    ------
    SettingsError
        One message that names every stage, role and unit concerned.
    """
    problems = _unserved_stages(settings, organisation) + _unserved_approvals(settings, organisation)
    owned = {unit for unit, _, _ in organisation.edges(OWNER)}
    problems += [f"unit '{unit}' has no team that looks after its models" for unit in organisation.nodes(UNIT)
               if unit not in owned]  # fmt: skip
    served = served_by_team(organisation)
    problems += [f"team '{team}' looks after the models of unit '{unit}' but seats nobody"
               for unit, team, _ in organisation.edges(OWNER) if not served.get(team)]  # fmt: skip
    problems += [
        f"team '{decider}' decides for team '{team}' but seats nobody"
        for team, decider, _ in organisation.edges(DECIDES)
        if not served.get(decider)
    ]
    if problems:
        head = f"structure '{organisation.name}' cannot do the work it is asked for:"
        raise SettingsError("\n  ".join([head, *problems]))


def refuse_miscounted(settings: Settings, organisation: Organisation) -> None:
    """Refuse weights and priorities of units that are not as many as the units of the organisation.

    Raises
    ------
    SettingsError
        Names the units, in the order in which they are counted.
    """
    units = organisation.nodes(UNIT)
    for name in ("unit_weights", "unit_priorities"):
        given = getattr(settings.demand, name)
        if given is not None and len(given) != len(units):
            rule = f"{len(given)} entries for the {len(units)} units of '{organisation.name}'"
            raise SettingsError(f"demand.{name} = {list(given)}: {rule}, in this order: {', '.join(units)}")


def served_by_team(organisation: Organisation) -> dict[str, set[str]]:
    """Return the skills that somebody serves, for every team that seats people."""
    seats = {person: team for person, team, _ in organisation.edges(SEAT)}
    served: dict[str, set[str]] = {}
    for person in organisation.nodes(PERSON):
        served.setdefault(seats[person], set()).update(organisation.person(person)["serves"])
    return served


def _needed(settings: Settings) -> dict[str, str]:
    """Return each skill that work can demand, and what demands it."""
    needed: dict[str, str] = {}
    for list_name, stages in (
        ("initiative", settings.lifecycle.initiative),
        ("change", settings.lifecycle.change),
    ):
        for stage in stages:
            needed.setdefault(stage.skill, f"stage '{stage.name}' of lifecycle.{list_name}")
    outages = settings.outages.per_year > 0.0 and settings.outages.hits > 0.0
    causes = (
        ("fault", settings.faults.per_model_year > 0.0, "plain faults (faults.per_model_year > 0)"),
        ("fault", outages, "outages (outages.per_year > 0)"),
        ("data_break", settings.breaks.per_model_year > 0.0, "broken data (breaks.per_model_year > 0)"),
        ("natural_drift", settings.drift.law != "none" and settings.drift.rate > 0.0, "drift (drift.law)"),
        ("defect", _makes_defects(settings), "defects"),
    )
    for cause, happens, label in causes:
        if happens:
            needed.setdefault(RESPONSE_SKILL[cause], f"response to {label}")
    return needed


def _makes_defects(settings: Settings) -> bool:
    """Return whether any stage or lost question can leave a defect in a live model."""
    stages = (*settings.lifecycle.initiative, *settings.lifecycle.change)
    loses = settings.handoff.questions > 0.0 and settings.handoff.defects_per_loss > 0.0
    return loses or any(sum(stage.defects.values()) > 0.0 for stage in stages)


def _unserved_stages(settings: Settings, organisation: Organisation) -> list[str]:
    served = served_by_team(organisation)
    routes = {(unit, data["skill"]): team for unit, team, data in organisation.edges(ROUTE)}
    problems = []
    for skill, who in _needed(settings).items():
        without = [
            unit
            for unit in organisation.nodes(UNIT)
            if skill not in served.get(routes.get((unit, skill), ""), set())
        ]
        if without:
            units = "every unit" if len(without) == len(organisation.nodes(UNIT)) else ", ".join(without)
            role = ROLE_OF[skill]
            problems.append(
                f"{who} needs skill '{skill}', which nobody serves for {units}: "
                f"add one {role} ({_how(settings, role)}) or give the skill to another role"
            )
    return problems


def _unserved_approvals(settings: Settings, organisation: Organisation) -> list[str]:
    served = served_by_team(organisation)
    stages = [stage.name for stage in (*settings.lifecycle.initiative, *settings.lifecycle.change)]
    unknown = {
        f"approval before '{data['stage']}' by team '{team}': no such stage{nearest(data['stage'], stages)}"
        for _, team, data in organisation.edges(APPROVAL)
        if data["stage"] not in stages
    }
    return sorted(
        unknown
        | {
            f"approval before '{data['stage']}' by team '{team}' needs skill '{data['skill']}', "
            "which nobody in that team serves"
            for _, team, data in organisation.edges(APPROVAL)
            if data["skill"] not in served.get(team, set())
        }
    )


def _how(settings: Settings, role: str) -> str:
    """Return the setting by which a person of a role is added."""
    own = settings.structure.file is not None
    return f"workforce.hires=['{role}@TEAM']" if own else f"workforce.headcount.{role}"
