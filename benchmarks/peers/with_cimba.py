"""cimba by its Python binding: a process a server, and a store of arrival times before each station.

Model code is compiled to native processes on the C engine. A process a customer is the other way
to say it, and slower: spawned models keep their memory until the run ends.

Annotations are not postponed here: cimba resolves them from the class body.
"""

from collections.abc import Callable

import cimba

from benchmarks.peers.network import Network, Outcome

NAME, PACKAGE = "cimba", "cimba"
STYLE = "compiled Model, a process a server, a Store a station"

SERVERS = Network().servers
"""Copies of a process belong to its class."""


class Station(cimba.Model):
    """Servers who take the next customer, and send him on."""

    service_mean_days: cimba.Param[float]
    queue: cimba.Store[float]
    following: cimba.Ref["Station"] | None = None

    @cimba.process(copies=SERVERS)
    def serve(self):
        """Serve one after the other."""
        while True:
            arrived = self.queue.get()
            cimba.hold(cimba.random.exponential(self.service_mean_days))
            self.following.queue.put(arrived)


class LastStation(Station):
    """From here some go round again."""

    feedback: cimba.Param[float]
    left: int = 0
    total_days: float = 0.0
    customers: cimba.Output[int]
    mean_sojourn_days: cimba.Output[float]

    @cimba.process(copies=SERVERS)
    def serve(self):
        """Serve one after the other, and note who leaves."""
        while True:
            arrived = self.queue.get()
            cimba.hold(cimba.random.exponential(self.service_mean_days))
            if cimba.random.bernoulli(self.feedback):
                self.following.queue.put(arrived)
            else:
                self.left += 1
                self.total_days += cimba.now() - arrived

    @cimba.on_end
    def tell(self):
        """Hand out what was counted."""
        self.customers = self.left
        self.mean_sojourn_days = self.total_days / self.left


class Line(cimba.Model):
    """The stations, and the world that sends customers."""

    gap_mean_days: cimba.Param[float]
    stations: list[Station]

    def __init__(self, network: Network):
        assert network.servers == SERVERS, f"{network.servers} servers; the class has {SERVERS}"
        self.gap_mean_days = 1.0 / network.arrivals_per_day
        stations = [*(Station() for _ in range(network.stations - 1)), LastStation()]
        for station, following in zip(stations, stations[1:] + stations[:1], strict=True):
            station.service_mean_days = network.service_mean_days
            station.following = following
        stations[-1].feedback = network.feedback
        self.stations = stations

    @cimba.process
    def arrivals(self):
        """Let customers arrive for ever."""
        while True:
            cimba.hold(cimba.random.exponential(self.gap_mean_days))
            self.stations[0].queue.put(cimba.now())


def prepare(network: Network, horizon_days: float, runs: int) -> Callable[[int], Outcome]:
    """Return a function that runs the network once, on one core."""
    line = Line(network)
    window = cimba.Window(duration=horizon_days)
    experiment = cimba.Experiment(line, replications=runs, window=window, seed=1)

    def run(replication: int) -> Outcome:
        told = experiment.only(trials=[replication], workers=1)[line.stations[-1]]
        return Outcome(int(told.customers.values[0, 0]), float(told.mean_sojourn_days.values[0, 0]))

    return run
