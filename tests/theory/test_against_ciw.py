"""Held out: the plain queueing network in another simulator, Ciw, gives the same means within intervals.

Ciw shares no line with this project: its clock, queues and generators are its own.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from benchmarks.peers import ours
from benchmarks.peers.network import Network, Outcome

with_ciw = pytest.importorskip("benchmarks.peers.with_ciw", reason="needs Ciw (simorg[dev])")

NETWORKS = {
    "line of seven": Network(),
    "busy, without feedback": Network(stations=3, servers=1, service_mean_days=0.85, feedback=0.0),
    "many servers, much feedback": Network(stations=3, servers=5, service_mean_days=2.0, feedback=0.5),
}
LONG = "line of seven"
RUNS, HORIZON_DAYS = 12, 1500.0
FALSE_ALARM = 1e-4
"""Probability that one comparison of two right simulators fails."""


def column(outcomes: list[Outcome], name: str) -> np.ndarray:
    return np.array([getattr(outcome, name) for outcome in outcomes], dtype=float)


def refuse_difference(here: list[Outcome], there: list[Outcome]) -> None:
    for name in Outcome._fields:
        a, b = column(here, name), column(there, name)
        assert float(stats.ttest_ind(a, b, equal_var=False).pvalue) > FALSE_ALARM, (name, a.mean(), b.mean())


@pytest.mark.parametrize(
    "network",
    [pytest.param(network, id=name, marks=pytest.mark.slow if name == LONG else ())
     for name, network in NETWORKS.items()],
)  # fmt: skip
def test_ciw_gives_the_same_means(network: Network, engine: str) -> None:
    run_here = ours.prepare(network, HORIZON_DAYS, engine)
    run_there = with_ciw.prepare(network, HORIZON_DAYS, RUNS)
    refuse_difference([run_here(r) for r in range(RUNS)], [run_there(seed) for seed in range(RUNS)])


def test_a_wrong_simulator_would_be_noticed() -> None:
    right = ours.prepare(Network(), HORIZON_DAYS, "compiled")
    wrong = ours.prepare(Network(service_mean_days=1.26), HORIZON_DAYS, "compiled")  # 5 % slower
    with pytest.raises(AssertionError):
        refuse_difference([right(r) for r in range(RUNS)], [wrong(r) for r in range(RUNS, 2 * RUNS)])
