"""What `simorg run` does with the settings: which kind of experiment, over which structures."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, StringConstraints, model_validator

from simorg.config.errors import nearest
from simorg.config.groups.kinds import (
    AblationSettings,
    AttributionSettings,
    CrossoverSettings,
    FactsSettings,
    Lever,
    OptimiseSettings,
    PopulationSettings,
    PrecisionSettings,
    QueueingSettings,
    RobustnessSettings,
    SelectionSettings,
    SensitivitySettings,
    StaffingSettings,
    SweepSettings,
)
from simorg.config.parameter import Group, parameter
from simorg.plugins.registry import names, owner

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=80)]
"""A name that is safe in a folder name: no path, no blank."""


def _known(kind: str) -> str:
    if kind not in names("kinds"):
        raise ValueError(f"unknown kind of experiment{nearest(kind, names('kinds'))}")
    return kind


Kind = Annotated[str, AfterValidator(_known)]


class ExperimentSettings(Group):
    """An experiment; each kind is a file in ``simorg/experiments/kinds/``."""

    name: Name = parameter("compare_structures", about="Name of the run folder (letters, digits, _ and -).")
    kind: Kind = parameter(
        "compare", about="Kind of experiment: a file in simorg/experiments/kinds/ or of a plug-in (--plugins)."
    )
    structures: tuple[str, ...] | None = parameter(
        None, about="Structures to compare, the first is the baseline; none = the configured one alone."
    )
    measures: tuple[str, ...] | None = parameter(
        None, about="Measures that a kind with a table of its own answers for; none = the headline measures."
    )
    objective: str | None = parameter(
        None, about="Measure that a job of a sweep (-m) returns to its sweeper: the mean under its first structure; "
        "none = nothing.",
    )  # fmt: skip
    precision: PrecisionSettings = parameter(factory=PrecisionSettings, about="Replicate until precise.")
    sweep: SweepSettings = parameter(factory=SweepSettings, about="Kind sweep.")
    ablation: AblationSettings = parameter(factory=AblationSettings, about="Kind ablation.")
    crossover: CrossoverSettings = parameter(factory=CrossoverSettings, about="Kind crossover.")
    sensitivity: SensitivitySettings = parameter(factory=SensitivitySettings, about="Kind sensitivity.")
    robustness: RobustnessSettings = parameter(factory=RobustnessSettings, about="Kind robustness.")
    population: PopulationSettings = parameter(factory=PopulationSettings, about="Kind population.")
    attribution: AttributionSettings = parameter(factory=AttributionSettings, about="Kind attribution.")
    staffing: StaffingSettings = parameter(factory=StaffingSettings, about="Kind staffing.")
    selection: SelectionSettings = parameter(factory=SelectionSettings, about="Kind selection.")
    optimise: OptimiseSettings = parameter(factory=OptimiseSettings, about="Kind optimise.")
    facts: FactsSettings = parameter(factory=FactsSettings, about="Kind facts.")
    queueing: QueueingSettings = parameter(factory=QueueingSettings, about="Kind queueing.")
    options: dict[str, Lever] = parameter(
        factory=dict, about="What a kind of a plug-in needs to know besides: its own names and values."
    )
    publish: bool = parameter(
        False, about="Write the committed results/NAME/ instead of a run folder (make results)."
    )
    report: bool = parameter(
        False, about="Write report.html as well: the run as one page for a browser (simorg report)."
    )

    @model_validator(mode="after")
    def _options_of_plug_ins(self) -> Self:
        if self.options and owner("kinds", self.kind) is None:
            raise ValueError(f"options: only a kind of a plug-in takes some, not '{self.kind}'; nearest valid: {{}}")
        return self
