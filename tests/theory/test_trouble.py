"""Closed forms of trouble - common causes, tosses, reviews, a rota - against brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from simorg.theory import alarms, handoffs, on_call, repair, shocks

MODELS, OWN, SHOCKS, HITS = 6, 0.02, 0.05, 0.4


def test_common_causes_add_up_over_all_batches() -> None:
    """Every size of a batch with its rate: single failures, and binomial numbers."""
    sizes = np.arange(1, MODELS + 1)
    rates = SHOCKS * stats.binom(MODELS, HITS).pmf(sizes)
    rates[0] += MODELS * OWN
    per_day, squares = rates @ sizes, rates @ sizes**2
    assert MODELS * shocks.failure_rate(OWN, SHOCKS, HITS) == pytest.approx(per_day)
    assert shocks.index_of_dispersion(MODELS, OWN, SHOCKS, HITS) == pytest.approx(squares / per_day)
    moments = rates.sum()
    gaps = np.array([1.0 / per_day, 2.0 / (moments * per_day)])  # a share moments / per_day is exponential
    assert shocks.gap_cv(MODELS, OWN, SHOCKS, HITS) == pytest.approx(math.sqrt(gaps[1] / gaps[0] ** 2 - 1.0))


def test_without_common_causes_failures_are_poisson() -> None:
    assert shocks.index_of_dispersion(9, 0.1, 0.0, 0.5) == shocks.gap_cv(9, 0.1, 0.0, 0.5) == 1.0
    assert shocks.index_of_dispersion(1, 0.1, 0.2, 0.5) == shocks.gap_cv(1, 0.1, 0.2, 0.5) == 1.0
    assert shocks.index_of_dispersion(9, 0.0, 0.2, 1.0) == pytest.approx(9.0)
    assert shocks.gap_cv(9, 0.0, 0.2, 1.0) == pytest.approx(math.sqrt(17.0))


@pytest.mark.parametrize("others", [2, 3, 5])
@pytest.mark.parametrize("back", [0.0, 0.56, 1.0])
def test_tosses_equal_the_sum_over_all_ways(others: int, back: float) -> None:
    wrong, further = 0.4, 0.45
    hops, returned = walked(wrong, further, back, others, depth=12)
    assert handoffs.mean_wrong_hops(wrong, further) == pytest.approx(hops, abs=1e-3)
    assert handoffs.returned_probability(wrong, further, back, others) == pytest.approx(returned, abs=1e-4)


def walked(wrong: float, further: float, back: float, others: int, depth: int) -> tuple[float, float]:
    """Return mean wrong hops and the chance of coming back, over all ways; team 0 is the sender."""
    hops = returned = 0.0
    states = {(0, team, False): wrong / others for team in range(1, others + 1)}
    for _ in range(depth):
        hops += sum(states.values())
        following: dict[tuple[int, int, bool], float] = {}
        for (before, here, came_back), chance in states.items():
            returned += chance * (1.0 - further) * came_back
            taken = [team for team in range(1, others + 1) if team != here]
            ways = [(before, back)] + [(team, (1.0 - back) / len(taken)) for team in taken]
            for team, share in ways:
                state = (here, team, came_back or team == before)
                following[state] = following.get(state, 0.0) + chance * further * share
        states = following
    return hops, returned + sum(chance for (_, _, came_back), chance in states.items() if came_back)


def test_reviews_equal_the_sum_over_reviews() -> None:
    power, period, hazard = 0.3, 5.0, 0.04
    source = np.random.default_rng(3)
    onset = source.exponential(1.0 / hazard, 400_000)
    looks = source.geometric(power, 400_000)
    delay = (np.ceil(onset / period) + looks - 1.0) * period - onset
    error = delay.std() / math.sqrt(len(delay))
    assert abs(delay.mean() - alarms.mean_review_delay(power, period, hazard)) < 3.9 * error


def test_reviews_of_what_is_rare_begin_anywhere_between_two() -> None:
    rare = alarms.mean_review_delay(0.3, 5.0, 1e-6)
    assert rare == pytest.approx(alarms.mean_detection_delay(0.3, 5.0), rel=1e-5)
    assert alarms.mean_review_delay(1.0, 5.0, 1e6) == pytest.approx(5.0, rel=1e-5)
    assert math.isinf(alarms.mean_review_delay(0.0, 5.0, 0.1))


def test_a_rota_of_one_is_machine_repair() -> None:
    shop, found = repair.machine_repair(12, 1, 20.0, 1.5), on_call.rota(12, 1, 20.0, 1.5)
    assert found.availability == pytest.approx(shop.availability)
    assert found.utilisation == pytest.approx(shop.utilisation)
    assert found.wait == pytest.approx(shop.wait)


def test_a_rota_of_all_never_waits() -> None:
    found = on_call.rota(4, 6, 9.0, 1.0)
    assert found.availability == pytest.approx(0.9)
    assert found.wait == pytest.approx(0.0, abs=1e-12)


def test_a_rota_lies_between_one_and_all_with_one_queue() -> None:
    one, rota = repair.machine_repair(12, 1, 20.0, 1.5).wait, on_call.rota(12, 3, 20.0, 1.5).wait
    assert repair.machine_repair(12, 3, 20.0, 1.5).wait < rota < one
    for people in (1, 3):  # what is mended is what fails
        found = on_call.rota(12, people, 20.0, 1.5)
        assert found.utilisation * people / 1.5 == pytest.approx(12 * found.availability / 20.0)


def test_two_machines_and_two_people_are_solved_by_hand() -> None:
    """Nothing waits, so that machines are independent, whoever mends them."""
    assert on_call.rota(2, 2, 3.0, 1.0).availability == pytest.approx(0.75)
    three = on_call.rota(3, 2, 1.0, 1.0)
    assert three.availability == pytest.approx(by_hand())


def by_hand() -> float:
    """Three machines, two people, all rates 1: the balance equations, written out state by state."""
    states = [(0, 0), (1, 0), (2, 0), (3, 0), (0, 1), (1, 1), (2, 1)]
    moves = {
        ((0, 0), (1, 0)): 3, ((1, 0), (1, 1)): 2, ((1, 0), (0, 0)): 1, ((2, 0), (2, 1)): 1,
        ((2, 0), (1, 0)): 1, ((3, 0), (2, 0)): 1, ((0, 1), (1, 1)): 2, ((0, 1), (0, 0)): 1,
        ((1, 1), (2, 1)): 1, ((1, 1), (0, 1)): 1, ((1, 1), (1, 0)): 1, ((2, 1), (1, 1)): 1,
        ((2, 1), (2, 0)): 1,
    }  # fmt: skip
    rates = np.zeros((7, 7))
    for (before, after), rate in moves.items():
        rates[states.index(before), states.index(after)] = rate
    balance = np.vstack([(rates - np.diag(rates.sum(axis=1))).T, np.ones(7)])
    chances = np.linalg.lstsq(balance, np.array([0.0] * 7 + [1.0]), rcond=None)[0]
    return 1.0 - float(chances @ np.array([i + j for i, j in states])) / 3.0


@pytest.mark.parametrize(
    ("call", "arguments", "message"),
    [
        (shocks.failure_rate, (0.0, 0.0, 0.5), "own_rate=0.0"),
        (shocks.gap_cv, (0, 1.0, 1.0, 0.5), "models=0"),
        (shocks.index_of_dispersion, (1, 1.0, 1.0, 0.0), "hits=0.0"),
        (handoffs.mean_wrong_hops, (0.5, 1.0), "further=1.0"),
        (handoffs.returned_probability, (0.5, 0.5, 0.5, 1), "others=1"),
        (alarms.mean_review_delay, (0.5, 0.0, 1.0), "period=0.0"),
        (on_call.rota, (1, 0, 1.0, 1.0), "people=0"),
        (on_call.rota, (1, 1, math.inf, 1.0), "mean_up=inf"),
    ],
)
def test_impossible_inputs_are_refused(call, arguments, message: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=message):
        call(*arguments)
