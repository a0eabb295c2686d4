"""Closed forms against tabulated values, against each other in their limits, and by summation."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from simorg.theory import (
    alarms,
    drift,
    handoffs,
    heavy_traffic,
    networks,
    pooling,
    priorities,
    queues,
    renewal,
    repair,
)

UTILISATIONS = [0.5, 0.7, 0.8, 0.85, 0.9, 0.95]


@pytest.mark.parametrize(
    ("servers", "waits", "digits"),
    [
        (1, [1.0, 2.33, 4.0, 5.67, 9.0, 19.0], 2),
        (3, [0.16, 0.55, 1.08, 1.62, 2.72, 6.05], 2),
        (12, [0.00, 0.05, 0.15, 0.27, 0.53, 1.35], 2),
    ],
)
def test_waits_in_units_of_service_are_the_tabulated_ones(servers, waits, digits):
    computed = [queues.mmc(rho * servers, 1.0, servers).wait for rho in UTILISATIONS]
    assert [round(wait, digits) for wait in computed] == waits


@pytest.mark.parametrize(
    ("arrival_scv", "service_scv", "wait"), [(1.0, 1.0, 5.67), (1.0, 4.0, 14.2), (0.5, 0.5, 2.83)]
)
def test_kingman_at_85_percent_is_the_tabulated_wait(arrival_scv, service_scv, wait):
    computed = heavy_traffic.kingman_wait(0.85, 1.0, arrival_scv, service_scv)
    assert float(f"{computed:.3g}") == wait


@pytest.mark.parametrize(("utilisation", "percent"), [(0.7, 21), (0.8, 16), (0.85, 12), (0.9, 8)])
def test_pooling_four_groups_of_three_breaks_even_at_the_tabulated_inflation(utilisation, percent):
    inflation = pooling.break_even_inflation(utilisation, servers=3, groups=4)
    assert round(100.0 * (inflation - 1.0)) == percent
    separate = queues.mmc(3 * utilisation, 1.0, 3).sojourn
    assert pooling.pooled_sojourn(utilisation, 3, 4, inflation) == pytest.approx(separate)


def test_pooling_always_helps_at_equal_service_times():
    for utilisation in UTILISATIONS:
        sojourns = [pooling.pooled_sojourn(utilisation, 3, groups, 1.0) for groups in (1, 2, 4)]
        assert sojourns == sorted(sojourns, reverse=True)
    assert pooling.break_even_inflation(0.8, 3, 1) == 1.0


def test_erlang_b_and_c_equal_their_sums():
    for servers, load in ((1, 0.4), (3, 2.5), (10, 9.0)):
        weights = [load**k / math.factorial(k) for k in range(servers + 1)]
        assert queues.erlang_b(servers, load) == pytest.approx(weights[-1] / sum(weights))
        waiting = weights[-1] / (1.0 - load / servers)
        assert queues.erlang_c(servers, load) == pytest.approx(waiting / (sum(weights[:-1]) + waiting))
    assert queues.erlang_b(0, 2.0) == 1.0
    assert queues.erlang_c(4, 0.0) == 0.0


def test_littles_law_holds_in_every_station():
    for station in (queues.mmc(2.0, 1.2, 3), queues.mg1(0.7, 1.0, 3.0)):
        rate = station.number_in_system / station.sojourn
        assert station.number_in_queue == pytest.approx(rate * station.wait)
        assert station.sojourn > station.wait > 0.0


@pytest.mark.parametrize("utilisation", UTILISATIONS)
def test_general_formulas_reduce_to_simpler_ones(utilisation):
    exponential = queues.mmc(utilisation, 1.0, 1).wait
    assert exponential == pytest.approx(utilisation / (1.0 - utilisation))
    assert queues.mg1(utilisation, 1.0, 1.0).wait == pytest.approx(exponential)
    assert queues.mg1(utilisation, 1.0, 0.0).wait == pytest.approx(0.5 * exponential)
    assert queues.mdc_wait(utilisation, 1.0, 1) == pytest.approx(0.5 * exponential, rel=1e-9)
    assert heavy_traffic.kingman_wait(utilisation, 1.0, 1.0, 1.0) == pytest.approx(exponential)
    approximate = heavy_traffic.allen_cunneen_wait(3 * utilisation, 1.0, 3, 1.0, 1.0)
    assert approximate == queues.mmc(3 * utilisation, 1.0, 3).wait
    general = heavy_traffic.allen_cunneen_wait(utilisation, 1.0, 1, 1.0, 3.0)
    assert general == pytest.approx(queues.mg1(utilisation, 1.0, 3.0).wait)


def test_constant_service_with_two_servers_equals_a_random_walk():
    """With constant service every c-th customer meets the same server: a Lindley recursion.

    Fixed seed; 20 independent walks, a correct formula fails 1 seed in 1,000.
    """
    source = np.random.default_rng(11)
    gaps = source.gamma(2.0, 1.0 / 1.6, size=(20, 40_000))
    walk = np.cumsum(1.0 - gaps, axis=1)
    waits = walk - np.minimum(np.minimum.accumulate(walk, axis=1), 0.0)
    means = waits[:, 2000:].mean(axis=1)
    error = means.std(ddof=1) / math.sqrt(20)
    assert abs(means.mean() - queues.mdc_wait(1.6, 1.0, 2)) < 3.9 * error


def test_constant_service_waits_less_than_exponential_and_more_servers_less():
    waits = [queues.mdc_wait(0.9 * c, 1.0, c) for c in (1, 2, 4, 12)]
    assert waits == sorted(waits, reverse=True)
    assert all(w < queues.mmc(0.9 * c, 1.0, c).wait for w, c in zip(waits, (1, 2, 4, 12), strict=True))
    assert queues.mdc_wait(0.0, 1.0, 2) == 0.0


@pytest.mark.parametrize(
    ("call", "arguments", "message"),
    [
        (queues.mmc, (1.0, 1.0, 1), "utilisation=1.0: must be below 1"),
        (queues.mmc, (-1.0, 1.0, 1), "arrival_rate=-1.0"),
        (queues.erlang_c, (0, 0.0), "servers=0"),
        (queues.mg1, (0.5, 1.0, -1.0), "service_scv=-1.0"),
        (queues.erlang_b, (2, math.nan), "offered_load=nan"),
        (heavy_traffic.kingman_wait, (1.2, 1.0, 1.0, 1.0), "utilisation=1.2"),
        (pooling.break_even_inflation, (1.0, 3, 4), "utilisation=1.0"),
        (priorities.mg1_preemptive, ([0.6, 0.6], [1.0, 1.0], [1.0, 1.0]), "utilisation=1.2"),
        (priorities.mg1_nonpreemptive, ([0.1], [1.0, 1.0], [1.0]), "one entry a class"),
        (networks.rework_multiplier, (1.0, 1.0), "must be below 1"),
        (networks.traffic_rates, ([1.0], [[1.0]]), "spectral radius"),
        (networks.traffic_rates, ([1.0, 1.0], [[0.9, 0.3], [0.0, 0.0]]), "rows sum to"),
        (repair.machine_repair, (0, 1, 1.0, 1.0), "machines=0"),
        (repair.machine_repair, (1, 1, math.inf, 1.0), "mean_up=inf"),
        (drift.first_passage, (0.0, 1.0, 1.0), "margin=0.0"),
        (drift.first_passage, (1.0, 1.0, -1.0), "volatility=-1.0"),
        (renewal.mean_age, (0.0,), "period=0.0"),
        (renewal.mean_age, (1.0, -1.0), "label_delay=-1.0"),
        (alarms.at_least_one_alarm, (1.1, 2), "probability=1.1"),
        (alarms.alarms_per_year, (0.1, 0.0), "check_period=0.0"),
        (handoffs.at_least_one_exception, (0.1, -1), "handoffs=-1"),
        (handoffs.mean_hops, (0.5, 0), "most=0"),
    ],
)
def test_impossible_inputs_are_refused_with_value_and_rule(call, arguments, message):
    with pytest.raises(ValueError, match=message):
        call(*arguments)


def test_one_class_needs_no_priorities():
    for solve in (priorities.mg1_nonpreemptive, priorities.mg1_preemptive):
        times = solve([0.8], [1.0], [2.0])
        assert times.sojourn[0] == pytest.approx(queues.mg1(0.8, 1.0, 2.0).sojourn)
    for solve in (priorities.mmc_nonpreemptive, priorities.mmc_preemptive):
        assert solve([2.4], 1.0, 3).wait[0] == pytest.approx(queues.mmc(2.4, 1.0, 3).wait)


def test_priorities_conserve_work():
    """Load-weighted waits do not depend on the order of classes (Kleinrock's conservation law)."""
    rates, times, scvs = [0.1, 0.2, 0.3], [2.0, 1.0, 0.5], [1.0, 4.0, 0.0]
    straight = priorities.mg1_nonpreemptive(rates, times, scvs)
    reverse = priorities.mg1_nonpreemptive(rates[::-1], times[::-1], scvs[::-1])
    loads = np.multiply(rates, times)
    assert loads @ straight.wait == pytest.approx(loads[::-1] @ reverse.wait)


def test_preemption_hides_lower_classes_from_the_first():
    first = priorities.mg1_preemptive([0.3, 0.4], [1.0, 1.5], [2.0, 1.0])
    assert first.sojourn[0] == pytest.approx(queues.mg1(0.3, 1.0, 2.0).sojourn)
    polite = priorities.mg1_nonpreemptive([0.3, 0.4], [1.0, 1.5], [2.0, 1.0])
    assert first.sojourn[0] < polite.sojourn[0]
    assert first.sojourn[1] > polite.sojourn[1]


def test_priority_formulas_for_one_server_agree():
    rates = [0.2, 0.3, 0.3]
    for many, single in (
        (priorities.mmc_nonpreemptive, priorities.mg1_nonpreemptive),
        (priorities.mmc_preemptive, priorities.mg1_preemptive),
    ):
        expected = single(rates, [1.0] * 3, [1.0] * 3)
        np.testing.assert_allclose(many(rates, 1.0, 1).sojourn, expected.sojourn)


def test_multiserver_priorities_average_to_the_plain_queue():
    rates = np.array([0.5, 1.0, 0.9])
    plain = queues.mmc(2.4, 1.0, 3).wait
    for solve in (priorities.mmc_nonpreemptive, priorities.mmc_preemptive):
        times = solve(rates, 1.0, 3)
        assert rates @ times.wait / rates.sum() == pytest.approx(plain)
        assert np.all(np.diff(times.wait) > 0.0)


def test_a_tandem_without_feedback_is_a_chain_of_queues():
    network = networks.jackson([0.7, 0.0], [[0.0, 1.0], [0.0, 0.0]], [1.0, 1.2], [1, 1])
    expected = queues.mmc(0.7, 1.0, 1).sojourn + queues.mmc(0.7, 1.2, 1).sojourn
    assert network.sojourn == pytest.approx(expected)
    assert network.visits.tolist() == [1.0, 1.0]


def test_feedback_multiplies_traffic_like_rework():
    network = networks.jackson([0.4], [[0.25]], [1.0], [1])
    assert network.visits[0] == pytest.approx(networks.rework_multiplier(0.25))
    assert network.sojourn == pytest.approx(network.stations[0].sojourn / 0.75)
    assert networks.rework_multiplier(0.5, 0.5) == pytest.approx(4 / 3)
    assert networks.rework_multiplier(0.0) == 1.0


def test_network_obeys_littles_law_as_a_whole():
    routing = [[0.0, 0.6, 0.2], [0.3, 0.0, 0.5], [0.1, 0.0, 0.0]]
    network = networks.jackson([0.3, 0.1, 0.0], routing, [0.5, 1.0, 2.0], [1, 2, 3])
    per_visit = np.array([station.sojourn for station in network.stations])
    assert network.sojourn == pytest.approx(network.visits @ per_visit)
    assert network.number_in_system == pytest.approx(0.4 * network.sojourn)


def test_one_machine_alternates_between_up_and_down():
    shop = repair.machine_repair(1, 1, mean_up=9.0, mean_repair=1.0)
    assert shop.availability == pytest.approx(0.9)
    assert shop.utilisation == pytest.approx(0.1)
    assert shop.wait == pytest.approx(0.0, abs=1e-12)
    assert shop.down_time == pytest.approx(1.0)


def test_enough_repairers_make_machines_independent():
    chances = repair.down_distribution(6, 6, 4.0, 1.0)
    np.testing.assert_allclose(chances, stats.binom(6, 0.2).pmf(range(7)))


def test_machine_repair_balances_and_never_improves_with_load():
    for machines in (2, 5, 40, 3000):
        shop = repair.machine_repair(machines, 3, 10.0, 1.0)
        assert shop.failure_rate == pytest.approx(machines * shop.availability / 10.0)
        assert shop.mean_down == pytest.approx(shop.failure_rate * shop.down_time)
    waits = [repair.machine_repair(n, 3, 10.0, 1.0).wait for n in (3, 10, 30, 60)]
    assert waits == sorted(waits)
    assert repair.machine_repair(2, 1, 1.0, 1.0).mean_down == pytest.approx(1.2)


def test_a_very_large_park_is_an_ordinary_queue():
    """Many machines that rarely fail are a Poisson source."""
    shop = repair.machine_repair(100_000, 1, 200_000.0, 1.0)
    assert shop.wait == pytest.approx(queues.mmc(0.5, 1.0, 1).wait, rel=1e-4)


@pytest.mark.parametrize("volatility", [0.02, 0.2, 1.0, 3.0])
def test_breach_law_equals_scipy(volatility):
    passage = drift.first_passage(margin=2.0, rate=0.5, volatility=volatility)
    assert passage.mean == 4.0
    law = stats.invgauss(passage.mean / passage.shape, scale=passage.shape)
    for t in (0.5, 2.0, 3.9, 4.0, 4.2, 20.0):
        assert drift.breach_probability(t, passage) == pytest.approx(law.cdf(t), rel=1e-9, abs=1e-290)
        survived, _ = integrate.quad(law.sf, 0.0, t, points=[min(t, 4.0)], limit=200)
        assert drift.mean_minimum(t, passage) == pytest.approx(survived, rel=1e-7)


def test_drift_without_noise_breaches_on_the_day():
    passage = drift.first_passage(2.0, 0.5, 0.0)
    assert math.isinf(passage.shape)
    assert [drift.breach_probability(t, passage) for t in (0.0, 3.9, 4.0)] == [0.0, 0.0, 1.0]
    assert drift.mean_minimum(3.0, passage) == 3.0
    assert drift.mean_minimum(5.0, passage) == 4.0
    narrow = drift.first_passage(2.0, 0.5, 1e-6)
    assert drift.breach_probability(3.99, narrow) == 0.0
    assert drift.breach_probability(4.01, narrow) == 1.0


def test_mean_minimum_tends_to_the_mean():
    passage = drift.first_passage(2.0, 0.5, 1.0)
    assert drift.mean_minimum(1e4, passage) == pytest.approx(4.0)
    assert drift.mean_minimum(math.inf, passage) == 4.0
    assert drift.mean_minimum(0.0, passage) == 0.0


@pytest.mark.parametrize("volatility", [0.0, 1e-4, 0.1, 1.0, 4.0])
@pytest.mark.parametrize("delay", [0.0, 1.0, 10.0])
def test_breach_share_equals_its_closed_form(volatility, delay):
    """The integral of P(B <= t) over an interval is its length less the change of E[min(B, t)]."""
    passage = drift.first_passage(2.0, 0.5, volatility)
    period = 6.0
    upright = drift.mean_minimum(delay + period, passage) - drift.mean_minimum(delay, passage)
    share = renewal.breach_share(period, passage, delay)
    assert share == pytest.approx(1.0 - upright / period, rel=1e-9, abs=1e-11)


def test_breach_share_rises_with_period_and_delay():
    passage = drift.first_passage(2.0, 0.5, 1.0)
    by_period = [renewal.breach_share(period, passage) for period in (1.0, 3.0, 10.0, 1000.0)]
    by_delay = [renewal.breach_share(3.0, passage, delay) for delay in (0.0, 1.0, 5.0, 1000.0)]
    assert by_period == sorted(by_period)
    assert by_delay == sorted(by_delay)
    assert by_period[-1] > 0.99
    assert by_delay[-1] == pytest.approx(1.0)


def test_mean_age_is_half_the_period_plus_the_delay():
    assert renewal.mean_age(20.0) == 10.0
    assert renewal.mean_age(20.0, 5.0) == 15.0
    assert renewal.refreshes_per_year(13.0) == 20.0


def test_false_alarms_accumulate():
    assert alarms.at_least_one_alarm(0.05, 20) == pytest.approx(1 - 0.95**20)
    assert alarms.at_least_one_alarm(1e-18, 1) == pytest.approx(1e-18)
    assert alarms.at_least_one_alarm(1.0, 1) == 1.0
    assert alarms.at_least_one_alarm(1.0, 0) == alarms.at_least_one_alarm(0.0, 9) == 0.0
    assert alarms.mean_checks_to_alarm(0.01) == pytest.approx(100.0)
    assert math.isinf(alarms.mean_checks_to_alarm(0.0))
    assert alarms.alarms_per_year(0.05, 1.0) == pytest.approx(13.0)


def test_detection_delay_is_half_a_period_for_a_perfect_check():
    assert alarms.mean_detection_delay(1.0, 5.0) == 2.5
    assert alarms.mean_detection_delay(0.5, 5.0) == 7.5


def test_handoffs_and_hops():
    assert handoffs.at_least_one_exception(0.1, 5) == pytest.approx(1 - 0.9**5)
    assert handoffs.at_least_one_exception(1.0, 0) == 0.0
    hops = [handoffs.hops_probability(0.6, n) for n in range(1, 60)]
    assert sum(hops) == pytest.approx(1.0)
    assert handoffs.mean_hops(0.6) == pytest.approx(np.arange(1, 60) @ hops)
    assert handoffs.mean_hops(0.6, most=2) == pytest.approx(1.4)
    assert handoffs.mean_hops(0.0, most=3) == 3.0
    assert math.isinf(handoffs.mean_hops(0.0))
