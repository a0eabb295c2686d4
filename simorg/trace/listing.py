"""Every event as people read it: plain text, a CSV table, or the page of the documentation."""

from __future__ import annotations

from typing import Literal

from simorg.config.written import csv_text, markdown_table
from simorg.trace.codes import AT_JOB, Coded, JobKind, Named
from simorg.trace.events import Event

INTRODUCTION = """# Events

Made by `simorg events --format md > docs/events.md` from the one table of events, `simorg/trace/events.py`.
A row of a trace is one event. `trace.frame()` has the names of this page, `trace.rows` the numbers;
`simorg log` writes activities and transitions, `simorg trace story` the sentences.

"""
HEADER = (
    "event", "number", "about", "code says", "value", "unit", "activity in a log", "transition", "sentence",
)  # fmt: skip
JOBS = """
## Kinds of jobs

The code of a job packs its kind, the skill that it asks for and its priority class.

"""
JOB_HEADER = ("kind", "number", "account", "activity in a log", "task in a story")
PICKED = {Named.STAGE: "stage", Named.STEP: "release step", Named.TEAM: "team", Named.JOB: "kind of job"}


def events_table(format: Literal["text", "csv", "md"] = "text", only: str = "") -> str:
    """Write the events as a table.

    Parameters
    ----------
    format : {"text", "csv", "md"}
        Plain text to read in a terminal, CSV, or a Markdown page.
    only : str
        Keep the events whose names start with this.
    """
    chosen = [event for event in Event if event.name.startswith(only)]
    if format == "text":
        return "".join(_paragraph(event) for event in chosen)
    rows = [_row(event) for event in chosen]
    if format == "md":
        jobs = [[k.name, str(k.value), k.account.word, k.activity, k.task] for k in JobKind]
        return INTRODUCTION + _markdown(HEADER, rows) + JOBS + _markdown(JOB_HEADER, jobs)
    return csv_text(HEADER, rows)


def code_words(code: type[Coded] | Named | None) -> str:
    """Return what the code of an event can say."""
    if code is None:
        return ""
    return PICKED[code] if isinstance(code, Named) else ", ".join(member.word for member in code)


def _row(event: Event) -> list[str]:
    value = event.measures
    return [
        event.name, str(event.value), event.subject.value, code_words(event.code), value.what,
        "" if value.unit == "1" else value.unit, event.activity, event.transition, event.sentence,
    ]  # fmt: skip


def _paragraph(event: Event) -> str:
    value, code = event.measures, code_words(event.code)
    activity = "the job" if event.activity == AT_JOB else event.activity
    facts = [event.subject.value, f"{activity}, {event.transition}"]
    facts += [f"code: {code}"] if code else []
    facts += [f"value: {value.what}" + ("" if value.unit == "1" else f", {value.unit}")] if value.what else []
    return f"{event.name}: {event.sentence}\n    {'; '.join(facts)}\n"


def _markdown(header: tuple[str, ...], rows: list[list[str]]) -> str:
    return markdown_table(
        header, ([f"`{row[0]}`", *(cell.replace("<", "\\<") for cell in row[1:])] for row in rows)
    )
