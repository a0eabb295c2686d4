"""Ciw: the network as data."""

from __future__ import annotations

from collections.abc import Callable

import ciw

from benchmarks.peers.network import Network, Outcome

NAME, PACKAGE = "Ciw", "ciw"
STYLE = "a Network object with a routing matrix"


def describe(network: Network) -> ciw.network.Network:
    """Return Ciw's description of the network."""
    stations = range(network.stations)
    line = [[float(to == here + 1) for to in stations] for here in stations]
    line[-1][0] = network.feedback
    arrivals = [ciw.dists.Exponential(rate=network.arrivals_per_day)]
    return ciw.create_network(
        arrival_distributions=arrivals + [None] * (network.stations - 1),
        service_distributions=[ciw.dists.Exponential(rate=1.0 / network.service_mean_days) for _ in stations],
        number_of_servers=[network.servers] * network.stations,
        routing=line,
    )


def prepare(network: Network, horizon_days: float, _runs: int) -> Callable[[int], Outcome]:
    """Return a function that runs the network once."""
    description = describe(network)

    def run(seed: int) -> Outcome:
        ciw.seed(seed)
        simulation = ciw.Simulation(description)
        simulation.simulate_until_max_time(horizon_days)
        visits = [customer.data_records for customer in simulation.nodes[-1].all_individuals]
        sojourns = [visited[-1].exit_date - visited[0].arrival_date for visited in visits]
        return Outcome(len(sojourns), sum(sojourns) / len(sojourns))

    return run
