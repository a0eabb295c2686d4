"""What `simorg run` does with the settings: which kind of experiment, over which structures."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from simorg.config.parameter import Group, parameter

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=80)]
"""A name that is safe in a folder name: no path, no blank."""


class ExperimentSettings(Group):
    """An experiment; each kind is a file in ``simorg/experiments/``."""

    name: Name = parameter("compare_structures", about="Name of the run folder (letters, digits, _ and -).")
    kind: Literal["compare"] = parameter(
        "compare", about="Kind of experiment: a file in simorg/experiments/."
    )
    structures: tuple[str, ...] | None = parameter(
        None, about="Structures to compare, the first is the baseline; none = the configured one alone."
    )
    workers: int = parameter(
        0, about="Processes that run replications; 0 = one for each core.", unit="processes", ge=0, le=4096
    )
    publish: bool = parameter(
        False, about="Write the committed results/NAME/ instead of a run folder (make results)."
    )
