"""A sweep expanded to its combinations, so that each can be checked before the first one starts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import ValueType
from hydra.errors import HydraException

MOST_CHECKED = 200  # combinations composed one by one; each costs about 0.2 s


def combinations(overrides: Sequence[str]) -> Iterator[list[str]]:
    """Expand the comma-separated values of a sweep.

    Up to `MOST_CHECKED` combinations all are given; beyond, each value once. Sweeps that only a
    sweeper plugin can expand (intervals, globs) give nothing.

    Yields
    ------
    list of str
        Overrides of one job.
    """
    values = [_values(override) for override in overrides]
    if prod(map(len, values)) <= MOST_CHECKED:
        yield from (list(combination) for combination in product(*values))
        return
    first = [choices[0] for choices in values]
    for position, choices in enumerate(values):
        yield from ([*first[:position], choice, *first[position + 1 :]] for choice in choices)


def _values(override: str) -> list[str]:
    try:
        parsed = OverridesParser.create().parse_override(override)
    except HydraException:
        return [override]  # composing says what is wrong with it
    if not parsed.is_sweep_override():
        return [override]
    if not parsed.is_discrete_sweep() or parsed.value_type is ValueType.GLOB_CHOICE_SWEEP:
        return []
    return [f"{parsed.get_key_element()}={value}" for value in parsed.sweep_string_iterator()]
