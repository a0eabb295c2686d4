"""What each kind of experiment needs to know besides the organisation."""

from __future__ import annotations

from typing import Literal

from simorg.config.parameter import Group, parameter

Lever = float | int | bool | str
"""Value of a lever: a number, true or false, a word, or a factor such as x1.5."""


class PrecisionSettings(Group):
    """Replicate until means are known well enough; ``replications`` is then the smallest number."""

    relative: float | None = parameter(
        None, about="Half-width of the interval wanted, as a share of the mean; none = a fixed number of runs.",
        unit="share", gt=0.0, le=10.0, low=0.01, high=0.1,
    )  # fmt: skip
    measures: tuple[str, ...] = parameter(
        ("lead_time_p50_days", "incidents_per_healthy_model_year"), about="Measures that must all be as precise as that."
    )
    cap: int = parameter(
        2000, about="Most replications of a scenario, whatever the precision.", unit="runs", ge=2, le=10_000_000
    )


class LeverSettings(Group):
    """A lever and the values that it takes."""

    key: str = parameter(about="Key path.")
    values: tuple[Lever, ...] = parameter(about="Its values.")


class SweepSettings(Group):
    """Response of measures to levers."""

    # A list, not a table: Hydra merges tables, and a lever of a preset would stay beside the user's.
    levers: tuple[LeverSettings, ...] = parameter(
        (), about="Keys and their values; every combination is run under every structure."
    )
    zip: bool = parameter(
        False, about="Take the first values of all levers together, then the second, and so on, in place of all "
        "combinations.",
    )


class CrossoverSettings(Group):
    """Where does each structure win? A map over two conditions."""

    x: str = parameter("demand.initiatives_per_unit_quarter", about="Key path of the first condition.")
    x_values: tuple[Lever, ...] = parameter((1.3, 1.75, 2.2, 2.65), about="Its values.")
    y: str = parameter("handoff.context_cost", about="Key path of the second condition.")
    y_values: tuple[Lever, ...] = parameter((0.0, 0.15, 0.3, 0.6), about="Its values.")


class SensitivitySettings(Group):
    """Screening of parameters, or their shares of variance."""

    method: Literal["morris", "sobol"] = parameter(
        "morris", about="Morris screens many keys; Sobol indices share out the variance among a few."
    )
    keys: tuple[str, ...] = parameter(
        (), about="Key paths, or beginnings of key paths, to vary; empty = every parameter with a range."
    )
    samples: int = parameter(
        10, about="Morris: trajectories. Sobol: base sample, a power of two.", unit="samples", ge=2, le=100_000
    )
    levels: int = parameter(4, about="Morris: levels of the grid, an even number.", unit="levels", ge=2, le=100)
    reach: float = parameter(
        0.5, about="How far each parameter goes from its value towards the ends of its range.",
        unit="share", gt=0.0, le=1.0, source="judgement: over whole ranges most organisations are overloaded",
        mark="J",
    )  # fmt: skip
    structure_as_factor: bool = parameter(
        True, about="Vary the structure too, over experiment.structures, as one more factor."
    )
    confidence: float = parameter(
        0.95, about="Confidence of the intervals of the indices.", unit="probability", gt=0.0, le=0.999
    )


class RobustnessSettings(Group):
    """Ranking of structures over worlds that we cannot tell apart."""

    keys: tuple[str, ...] = parameter(
        (), about="Key paths, or beginnings of key paths, that are uncertain; empty = every parameter with a range."
    )
    worlds: int = parameter(
        64, about="Points of the parameter space (Latin hypercube over plausible ranges).",
        unit="worlds", ge=2, le=100_000,
    )  # fmt: skip
    reach: float = parameter(
        0.5, about="How far each parameter goes from its value towards the ends of its range.",
        unit="share", gt=0.0, le=1.0, source="judgement: over whole ranges most organisations are overloaded",
        mark="J",
    )  # fmt: skip


class PopulationSettings(Group):
    """The organisations beside the case: perturbed ones that cope, each under every structure."""

    keys: tuple[str, ...] = parameter(
        (), about="Key paths, or beginnings of key paths, that vary besides units and head counts; empty = every "
        "parameter with a range.",
    )  # fmt: skip
    backgrounds: int = parameter(
        100, about="Organisations that cope under every structure.", unit="backgrounds", ge=2, le=100_000
    )
    reach: float = parameter(
        0.5, about="How far each parameter goes from its value towards the ends of its range.",
        unit="share", gt=0.0, le=1.0, source="judgement: over whole ranges most organisations are overloaded",
        mark="J",
    )  # fmt: skip
    pilot: int = parameter(
        2, about="First replications of each candidate, by which it is judged whether it copes.", unit="runs",
        ge=1, le=1_000,
    )  # fmt: skip
    most_busy: float = parameter(
        0.995, about="Busy share of the busiest role of a team, mean of the busiest of each run, beyond which an "
        "organisation does not cope.",
        unit="share", gt=0.0, le=1.0, source="judgement: beyond it somebody is busy without a break in nearly every run", mark="J",
    )  # fmt: skip
    candidates: int = parameter(
        2000, about="Most candidates to try; where too few of them cope, the population is smaller and says so.",
        unit="candidates", ge=2, le=1_000_000,
    )  # fmt: skip


class AttributionSettings(Group):
    """Why is one structure better than another? Shapley shares of the axes of its wiring."""

    start: str = parameter("centre_of_excellence", about="Structure to start from.")
    end: str = parameter("hub_and_spoke", about="Structure to arrive at.")


class StaffingSettings(Group):
    """Value of one more person, or of two, by role and home unit."""

    hires: int = parameter(
        1, about="Most people hired at once; with 2, every two hires are tried, too.", unit="people", ge=1, le=2
    )
    roles: tuple[str, ...] = parameter((), about="Roles to hire; empty = all.")
    seniority: Literal["junior", "regular", "senior"] = parameter("regular", about="Seniority of the hire.")
    units: tuple[str, ...] = parameter(
        (), about="Home units to hire into (in your own organisation: teams); empty = the first unit, or the team "
        "in which most people of the role sit.",
    )


class SelectionSettings(Group):
    """Choice of the best structure, with a stated guarantee."""

    measure: str = parameter("lead_time_p50_days", about="Measure that decides.")
    better: Literal["lower", "higher"] = parameter("lower", about="Which way is better.")
    indifference: float = parameter(
        5.0, about="Smallest difference that matters, in the unit of the measure.", gt=0.0, le=1e12
    )
    confidence: float = parameter(
        0.95, about="Probability of a right choice if the best is ahead by that much.",
        unit="probability", gt=0.5, le=0.9999,
    )  # fmt: skip
    first_stage: int = parameter(20, about="Replications before the first look.", unit="runs", ge=2, le=100_000)
    cap: int = parameter(
        2000, about="Most replications of a structure; hitting it costs the guarantee.",
        unit="runs", ge=2, le=10_000_000,
    )  # fmt: skip


class Objective(Group):
    """One thing to optimise."""

    measure: str = parameter(about="Measure.")
    better: Literal["lower", "higher"] = parameter(about="Which way is better.")


class ChoiceSettings(Group):
    """Something that a search may choose: one of some values, or any number between two."""

    key: str = parameter(about="Key path.")
    values: tuple[Lever, ...] = parameter((), about="Values to choose from.")
    between: tuple[Lever, ...] = parameter((), about="Instead of values: the smallest and the largest number.")


class OptimiseSettings(Group):
    """Search designs: structure, staffing and practices together."""

    objectives: tuple[Objective, ...] = parameter(
        (Objective(measure="lead_time_p50_days", better="lower"),
         Objective(measure="incidents_per_healthy_model_year", better="lower")),
        about="What to optimise, all at once: the answer is the Pareto set.",
    )  # fmt: skip
    # A list, not a table: Hydra merges tables, and a choice of a preset would stay beside the user's.
    space: tuple[ChoiceSettings, ...] = parameter((), about="What may be chosen, besides the structure.")
    same_headcount: bool = parameter(
        True, about="Keep the number of people: designs that need more or fewer are scaled to it."
    )
    designs: int = parameter(64, about="Designs to try.", unit="designs", ge=2, le=1_000_000)
    together: int = parameter(
        8, about="Designs asked for at once; the answer depends on it, not on workers.", unit="designs", ge=1, le=10_000
    )
    confirm: int = parameter(
        50, about="Fresh replications that re-estimate the Pareto set.", unit="runs", ge=2, le=1_000_000
    )


class FactsSettings(Group):
    """Statements of the literature, each tried on perturbed organisations."""

    statements: tuple[str, ...] = parameter((), about="Statements to test (simorg facts --list); empty = all.")
    backgrounds: int = parameter(
        30, about="Perturbed organisations that every statement is tried on; below 6 no verdict is possible.",
        unit="organisations", ge=2, le=1000,
    )  # fmt: skip


class QueueingSettings(Group):
    """Textbook cases beside their closed forms."""

    cases: tuple[str, ...] = parameter((), about="Textbook cases to run (conf/textbook/); empty = all.")
