"""The parameters of a plan follow from the schema: a setting that is added is there, in both engines."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from pydantic import create_model

import simorg
from simorg.config import scalars as scalars_of_the_schema
from simorg.config.groups.distribution import Distribution, constant
from simorg.config.groups.work import HandoffSettings
from simorg.config.parameter import parameter
from simorg.config.scalars import scalars
from simorg.config.settings import Settings
from simorg.engines.compiled.lowering import COUNTS, lower
from simorg.engines.reference.world import World
from simorg.plan import build, parameters, plan_of

ENGINES = Path(simorg.__file__).parent / "engines"


def test_every_number_of_the_model_is_a_parameter_of_its_type() -> None:
    settings = simorg.load(["workforce=small", "work.stand_in_days=2", "routing.wrong_by_size=true"])
    plan = plan_of(settings)
    numbers = plan.parameters[0]
    assert numbers["work_stand_in_days"] == 2.0
    assert numbers["routing_wrong_by_size"] == 1
    assert numbers["horizon_days"] == settings.horizon_days
    for scalar in scalars():
        stored, kind = numbers[scalar.name], plan.parameters.dtype[scalar.name]
        assert kind == (np.float64 if scalar.kind is float else np.int64), scalar.name
        if scalar.kind is Distribution:
            assert plan.distributions[stored] == plan_row(scalar.of(settings)), scalar.name
        else:
            assert stored == scalar.of(settings), scalar.name


def plan_row(distribution: Distribution) -> np.void:
    """Return the row of a distribution in a table of its own."""
    table = parameters.DistributionTable()
    table.add(distribution)
    return table.arrays()[0][0]


def test_the_layout_is_the_same_whatever_the_values() -> None:
    layouts = {plan_of(simorg.load(given)).parameters.dtype for given in (["demand=none"], ["+textbook=mmc"])}
    assert layouts == {parameters.PARAMETERS_ROW}


def test_what_says_how_to_run_is_no_parameter() -> None:
    names = parameters.PARAMETERS_ROW.names or ()
    assert not [name for name in names if name.startswith(("replications", "executor", "experiment"))]


def test_levers_move_what_lies_between_their_ends() -> None:
    ends = {"practices.velocity": 0.0, "practices.visibility": 1.0, "practices.versioning": 0.5}
    settings = simorg.load([f"{key}={value}" for key, value in ends.items()])
    numbers = plan_of(settings).parameters[0]
    assert numbers["retraining_automated"] == settings.retraining.automated_low
    assert numbers["monitoring_coverage"] == settings.monitoring.coverage_high
    assert numbers["response_rollback"] == pytest.approx(0.55, rel=1e-15)


def test_a_setting_that_is_added_to_a_group_is_read_by_both_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four kinds of settings in a group that no file of the plan or of an engine has heard of."""
    monkeypatch.setattr(scalars_of_the_schema, "Settings", with_more_handoff())
    scalars.cache_clear()
    try:
        more = scalars()
    finally:
        scalars.cache_clear()
    monkeypatch.setattr(parameters, "scalars", lambda: more)
    monkeypatch.setattr(parameters, "PARAMETERS_ROW", parameters.layout())
    settings = simorg.load(["workforce=small"])
    handoff = SimpleNamespace(
        **dict(settings.handoff), rest_days=1.5, rests=3, rested=True, sleep_days=constant(2.0)
    )
    plan = build(settings.model_copy(update={"handoff": handoff}))
    reference = World(plan, 0).parameters
    compiled = lower(plan).tables["parameters"][0]
    for numbers in (reference, compiled):
        assert (numbers.handoff_rest_days, numbers.handoff_rests, numbers.handoff_rested) == (1.5, 3, 1)
        assert plan.distributions[numbers.handoff_sleep_days]["a"] == 2.0


def with_more_handoff() -> type[Settings]:
    """Return a schema whose handoffs have four more settings."""
    more = create_model(
        "MoreHandoff",
        __base__=HandoffSettings,
        rest_days=(float, parameter(0.0, about="A rest.", unit="day")),
        rests=(int, parameter(0, about="Rests.", unit="rests")),
        rested=(bool, parameter(False, about="Whether one rests.")),
        sleep_days=(Distribution, parameter(factory=lambda: constant(0.0), about="Sleep.", unit="day")),
        remark=(str, parameter("", about="No number.")),
    )
    handoff = parameter(factory=more, about="Between teams.")
    return create_model("MoreSettings", __base__=Settings, handoff=(more, handoff))


def test_engines_read_nothing_that_is_not_there() -> None:
    """The reference fails at the row that reads it; Numba would say it in sixty lines."""
    there = {*(parameters.PARAMETERS_ROW.names or ()), *COUNTS}
    for path in ENGINES.rglob("*.py"):
        source = ast.unparse(ast.parse(path.read_text(encoding="utf-8")))
        read = set(re.findall(r"(?:\bk|\.parameters)\.(\w+)", source))
        assert read <= there, f"{path.name}: {sorted(read - there)}"
