"""Backgrounds: perturbed organisations on which every statement is tested, the same for all.

Goes in: the settings around which they lie, and what a pilot of each candidate measured. Come out: the first
accepted points of fixed Latin hypercubes over the environment, and the rejected ones with the reason. Who
asks for fewer gets the same first ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.designs.factors import Factor
from simorg.plan import plan_of
from simorg.statistics.sampling import latin_hypercube
from simorg.validation.facts.environment import at_point, dimensions
from simorg.validation.facts.fact import Numbers

HYPERCUBE, MOST_HYPERCUBES = 64, 16
"""Points of a Latin hypercube, and how many of them may be used up: the next is opened when one is."""

SEED = 20261121
LARGEST_SEED = 1 << 32
FIRST_SEED = 1000
"""Background n (from 0, rejected ones counted) has this + n more than the experiment: no two share draws."""

PILOT = 2
"""Replications of a background on which it is judged."""

MOST_BUSY_ROLE, MOST_BUSY_SEATS = 0.90, 0.99
"""Largest utilisation of a role, and of a role within one team, of an organisation that is not overloaded."""


class Background(NamedTuple):
    """One organisation of the population, or a candidate that was turned down."""

    number: int  # position in the hypercubes
    settings: Settings
    values: dict[str, Value]
    rejected: str = ""  # why, empty if it was accepted


def candidates(base: Settings, first: int = 0) -> Iterator[Background]:
    """Yield the points of the hypercubes from one on, those that cannot be built with the reason."""
    varied = dimensions(base)
    for number in range(first, HYPERCUBE * MOST_HYPERCUBES):
        cube, place = divmod(number, HYPERCUBE)
        yield _candidate(base, number, varied, _points(len(varied), SEED + cube)[place])


@cache
def _points(varied: int, seed: int) -> list[list[float]]:
    found: list[list[float]] = latin_hypercube(HYPERCUBE, varied, seed).tolist()
    return found


def _candidate(base: Settings, number: int, varied: Sequence[Factor], point: list[float]) -> Background:
    seeded = base.model_copy(update={"seed": (base.seed + FIRST_SEED + number) % LARGEST_SEED})
    settings, values = at_point(seeded, varied, point)
    try:
        plan_of(settings)
    except SettingsError as error:
        return Background(number, settings, values, f"cannot be built: {error}")
    return Background(number, settings, values)


def judged(base: Settings, wanted: int, pilots: Mapping[int, Numbers]) -> list[Background]:
    """Return the candidates that are known to be in or out, in order, until enough of them are in.

    Parameters
    ----------
    base : Settings
        What all backgrounds have in common.
    wanted : int
        How many are to be in.
    pilots : mapping of Numbers
        Measures of the candidates that were tried, by number.
    """
    found: list[Background] = []
    accepted = 0
    for candidate in candidates(base):
        if accepted == wanted or not (candidate.rejected or candidate.number in pilots):
            break
        why = candidate.rejected or overload(pilots[candidate.number])
        accepted += not why
        found.append(candidate._replace(rejected=why))
    return found


def overload(numbers: Numbers) -> str:
    """Return why an organisation counts as overloaded, empty if it does not."""
    role = float(numbers["utilisation_max_role"].mean())
    seats = float(numbers["utilisation_max_role_in_team"].mean())
    if not role <= MOST_BUSY_ROLE:
        return f"overloaded: busiest role {role:.0%}"
    if not seats <= MOST_BUSY_SEATS:
        return f"overloaded: busiest role in one team {seats:.0%}"
    return ""
