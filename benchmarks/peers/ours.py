"""The network as an organisation: a team a station, an item a customer, every mechanism off.

This records the whole trace, six rows a visit; the others keep the times in the network only.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

import simorg
from benchmarks.peers.network import Network, Outcome
from benchmarks.subjects import Subject
from simorg import plan as plans
from simorg.config.groups.distribution import Distribution
from simorg.config.groups.lifecycle import LifecycleSettings, Stage
from simorg.config.settings import DAYS_PER_QUARTER, Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation import textbook
from simorg.organisation.graph import Draft, Organisation, Person
from simorg.trace.events import Event
from simorg.trace.rows import Trace

ROLES, SKILLS = zip(*PRIMARY_SKILL.items(), strict=True)
STYLE = "plan of one team a station; the whole trace is recorded"


def subject(network: Network, horizon_days: float) -> Subject:
    """Return the settings and the plan of a network."""
    jackson = simorg.load(["+textbook=jackson", f"horizon_days={horizon_days}", "warm_up_days=0"])
    quiet, _ = textbook.expand(jackson)
    rate = network.arrivals_per_day * DAYS_PER_QUARTER
    demand = quiet.demand.model_copy(update={"initiatives_per_unit_quarter": rate})
    updates = {"textbook": None, "demand": demand, "lifecycle": _lifecycle(network, quiet)}
    settings = quiet.model_copy(update=updates)
    return Subject(settings, plans.build(settings, _stations(network)))


def prepare(network: Network, horizon_days: float, engine: str) -> Callable[[int], Outcome]:
    """Return a function that runs one replication with an engine of ours."""
    one = subject(network, horizon_days)
    return lambda run: outcome(one.run(run, engine))


def outcome(trace: Trace) -> Outcome:
    """Return how many customers left, and their mean time between creation and leaving."""
    rows = trace.rows
    created = rows[rows["event"] == Event.ITEM_CREATED]
    left = rows[rows["event"] == Event.ITEM_DROPPED]
    order = np.argsort(created["subject"])
    at = order[np.searchsorted(created["subject"], left["subject"], sorter=order)]
    return Outcome(len(left), float((left["time"] - created["time"][at]).mean()))


def _lifecycle(network: Network, quiet: Settings) -> LifecycleSettings:
    effort = Distribution(family="exponential", mean=network.service_mean_days)
    last = {"drop": 1.0 - network.feedback, "repeat": network.feedback, "repeat_to": "station_1"}
    stages = [
        Stage(
            name=f"station_{n}", skill=SKILLS[n - 1], effort=effort, needs_context=False,
            **(last if n == network.stations else {}),
        )
        for n in range(1, network.stations + 1)
    ]  # fmt: skip
    return quiet.lifecycle.model_copy(update={"initiative": tuple(stages)})


def _stations(network: Network) -> Organisation:
    draft = Draft()
    draft.unit("world")
    for role, skill in zip(ROLES[: network.stations], SKILLS, strict=False):
        draft.team(skill)
        for n in range(network.servers):
            draft.seat(Person(f"{skill}_{n}", role, "regular", "", 1.0, 0.0, {skill: 1.0}), skill, (skill,))
        draft.route("world", skill, skill)
    draft.owner("world", "data")
    return draft.finish("network", 0.1)
