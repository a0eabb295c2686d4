"""A trace as a table that reads: `rows_of` a run, `rows` as the story expects them, compared exactly.

A row is (time, event, subject, what, value, who):

- subjects: ``a1`` is the first idea of unit a and the model that it becomes, ``A1`` the first model that
  unit a had at day 0; ``a1:change2``, ``a1:fault1``, ``a1:alarm``, ``a1:request1`` belong to a model,
  ``a:review2``, ``a:request1`` to a unit; ``a1#3`` is a third job;
- what: the code of the row in words, ``WORK.ml.4`` for a job (kind, skill, priority class), ``-`` for none;
- who: ``ann@lab``, ``@lab`` or ``-``.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from simorg.config.vocabulary import DEFECT_CLASSES, SKILLS
from simorg.plan import Labels
from simorg.trace.address import (
    FIRST_STARTING_MODEL,
    OF_UNIT,
    Child,
    asset_address,
    child_address,
    incident_number,
    job_kind,
    job_priority,
    job_skill,
    parts_of,
)
from simorg.trace.codes import Cause, Channel, JobKind, Means, Origin
from simorg.trace.events import Event
from simorg.trace.rows import Trace

Row = tuple[float, str, str, str, float, str]


def rows(table: str) -> list[Row]:
    """Read the table of a story: six columns, set apart by spaces."""
    lines = [line.split() for line in table.strip().splitlines()]
    return [(float(t), event, whom, what, float(value), who) for t, event, whom, what, value, who in lines]


def rows_of(trace: Trace, *beginnings: str) -> list[Row]:
    """Tell a trace but for its last row, or only the events whose names begin in one of these ways."""
    names = trace.rows.dtype.names or ()
    told = [_row(dict(zip(names, row.item(), strict=True)), trace.labels) for row in trace.rows[:-1]]
    return [row for row in told if row[1].startswith(beginnings or "")]


def idea(unit: int, n: int = 1) -> int:
    """Return the address of ``a1``, ``a2``, ... (unit 0) or ``b1``, ... (unit 1)."""
    return asset_address(unit, n - 1)


def old(unit: int, n: int = 1) -> int:
    """Return the address of ``A1``, ``A2``, ... (unit 0) or ``B1``, ... (unit 1)."""
    return asset_address(unit, FIRST_STARTING_MODEL + n - 1)


def duty(group: int, n: int = 1) -> int:
    """Return the address of the n-th duty (1, 2, ...) of the people of one role in one team."""
    return child_address(asset_address(0, group), Child.DUTY, 0) | n


def request(unit: int, n: int = 1) -> int:
    """Return the address of the n-th request (1, 2, ...) of a unit that concerns no model."""
    return child_address(asset_address(unit, n - 1), Child.REQUEST, 0)


def request_about(model: int, n: int = 1) -> int:
    """Return the address of the n-th request about a model."""
    return child_address(model, Child.REQUEST, n)


def change(model: int, n: int = 1) -> int:
    """Return the address of the n-th change of a model."""
    return child_address(model, Child.CHANGE, n)


def incident(model: int, cause: Cause, n: int = 1) -> int:
    """Return the address of the n-th incident of one cause of a model."""
    return child_address(model, Child.INCIDENT, incident_number(cause, n))


def _row(row: dict[str, Any], labels: Labels) -> Row:
    event = Event(row["event"])
    assert min(row["actor"], row["team"]) >= -1, "nobody is -1"
    who = (labels.people[row["actor"]] if row["actor"] >= 0 else "") + (
        f"@{labels.teams[row['team']]}" if row["team"] >= 0 else ""
    )
    what = _what(event, row["code"], labels)
    return row["time"], event.name, _subject(row["subject"], labels), what, row["value"], who or "-"


def _subject(address: int, labels: Labels) -> str:
    u, ordinal, kind, n, job = parts_of(address)
    if kind == Child.DUTY:
        return f"duties{ordinal + 1}#{1000 * n + job}"
    unit = labels.units[u]
    started = ordinal - FIRST_STARTING_MODEL
    model = f"{unit}{ordinal + 1}" if started < 0 else f"{unit.upper()}{started + 1}"
    if ordinal == OF_UNIT:
        model = unit
    if kind == Child.REQUEST and n == 0:
        model, n = unit, ordinal + 1
    child = {
        Child.SELF: "",
        Child.CHANGE: f":change{n}",
        Child.INCIDENT: f":{Cause(n % len(Cause)).name.lower()}{n // len(Cause)}",
        Child.ALARM: ":alarm" if n == 0 else f":alarm+{n}",
        Child.REVIEW: f":review{n}",
        Child.REQUEST: f":request{n}",
        Child.ON_CALL: f":{SKILLS[n % len(SKILLS)]}{n // len(SKILLS)}",
    }
    return model + child[Child(kind)] + (f"#{job}" if job else "")


CODES: dict[str, type[IntEnum]] = {
    "ITEM_CREATED": Origin, "ITEM_DELIVERED": Origin, "ITEM_CANCELLED": Origin, "MODEL_REFRESHED": Origin,
    "ALARM_MISSED": Channel, "INCIDENT_DETECTED": Channel, "INCIDENT_MITIGATED": Means,
}  # fmt: skip


def _what(event: Event, code: int, labels: Labels) -> str:
    name = event.name
    if name.startswith("JOB"):
        return f"{JobKind(job_kind(code)).name}.{SKILLS[job_skill(code)]}.{job_priority(code)}"
    if name.startswith(("STAGE", "APPROVAL")) or name == "ITEM_DROPPED":
        return labels.stages[code]
    if name.startswith("RELEASE") or name == "DEFECTS_ESCAPED":
        return labels.steps[code]
    if name in (
        "HANDOFF",
        "ROUTED_WRONG",
        "QUESTION_ASKED",
        "QUESTION_LOST",
        "INCIDENT_ESCALATED",
        "REQUEST_MOVED",
    ):
        return labels.teams[code]
    if name.startswith("REQUEST"):
        assert code == 0, "the code of a request says nothing"
        return "-"
    if name.startswith("DEFECTS"):
        return DEFECT_CLASSES[code]
    if name in CODES:
        return CODES[name](code).name
    if name in ("INCIDENT_CLASSED", "INCIDENT_PAGED"):
        return str(code)
    if name.startswith("INCIDENT"):
        return Cause(code).name
    return str(code)
