"""How bad an incident is as it begins, and what that changes."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from simorg.config.parameter import Group, parameter

DESIGN = "design choice"


class SeveritySettings(Group):
    """Classes 1 (worst) to 4 by harm: the loss of quality times the traffic of the model."""

    classes: bool = parameter(
        True, about="Incidents have a class by their harm, and only the worst page somebody; false = all are treated as the worst.",
        source="status pages, post-mortems and ticket logs tell a severity; how it follows from harm is a design choice", mark="J",
    )  # fmt: skip
    harm_1: float = parameter(
        0.5, about="Least harm (loss x traffic) of class 1.", unit="share", ge=0.0, le=1e6, low=0.3, high=2.0,
        source=DESIGN, mark="J",
    )  # fmt: skip
    harm_2: float = parameter(
        0.2, about="Least harm of class 2.", unit="share", ge=0.0, le=1e6, low=0.1, high=0.5, source=DESIGN, mark="J"
    )
    harm_3: float = parameter(
        0.05, about="Least harm of class 3; below lies class 4.", unit="share", ge=0.0, le=1e6, low=0.01, high=0.1,
        source=DESIGN, mark="J",
    )  # fmt: skip
    paged: int = parameter(
        2, about="The last class that pages: work on it has the class of incidents, travels urgently and is repaired in the "
        "expedited lane.",
        unit="class", ge=0, le=4, low=1, high=4, source=DESIGN, mark="J",
    )  # fmt: skip
    minor_priority: int = parameter(
        2, about="Priority class of work on incidents that page nobody.", unit="class", ge=0, le=15, low=1, high=3,
        source=DESIGN, mark="J",
    )  # fmt: skip
    paged_wrong_factor: float = parameter(
        1.0, about="Multiplier of `routing.wrong_incident` for incidents that page.", unit="x", ge=0.0, le=1.0,
        low=0.3, high=1.0, source="no log tells routing by severity; 1 = the same for all", mark="J",
    )  # fmt: skip

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.harm_1 > self.harm_2 > self.harm_3:
            raise ValueError(
                f"harm_1 = {self.harm_1}, harm_2 = {self.harm_2}, harm_3 = {self.harm_3} must fall: "
                "class 1 is the worst"
            )
        return self
