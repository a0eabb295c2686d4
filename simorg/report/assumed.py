"""What a run assumed: settings that are not at their defaults, what was varied, how well defaults are known.

Goes in: the configuration of a run as it was stored, of whatever version. Come out: tables and counts. Files
are named without the folders they lie in, which are nobody's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import PurePath
from typing import Any, NamedTuple

from simorg.config.compose import load, resolved
from simorg.config.errors import SettingsError
from simorg.config.files import FILE_KEYS
from simorg.config.labels import key_label
from simorg.config.listing import NO_MODEL
from simorg.config.parameter import MARKS
from simorg.config.registry import ParameterRow, registry, shown
from simorg.experiments.answers.words import counted
from simorg.experiments.results.stored_run import StoredRun
from simorg.report.parts import Section, Table
from simorg.report.tables import shortened

LONGEST = 60
NOT_HERE = "not a key of this version"


class Changed(NamedTuple):
    """A setting that is not at its default."""

    key: str
    here: Any
    default: Any


def assumed(stored: StoredRun) -> Section:
    """Return what was assumed.

    Parameters
    ----------
    stored : StoredRun
        The run.
    """
    try:
        changes = list(changed(stored.config))
    except SettingsError as error:
        return _section((f"What was set cannot be told: {error}.",), ())
    marks = Counter(row.mark for row in registry() if row.key.split(".")[0] not in NO_MODEL)
    facts = tuple(
        (f"Mark {mark}", f"{counted(count, 'setting', 'settings')}: {MARKS[mark]}")
        for mark, count in marks.items()
        if mark != "-"
    )
    texts = (
        _count(len(changes)),
        "The mark of a default says how far it is known; simorg params lists every setting with its source.",
    )
    tables = [shortened(_changes(changes), "config.yaml")] if changes else []
    varied = list(_varied(stored))
    if varied:
        heads = ["Setting", "From", "To", "Values"]
        tables.append(shortened(Table("varied", "What was varied", heads, varied), "scenarios.csv"))
    return _section(texts, tuple(tables), facts)


def _section(
    texts: tuple[str, ...], tables: tuple[Table, ...], facts: tuple[tuple[str, str], ...] = ()
) -> Section:
    lead = "A simulation answers for the organisation that it was given."
    return Section("assumed", "What was assumed", lead, texts=texts, facts=facts, tables=tables)


def changed(config: Mapping[str, Any]) -> Iterator[Changed]:
    """Yield the settings of the model that are not at their defaults, those of other versions among them."""
    ours = {name: value for name, value in config.items() if name not in NO_MODEL}
    defaults = {name: value for name, value in _defaults().items() if name not in NO_MODEL}
    yield from _differing(ours, defaults, "")


@cache
def _defaults() -> dict[str, Any]:
    return resolved(load())


def _differing(ours: Mapping[str, Any], theirs: Mapping[str, Any], prefix: str) -> Iterator[Changed]:
    for key, value in ours.items():
        other = theirs.get(key, NOT_HERE)
        if value == other:
            continue
        if isinstance(value, dict) and isinstance(other, dict) and value and other:
            yield from _differing(value, other, f"{prefix}{key}.")
        else:
            yield Changed(f"{prefix}{key}", value, other)


def _count(number: int) -> str:
    if not number:
        return "Every setting of the model is at its default."
    return f"{number} settings of the model are not at their defaults." if number > 1 else (
        "One setting of the model is not at its default."
    )  # fmt: skip


def _changes(changes: list[Changed]) -> Table:
    rows = [
        [
            key_label(each.key),
            each.key,
            _value(each.key, each.here),
            _value(each.key, each.default),
            _mark(each.key),
        ]
        for each in changes
    ]
    heads = ["Setting", "Key", "Here", "Default", "Mark of the default"]
    return Table("changed", "Changed settings", heads, rows)


def _value(key: str, value: Any) -> str:
    if isinstance(value, str) and key.removeprefix("structure.") in FILE_KEYS:
        return PurePath(value.replace("\\", "/")).name
    text = shown(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _mark(key: str) -> str:
    row = _row(key)
    return "" if row is None or row.mark == "-" else row.mark


def _row(key: str) -> ParameterRow | None:
    """Return the parameter that a key is, or is an entry of."""
    known = {row.key: row for row in registry()}
    while key not in known and "." in key:
        key = key.rpartition(".")[0]
    return known.get(key)


def _varied(stored: StoredRun) -> Iterator[list[str]]:
    """Yield the levers of the scenarios, each with its range."""
    table = stored.table("scenarios").drop(columns=["scenario", "structure", "replications"], errors="ignore")
    for name in map(str, table):
        values = table[name].dropna()
        values = values[values.astype(str) != ""]
        if not len(values):
            continue
        numbers = values.dtype.kind in "if"
        ends = [f"{end:g}" for end in (values.min(), values.max())] if numbers else ["", ""]
        if not numbers:
            ends = [_value(name, str(values.iloc[0])), _value(name, str(values.iloc[-1]))]
        yield [key_label(name), *ends, f"{values.nunique():,}"]
