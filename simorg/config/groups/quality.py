"""What goes wrong while building, and how the staged release contains it."""

from __future__ import annotations

from pydantic import model_validator

from simorg.config.groups.distribution import Distribution, constant, lognormal
from simorg.config.parameter import Group, parameter

DESIGN = "design choice"


class DefectSettings(Group):
    """Birth, rework and surfacing of defects."""

    regeneration: float = parameter(
        0.25, about="New defects that each undetected defect breeds per later stage, Poisson.",
        unit="defects", ge=0.0, le=1.0, low=0.0, high=0.5,
        source="0.25 in design, 0.33 in coding, of two phases of a software project: [abdelhamid1991]; here per stage", mark="J",
    )  # fmt: skip
    rework_share: float = parameter(
        0.15, about="Work per caught defect, as a share of the work of the stage that made it.",
        unit="share", ge=0.0, le=2.0, low=0.05, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip
    surfacing_days: float = parameter(
        60.0, about="Mean time in full production until an escaped defect hurts, exponential.",
        unit="day", gt=0.0, le=1e5, low=10.0, high=260.0,
        source="opaque and delayed: form after [sambasivan2021]", mark="J",
    )  # fmt: skip
    loss: Distribution = parameter(
        factory=lambda: lognormal(0.15, 1.0), about="Loss of quality while a surfaced defect hurts.",
        unit="share", low=0.02, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip


class ReleaseStage(Group):
    """One step of a staged release."""

    name: str = parameter(about="Name of the step.")
    dwell_days: float = parameter(about="Time spent in the step at velocity 0.5.", unit="day", ge=0.0, le=1e4, source=DESIGN, mark="J")
    exposure: float = parameter(about="Share of users who see the new version.", unit="share", ge=0.0, le=1.0, source=DESIGN, mark="J")
    detect_days: float = parameter(
        about="Mean time until one defect shows in this step, exponential.", unit="day", gt=0.0, le=1e6,
        source=DESIGN, mark="J"
    )
    effort: Distribution = parameter(
        factory=lambda: constant(0.25), about="Operations work to enter the step.", unit="person-day",
        source=DESIGN, mark="J"
    )
    drop: float = parameter(
        0.0, about="Probability that a new model is dropped at the end of the step (no online gain, legal).",
        unit="probability", ge=0.0, le=1.0, source=DESIGN, mark="J",
    )  # fmt: skip


def _default_steps() -> tuple[ReleaseStage, ...]:
    return (
        ReleaseStage(name="shadow", dwell_days=5.0, exposure=0.0, detect_days=20.0),
        ReleaseStage(name="canary", dwell_days=5.0, exposure=0.01, detect_days=15.0),
        ReleaseStage(name="partial", dwell_days=10.0, exposure=0.2, detect_days=15.0, drop=0.5),
        ReleaseStage(name="full", dwell_days=0.0, exposure=1.0, detect_days=1e6),
    )


class ReleaseSettings(Group):
    """Shadow, canary, partial, full: dwell, exposure, detection."""

    steps: tuple[ReleaseStage, ...] = parameter(
        factory=_default_steps, about="Steps in order; the last is full exposure.",
        source="first exposure about 1 %, half of the launches dropped: [shankar2022]; dwell and detection by judgement",
        mark="J",
    )  # fmt: skip
    change_dwell_factor: float = parameter(
        0.3, about="Dwell of a change relative to that of a new model.",
        unit="x", ge=0.0, le=10.0, low=0.1, high=1.0, source=DESIGN, mark="J",
    )  # fmt: skip
    expedited_dwell_factor: float = parameter(
        0.05, about="Dwell of an expedited repair relative to that of a new model.",
        unit="x", ge=0.0, le=10.0, low=0.0, high=0.3, source=DESIGN, mark="J",
    )  # fmt: skip
    rollback_days: Distribution = parameter(
        factory=lambda: lognormal(0.1, 1.0), about="Operations work to take a failed release back.",
        unit="person-day", low=0.02, high=0.5, source=DESIGN, mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _ends_in_full(self) -> ReleaseSettings:
        if not self.steps or self.steps[-1].exposure != 1.0:
            raise ValueError("steps must end with full exposure (exposure: 1.0)")
        if self.steps[-1].dwell_days != 0.0:
            raise ValueError(f"the last step is the end of the release: dwell_days must be 0, got {self.steps[-1].dwell_days}")
        exposures = [step.exposure for step in self.steps]
        if exposures != sorted(exposures):
            raise ValueError(f"exposure must not fall from step to step, got {exposures}")
        return self
