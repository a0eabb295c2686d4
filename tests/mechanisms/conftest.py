"""Every story is played by both engines."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simorg.engines import compiled, reference
from simorg.plan import Plan
from tests.mechanisms.telling import Row, rows_of

Play = Callable[..., list[Row]]


@pytest.fixture(params=["reference", "compiled"])
def play(request: pytest.FixtureRequest) -> Play:
    """Return what runs a plan and tells what happened: `play(plan, "JOB")` tells of jobs only."""
    engine = {"reference": reference, "compiled": compiled}[request.param]

    def told(plan: Plan, *beginnings: str) -> list[Row]:
        return rows_of(engine.simulate(plan, 0), *beginnings)

    return told
