"""salabim: a component a customer, a resource a station, monitors off, generators in place of greenlets."""

from __future__ import annotations

from collections.abc import Callable, Generator
from random import Random
from typing import Any, NamedTuple

import salabim

from benchmarks.peers.network import Network, Outcome

NAME, PACKAGE = "salabim", "salabim"
STYLE = "a Component a customer, a Resource a station, monitors off, yields"


class World(NamedTuple):
    """What all components share."""

    network: Network
    stations: list[Any]
    random: Random
    sojourns: list[float]


class Customer(salabim.Component):  # type: ignore[misc]
    """Goes through all stations, perhaps several times."""

    def process(self, world: World) -> Generator[Any]:
        """Tell the way of a customer."""
        draw, rate = world.random, 1.0 / world.network.service_mean_days
        arrived, again = self.env.now(), True
        while again:
            for station in world.stations:
                yield self.request(station)
                yield self.hold(draw.expovariate(rate))
                self.release(station)
            again = draw.random() < world.network.feedback
        world.sojourns.append(self.env.now() - arrived)


class Arrivals(salabim.Component):  # type: ignore[misc]
    """Lets customers arrive for ever."""

    def process(self, world: World) -> Generator[Any]:
        """Wait, make a customer, and again."""
        while True:
            yield self.hold(world.random.expovariate(world.network.arrivals_per_day))
            Customer(world=world)


def prepare(network: Network, horizon_days: float, _runs: int) -> Callable[[int], Outcome]:
    """Return a function that runs the network once."""

    def run(seed: int) -> Outcome:
        environment = salabim.Environment(trace=False, yieldless=False)
        stations = [
            salabim.Resource(capacity=network.servers, monitor=False) for _ in range(network.stations)
        ]
        world = World(network, stations, Random(seed), [])
        Arrivals(world=world)
        environment.run(till=horizon_days)
        return Outcome(len(world.sojourns), sum(world.sojourns) / len(world.sojourns))

    return run
