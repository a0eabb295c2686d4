"""What the parts measure: the default organisation, its engines, and whether they are there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import simorg
from benchmarks.timing import Raw, Row
from simorg import plan as plans
from simorg.compilation.compilers import compilers
from simorg.config.settings import Settings
from simorg.engines.run import choose, simulate
from simorg.plan import Plan
from simorg.trace.rows import Trace


class Subject(NamedTuple):
    """Settings with their plan, built once."""

    settings: Settings
    plan: Plan

    def run(self, replication: int, engine: str = "compiled") -> Trace:
        """Run one replication."""
        return simulate(self.settings, replication, engine, self.plan)


def subject(*overrides: str) -> Subject:
    """Return the default organisation, changed by Hydra overrides."""
    settings = simorg.load(list(overrides))
    return Subject(settings, plans.build(settings))


def without_compiled() -> str:
    """Compile everything, so that nothing does while it is timed; return why that cannot be, if so."""
    compilers.finish()
    try:
        chosen = choose("compiled")
    except ValueError as error:
        return str(error)
    return "" if chosen == "compiled" else f"engine=compiled runs {chosen}"


def needs_compiled(measure: Callable[[], Raw]) -> Raw:
    """Return what a part measures, or why it cannot."""
    reason = without_compiled()
    return {"missing": reason} if reason else measure()


def missing(part: Raw) -> list[Row]:
    """Return the line of a part that could not be measured; none if it was."""
    return [Row("not available", part["missing"])] if "missing" in part else []
