"""Backgrounds: perturbed organisations on which every statement is tested, the same for all.

Goes in: how many. Comes out: the first accepted points of fixed Latin hypercubes over the
environment, and the rejected ones with the reason. Who asks for fewer gets the same first ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from simorg.config.compose import load
from simorg.config.errors import SettingsError
from simorg.config.levers import Value
from simorg.config.settings import Settings
from simorg.experiments.designs.factors import Factor
from simorg.plan import plan_of
from simorg.statistics.sampling import latin_hypercube
from simorg.validation.facts.environment import at_point, dimensions
from simorg.validation.facts.work import Numbers

HYPERCUBE, MOST_HYPERCUBES = 64, 16
"""Points of a Latin hypercube, and how many of them may be used up: the next is opened when one is."""

SEED = 20261121
FIRST_SEED = 1001
"""Background n (from 0, rejected ones counted) has seed FIRST_SEED + n: no two share their draws."""

PILOT = 2
"""Replications of a background on which it is judged."""

MOST_BUSY_ROLE, MOST_BUSY_SEATS = 0.90, 0.97
"""Largest utilisation of a role, and of a role within one team, of an organisation that is not overloaded."""


class Background(NamedTuple):
    """One organisation of the population, or a candidate that was turned down."""

    number: int  # position in the hypercubes
    settings: Settings | None  # none if it cannot be built
    values: dict[str, Value]
    rejected: str = ""  # why, empty if it was accepted


def candidates(base: Settings) -> Iterator[Background]:
    """Yield the points of the hypercubes, those that cannot be built with the reason.

    Parameters
    ----------
    base : Settings
        What all backgrounds have in common.
    """
    varied = dimensions(base)
    for cube in range(MOST_HYPERCUBES):
        points = latin_hypercube(HYPERCUBE, len(varied), SEED + cube)
        for n, point in enumerate(points.tolist()):
            yield _candidate(base, cube * HYPERCUBE + n, varied, point)


def _candidate(base: Settings, number: int, varied: Sequence[Factor], point: list[float]) -> Background:
    seeded = base.model_copy(update={"seed": FIRST_SEED + number})
    settings, values = at_point(seeded, varied, point)
    try:
        plan_of(settings)
    except SettingsError as error:
        return Background(number, None, values, f"cannot be built: {error}")
    return Background(number, settings, values)


def population() -> Settings:
    """Return what all backgrounds have in common: the default organisation, the compiled engine if it can."""
    return load(["experiment=single"])


def choose(
    wanted: int, base: Settings, pilot: Callable[[list[Settings]], list[Numbers]]
) -> tuple[list[Background], list[Background]]:
    """Return the first `wanted` backgrounds that are not overloaded, and those rejected on the way.

    Parameters
    ----------
    wanted : int
        How many.
    base : Settings
        What all backgrounds have in common.
    pilot : callable
        Runs `PILOT` replications of each settings and returns their measures.

    Raises
    ------
    SettingsError
        If the hypercubes hold too few.
    """
    accepted: list[Background] = []
    rejected: list[Background] = []
    waiting = candidates(base)
    while len(accepted) < wanted:
        batch = list(islice(waiting, wanted))
        if not batch:
            raise SettingsError(
                f"--backgrounds = {wanted}: only {len(accepted)} candidates are not overloaded"
            )
        buildable = [(each.number, each.settings) for each in batch if each.settings is not None]
        numbers = pilot([settings for _, settings in buildable])
        reasons = {n: overload(found) for (n, _), found in zip(buildable, numbers, strict=True)}
        judged = [each._replace(rejected=each.rejected or reasons[each.number]) for each in batch]
        for each in judged:
            if len(accepted) < wanted:
                (rejected if each.rejected else accepted).append(each)
    return accepted, rejected


def overload(numbers: Numbers) -> str:
    """Return why an organisation counts as overloaded, empty if it does not."""
    role = float(numbers["utilisation_max_role"].mean())
    seats = float(numbers["utilisation_max_role_in_team"].mean())
    if not role <= MOST_BUSY_ROLE:
        return f"overloaded: busiest role {role:.0%}"
    if not seats <= MOST_BUSY_SEATS:
        return f"overloaded: busiest role in one team {seats:.0%}"
    return ""
