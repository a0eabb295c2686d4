"""OCEL 2.0 in JSON: events that belong to several objects at once, rather than to one case.

The format is that of https://www.ocel-standard.org (OCEL 2.0, JSON): types with their attributes, objects,
events, and qualified relationships between them. Objects are initiatives, changes, incidents, models and the
like, business units, teams and people; whatever is known of an object holds from the beginning. Values are
text, as the schema asks; their types tell how to read them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from simorg.trace.log.columns import COLUMNS
from simorg.trace.log.xes import iso_times

if TYPE_CHECKING:
    import pandas as pd

TYPES = {"string": "string", "int": "integer", "float": "float", "date": "time"}
"""Types of OCEL, by type in XES."""
ALWAYS = "1970-01-01T00:00:00Z"
"""Time from which an attribute of an object holds, where it does not change."""
OF_EVENTS = {
    "lifecycle:transition": "transition", "concept:instance": "instance", "stage": "stage", "skill": "skill",
    "priority": "priority", "detail": "detail", "value": "value", "day": "day", "row": "row",
}  # fmt: skip
"""Columns of a log that are attributes of events, and what they are called there."""
OF_CASES = {
    "case:structure": "structure", "case:replication": "replication", "case:outcome": "outcome",
    "case:cause": "cause", "case:size": "size",
}  # fmt: skip
UNIT, TEAM, PERSON, MODEL = "business_unit", "team", "person", "model"

Record = dict[str, Any]


@dataclass
class _Objects:
    """Objects seen so far, by identity, and the attributes of each type."""

    found: dict[str, Record] = field(default_factory=dict)
    types: dict[str, dict[str, str]] = field(default_factory=dict)

    def see(self, name: str, kind: str, attributes: Mapping[str, tuple[str, Any]] | None = None) -> Record:
        """Return an object, made when it is first seen; attributes without a value are left out."""
        told = {key: pair for key, pair in (attributes or {}).items() if _is(pair[1])}
        self.types.setdefault(kind, {}).update({key: type_ for key, (type_, _) in told.items()})
        known = self.found.setdefault(name, {"id": name, "type": kind, "attributes": [], "relationships": []})
        if told and not known["attributes"]:
            known["attributes"] = [
                {"name": key, "time": ALWAYS, "value": str(value)} for key, (_, value) in told.items()
            ]
        return known

    def relate(self, name: str, other: str, qualifier: str) -> None:
        """Relate two objects, once."""
        link = {"objectId": other, "qualifier": qualifier}
        if link not in self.found[name]["relationships"]:
            self.found[name]["relationships"].append(link)


def write_ocel(frames: Iterable[pd.DataFrame], file: TextIO) -> None:
    """Write logs as one OCEL 2.0 document; events go out as they come, objects at the end.

    Parameters
    ----------
    frames : iterable of DataFrame
        Logs with one row an event, each case in one piece.
    file : TextIO
        Where to write, in UTF-8.
    """
    objects, types = _Objects(), dict[str, dict[str, str]]()
    file.write('{"events": [')
    number = 0
    for frame in frames:
        for event in _events(frame, objects, types):
            event["id"] = f"e{number}"
            file.write(",\n" if number else "\n")
            file.write(json.dumps(event, ensure_ascii=False))
            number += 1
    file.write('],\n"objects": [')
    for n, each in enumerate(objects.found.values()):
        file.write(",\n" if n else "\n")
        file.write(json.dumps(each, ensure_ascii=False))
    file.write(f'],\n"objectTypes": {_declared(objects.types)},\n"eventTypes": {_declared(types)}}}\n')


def _declared(types: Mapping[str, Mapping[str, str]]) -> str:
    told = [
        {"name": name, "attributes": [{"name": key, "type": type_} for key, type_ in attributes.items()]}
        for name, attributes in types.items()
    ]
    return json.dumps(told, ensure_ascii=False)


def _events(frame: pd.DataFrame, objects: _Objects, types: dict[str, dict[str, str]]) -> Iterator[Record]:
    """Yield the events of a log, and see to their objects."""
    columns = {name: frame[name].astype(object).where(frame[name].notna(), None).tolist() for name in frame}
    columns["time:timestamp"] = list(iso_times(frame["time:timestamp"]))
    for n in range(len(frame)):
        row = {str(name): values[n] for name, values in columns.items()}
        kind = str(row["concept:name"])
        told = {word: (name, row[name]) for name, word in OF_EVENTS.items() if _is(row[name])}
        types.setdefault(kind, {}).update({w: TYPES[COLUMNS[name].type] for w, (name, _) in told.items()})
        yield {
            "id": "",
            "type": kind,
            "time": row["time:timestamp"],
            "attributes": [{"name": word, "value": str(value)} for word, (_, value) in told.items()],
            "relationships": _related(row, objects),
        }


def _related(row: Mapping[Any, Any], objects: _Objects) -> list[Record]:
    """Return what an event is about, who does it and where."""
    case = str(row["case:concept:name"])
    known = {word: (TYPES[COLUMNS[name].type], row[name]) for name, word in OF_CASES.items()}
    objects.see(case, str(row["case:kind"]), known)
    unit = f"{UNIT}:{row['case:unit']}"
    objects.see(unit, UNIT)
    objects.relate(case, unit, "of")
    links = [{"objectId": case, "qualifier": "about"}]
    if _is(row["case:model"]) and row["case:model"] != case:
        model = str(row["case:model"])
        objects.see(model, MODEL)
        objects.relate(case, model, "concerns")
        links.append({"objectId": model, "qualifier": "concerns"})
    if _is(row["org:group"]):
        objects.see(f"{TEAM}:{row['org:group']}", TEAM)
        links.append({"objectId": f"{TEAM}:{row['org:group']}", "qualifier": "at"})
    if _is(row["org:resource"]):
        person = f"{PERSON}:{row['org:resource']}"
        objects.see(person, PERSON, {"role": ("string", row["org:role"])})
        links.append({"objectId": person, "qualifier": "by"})
    return links


def _is(value: Any) -> bool:
    """Return whether a cell holds anything."""
    return value is not None and value == value
