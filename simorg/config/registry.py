"""The registry of parameters: every key with type, unit, default, ranges, source and evidence mark.

Goes in: the schema, where each fact stands beside its field. Comes out: rows, from which
`simorg.config.listing` writes ``simorg params`` and the documentation, and the nearest key of a
misspelt one. Nothing is stored twice: a fact that is wrong here is wrong in the schema.
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simorg.config.defaults import nested
from simorg.config.groups.distribution import NEEDS, Distribution
from simorg.config.settings import Settings


@dataclass(frozen=True)
class ParameterRow:
    """One parameter, as a reader needs it to defend its value; every field is text."""

    key: str
    type: str
    unit: str
    default: str
    allowed: str
    plausible: str
    mark: str
    about: str
    source: str
    cites: str


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
    allowed, plausible = _allowed(field), _range(facts["low"], facts["high"])
    return ParameterRow(
        key=key,
        type=_type_name(field.annotation),
        unit=str(facts["unit"]),
        default=_default(field),
        allowed=allowed,
        plausible="" if plausible == allowed[1:-1].replace(",", " to", 1) else plausible,
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


def _allowed(field: FieldInfo) -> str:
    literals = [kind for kind in _inner(field.annotation) if get_origin(kind) is Literal]
    choices = [str(choice) for kind in literals for choice in get_args(kind)]
    if choices:
        return " | ".join(choices)
    names = [(fact, name) for fact in field.metadata for name in ("ge", "gt", "le") if hasattr(fact, name)]
    text = {name: shown(float(getattr(fact, name))) for fact, name in names}
    if not text:
        return ""
    low = f"[{text['ge']}" if "ge" in text else f"({text['gt']}" if "gt" in text else "(-inf"
    return f"{low}, {text['le']}]" if "le" in text else f"{low}, inf)"


def _range(low: Any, high: Any) -> str:
    return "" if low is None or high is None else f"{shown(float(low))} to {shown(float(high))}"


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
