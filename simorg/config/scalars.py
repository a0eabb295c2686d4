"""The settings of the model that are one number each, found in the schema.

Goes in: the schema. Comes out: name, place and kind of each. The parameters of a plan follow from them, so
that a setting which is added to a group is a parameter of both engines.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, reduce
from typing import Any, NamedTuple

from pydantic import BaseModel

from simorg.config.defaults import nested
from simorg.config.groups.distribution import Distribution
from simorg.config.settings import Settings

HOW_TO_RUN = ("replications", "engine", "experiment", "executor", "textbook")
"""What says how often and by whom a model is run; nothing in a run depends on it."""

KINDS = (int, float, bool, Distribution)
"""Types of such settings. A text, a choice, a list, a table, or what may be none, is more than one number."""


class Scalar(NamedTuple):
    """A setting that is a number, a yes or no, or a distribution."""

    name: str  # of group and field, such as handoff_latency_days
    place: tuple[str, ...]
    kind: type

    def of(self, settings: Settings) -> Any:
        """Return its value."""
        return reduce(getattr, self.place, settings)


@cache
def scalars() -> tuple[Scalar, ...]:
    """Return all of them, in the order of the schema."""
    return tuple(scalar for scalar in _within(Settings, ()) if scalar.place[0] not in HOW_TO_RUN)


def _within(group: type[BaseModel], place: tuple[str, ...]) -> Iterator[Scalar]:
    for name, field in group.model_fields.items():
        here, inner = (*place, name), nested(field)
        if inner is not None:
            yield from _within(inner, here)
        elif isinstance(field.annotation, type) and field.annotation in KINDS:
            yield Scalar("_".join(here), here, field.annotation)
