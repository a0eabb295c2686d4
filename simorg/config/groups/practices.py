"""The four practices (the Vs): levers in [0, 1], each acting only through other parameters."""

from __future__ import annotations

from simorg.config.parameter import Group, parameter

VS = "the practices: [shankar2022], [shankar2024]; half way by judgement"


def _lever(about: str) -> float:
    value: float = parameter(0.5, about=about, unit="lever", ge=0.0, le=1.0, source=VS, mark="J")
    return value


class PracticeSettings(Group):
    """Levers and the ends of what they move; 0.5 gives the registry defaults."""

    velocity: float = _lever("Shorter dwell in release steps, more automated retraining.")
    validation: float = _lever("Stronger and longer evaluation gates.")
    visibility: float = _lever("More models monitored, faster diagnosis.")
    versioning: float = _lever("More models whose earlier versions can be restored.")
    dwell_low: float = parameter(
        1.5, about="Multiplier of release dwell at velocity 0.", unit="x", ge=0.0, le=10.0, low=1.0, high=2.0,
        source="design choice", mark="J",
    )  # fmt: skip
    dwell_high: float = parameter(
        0.5, about="Multiplier of release dwell at velocity 1.", unit="x", ge=0.0, le=10.0, low=0.2, high=1.0,
        source="design choice", mark="J",
    )  # fmt: skip
    power_low: float = parameter(
        0.6, about="Multiplier of gate detection powers at validation 0.", unit="x", ge=0.0, le=10.0,
        low=0.3, high=1.0, source="design choice", mark="J",
    )  # fmt: skip
    power_high: float = parameter(
        1.4, about="Multiplier of gate detection powers at validation 1 (powers stay below 1).", unit="x",
        ge=0.0, le=10.0, low=1.0, high=2.0, source="design choice", mark="J",
    )  # fmt: skip
    gate_effort_low: float = parameter(
        0.5, about="Multiplier of the work of gates at validation 0.", unit="x", ge=0.0, le=10.0,
        low=0.2, high=1.0, source="design choice", mark="J",
    )  # fmt: skip
    gate_effort_high: float = parameter(
        1.5, about="Multiplier of the work of gates at validation 1.", unit="x", ge=0.0, le=10.0,
        low=1.0, high=3.0, source="design choice", mark="J",
    )  # fmt: skip
