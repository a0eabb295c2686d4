"""Where two traces part: the first row that differs, its neighbours, what was going on; in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from simorg.config.vocabulary import SKILLS
from simorg.plan import Labels
from simorg.trace.address import item_name, item_of, job_kind, job_priority, job_skill, parts_of
from simorg.trace.codes import JobKind
from simorg.trace.events import Event
from simorg.trace.items import JOB_EVENTS, is_job
from simorg.trace.rows import ROW, Trace

BEFORE, AFTER, OF_THE_CASE = 5, 3, 3
Rows = np.ndarray[Any, np.dtype[np.void]]


def first_difference(a: Rows, b: Rows) -> int | None:
    """Return the position of the first row that differs in any byte, or None.

    Parameters
    ----------
    a, b : ndarray of ROW
        Two traces; if one is the beginning of the other, its length is the answer.
    """
    shared = min(len(a), len(b))
    left, right = (
        np.ascontiguousarray(rows[:shared]).view(np.uint8).reshape(shared, ROW.itemsize) for rows in (a, b)
    )
    differs = np.flatnonzero((left != right).any(axis=1))
    if differs.size:
        return int(differs[0])
    return None if len(a) == len(b) else shared


def report(a: Trace, b: Trace, name_a: str = "first", name_b: str = "second") -> str:
    """Return a page about the first difference; empty if the traces are the same bytes.

    1. The rows before it, which both have.
    2. For each trace: that row and the next ones, and what it was doing: the case that the row is
       about, with its last rows before, and who was at work in that team.
    3. The fields in which the two rows differ.
    """
    at = first_difference(a.rows, b.rows)
    if at is None:
        return ""
    lines = [f"{name_a} ({len(a.rows)} rows) and {name_b} ({len(b.rows)} rows) differ at event {at}"]
    lines += _numbered(a, range(max(0, at - BEFORE), at))
    for name, trace in ((name_a, a), (name_b, b)):
        lines += [f"{name}:", *_numbered(trace, range(at, min(at + 1 + AFTER, len(trace.rows))))]
        lines += _doing(trace, at) if at < len(trace.rows) else ["  (ends here)"]
    if at < min(len(a.rows), len(b.rows)):
        lines.append(f"they differ in: {', '.join(_fields(a.rows[at], b.rows[at]))}")
    return "\n".join(lines)


def _fields(a: np.void, b: np.void) -> list[str]:
    return [name for name in ROW.names or () if a[name].tobytes() != b[name].tobytes()]


def _numbered(trace: Trace, positions: range) -> list[str]:
    return [f"  {n:>8} {row_text(trace.rows[n], trace.labels)}" for n in positions]


def _doing(trace: Trace, at: int) -> list[str]:
    """Return what an engine was doing when it wrote a row: for which case, and who was at work there."""
    row, before = trace.rows[at], trace.rows[:at]
    case, team = item_of(int(row["subject"])), int(row["team"])
    own = np.flatnonzero(item_of(before["subject"]) == case)
    lines = [
        f"  at {float(row['time'])!r} it was busy with {subject_text(int(row['subject']), trace.labels)}"
    ]
    lines += [f"    {len(own)} rows of this case before, the last:"] if own.size else ["    its first row"]
    lines += [f"  {line}" for n in own[-OF_THE_CASE:] for line in _numbered(trace, range(n, n + 1))]
    if team >= 0:
        people = [trace.labels.people[person] for person in at_work(before, team)]
        lines.append(f"    at work in {trace.labels.teams[team]}: {', '.join(people) or 'nobody'}")
    return lines


def at_work(rows: Rows, team: int) -> list[int]:
    """Return the people of a team who are at work after the last of some rows, in order."""
    jobs = rows[is_job(rows["event"]) & (rows["team"] == team) & (rows["actor"] >= 0)]
    last = {int(row["actor"]): int(row["event"]) for row in jobs}
    return sorted(person for person, event in last.items() if event == Event.JOB_STARTED)


def row_text(row: np.void, labels: Labels) -> str:
    """Return one row in words: every bit of its numbers is kept."""
    actor = labels.people[row["actor"]] if row["actor"] >= 0 else "-"
    team = labels.teams[row["team"]] if row["team"] >= 0 else "-"
    event, code = Event(int(row["event"])), int(row["code"])
    told = f"{code} ({job_text(code)})" if event in JOB_EVENTS else str(code)
    return (
        f"{float(row['time'])!r} {event.name} {int(row['subject'])} "
        f"({subject_text(int(row['subject']), labels)}) "
        f"code {told} value {float(row['value'])!r} by {actor} in {team}"
    )


def job_text(code: int) -> str:
    """Return what a job is from the code of its rows: kind, skill, priority class."""
    if code < 0 or job_kind(code) >= len(JobKind):
        return "not a job"
    skill = SKILLS[job_skill(code) % len(SKILLS)]
    return f"{JobKind(job_kind(code)).name}, {skill}, class {job_priority(code)}"


def subject_text(address: int, labels: Labels) -> str:
    """Return an address in words: the name of the item, and which job of it."""
    job = parts_of(address).job
    name = item_name(address, labels.units)
    return f"{name}, job {job}" if job else name
