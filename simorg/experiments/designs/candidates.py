"""Designs that a search may choose, as levers; and which of them it asked for so far.

Goes in: ``experiment.optimise`` and the objectives of every design that has been run. Comes out: all
designs asked for, the next ones included. Staffing is scaled to the same number of people: what is asked
for are proportions, and the heads follow by largest remainders.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from simorg.config.errors import SettingsError
from simorg.config.groups.kinds import ChoiceSettings
from simorg.config.levers import FACTOR, Value, read
from simorg.config.settings import Settings
from simorg.experiments.design import Scenario, scenario, structures_of
from simorg.experiments.designs.checks import check_lever, check_values, each_once
from simorg.experiments.designs.optuna_search import Dimension, Tried, ask
from simorg.experiments.running.task import pack, unpack
from simorg.plan import plan_of
from simorg.statistics.ranking import Direction

AS_IS = "as_is"
STRUCTURE = "structure"
HEADS, HIRES = "workforce.headcount", "workforce.hires"
IN_VAIN = 8
"""Batches without a new design after which the search is over."""


class Candidate(NamedTuple):
    """A design that the search asked for."""

    name: str
    structure: str
    levers: tuple[tuple[str, Value], ...]
    problem: str  # why it cannot be run; empty if it can


def better_of(settings: Settings) -> list[tuple[str, Direction]]:
    """Return the objectives: measure, and which way is better."""
    return [(each.measure, each.better) for each in settings.experiment.optimise.objectives]


def as_is(settings: Settings) -> Scenario:
    """Return the organisation as it is, with what stands at the keys of the space for its levers."""
    levers = {each.key: _present(settings, each) for each in space_of(settings) if each.key != STRUCTURE} | {
        "seed": settings.seed
    }
    kept = {key: value for key, value in levers.items() if value is not None}
    return scenario(settings, AS_IS, structures_of(settings)[0], kept)


def _present(settings: Settings, dimension: Dimension) -> Value | None:
    """Return the lever that changes nothing, None if there is none."""
    held = [read(settings, key) for key in dimension.key.split("+")]
    if any(isinstance(value, str) and FACTOR.match(value) for value in dimension.values):
        return "x1"
    plain = all(isinstance(value, (bool, int, float, str)) for value in held)
    return held[0] if plain and len(set(held)) == 1 else None


def space_of(settings: Settings) -> tuple[Dimension, ...]:
    """Return what a search may choose: the structure, if there are several, and the keys of the space.

    Raises
    ------
    SettingsError
        If a key does not exist, a choice breaks a rule by itself, or nothing is left to choose.
    """
    wanted, structures = settings.experiment.optimise, structures_of(settings)
    if not wanted.objectives:
        raise SettingsError("experiment.optimise.objectives = []: name at least one measure")
    each_once("experiment.optimise.objectives", [name for name, _ in better_of(settings)])
    space = [Dimension(STRUCTURE, structures)] if len(structures) > 1 else []
    each_once("experiment.optimise.space", [choice.key for choice in wanted.space])
    space += [_dimension(settings, n, choice) for n, choice in enumerate(wanted.space)]
    if not any(len(each.values) > 1 for each in space):
        raise SettingsError(
            "experiment.optimise.space = []: an empty design; give keys choices, such as "
            "[{key: practices.velocity, values: [0.2, 0.8]}, {key: workforce.units, between: [4, 8]}]"
        )
    if wanted.same_headcount:
        _check_heads(space)
    return tuple(space)


def _dimension(settings: Settings, n: int, choice: ChoiceSettings) -> Dimension:
    key, values = choice.key, choice.values or choice.between
    name = f"experiment.optimise.space[{n}]"
    check_lever(f"{name}.key", key)
    if bool(choice.values) == bool(choice.between):
        raise SettingsError(f"{name}: give {key} values to choose from, or two numbers to choose between")
    each_once(f"{name}.{'between' if choice.between else 'values'}", values)
    check_values(settings, f"{name}.key", key, values[:1])
    if choice.between:
        values = _ends(name, read(settings, key), values)
    check_values(settings, f"{name}.key", key, values)
    return Dimension(key, values, between=bool(choice.between))


def _ends(name: str, held: object, values: Sequence[Value]) -> tuple[Value, ...]:
    """Return the ends of a range, whole numbers for a key that holds one."""
    if len(values) != 2 or not all(map(_number, values)) or not _number(held):
        rule = "must be two numbers, for a key that holds one"
        raise SettingsError(f"{name}.between = {list(values)}: {rule}")
    low, high = (float(value) for value in values)
    if low > high:
        rule = f"must be the lower number first; nearest valid: [{values[1]}, {values[0]}]"
        raise SettingsError(f"{name}.between = {list(values)}: {rule}")
    if not isinstance(held, int):
        return low, high
    if not (low.is_integer() and high.is_integer()):
        raise SettingsError(f"{name}.between = {list(values)}: must be whole numbers, as the key holds one")
    return int(low), int(high)


def _number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _check_heads(space: Sequence[Dimension]) -> None:
    """Refuse what would change the number of people where that is to stay."""
    name = "experiment.optimise.space"
    other = "experiment.optimise.same_headcount=false lets the number of people change"
    roles = [each for each in space if HEADS in each.key]
    for each in space:
        if HIRES in each.key.split("+"):
            raise SettingsError(f"{name}.{each.key}: hires are people too many; {other}")
    for each in roles:
        if "+" in each.key or not all(isinstance(value, int) for value in each.values):
            raise SettingsError(f"{name}.{each.key}: one role a key, in whole numbers; {other}")
    if len(roles) == 1:
        raise SettingsError(f"{name}: {roles[0].key} alone cannot change without another role; {other}")


def levers_of(
    settings: Settings, space: Sequence[Dimension], asked: Sequence[Value]
) -> tuple[str, tuple[tuple[str, Value], ...]]:
    """Return the structure and the levers of a design.

    Parameters
    ----------
    settings : Settings
        The experiment.
    space : sequence of Dimension
        What may be chosen.
    asked : sequence
        What was chosen, one value a dimension.
    """
    chosen = {each.key: value for each, value in zip(space, asked, strict=True)}
    structure = str(chosen.pop(STRUCTURE, structures_of(settings)[0]))
    roles = [key for key in chosen if key.startswith(f"{HEADS}.")]
    if settings.experiment.optimise.same_headcount and roles:
        people = sum(int(read(settings, key)) for key in roles)
        chosen |= dict(zip(roles, share_out(people, [float(chosen[key]) for key in roles]), strict=True))
    return structure, (*chosen.items(), ("seed", settings.seed))


def share_out(total: int, weights: Sequence[float]) -> list[int]:
    """Share out whole heads in proportion to weights, by largest remainders.

    Parameters
    ----------
    total : int
        Heads.
    weights : sequence of float
        Not negative; all zero = equal shares.

    Returns
    -------
    list of int
        Heads, which add up to the total; of equal remainders the first goes first.
    """
    whole = sum(weights)
    quotas = [total * weight / whole if whole > 0.0 else total / len(weights) for weight in weights]
    heads = [math.floor(quota) for quota in quotas]
    order = sorted(range(len(weights)), key=lambda n: heads[n] - quotas[n])
    for n in order[: total - sum(heads)]:
        heads[n] += 1
    return heads


def candidates(
    settings: Settings, estimates: Mapping[str, tuple[float, ...] | None]
) -> tuple[list[Candidate], bool]:
    """Return every design asked for, in order, and whether the search is over.

    Parameters
    ----------
    settings : Settings
        The experiment.
    estimates : mapping
        Design -> its objectives, of all that have been run; none where a run gave no value.

    Returns
    -------
    list of Candidate
        Those that have been run, then the batch to run next; those that cannot be run say why.
    bool
        Whether all designs wanted have been tried, or nothing new is asked for.
    """
    wanted, space, packed = settings.experiment.optimise, space_of(settings), pack(settings)
    better = tuple(direction for _, direction in better_of(settings))
    found: dict[object, Candidate] = {}
    tried: list[Tried] = []
    in_vain = 0
    while len(found) < wanted.designs and in_vain < IN_VAIN:
        count, batch = min(wanted.together, wanted.designs - len(found)), []
        before = len(found)
        for asked in ask(space, better, tuple(tried), count, settings.seed):
            structure, levers = levers_of(settings, space, asked)
            if (structure, levers) not in found:
                found[structure, levers] = _candidate(packed, len(found) + 1, structure, levers)
            batch.append((asked, found[structure, levers]))
        in_vain = in_vain + 1 if len(found) == before else 0
        if any(not each.problem and each.name not in estimates for _, each in batch):
            return list(found.values()), False
        tried += [Tried(asked, None if each.problem else estimates[each.name]) for asked, each in batch]
    return list(found.values()), True


@lru_cache(maxsize=4096)
def _candidate(
    packed: bytes, number: int, structure: str, levers: tuple[tuple[str, Value], ...]
) -> Candidate:
    """Return a design, named by its number and by what it is; and why it cannot be run, if so."""
    settings, _ = unpack(packed)
    digits = len(str(settings.experiment.optimise.designs))
    mark = hashlib.sha256(repr((structure, levers)).encode()).hexdigest()[:6]
    # The mark: with more replications a search goes elsewhere, and its rows must not be taken for others.
    name, problem = f"d{number:0{digits}d}-{mark}", ""
    try:
        plan_of(scenario(settings, name, structure, dict(levers)).settings)
    except SettingsError as error:
        problem = " ".join(str(error).split())
    return Candidate(name, structure, levers, problem)
