"""Settings: everything a run needs, checked once, immutable, the same for every engine."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from simorg.config.brief import in_html, in_lines, some
from simorg.config.groups.ageing import BreakSettings, DriftSettings, FaultSettings
from simorg.config.groups.demand import DemandSettings
from simorg.config.groups.duties import DutySettings
from simorg.config.groups.executor import ExecutorSettings
from simorg.config.groups.experiment import ExperimentSettings
from simorg.config.groups.lanes import LaneSettings
from simorg.config.groups.lifecycle import LifecycleSettings
from simorg.config.groups.mitigation import MitigationSettings
from simorg.config.groups.on_call import OnCallSettings
from simorg.config.groups.outages import OutageSettings
from simorg.config.groups.practices import PracticeSettings
from simorg.config.groups.quality import DefectSettings, ReleaseSettings
from simorg.config.groups.requests import RequestSettings
from simorg.config.groups.response import ResponseSettings, RetrainingSettings
from simorg.config.groups.review import ReviewSettings
from simorg.config.groups.severity import SeveritySettings
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.textbook import TextbookCase
from simorg.config.groups.watching import MonitoringSettings
from simorg.config.groups.work import ApprovalSettings, HandoffSettings, RoutingSettings, WorkSettings
from simorg.config.groups.workforce import WorkforceSettings, split_hire
from simorg.config.parameter import Group, parameter

DAYS_PER_YEAR = 260.0
DAYS_PER_QUARTER = 65.0
DAYS_PER_MONTH = DAYS_PER_YEAR / 12.0


class Settings(Group):
    """One scenario. Time in working days (8 h; 5 a week; 260 a year), effort in person-days."""

    seed: int = parameter(1, about="Seed of every draw.", ge=0, le=4294967295)
    replications: int = parameter(
        50, about="Independent replications of each scenario.", unit="runs", ge=1, le=10_000_000, low=30, high=200,
        source="several are asked for by [ralph2020]; the precision is printed", mark="J",
    )  # fmt: skip
    horizon_days: float = parameter(
        1040.0, about="Length of a run, warm-up included (two years are observed).", unit="day", gt=0.0, le=1e7,
        low=260.0, high=2600.0, source="design choice", mark="J",
    )  # fmt: skip
    warm_up_days: float = parameter(
        520.0, about="Time at the start that measures ignore.", unit="day", ge=0.0, le=1e7, low=260.0, high=1300.0,
        source="MSER-5 ([white1997]) on work in progress: not later than this in runs of 1,040 days of all structures; in runs of "
               "2,600 days 1,230 and 1,300 days in two of four", mark="C",
    )  # fmt: skip
    engine: Literal["auto", "reference", "compiled"] = parameter(
        "auto", about="Which engine runs: SimPy (reference), compiled, or the fastest that can."
    )
    structure: StructureSettings = parameter(factory=StructureSettings, about="Wiring.")
    workforce: WorkforceSettings = parameter(factory=WorkforceSettings, about="People.")
    demand: DemandSettings = parameter(factory=DemandSettings, about="What is asked for.")
    requests: RequestSettings = parameter(
        factory=RequestSettings, about="Questions, access, small corrections."
    )
    lifecycle: LifecycleSettings = parameter(..., about="Stages.")
    work: WorkSettings = parameter(factory=WorkSettings, about="Queues.")
    duties: DutySettings = parameter(factory=DutySettings, about="Other work of people.")
    routing: RoutingSettings = parameter(factory=RoutingSettings, about="First assignment.")
    handoff: HandoffSettings = parameter(factory=HandoffSettings, about="Between teams.")
    approvals: ApprovalSettings = parameter(factory=ApprovalSettings, about="Sign-offs.")
    defects: DefectSettings = parameter(factory=DefectSettings, about="Defects.")
    release: ReleaseSettings = parameter(factory=ReleaseSettings, about="Staged release.")
    drift: DriftSettings = parameter(factory=DriftSettings, about="Natural drift.")
    breaks: BreakSettings = parameter(factory=BreakSettings, about="Unnatural drift.")
    faults: FaultSettings = parameter(factory=FaultSettings, about="Plain faults.")
    outages: OutageSettings = parameter(factory=OutageSettings, about="Common causes of faults.")
    monitoring: MonitoringSettings = parameter(factory=MonitoringSettings, about="Detection.")
    review: ReviewSettings = parameter(factory=ReviewSettings, about="Review of failed predictions.")
    severity: SeveritySettings = parameter(factory=SeveritySettings, about="Classes of incidents.")
    on_call: OnCallSettings = parameter(factory=OnCallSettings, about="Rota.")
    response: ResponseSettings = parameter(factory=ResponseSettings, about="Incident response.")
    mitigation: MitigationSettings = parameter(factory=MitigationSettings, about="What ends the harm.")
    lanes: LaneSettings = parameter(factory=LaneSettings, about="Lanes of repairs.")
    retraining: RetrainingSettings = parameter(factory=RetrainingSettings, about="Retraining.")
    practices: PracticeSettings = parameter(factory=PracticeSettings, about="The four Vs.")
    experiment: ExperimentSettings = parameter(factory=ExperimentSettings, about="What to run.")
    executor: ExecutorSettings = parameter(factory=ExecutorSettings, about="Where to run.")
    textbook: TextbookCase | None = parameter(
        None, about="A textbook case instead of an organisation (+textbook=mmc, ...)."
    )

    def __repr__(self) -> str:
        """Return what is set, in five lines."""
        return in_lines(*self._told())

    __str__ = __repr__

    def _repr_html_(self) -> str:
        return in_html(*self._told())

    def _told(self) -> tuple[str, dict[str, str]]:
        from simorg.config.listing import departures

        structure, experiment = self.structure, self.experiment
        facts = {
            "structure": structure.name + (f" from {structure.file}" if structure.file else ""),
            "run": f"{self.horizon_days:g} days, warm-up {self.warm_up_days:g}; seed {self.seed}",
            "experiment": f"{experiment.kind}, {self.replications} replications; engine {self.engine}",
            "changed": some(departures(self), 8) or "nothing: every parameter has its default",
        }
        return "Settings", facts

    @model_validator(mode="after")
    def _time_in_order(self) -> Self:
        if self.warm_up_days >= self.horizon_days:
            raise ValueError(
                f"warm_up_days = {self.warm_up_days} must be smaller than horizon_days = {self.horizon_days}"
            )
        return self

    @model_validator(mode="after")
    def _fitting_the_units(self) -> Self:
        """Check what names or counts units; those of a file are known once it is read."""
        from simorg.config.errors import nearest

        if self.structure.file is not None:
            return self
        units = [f"unit_{n}" for n in range(1, self.workforce.units + 1)]
        for name in ("unit_weights", "unit_priorities"):
            given = getattr(self.demand, name)
            if given is not None and len(given) != len(units):
                raise ValueError(f"demand.{name} has {len(given)} entries for {len(units)} units")
        for hire in self.workforce.hires:
            unit = split_hire(hire)[2]
            if "@" in hire and unit not in units:
                raise ValueError(f"workforce.hires: unknown unit in '{hire}'{nearest(unit, units)}")
        return self
