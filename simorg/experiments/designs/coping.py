"""Candidates for a population of organisations, and which of them cope: one rule for all structures.

Goes in: settings and numbers of candidates. Comes out: scenarios, one a structure, and after a pilot which
candidates are in. A candidate is in if under *every* structure it copes: no role of a team is busier than
it can stay, and ideas do get delivered. What is left out for one structure is left out for all, and counted.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.design import Design, Scenario, scenario
from simorg.experiments.running.task import OK
from simorg.statistics.sampling import latin_hypercube
from simorg.validation.facts.environment import dimensions, values_at

CUBE = 64
"""Points of a Latin hypercube; the next is opened when one is used up, so that none depends on how many."""

LARGEST_SEED = 1 << 32
PEOPLE = (0.9, 1.8)
"""Factor on the head count per unit: wide enough for organisations that are hardly busy and for such as
drown; those that cope keep their busiest role about as busy as the default organisation does."""

DIGITS = 4
"""Of a value that varies: what a reader wants to see, and enough to differ."""

STRUCTURE = "structure"
BUSY, DELIVERED = "utilisation_max_role_in_team", "throughput_per_quarter"


class Pilot(NamedTuple):
    """How a candidate does under each structure."""

    number: int
    busy: dict[str, float]  # structure -> busiest role of a team, mean of the pilot
    fails: dict[str, str]  # structure -> why it does not cope; empty if it does everywhere


def scenarios(settings: Settings, structures: Sequence[str], numbers: Iterable[int]) -> tuple[Scenario, ...]:
    """Return some candidates under every structure, with as many replications as a pilot has.

    Parameters
    ----------
    settings : Settings
        The organisation around which candidates lie; ``experiment.population`` says how far.
    structures : sequence of str
        Structures.
    numbers : iterable of int
        Candidates, counted from 1; each has a seed of its own, which its structures share.
    """
    wanted = settings.experiment.population
    base = settings.model_copy(update={"replications": wanted.pilot})
    found = dimensions(settings, wanted.keys, wanted.reach, PEOPLE)
    varied = [dimension for dimension in found if dimension.key != STRUCTURE]
    cubes: dict[int, Any] = {}
    listed: list[Scenario] = []
    for number in numbers:
        cube, place = divmod(number - 1, CUBE)
        if cube not in cubes:
            cubes[cube] = latin_hypercube(CUBE, len(varied), (settings.seed + cube) % LARGEST_SEED)
        values = values_at(settings, varied, cubes[cube][place].tolist())
        levers = {key: _short(value) for key, value in values.items()}
        levers["seed"] = (settings.seed + number) % LARGEST_SEED
        listed += [scenario(base, name_of(settings, s, number), s, levers) for s in structures]
    return tuple(listed)


def name_of(settings: Settings, structure: str, number: int) -> str:
    """Return the name of a candidate under a structure."""
    digits = len(str(settings.experiment.population.candidates))
    return f"{structure}-b{number:0{digits}d}"


def _short(value: Value) -> Value:
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def pilots(settings: Settings, structures: Sequence[str], design: Design, runs: pd.DataFrame) -> list[Pilot]:
    """Return how every candidate of a design did, from its first runs alone."""
    wanted = settings.experiment.population
    first = runs[runs["replication"] < wanted.pilot]
    groups = first.assign(failed=first["status"] != OK).groupby("scenario", sort=False)
    means = groups[[BUSY, DELIVERED]].mean().assign(failed=groups["failed"].any())
    table = {str(name): row for name, row in means.to_dict("index").items()}
    found = []
    for number in range(1, len(design.scenarios) // len(structures) + 1):
        rows = {s: table[name_of(settings, s, number)] for s in structures}
        why = {s: _trouble(row, wanted.most_busy) for s, row in rows.items()}
        found.append(
            Pilot(number, {s: row[BUSY] for s, row in rows.items()}, {s: w for s, w in why.items() if w})
        )
    return found


def _trouble(row: Mapping[Any, Any], most_busy: float) -> str:
    """Return why an organisation does not cope, nothing if it does."""
    if row["failed"]:
        return "failed"
    if not row[DELIVERED] > 0.0:
        return "delivers nothing"
    return "" if row[BUSY] <= most_busy else "overloaded"


def more(tried: int, accepted: int, wanted: int, most: int) -> int:
    """Return how many further candidates to try: as many as the share that copes lets expect, at most double.

    Parameters
    ----------
    tried, accepted : int
        Candidates so far, and those that cope.
    wanted : int
        How many are to cope.
    most : int
        Most candidates in all.
    """
    expected = math.ceil((wanted - accepted) * tried / max(accepted, 1))
    return min(expected, tried, most - tried)
