"""The search of designs: keeps heads, avoids what cannot be run, and corrects what it flattered."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

import simorg
from simorg.config.settings import Settings
from simorg.experiments.design import Scenario
from simorg.experiments.designs.candidates import share_out
from simorg.experiments.designs.optuna_search import Dimension, Tried, ask
from simorg.statistics.pareto import non_dominated, share_on_front
from tests.unit.experiments.made_up_runs import INCIDENTS, LEAD, SPEED, experiment, noise

HEADS = ("data_engineer", "ml_engineer", "operations_engineer")
SPACE = ",".join(f"{{key: workforce.headcount.{role}, between: [2, 20]}}" for role in HEADS)


def optimise(*changes: str) -> Settings:
    return simorg.load(
        ["experiment=optimise", "replications=3", "experiment.optimise.designs=40",
         "experiment.optimise.together=5", "experiment.optimise.confirm=30",
         f"experiment.optimise.space=[{SPACE}]", *changes]
    )  # fmt: skip


def heads(s: Scenario) -> list[int]:
    return [s.settings.workforce.headcount[role] for role in HEADS]


def stream(s: Scenario) -> int:
    """Return noise of its own for every design, the same in the search and afterwards."""
    return sum(heads(s)[n] * 31**n for n in range(3)) + len(s.settings.structure.name)


def pulled_apart(s: Scenario, r: int) -> dict[str, float]:
    """Return a lead time that data engineers shorten, incidents that operations engineers prevent."""
    data, ml, operations = heads(s)
    return {
        LEAD: 600.0 / data + 100.0 / ml + 30.0 * noise(s.settings.seed, r, stream(s)),
        INCIDENTS: 40.0 / operations + 6.0 * noise(s.settings.seed, r, stream(s) + 1),
    }


def test_a_search_finds_the_trade_off_at_the_same_head_count() -> None:
    settings = optimise()
    found, design = experiment(settings, pulled_apart)
    total = sum(settings.workforce.headcount.values())
    assert {sum(s.settings.workforce.headcount.values()) for s in design.scenarios} == {total}
    tried = found.tables["designs"]
    assert tried["scenario"].iloc[0] == "as_is"
    assert len(tried) == 41
    assert tried["scenario"].is_unique
    front = found.tables["pareto"]
    best = front[front["front"]].sort_values(LEAD)
    assert len(best) >= 3
    assert best[INCIDENTS].is_monotonic_decreasing, "a front of two objectives goes down"
    fast, safe = best.iloc[0], best.iloc[-1]
    now = front[front["design"] == "as_is"].iloc[0]
    assert fast["workforce.headcount.data_engineer"] > now["workforce.headcount.data_engineer"]
    assert safe["workforce.headcount.operations_engineer"] > now["workforce.headcount.operations_engineer"]
    assert fast[LEAD] < now[LEAD]
    assert safe[INCIDENTS] < now[INCIDENTS]
    said = " ".join(found.sentences)
    assert "40 designs were tried. " in said
    assert f"For the lowest median lead time, take {fast['design']}" in said
    assert f"For the lowest incidents per healthy model-year, take {safe['design']}" in said


def test_the_front_is_estimated_again_on_fresh_seeds_and_loses_what_was_luck() -> None:
    """No design differs in truth: whatever the search saw in them was luck. What there is does not vary."""
    settings = optimise()
    now = [settings.workforce.headcount[role] for role in HEADS]

    def luck(s: Scenario, r: int) -> dict[str, float]:
        own, size = stream(s), 0.0 if heads(s) == now else 1.0
        return {LEAD: 100.0 + 40.0 * size * noise(s.settings.seed, r, own),
                INCIDENTS: 9.0 + 5.0 * size * noise(s.settings.seed, r, own + 1)}  # fmt: skip

    found, design = experiment(settings, luck)
    again = [s for s in design.scenarios if s.name.endswith("-again")]
    assert {s.replications for s in again} == {30}
    assert {s.settings.seed for s in again} == {2}
    assert {s.settings.seed for s in design.scenarios if s not in again} == {1}
    assert [s.name.removesuffix("-again") for s in again] == list(found.tables["pareto"]["design"])
    gains = found.tables["gains"]
    assert (gains["decision"] == "no difference shown").all()
    for measure, size in ((LEAD, 10.0), (INCIDENTS, 1.0)):
        ours = gains[gains["measure"] == measure]
        # Those at the end of the front shine in one objective only: on average half of it is left.
        assert ours["difference_in_search"].mean() < ours["difference"].mean() - 0.3 * size
    assert "Picked designs tend to look better than they are" in " ".join(found.sentences)
    shares = found.tables["pareto"]["share_on_front"]
    assert ((shares >= 0.0) & (shares <= 1.0)).all()
    assert shares.max() > 0.3


def test_designs_that_break_a_rule_together_are_told_and_not_run() -> None:
    settings = optimise(
        "experiment.structures=null",
        "experiment.optimise.space=[{key: workforce.senior_share, values: [0.2, 0.7]}, "
        "{key: workforce.junior_share, values: [0.2, 0.6]}]",
    )
    found, design = experiment(settings, pulled_apart)
    tried = found.tables["designs"].set_index("scenario")
    failed = tried[tried["status"] == "failed"]
    assert len(tried) == 5
    assert failed[["workforce.senior_share", "workforce.junior_share"]].to_numpy().tolist() == [[0.7, 0.6]]
    assert "senior_share + junior_share" in failed["error"].item()
    assert failed.index.item() not in [s.name for s in design.scenarios]
    said = " ".join(found.sentences)
    assert "4 designs were tried, 1 of which cannot do their work; the search found no further ones" in said


def test_designs_without_a_value_are_not_on_the_front() -> None:
    def missing(s: Scenario, r: int) -> dict[str, float]:
        few = heads(s)[0] < 12
        return pulled_apart(s, r) | ({LEAD: math.nan} if few else {})

    found, _ = experiment(optimise("experiment.optimise.designs=20"), missing)
    tried = found.tables["designs"]
    lacking = tried[tried[LEAD].isna()]
    assert 0 < len(lacking) < len(tried)
    assert not lacking["front"].any()
    assert (lacking["n_missing"] == 3).all()
    none, _ = experiment(optimise("experiment.optimise.designs=6"), lambda s, r: {})
    assert set(none.tables) == {"designs"}
    assert "there is no front" in none.sentences[0]


def test_one_objective_has_no_trade_off_and_higher_may_be_better() -> None:
    settings = optimise(f"experiment.optimise.objectives=[{{measure: {SPEED}, better: higher}}]")
    found, _ = experiment(settings, lambda s, r: {SPEED: heads(s)[1] + 0.1 * noise(s.settings.seed, r, 1)})
    front = found.tables["pareto"]
    best = front[front["front"]]
    assert best[SPEED].max() == front[SPEED].max() > 13
    assert found.sentences[0].startswith("Take d") and ", best in every objective: " in found.sentences[0]
    assert " higher (better)" in found.sentences[0]


def test_a_batch_is_a_function_of_what_was_tried() -> None:
    space = (Dimension("s", ("a", "b", "c")), Dimension("n", (1, 9), True), Dimension("x", (0.0, 1.0), True))
    first = ask(space, ("lower", "higher"), (), 6, 7)
    tried = tuple(Tried(each, (float(n), 1.0)) for n, each in enumerate(first))
    second = ask(space, ("lower", "higher"), tried, 6, 7)
    ask.cache_clear()
    assert ask(space, ("lower", "higher"), (), 6, 7) == first
    assert ask(space, ("lower", "higher"), tried, 6, 7) == second != first
    assert ask(space, ("lower", "higher"), (), 6, 8) != first
    for s, n, x in first + second:
        assert s in ("a", "b", "c")
        assert isinstance(n, int)
        assert 1 <= n <= 9
        assert 0.0 <= float(x) <= 1.0


def test_a_search_keeps_away_from_what_cannot_be_run() -> None:
    """No x is better than another one in both objectives: only what cannot be run drives the search away."""
    space = (Dimension("x", (0.0, 1.0), True),)
    late: list[bool] = []
    for seed in range(4):
        tried: tuple[Tried, ...] = ()
        for _ in range(10):
            for (x,) in ask(space, ("lower", "lower"), tried, 5, seed):
                tried += (Tried((x,), (float(x), -float(x)) if float(x) > 0.5 else None),)
        late += [each.objectives is not None for each in tried[20:]]
    assert np.mean(late) > 0.7, "half of the space cannot be run"


def test_optuna_says_nothing_and_is_left_as_it_was(capfd: pytest.CaptureFixture[str]) -> None:
    import optuna

    before = optuna.logging.get_verbosity()
    ask((Dimension("quiet", (0.0, 1.0), True),), ("lower",), (), 3, 99)
    assert optuna.logging.get_verbosity() == before
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""


@pytest.mark.parametrize(
    ("total", "weights", "heads"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (24, [6, 6], [12, 12]),
        (7, [1, 2, 4], [1, 2, 4]),
        (5, [0, 0], [3, 2]),
        (9, [0, 20, 7], [0, 7, 2]),
    ],
)
def test_heads_are_shared_out_whole(total: int, weights: list[float], heads: list[int]) -> None:
    assert share_out(total, weights) == heads
    assert sum(share_out(total, weights)) == total


def test_the_front_is_what_no_other_beats() -> None:
    values = [[1, 5], [2, 4], [3, 3], [3, 4], [1, 5], [0, math.nan], [9, 9]]
    assert non_dominated(values, ["lower", "lower"]).tolist() == [True, True, True, False, True, False, False]
    assert non_dominated(values, ["higher", "higher"]).tolist() == [False] * 6 + [True]
    points = [[math.sin(7.0 * n), math.cos(11.0 * n), math.sin(3.0 * n + 1.0)] for n in range(60)]
    for one, stands in zip(points, non_dominated(points, ["lower", "higher", "lower"]), strict=True):
        beaten = [
            o for o in points if o != one and o[0] <= one[0] and o[1] >= one[1] and o[2] <= one[2]
        ]  # fmt: skip
        assert stands == (not beaten)
    front = sorted(np.array(points)[non_dominated(np.array(points)[:, :2], ["lower", "lower"])].tolist())
    assert all(a[1] >= b[1] for a, b in pairwise(front))
    with pytest.raises(ValueError, match="shape"):
        non_dominated([1.0, 2.0], ["lower"])


def test_the_share_on_the_front_tells_sure_from_lucky() -> None:
    rows = [[noise(5, r), noise(5, r, 1)] for r in range(40)]
    sure = [[[0.0, 0.0], [5.0 + a, 5.0 + b]] for a, b in rows]
    assert share_on_front(sure, ["lower", "lower"]).tolist() == [1.0, 0.0]
    alike = [[[noise(6, r), 0.0], [noise(7, r), 0.0]] for r in range(400)]
    assert 0.02 < share_on_front(alike, ["lower", "lower"])[0] < 0.98
    assert np.isnan(share_on_front(np.full((3, 2, 1), math.nan), ["lower"])).all()
