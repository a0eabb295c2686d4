"""Settings and plans made to tie: whole days, equal priorities, many things of length zero."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from pydantic import BaseModel

from simorg.config.groups.distribution import Distribution, constant
from simorg.config.settings import Settings
from simorg.plan import Plan, build
from tests.organisations import base, organisations


def in_whole_days(group: Any, days: tuple[float, ...], counter: list[int] | None = None) -> Any:
    """Return a copy in which every distribution is a constant, taken from `days` in turn."""
    counter = [0] if counter is None else counter
    if isinstance(group, Distribution):
        counter[0] += 1
        return constant(days[counter[0] % len(days)])
    if isinstance(group, tuple):
        return tuple(in_whole_days(part, days, counter) for part in group)
    if not isinstance(group, BaseModel):
        return group
    parts = {name: in_whole_days(getattr(group, name), days, counter) for name in type(group).model_fields}
    return group.model_copy(update=parts)


def tied(settings: Settings, days: tuple[float, ...] = (1.0, 0.0, 2.0), **updates: Any) -> Settings:
    """Return settings in which everything happens on whole days, with dwells and delays to match."""
    whole = in_whole_days(settings, days)
    steps = tuple(step.model_copy(update={"dwell_days": 1.0}) for step in whole.release.steps)
    groups: dict[str, Any] = {
        "demand": whole.demand.model_copy(update={"size": constant(1.0), "value_eur_per_day": constant(1.0)}),
        "release": whole.release.model_copy(update={"steps": steps}),
        "drift": whole.drift.model_copy(update={"volatility": 0.0, "rate_cv": 0.0}),
        "handoff": whole.handoff.model_copy(update={"patience_days": 1.0}),
        "monitoring": whole.monitoring.model_copy(update={"check_days": 1.0, "label_delay_days": 2.0}),
    }
    return whole.model_copy(update=groups | updates)


@st.composite
def tied_plans(draw: st.DrawFn, horizon: float = 60.0) -> Plan:
    """Draw a small organisation in which nearly everything happens at once."""
    settings = base("lifecycle=" + draw(st.sampled_from(["default", "minimal"])))
    days = tuple(draw(st.lists(st.sampled_from([0.0, 0.0, 1.0, 2.0]), min_size=1, max_size=5)))
    same = draw(st.booleans())
    law = draw(st.sampled_from(["none", "gradual", "seasonal", "step_saturate", "accelerating"]))
    work: dict[str, Any] = {"preempting_class": draw(st.sampled_from([-1, 0, 2, 4, 15]))}
    if same:
        names = ("incident", "expedited", "coordination", "change", "initiative")
        work |= {f"priority_{name}": 2 for name in names}
    settings = settings.model_copy(
        update={
            "horizon_days": horizon,
            "warm_up_days": 0.0,
            "seed": draw(st.integers(0, 2**32 - 1)),
            "demand": settings.demand.model_copy(
                update={
                    "initiatives_per_unit_quarter": draw(st.sampled_from([0.0, 10.0, 60.0])),
                    "initial_models_per_unit": draw(st.integers(0, 3)),
                    "model_lifetime_years": draw(st.sampled_from([0.0, 0.05, 0.2])),
                    "improvements_per_model_year": draw(st.sampled_from([0.0, 30.0])),
                }
            ),
            "work": settings.work.model_copy(update=work),
            "drift": settings.drift.model_copy(
                update={"law": law, "rate": draw(st.sampled_from([0.001, 0.02])), "season_days": 20.0}
            ),
            "faults": settings.faults.model_copy(update={"per_model_year": 60.0}),
            "breaks": settings.breaks.model_copy(update={"per_model_year": 30.0}),
            "retraining": settings.retraining.model_copy(
                update={
                    "policy": draw(st.sampled_from(["none", "scheduled", "triggered", "both"])),
                    "period_days": 5.0,
                    "automated_low": draw(st.sampled_from([0.0, 0.5, 1.0])),
                    "automated_high": 1.0,
                }
            ),
        }
    )
    return build(tied(settings, days), draw(organisations()))
