"""What ends the harm of plain faults and defects: a mixture as post-mortems tell it."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.parameter import Group, parameter

SEVERE = "of 152 severe incidents of one cloud service ([ghosh2022]), whatever their cause"


class MitigationSettings(Group):
    """Weights of what ends the harm; they need not add up to 1."""

    mixture: bool = parameter(
        True, about="What ends the harm of plain faults and defects is drawn by these weights, not by `response.rollback_fits` "
        "and `response.external_share`. Defects are rolled back or mended in the code.",
        source="design choice", mark="J",
    )  # fmt: skip
    rollback: float = parameter(
        0.224, about="Weight of going back to the version before; where none was kept, a fault is configured away.",
        unit="weight", ge=0.0, le=1e6, low=0.1, high=0.5, source="22.4 % " + SEVERE + ", at a "
        "firm that keeps versions: where fewer are kept, fewer are rolled back", mark="J",
    )  # fmt: skip
    infrastructure: float = parameter(
        0.211, about="Weight of a change of infrastructure (takes `response.configure_days`).",
        unit="weight", ge=0.0, le=1e6, low=0.1, high=0.3, source="21.1 % " + SEVERE, mark="J",
    )  # fmt: skip
    external: float = parameter(
        0.158, about="Weight of an end outside (after `response.external_days`).",
        unit="weight", ge=0.0, le=1e6, low=0.1, high=0.3, source="15.8 % " + SEVERE, mark="J",
    )  # fmt: skip
    configuration: float = parameter(
        0.132, about="Weight of a change of configuration (takes `response.configure_days`).",
        unit="weight", ge=0.0, le=1e6, low=0.05, high=0.3, source="13.2 % " + SEVERE, mark="J",
    )  # fmt: skip
    ad_hoc: float = parameter(
        0.118, about="Weight of an act by hand, once (takes `response.configure_days`).",
        unit="weight", ge=0.0, le=1e6, low=0.05, high=0.2, source="11.8 % " + SEVERE, mark="J",
    )  # fmt: skip
    code: float = parameter(
        0.079, about="Weight of a fix of the code: nothing else helps, users wait for the repair.",
        unit="weight", ge=0.0, le=1e6, low=0.03, high=0.2, source="7.9 % " + SEVERE, mark="J",
    )  # fmt: skip
    transient: float = parameter(
        0.079, about="Weight of an end by itself (after `response.external_days`).",
        unit="weight", ge=0.0, le=1e6, low=0.03, high=0.2, source="7.9 % " + SEVERE, mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _something_ends_it(self) -> Self:
        if self.rollback + self.code <= 0.0:
            raise ValueError(
                f"rollback = {self.rollback} and code = {self.code}: one must be above 0, nothing else "
                "ends a defect"
            )
        return self
