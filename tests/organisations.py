"""Organisations made up by Hypothesis: small, odd, and with every mechanism switched on or off."""

from __future__ import annotations

import functools
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from simorg import load
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SKILLS
from simorg.organisation.graph import EVERYBODY, SENIOR, Draft, Organisation, Person
from simorg.plan import Plan, build
from simorg.rules.order import ORDERS

ROLE_OF = {skill: role for role, skill in PRIMARY_SKILL.items()}


@functools.cache
def base(*overrides: str) -> Settings:
    """Return composed settings, once per set of overrides."""
    return load(list(overrides))


@st.composite
def organisations(draw: st.DrawFn) -> Organisation:
    """Draw 1-3 units and 1-4 teams in which every skill is served by somebody every unit can reach."""
    units = [f"unit_{n}" for n in range(draw(st.integers(1, 3)))]
    teams = [f"team_{n}" for n in range(draw(st.integers(1, 4)))]
    draft = Draft()
    for unit in units:
        draft.unit(unit)
    for team in teams:
        draft.team(team, decided_by=draw(st.sampled_from([SENIOR, EVERYBODY, "data_scientist"])))
    serving: dict[str, list[str]] = {}
    for skill in SKILLS:
        serving[skill] = draw(st.lists(st.sampled_from(teams), min_size=1, max_size=2, unique=True))
        for team in serving[skill]:
            also = draw(st.sets(st.sampled_from(SKILLS), max_size=2)) - {skill}
            efficiency = {skill: draw(st.sampled_from([1.0, 0.5, 1.4])), **dict.fromkeys(also, 0.5)}
            there = draw(st.sampled_from([1.0, 0.8]))
            rank = draw(st.sampled_from(["regular", "senior"]))
            for n in range(draw(st.integers(1, 2))):
                person = Person(f"{skill}_{team}_{n}", ROLE_OF[skill], rank, "", there, 500.0, efficiency)
                draft.seat(person, team, tuple(efficiency))
    seated = {team for served in serving.values() for team in served}
    for unit in units:
        for skill in SKILLS:
            draft.route(unit, skill, draw(st.sampled_from(serving[skill])))
            if draw(st.booleans()):
                draft.backup(unit, skill, draw(st.sampled_from(serving[skill])))
        draft.owner(unit, draw(st.sampled_from(sorted(seated))))
        for stage in draw(st.sets(st.sampled_from(["experiment", "release"]))):
            draft.approval(unit, stage, draw(st.sampled_from(serving["science"])), "science", 1.0)
    for a, b in pairwise(teams):
        draft.tie(a, b, draw(st.sampled_from([0.0, 0.5, 1.0])))
    for team in sorted(seated):
        if draw(st.booleans()):
            draft.decides(team, draw(st.sampled_from(sorted(seated))))
    return draft.finish("made_up", 2.0)


@st.composite
def troubles(draw: st.DrawFn, settings: Settings) -> dict[str, Any]:
    """Draw what befalls models and what is done about it, each mechanism on or off."""
    updates = {
        "monitoring": {
            "traffic_cv": st.sampled_from([0.0, 2.0]),
            "unseen_drift_share": st.sampled_from([0.0, 0.5]),
        },
        "review": {"held": st.booleans(), "period_days": st.sampled_from([1.0, 5.0])},
        "severity": {
            "classes": st.booleans(), "paged": st.integers(0, 4),
            "minor_priority": st.sampled_from([0, 2, 4]),
        },
        "on_call": {"rota": st.booleans(), "right": st.sampled_from([0.5, 1.0])},
        "mitigation": {"mixture": st.booleans()},
        "lanes": {"hotfix": st.booleans(), "expedited_steps": st.integers(0, 2)},
        "outages": {"per_year": st.sampled_from([0.0, 40.0])},
    }  # fmt: skip
    updates["requests"] = {
        "per_model_year": st.sampled_from([0.0, 30.0]), "per_unit_quarter": st.sampled_from([0.0, 0.0, 40.0]),
        "priority": st.sampled_from([0, 2, 4]), "instant": st.sampled_from([0.0, 0.5]),
        "moves_on_first": st.sampled_from([0.4, 1.0]), "back_to_sender": st.sampled_from([None, 0.0, 0.5]),
        "blocked": st.sampled_from([0.0, 0.5]),
    }  # fmt: skip
    return {
        group: getattr(settings, group).model_copy(update={key: draw(what) for key, what in drawn.items()})
        for group, drawn in updates.items()
    }


@st.composite
def plans(draw: st.DrawFn, horizon: float = 150.0) -> Plan:
    """Draw an organisation with settings that stress it, and lower both."""
    settings = base("lifecycle=" + draw(st.sampled_from(["default", "minimal"])))
    updates: dict[str, Any] = {
        "horizon_days": horizon,
        "warm_up_days": 0.0,
        "seed": draw(st.integers(0, 2**32 - 1)),
    }
    updates |= {
        "demand": settings.demand.model_copy(
            update={
                "initiatives_per_unit_quarter": draw(st.sampled_from([0.0, 3.0, 20.0])),
                "initial_models_per_unit": draw(st.integers(0, 4)),
                "model_lifetime_years": draw(st.sampled_from([0.0, 0.2, 3.0])),
            }
        ),
        "work": settings.work.model_copy(
            update={
                "preempting_class": draw(st.sampled_from([-1, 0, 3])),
                "stand_in_days": draw(st.sampled_from([0.0, 0.5, 10.0])),
                "order": draw(st.sampled_from(ORDERS)),
                "items_at_once": draw(st.sampled_from([1, 1, 2, 5])),
                "slice_days": draw(st.sampled_from([0.25, 2.0])),
            }
        ),
        "duties": settings.duties.model_copy(
            update={"share": draw(st.dictionaries(st.sampled_from(ROLES), st.sampled_from([0.2, 0.7])))}
        ),
        "approvals": settings.approvals.model_copy(
            update={
                "four_eyes": draw(st.booleans()),
                "after_the_fact": draw(st.booleans()),
                "reject": draw(st.sampled_from([0.0, 0.5])),
            }
        ),
        "handoff": settings.handoff.model_copy(
            update={
                "unanswered": draw(st.sampled_from([0.0, 0.9])),
                "defects_per_loss": draw(st.sampled_from([0.0, 2.0])),
            }
        ),
        "drift": settings.drift.model_copy(
            update={
                "law": draw(
                    st.sampled_from(["none", "gradual", "seasonal", "step_saturate", "accelerating"])
                ),
                "rate": draw(st.sampled_from([0.0, 0.0004, 0.01])),
            }
        ),
        "faults": settings.faults.model_copy(
            update={"per_model_year": draw(st.sampled_from([0.0, 5.0, 60.0]))}
        ),
        **draw(troubles(settings)),
        "retraining": settings.retraining.model_copy(
            update={
                "policy": draw(st.sampled_from(["none", "scheduled", "triggered", "both"])),
                "period_days": 20.0,
            }
        ),
    }
    return build(settings.model_copy(update=updates), draw(organisations()))
