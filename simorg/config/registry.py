"""The registry of parameters: every key with type, unit, default, ranges, source and evidence mark.

Goes in: the schema, where each fact stands beside its field. Comes out: rows, from which
`simorg.config.listing` writes ``simorg params`` and the documentation, and the nearest key of a
misspelt one. Nothing is stored twice: a fact that is wrong here is wrong in the schema.
"""

from __future__ import annotations

import math
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simorg.config.defaults import nested
from simorg.config.groups.distribution import NEEDS, Distribution
from simorg.config.settings import Settings


class Limits(NamedTuple):
    """What numbers are accepted: those between two, of which the lower may be excluded."""

    low: float
    high: float
    above_low: bool  # low itself is refused

    def __str__(self) -> str:
        """Write them as mathematics does: ``[0, 1]``, ``(0, inf)``."""
        end = f"{shown(self.high)}]" if math.isfinite(self.high) else "inf)"
        return f"{'(' if self.above_low else '['}{shown(self.low)}, {end}"


@dataclass(frozen=True)
class ParameterRow:
    """One parameter, as a reader needs it to defend its value."""

    key: str
    type: str
    unit: str
    default: str
    choices: tuple[str, ...]
    limits: Limits | None
    span: tuple[float, float] | None
    """What is worth sweeping: the plausible range, and where none is told apart from it the allowed one."""
    mark: str
    about: str
    source: str
    cites: str

    @property
    def allowed(self) -> str:
        """What is accepted, in text: choices or a range; empty if anything of the type is."""
        return " | ".join(self.choices) or ("" if self.limits is None else str(self.limits))

    @property
    def plausible(self) -> str:
        """The plausible range in text; empty where it is the allowed one or there is none."""
        if self.span is None or (self.limits is not None and self.span == self.limits[:2]):
            return ""
        return " to ".join(map(shown, self.span))


@cache
def registry() -> tuple[ParameterRow, ...]:
    """Return every parameter of the schema, in the order of the schema."""
    return tuple(_rows(Settings, "", set()))


def group_keys() -> tuple[str, ...]:
    """Return the key paths of the settings groups (``drift``, ``work``, ...)."""
    return tuple(name for name, field in Settings.model_fields.items() if nested(field) or name == "textbook")


def _rows(model: type[BaseModel], prefix: str, seen: set[type]) -> Iterator[ParameterRow]:
    """Walk a group; a list of groups shows the fields of its elements the first time it is met."""
    for name, field in model.model_fields.items():
        key = f"{prefix}{name}"
        group = nested(field)
        cases = [kind for kind in _inner(field.annotation) if _is_group(kind) and "case" in kind.model_fields]
        if group is not None:
            yield from _rows(group, f"{key}.", seen)
        elif cases:
            for case in cases:
                label = "|".join(get_args(case.model_fields["case"].annotation))
                yield from _rows(case, f"{key}[{label}].", seen)
        elif name != "case":
            yield _row(key, field)
            for kind in _inner(field.annotation):
                if _is_group(kind) and kind not in seen:
                    seen.add(kind)
                    yield from _rows(kind, f"{key}[].", seen)


def _row(key: str, field: FieldInfo) -> ParameterRow:
    facts = field.json_schema_extra
    assert isinstance(facts, dict), f"{key} is not declared with parameter()"
    assert field.description, f"{key} does not say what it means"
    return ParameterRow(
        key=key,
        type=_type_name(field.annotation),
        unit=str(facts["unit"]),
        default=_default(field),
        choices=_choices(field),
        limits=_limits(field),
        span=_span(facts["low"], facts["high"]),
        mark=str(facts["mark"]),
        about=field.description,
        source=str(facts["source"]),
        cites=str(facts["cites"]),
    )


def shown(value: Any) -> str:
    """Write a value as the registry shows it: ``lognormal(median 0.025, sigma 0.8)``, ``0.4``, ``none``."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
    if isinstance(value, Distribution):
        names = next(ns for ns in NEEDS[value.family] if all(getattr(value, n) is not None for n in ns))
        return f"{value.family}({', '.join(f'{n} {shown(getattr(value, n))}' for n in names)})"
    if isinstance(value, BaseModel):
        return str(getattr(value, "name", type(value).__name__))
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {shown(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join(shown(item) for item in value) + "]"
    return str(value)


def _default(field: FieldInfo) -> str:
    return "(required)" if field.is_required() else shown(field.get_default(call_default_factory=True))


def _choices(field: FieldInfo) -> tuple[str, ...]:
    literals = [kind for kind in _inner(field.annotation) if get_origin(kind) is Literal]
    return tuple(str(choice) for kind in literals for choice in get_args(kind))


def _limits(field: FieldInfo) -> Limits | None:
    names = ("ge", "gt", "le")
    given = {
        name: float(getattr(fact, name)) for fact in field.metadata for name in names if hasattr(fact, name)
    }
    if not given:
        return None
    low = given.get("ge", given.get("gt", -math.inf))
    return Limits(low, given.get("le", math.inf), "ge" not in given)


def _span(low: Any, high: Any) -> tuple[float, float] | None:
    return None if low is None or high is None else (float(low), float(high))


def _inner(kind: Any) -> list[Any]:
    """Return the alternatives of a union, or the element type of a list; else the type itself."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return [inner for part in get_args(kind) for inner in _inner(part)]
    if origin in (tuple, Annotated):
        return _inner(get_args(kind)[0])
    return [kind]


def _is_group(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel) and kind is not Distribution


def _type_name(kind: Any) -> str:
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return " or ".join("none" if part is type(None) else _type_name(part) for part in parts)
    if origin is Annotated:
        return _type_name(parts[0])
    if origin is Literal:
        return "choice"
    if origin is tuple:
        return f"list of {_type_name(parts[0])}"
    if origin is dict:
        return f"table of {_type_name(parts[1])}"
    names = {float: "number", int: "whole number", bool: "true or false", str: "text"}
    return "distribution" if kind is Distribution else names.get(kind, "group")
