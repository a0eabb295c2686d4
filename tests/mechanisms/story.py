"""What a story begins with: a few people by hand, everything off, constants, and luck where luck decides.

- `office` seats people in teams, ties the teams and routes the work of the units;
- `story` takes that office and says what is switched on; a number where a distribution belongs is a constant;
- outcomes hang on draws: chances are 0 or 1 where they can be, else `luck` says what the draws must be, and
  the first seed is taken whose draws are so (see luck.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from simorg.config.files import preset
from simorg.config.groups.distribution import Distribution, constant
from simorg.config.groups.lifecycle import Stage
from simorg.config.groups.quality import ReleaseStage
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, SKILLS
from simorg.organisation.graph import Draft, Organisation, Person
from simorg.plan import Plan, build
from simorg.rules import purposes
from tests.mechanisms.luck import Draws, Found, draws, rate, waited
from tests.mechanisms.telling import idea

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}
MOST_SEEDS = 100_000

Quantity = float | Distribution

MECHANISMS = preset("mechanisms", "none")
OFF: dict[str, dict[str, Any]] = {
    "demand": {
        "initiatives_per_unit_quarter": 65.0, "size": 1.0, "difficulty": 1.0, "value_eur_per_day": 100.0,
        "sensitive_share": 0.0, "initial_models_per_unit": 0, "improvements_per_model_year": 0.0,
        "model_lifetime_years": 0.0,
    },
    "lifecycle": {"size_retrain": 1.0, "size_fix": 1.0, "size_improvement": 1.0},
    "work": {"preempting_class": -1, "resumption_days": 0.0, "stand_in_days": 0.0},
    "routing": {"wrong_incident": 0.0, "wrong_handoff": 0.0, "triage_days": 0.0, "useful_hop_share": 0.0},
    "handoff": {
        "latency_days": 0.0, "questions": 0.0, "answer_days": 0.0, "unanswered": 0.0, "decision_days": 0.0,
        "patience_days": 0.0, "defects_per_loss": 0.0, "context_cost": 0.0, "urgent_factor": 1.0,
    },
    "approvals": {
        "four_eyes": False, "after_the_fact": False, "effort_days": 0.0, "reject": 0.0, "catches": 0.0,
        "rework_share": 0.0,
    },
    "defects": {"regeneration": 0.0, "rework_share": 0.0, "loss": 0.0},
    "release": {"rollback_days": 0.0, "change_dwell_factor": 1.0, "expedited_dwell_factor": 1.0},
    "drift": {"law": "none", "volatility": 0.0, "rate_cv": 0.0},
    "breaks": {"per_model_year": 0.0, "loss": 1.0},
    "faults": {"per_model_year": 0.0, "clustering_shape": 1.0, "loss": 1.0},
    "monitoring": {
        "coverage_low": 0.0, "coverage_high": 0.0, "label_delay_days": 0.0, "false_alarm": 0.0,
        "input_power": 0.0, "covariate_share": 0.0, "fault_notice_days": 0.0, "fault_alert_works": 0.0,
        "complaints_per_day": 0.0, "false_alarm_days": 0.0, "attention_half_load": 0.0,
    },
    "response": {
        "acknowledge_days": 0.0, "diagnose_fault_days": 0.0, "diagnose_model_days": 0.0,
        "diagnose_low": 1.0, "diagnose_high": 1.0, "escalate": 0.0, "hold_up": 0.0, "hold_up_days": 0.0,
        "rollback_low": 0.0, "rollback_high": 0.0, "rollback_fits": 0.0, "fallback": 0.0, "switch_days": 0.0,
        "configure_days": 0.0, "external_share": 0.0, "external_days": 0.0, "code_fix_share": 0.0,
    },
    "retraining": {
        "policy": "none", "spread_start": False, "automated_low": 0.0, "automated_high": 0.0,
        "compute_days": 0.0,
    },
    "practices": {
        "dwell_low": 1.0, "dwell_high": 1.0, "power_low": 1.0, "power_high": 1.0, "gate_effort_low": 1.0,
        "gate_effort_high": 1.0,
    },
}  # fmt: skip


def office(
    teams: Mapping[str, Mapping[str, Mapping[str, float]]],
    units: Mapping[str, str],
    ties: Mapping[tuple[str, str], float] | None = None,
    availability: Mapping[str, float] | None = None,
    routes: Mapping[tuple[str, str], str] | None = None,
    seniors: Collection[str] = (),
    wire: Callable[[Draft], None] = lambda draft: None,
) -> Organisation:
    """Return an organisation by hand.

    `teams`: team -> person -> skill -> efficiency; `units`: unit -> team that owns its models; work goes to
    the first team that serves the skill, unless `routes` says (unit, skill) -> team; `wire` draws what else
    there is (approvals, backups, deciders).
    """
    draft = Draft()
    for unit in units:
        draft.unit(unit)
    for team, members in teams.items():
        draft.team(team)
        for name, skills in members.items():
            there = (availability or {}).get(name, 1.0)
            role = ROLE_OF[next(iter(skills))]
            rank = "senior" if name in seniors else "regular"
            draft.seat(Person(name, role, rank, "", there, 0.0, dict(skills)), team, tuple(skills))
    for unit, owner in units.items():
        draft.owner(unit, owner)
        for skill in SKILLS:
            serving = [t for t, members in teams.items() if any(skill in s for s in members.values())]
            if serving:
                draft.route(unit, skill, (routes or {}).get((unit, skill), serving[0]))
    for (a, b), length in (ties or {}).items():
        draft.tie(a, b, length)
    wire(draft)
    return draft.finish("story", 3.0)


def stage(name: str, skill: str, effort: Quantity, wait: Quantity = 0.0, **more: Any) -> Stage:
    """Return a stage."""
    return Stage(name=name, skill=skill, effort=_drawn(effort), wait=_drawn(wait), **more)


def step(
    name: str, dwell: float = 0.0, exposure: float = 1.0, effort: Quantity = 0.0, detect_days: float = 1e6,
    drop: float = 0.0,
) -> ReleaseStage:  # fmt: skip
    """Return a release step."""
    return ReleaseStage(
        name=name, dwell_days=dwell, exposure=exposure, effort=_drawn(effort), detect_days=detect_days,
        drop=drop,
    )  # fmt: skip


def _drawn(quantity: Quantity) -> Distribution:
    return quantity if isinstance(quantity, Distribution) else constant(quantity)


UNIFORM = Distribution(family="uniform", low=0.0, high=1.0)
"""A quantity that is its draw."""

IDLE = stage("idle", "ml", 0.0)
"""A stage that takes no work."""


def story(
    organisation: Organisation,
    *,
    days: float,
    initiative: tuple[Stage, ...] = (IDLE,),
    change: tuple[Stage, ...] = (IDLE,),
    steps: tuple[ReleaseStage, ...] = (),
    ideas: Mapping[str, float | Found] | None = None,
    luck: Callable[[Draws], bool] = lambda u: True,
    **on: Mapping[str, Any],
) -> Plan:
    """Return the plan of a story that lasts so many `days`.

    `ideas`: unit -> day of its first idea, and no second one comes; `on`: what is switched on, by group. A
    number may be one that is `Found`.
    """
    units = organisation.nodes("unit")
    for seed in range(1, MOST_SEEDS):
        u = draws(seed)
        if not luck(u):
            continue
        weights = [_weight(u, n, (ideas or {}).get(unit), days) for n, unit in enumerate(units)]
        groups = {
            name: MECHANISMS.get(name, {}) | OFF.get(name, {}) | dict(on.get(name, {}))
            for name in {*MECHANISMS, *OFF, *on}
        }
        solved = {name: _solved(group, u) for name, group in groups.items()}
        if None in weights or None in solved.values():
            continue
        solved["demand"] = {"unit_weights": weights} | solved["demand"]
        solved["lifecycle"] |= {"initiative": initiative, "change": change}
        solved["release"] |= {"steps": steps or (step("full"),)}
        solved["workforce"] = {"units": len(units)}
        return build(_settings(solved, seed, days), organisation)
    raise AssertionError("no seed is so lucky")


def _weight(u: Draws, unit: int, day: float | Found | None, days: float) -> float | None:
    """Return the ideas per day at which the first comes on `day`, unless a second would come as well."""
    if day is None:
        return 0.0
    on = day(u) if callable(day) else day
    weight = None if on is None else rate(on, purposes.ARRIVAL_GAP, idea(unit), per_days=1.0)(u)
    second = sum(waited(u, purposes.ARRIVAL_GAP, idea(unit, n)) for n in (1, 2))
    return None if weight is None or second / weight < days else weight


def _solved(group: Mapping[str, Any], u: Draws) -> dict[str, Any] | None:
    found = {key: value(u) for key, value in group.items() if callable(value)}
    return None if None in found.values() else {**group, **found}


def _settings(groups: dict[str, dict[str, Any]], seed: int, days: float) -> Settings:
    for name, group in groups.items():
        fields = Settings.model_fields[name].annotation.model_fields  # type: ignore[union-attr]
        for key, value in group.items():
            if fields[key].annotation is Distribution:
                group[key] = _drawn(value)
    return Settings(seed=seed, horizon_days=days, warm_up_days=0.0, **groups)  # type: ignore[arg-type]
