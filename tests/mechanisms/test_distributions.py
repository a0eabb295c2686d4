"""A drawn quantity is the quantile of its distribution at the draw of its address, whatever the family.

An idea walks 24 stages whose work is drawn; SciPy says what 24 draws, some far out, must give.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from simorg.config.groups.distribution import Distribution
from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of
from tests.mechanisms.story import office, stage, story
from tests.mechanisms.telling import idea

OFFICE = office({"lab": {"ann": {"ml": 1.0}}}, {"a": "lab"})
STAGES = 24
SAMPLE = (0.25, 3.0, 1.0, 0.5, 2.0)


def first(u: Draws, stage: int = 0) -> float:
    """Return the draw of the first visit to a stage."""
    return u(purposes.STAGE_EFFORT, idea(0), 256 * stage + 1)


def drawn(u: Draws) -> list[float]:
    """Return the draws of the first visits to all stages."""
    return [first(u, stage) for stage in range(STAGES)]


def weibull(shape: float) -> tuple[float, float, Any]:
    """Return mean and cv of a Weibull of scale 2, by its moments, and the law itself."""
    first, second = math.gamma(1 + 1 / shape), math.gamma(1 + 2 / shape)
    return 2 * first, math.sqrt(second / first**2 - 1), stats.weibull_min(shape, scale=2)


def cases() -> dict[str, tuple[dict[str, Any], Callable[[list[float]], Any]]]:
    """Return for each family its parameters, and what its quantiles are."""
    mean, cv, law = weibull(0.7)
    other_mean, other_cv, other_law = weibull(3.0)
    s2 = math.log(1 + 0.8**2)
    return {
        "constant": ({"mean": 0.5}, lambda u: [0.5] * STAGES),
        "uniform": ({"low": 1.0, "high": 3.0}, stats.uniform(1, 2).ppf),
        "exponential": ({"mean": 0.5}, stats.expon(scale=0.5).ppf),
        "lognormal, mean": (
            {"mean": 2.0, "cv": 0.8}, stats.lognorm(math.sqrt(s2), scale=2 * math.exp(-s2 / 2)).ppf
        ),
        "lognormal, median": ({"median": 0.5, "sigma": 1.2}, stats.lognorm(1.2, scale=0.5).ppf),
        "lognormal, sigma 1": ({"median": 0.5, "sigma": 1.0}, stats.lognorm(1.0, scale=0.5).ppf),
        "gamma, mean 1": ({"mean": 1.0, "cv": 0.5}, stats.gamma(4, scale=0.25).ppf),
        "gamma": ({"mean": 2.0, "cv": 0.5}, stats.gamma(4, scale=0.5).ppf),
        "gamma, wide": ({"mean": 2.0, "cv": 2.0}, stats.gamma(0.25, scale=8).ppf),
        "gamma, narrow": ({"mean": 2.0, "cv": 1e-4}, stats.gamma(1e8, scale=2e-8).ppf),
        "weibull, cv": ({"mean": mean, "cv": cv}, law.ppf),
        "weibull, exponential": ({"mean": 2.0, "cv": 1.0}, stats.expon(scale=2).ppf),
        "weibull, narrow": ({"mean": other_mean, "cv": other_cv}, other_law.ppf),
        "weibull, shape": ({"mean": mean, "shape": 0.7}, law.ppf),
        "triangular": ({"low": 1.0, "mode": 1.5, "high": 4.0}, stats.triang(1 / 6, loc=1, scale=3).ppf),
        "inverse_gaussian": ({"mean": 2.0, "shape": 5.0}, stats.invgauss(0.4, scale=5).ppf),
        "inverse_gaussian, wide": ({"mean": 2.0, "shape": 0.5}, stats.invgauss(4, scale=0.5).ppf),
        "inverse_gaussian, less wide": ({"mean": 2.0, "shape": 1e2}, stats.invgauss(0.02, scale=1e2).ppf),
        "inverse_gaussian, narrow": ({"mean": 2.0, "shape": 1e4}, stats.invgauss(2e-4, scale=1e4).ppf),
        "empirical": ({"values": SAMPLE}, lambda u: np.quantile(SAMPLE, u)),
    }  # fmt: skip


def test_each_family(play: Play) -> None:
    """The draws reach below 0.02 and beyond 0.98."""
    for name, (parameters, quantiles) in cases().items():
        effort = Distribution(family=name.partition(",")[0], **parameters)
        stages = tuple(stage(f"stage {n}", "ml", effort) for n in range(STAGES))
        plan = story(
            OFFICE, days=400.0, ideas={"a": 200.0}, initiative=stages,
            luck=lambda u: min(drawn(u)) < 0.02 and max(drawn(u)) > 0.98,
        )  # fmt: skip
        efforts = [row[4] for row in play(plan, "JOB_Q")]
        assert efforts == pytest.approx(list(quantiles(drawn(draws_of(plan)))), rel=1e-9), name
        assert len(efforts) == STAGES


def test_far_out_where_few_draws_come(play: Play) -> None:
    """One of 10,000: exp(2 z), where the normal quantile z is below -3.7."""
    build = stage("build", "ml", Distribution(family="lognormal", median=1.0, sigma=2.0))
    plan = story(OFFICE, days=20.0, ideas={"a": 10.0}, initiative=(build,), luck=lambda u: first(u) < 1e-4)
    far = first(draws_of(plan))
    assert [row[4] for row in play(plan, "JOB_Q")] == pytest.approx([stats.lognorm(2.0).ppf(far)], rel=1e-11)


CONSTANTS = (
    {"family": "lognormal", "mean": 0.5, "cv": 0.0}, {"family": "gamma", "mean": 0.5, "cv": 0.0},
    {"family": "weibull", "mean": 0.5, "cv": 0.0}, {"family": "uniform", "low": 0.5, "high": 0.5},
    {"family": "triangular", "low": 0.5, "mode": 0.5, "high": 0.5},
)  # fmt: skip
NOTHING = (
    {"family": "exponential", "mean": 0.0}, {"family": "gamma", "mean": 0.0, "cv": 0.5},
    {"family": "lognormal", "mean": 0.0, "cv": 0.5}, {"family": "weibull", "mean": 0.0, "cv": 0.5},
    {"family": "weibull", "mean": 0.0, "shape": 0.5},
)  # fmt: skip


def test_without_spread_nothing_is_drawn_and_a_mean_of_zero_takes_nobody(play: Play) -> None:
    for parameters, efforts in [(p, [0.5]) for p in CONSTANTS] + [(p, []) for p in NOTHING]:
        build = stage("build", "ml", Distribution(**parameters))  # type: ignore[arg-type]
        plan = story(OFFICE, days=20.0, ideas={"a": 10.0}, initiative=(build,))
        assert [row[4] for row in play(plan, "JOB_Q")] == efforts, parameters
