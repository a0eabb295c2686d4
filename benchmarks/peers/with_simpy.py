"""SimPy: a process a customer, a resource a station."""

from __future__ import annotations

from collections.abc import Callable, Generator
from random import Random

import simpy

from benchmarks.peers.network import Network, Outcome

NAME, PACKAGE = "SimPy", "simpy"
STYLE = "a process a customer, a Resource a station"


class Model:
    """One run."""

    def __init__(self, network: Network, seed: int) -> None:
        self.network = network
        self.random = Random(seed)
        self.environment = simpy.Environment()
        self.stations = [
            simpy.Resource(self.environment, capacity=network.servers) for _ in range(network.stations)
        ]
        self.sojourns: list[float] = []

    def arrivals(self) -> Generator[simpy.Event]:
        """Let customers arrive for ever."""
        while True:
            yield self.environment.timeout(self.random.expovariate(self.network.arrivals_per_day))
            self.environment.process(self.customer())

    def customer(self) -> Generator[simpy.Event]:
        """Go through all stations, perhaps several times."""
        environment, draw, rate = self.environment, self.random, 1.0 / self.network.service_mean_days
        arrived, again = environment.now, True
        while again:
            for station in self.stations:
                with station.request() as turn:
                    yield turn
                    yield environment.timeout(draw.expovariate(rate))
            again = draw.random() < self.network.feedback
        self.sojourns.append(environment.now - arrived)


def prepare(network: Network, horizon_days: float, _runs: int) -> Callable[[int], Outcome]:
    """Return a function that runs the network once."""

    def run(seed: int) -> Outcome:
        model = Model(network, seed)
        model.environment.process(model.arrivals())
        model.environment.run(until=horizon_days)
        return Outcome(len(model.sojourns), sum(model.sojourns) / len(model.sojourns))

    return run
