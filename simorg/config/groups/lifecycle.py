"""How an idea becomes a live model: ordered stages as data, editable in ``conf/lifecycle/``."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.errors import nearest
from simorg.config.groups.distribution import Distribution, constant
from simorg.config.parameter import Group, parameter
from simorg.config.vocabulary import DEFECT_CLASSES, SKILLS

DESIGN = "design choice"
STAGE = "stage list, see conf/lifecycle/: split of work after [anaconda2020] and [flaounas2017], survival after [shankar2022]"


class Stage(Group):
    """One stage: who does it, how much work, what may happen next."""

    name: str = parameter(about="Name of the stage, unique in its list.")
    skill: str = parameter(about="Skill the work demands.")
    effort: Distribution = parameter(
        about="Work of one visit at size 1 and efficiency 1.", unit="person-day", source=STAGE, mark="J"
    )
    wait: Distribution = parameter(
        factory=lambda: constant(0.0), about="Delay before the work that costs nobody time (data, compute, committees).",
        unit="day", source=DESIGN, mark="J",
    )  # fmt: skip
    drop: float = parameter(
        0.0, about="Probability that the idea dies after a visit.", unit="probability",
        ge=0.0, le=1.0, source=STAGE, mark="J",
    )  # fmt: skip
    repeat: float = parameter(
        0.0, about="Probability that a visit leads back to `repeat_to`.", unit="probability",
        ge=0.0, le=1.0, source=STAGE, mark="J",
    )  # fmt: skip
    repeat_to: str | None = parameter(None, about="Stage that a repeat leads to; none = this stage.")
    next: str | None = parameter(None, about="Stage that follows; none = the next in the list.")
    sensitive_only: bool = parameter(False, about="Only initiatives with sensitive data visit this stage.")
    needs_context: bool = parameter(
        True, about="The doer needs knowledge of the business unit (context transfer applies)."
    )
    gate: bool = parameter(False, about="An evaluation: looks for defects with the powers in `catches`.")
    release: bool = parameter(False, about="The staged release; only the last stage can be one.")
    defects: dict[str, float] = parameter(
        factory=dict, about="Mean defects created per visit at size 1, by class.", unit="defects",
        source=DESIGN, mark="J",
    )  # fmt: skip
    catches: dict[str, float] = parameter(
        factory=dict, about="Probability that a gate finds a defect, by class.", unit="probability",
        source=DESIGN, mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.skill not in SKILLS:
            raise ValueError(f"unknown skill '{self.skill}'{nearest(self.skill, SKILLS)}")
        for table in (self.defects, self.catches):
            for name, value in table.items():
                if name not in DEFECT_CLASSES:
                    raise ValueError(f"unknown defect class '{name}'{nearest(name, DEFECT_CLASSES)}")
                if not 0.0 <= value <= 1e3:
                    raise ValueError(f"defect class '{name}' = {value} must be between 0 and 1000")
        if any(power > 1.0 for power in self.catches.values()):
            raise ValueError("a detection power is a probability: at most 1")
        if self.drop + self.repeat > 1.0:
            raise ValueError(f"drop + repeat = {self.drop + self.repeat} must not exceed 1")
        if self.repeat >= 1.0:
            raise ValueError("repeat = 1 would never end")
        return self


class LifecycleSettings(Group):
    """Two stage lists: for initiatives, and the shorter one for changes to live models."""

    initiative: tuple[Stage, ...] = parameter(..., about="Stages of an initiative, in order.", source=STAGE, mark="J")
    change: tuple[Stage, ...] = parameter(..., about="Stages of a change, in order.", source=STAGE, mark="J")
    size_retrain: float = parameter(
        0.5, about="Size of a retraining by hand, relative to a change of size 1.", unit="x",
        ge=0.0, le=100.0, low=0.2, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    size_fix: float = parameter(
        0.5, about="Size of a repair after an incident.", unit="x", ge=0.0, le=100.0, low=0.2, high=1.0,
        source=DESIGN, mark="J",
    )  # fmt: skip
    size_improvement: float = parameter(
        2.0, about="Size of an improvement of a live model.", unit="x", ge=0.0, le=100.0, low=0.5, high=4.0,
        source=DESIGN, mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _sound_routes(self) -> Self:
        for label, stages in (("initiative", self.initiative), ("change", self.change)):
            if stages:
                _check_route(label, stages)
        if not self.initiative or not self.change:
            raise ValueError("both stage lists need at least one stage")
        return self


def _check_route(label: str, stages: tuple[Stage, ...]) -> None:
    """Refuse duplicate names, unknown successors, a cycle of `next`, a release before the end."""
    names = [stage.name for stage in stages]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"{label}: stage '{name}' appears twice")
    for position, stage in enumerate(stages):
        for key, target in (("next", stage.next), ("repeat_to", stage.repeat_to)):
            if target is not None and target not in names:
                raise ValueError(f"{label}.{stage.name}.{key}: unknown stage '{target}'{nearest(target, names)}")
        if stage.repeat_to is not None and names.index(stage.repeat_to) > position:
            raise ValueError(f"{label}.{stage.name}.repeat_to must name this or an earlier stage")
        if stage.next is not None and names.index(stage.next) <= position:
            cycle = " -> ".join([*names[names.index(stage.next) : position + 1], stage.next])
            raise ValueError(f"{label}: the stages form a cycle: {cycle}; use repeat and repeat_to for rework")
        if stage.release and position != len(stages) - 1:
            raise ValueError(f"{label}.{stage.name}: only the last stage can be the release")
