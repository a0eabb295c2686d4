"""A plain queueing network - 7 stations in line, 15 % go round again - here and in other simulators.

1. Every simulator runs the network often and briefly; throughput and time in the network must agree
   with those of the reference engine within their intervals, or nothing is timed.
2. All take turns at one long run each, round by round.

All start empty, run to the same horizon on one core, and draw from generators of their own, so that
customers differ by chance: what is compared is the time a customer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from benchmarks.machine import version
from benchmarks.peers import ours
from benchmarks.peers.network import Network, Outcome
from benchmarks.subjects import without_compiled
from benchmarks.timing import Raw, Row, Scale, interleave, number, ratios, row
from simorg.statistics.intervals import mean_interval
from simorg.statistics.simultaneous import bonferroni_confidence
from simorg.theory.networks import jackson

TITLE = "Peers: a plain queueing network, 7 stations in line, feedback 0.15, one core"
HORIZON_DAYS, ROUNDS = 20_000.0, 5
CHECK_DAYS, CHECK_RUNS = 2_000.0, 10
FALSE_ALARM = 1e-3
"""Probability that simulators that agree are refused."""

PEERS = ("simpy", "ciw", "salabim", "cimba")
TRUTH, OURS = "simorg reference", "simorg compiled"
TARGETS = {"cimba": ">= 2 x"}

Prepare = Callable[[Network, float, int], Callable[[int], Outcome]]


def measure(scale: Scale) -> Raw:
    """Check the simulators that are there against each other, then time them in turn."""
    network, sides, absent = Network(), *simulators()
    checks = {name: _check(prepare, network) for name, prepare in sides.items()}
    confidence = bonferroni_confidence(1.0 - FALSE_ALARM, 2 * max(1, len(sides) - 1))
    for name in sides:
        refuse_disagreement(checks[TRUTH], checks[name], name, confidence)
    rounds, horizon = scale.rounds(ROUNDS), scale.size(HORIZON_DAYS, 500.0)
    runs = {name: prepare(network, horizon, rounds) for name, prepare in sides.items()}
    customers: dict[str, list[int]] = {name: [] for name in sides}
    timed = {name: partial(_run_and_count, run, customers[name]) for name, run in runs.items()}
    seconds = interleave(timed, rounds)
    return {
        "network": network._asdict(), "horizon_days": horizon, "theory_sojourn_days": theory(network),
        "checks": checks, "absent": absent, "styles": styles(sides), "customers": customers,
        "seconds": seconds,
    }  # fmt: skip


def simulators() -> tuple[dict[str, Prepare], dict[str, str]]:
    """Return how to prepare each simulator that is there, and why the others are not."""
    sides: dict[str, Prepare] = {TRUTH: _ours("reference")}
    absent = {}
    if reason := without_compiled():
        absent[OURS] = reason
    else:
        sides[OURS] = _ours("compiled")
    for name in PEERS:
        try:
            sides[name] = import_module(f"benchmarks.peers.with_{name}").prepare
        except ImportError as error:
            absent[name] = f"not installed here ({error})"
    return sides, absent


def _ours(engine: str) -> Prepare:
    return lambda network, horizon_days, _runs: ours.prepare(network, horizon_days, engine)


def styles(sides: dict[str, Prepare]) -> dict[str, str]:
    """Return how each simulator tells the network, with its version."""
    told = {}
    for name in sides:
        if name in PEERS:
            peer = import_module(f"benchmarks.peers.with_{name}")
            told[name] = f"{peer.NAME} {version(peer.PACKAGE)}: {peer.STYLE}"
        else:
            told[name] = ours.STYLE
    return told


def theory(network: Network) -> float:
    """Return the long-run mean time in the network, in days."""
    stations = range(network.stations)
    routing = [[float(to == here + 1) for to in stations] for here in stations]
    routing[-1][0] = network.feedback
    rates = [network.arrivals_per_day] + [0.0] * (network.stations - 1)
    services = [network.service_mean_days] * network.stations
    return jackson(rates, routing, services, [network.servers] * network.stations).sojourn


def _check(prepare: Prepare, network: Network) -> Raw:
    run = prepare(network, CHECK_DAYS, CHECK_RUNS)
    outcomes = [run(n) for n in range(CHECK_RUNS)]
    return {
        "throughput_per_day": [outcome.customers / CHECK_DAYS for outcome in outcomes],
        "mean_sojourn_days": [outcome.mean_sojourn_days for outcome in outcomes],
    }


def refuse_disagreement(truth: Raw, found: Raw, name: str, confidence: float) -> None:
    """Raise if a simulator's means differ from the reference's by more than chance allows.

    Parameters
    ----------
    truth, found : dict of list of float
        Values of each quantity, one a run.
    name : str
        Of the simulator.
    confidence : float
        Of each interval.

    Raises
    ------
    AssertionError
        If they disagree.
    """
    for quantity, values in found.items():
        a, b = mean_interval(truth[quantity], confidence), mean_interval(values, confidence)
        if (a.mean - b.mean) ** 2 > a.half_width**2 + b.half_width**2:
            raise AssertionError(f"{name}: {quantity} is {b.mean:.4g}, the reference's {a.mean:.4g}")


def _run_and_count(run: Callable[[int], Outcome], customers: list[int], number: int) -> None:
    customers.append(run(number).customers)


def rows(part: Raw) -> list[Row]:
    """Return the lines of the table."""
    seconds, customers = part["seconds"], part["customers"]
    costs = {name: [1e6 * s for s in ratios(seconds[name], customers[name])] for name in seconds}
    base = OURS if OURS in costs else TRUTH
    lines = [_agreement(name, part) for name in costs]
    lines += [row(f"{name}: a customer", cost, "µs") for name, cost in costs.items()]
    lines += [
        row(f"{name} over {base}", ratios(cost, costs[base]), "x", TARGETS.get(name, ""))
        for name, cost in costs.items()
        if name != base
    ]
    return lines + [Row(name, "not available", reason) for name, reason in part["absent"].items()]


def _agreement(name: str, part: Raw) -> Row:
    check: dict[str, Any] = part["checks"][name]
    found = {quantity: mean_interval(values, 0.95) for quantity, values in check.items()}
    sojourn, rate = found["mean_sojourn_days"], found["throughput_per_day"]
    told = f"{number(sojourn.mean)} ± {number(sojourn.half_width)} days in the network"
    return Row(f"{name} ({part['styles'][name]})", told, f"{rate.mean:.3f} ± {rate.half_width:.3f} a day")
