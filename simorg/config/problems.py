"""From an error of Hydra or pydantic to what the user has to change.

Goes in: an exception of the composing or checking step. Comes out: problems, each with key path,
value, rule and nearest valid choice; `refuse` turns them into one `SettingsError`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from pydantic import ValidationError

from simorg.config.errors import SettingsError, nearest

NO_VALUE = object()

RULES = {
    "greater_than_equal": "must be >= {ge}; nearest valid: {ge}",
    "greater_than": "must be > {gt}",
    "less_than_equal": "must be <= {le}; nearest valid: {le}",
    "finite_number": "must be a finite number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "string_type": "must be text",
    "tuple_type": "must be a list",
    "dict_type": "must be a table",
    "model_type": "must be a group of keys",
    "missing": "must be given",
    "literal_error": "must be one of {expected}",
    "string_pattern_mismatch": "may hold only letters, digits, _ and - (no path)",
}
"""Rule for each kind of pydantic error; any other kind speaks for itself."""


@dataclass(frozen=True)
class Problem:
    """One thing to change: where, what stands there, which rule it breaks."""

    key: str
    value: Any
    rule: str

    def __str__(self) -> str:
        if not self.key:
            return self.rule
        from simorg.config.registry import shown

        if self.value is NO_VALUE:
            return f"{self.key}: {self.rule}"
        words = {None: "null", "": "''"}
        value = words[self.value] if self.value in (None, "") else shown(self.value)
        return f"{self.key} = {value}: {self.rule}"


def refuse(problems: Sequence[Problem]) -> NoReturn:
    """Raise one `SettingsError` that lists all problems."""
    lines = list(dict.fromkeys(str(problem) for problem in problems))
    if len(lines) == 1:
        raise SettingsError(lines[0])
    raise SettingsError("\n  ".join([f"{len(lines)} problems in the settings:", *lines]))


def unknown_key(key: str, value: Any) -> Problem:
    """Return the problem of a key that the schema does not have, with the nearest one that it has."""
    from simorg.config.registry import group_keys, registry

    keys = [row.key for row in registry()]
    if re.sub(r"\.\d+\.", "[].", key).replace("change[]", "initiative[]") in keys:
        return Problem(key, value, f"not stated by this preset; write +{key} to add it")
    parent = _parent(key, group_keys())
    siblings = [k for k in keys if k.startswith(parent) and "[" not in k]
    if not parent:
        siblings = [*group_keys(), *(k for k in keys if "." not in k)]
    close = difflib.get_close_matches(key, [*keys, *siblings], n=1, cutoff=0.75)
    # a bare last name, such as `rate`, is most likely a key whose group was forgotten
    close = close or [k for k in keys if k.rpartition(".")[2] == key.rpartition(".")[2]][:1]
    if not close:
        return Problem(key, value, f"unknown key{nearest(key, siblings)}")
    return Problem(
        key, value, f"unknown key; did you mean '{close[0]}'? valid: {', '.join(sorted(siblings))}"
    )


def _parent(key: str, groups: Iterable[str]) -> str:
    head = key.split(".")[0]
    return f"{head}." if head in groups else ""


def unknown_option(group: str, option: Any, options: Iterable[str]) -> Problem:
    """Return the problem of a preset that a group does not have."""
    return Problem(group, option, f"no such preset{_near_preset(str(option), list(options))}")


def _near_preset(option: str, options: list[str]) -> str:
    starting = [name for name in options if option and (name.startswith(option) or option.startswith(name))]
    if len(starting) == 1:
        return f"; did you mean '{starting[0]}'? valid: {', '.join(sorted(options))}"
    return nearest(option, options)


def from_validation(error: ValidationError) -> list[Problem]:
    """Return the problems that pydantic found, all of them."""
    return [_from_pydantic(detail) for detail in error.errors(include_url=False)]


def _from_pydantic(detail: Any) -> Problem:
    from simorg.config.registry import shown

    kind, value = detail["type"], detail["input"]
    key = _key(detail["loc"])
    context = detail.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown_key(key, value)
    text = {name: shown(fact) for name, fact in context.items()}
    rule = RULES[kind].format(**text) if kind in RULES else detail["msg"].removeprefix("Value error, ")
    if kind == "value_error" and _is_about_a_key(key, rule):
        return Problem("", NO_VALUE, f"{key}.{rule}")
    if kind == "model_type" and not key.startswith("textbook"):
        rule = "must be a distribution such as {family: constant, mean: 3}" if "." in key else rule
    if kind == "literal_error":
        rule += _near_choice(str(value), context["expected"])
    if kind in {"finite_number", "float_type", "float_parsing", "int_type", "int_parsing", "int_from_float"}:
        rule += _default_of(key)
    return Problem(key, NO_VALUE if kind == "missing" or isinstance(value, (dict, list)) else value, rule)


def _is_about_a_key(group: str, rule: str) -> bool:
    """Return whether a rule of a group begins with the name of one of its keys."""
    from simorg.config.registry import registry

    key = f"{group}.{re.match(r'[A-Za-z0-9_]*', rule)[0]}"  # type: ignore[index]
    return any(row.key == key or row.key.startswith(f"{key}.") for row in registry())


def _near_choice(value: str, expected: str) -> str:
    choices = expected.replace(" or ", ", ").replace("'", "").split(", ")
    close = difflib.get_close_matches(value, choices, n=1, cutoff=0.5)
    return f"; did you mean '{close[0]}'?" if close else ""


def _default_of(key: str) -> str:
    from simorg.config.registry import registry

    found = next((row for row in registry() if row.key == key), None)
    return f"; default: {found.default}" if found else ""


def _key(location: tuple[str | int, ...]) -> str:
    """Write ``("lifecycle", "initiative", 4, "effort")`` as ``lifecycle.initiative[4].effort``."""
    parts = list(location)
    if len(parts) > 2 and parts[0] == "textbook":
        del parts[1]  # pydantic names the case, the user does not
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
