"""Face validity as the page of the documentation.

Goes in: what `face_validity` found. Comes out: Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from simorg.config.labels import unit_words
from simorg.config.written import markdown_table
from simorg.experiments.answers.words import plain
from simorg.validation.face_validity import INSIDE, STRUCTURES, Validity

INTRODUCTION = """# Face validity

Made by `simorg validity --write docs/face_validity.md`: means of {replications} replications of the default
settings ({days:g} working days, the first {warm_up:g} not counted), and for what a survey counts in teams of
{population} organisations, those of {candidates} drawn around the default one that cope. The verdict speaks
of the default structure, hub and spoke.

**{inside} of {rows} quantities lie inside the published range; {free} of the {all_free} whose figure no
default was set by.**

Nothing was fitted. But rows and ranges were chosen by people who had seen the numbers of the model:
docs/decisions.md says which, and that 17 were inside before intervals of samples widened the ranges of
tickets. *Input* says how a figure itself came into the defaults: agreement there proves little.
*Touches* names the defaults that cite the same source, though for another of its figures. *J* marks a
comparison in which something of quantity, unit, population or stage is not that of the source: it says what.
A range goes from the smallest to the largest of the organisations named, and to the end of the 95 % interval
of these two where the source has a sample.

**Units.** Incidents go on around the clock, so an hour of a status page is an eighth of a working day: the
clock of the model has no nights, and nothing waits for the morning. Ticket logs and repositories tell days
and hours of the calendar, 1.4 days and 33.6 hours for a working day.
"""

REPLACED = (
    (
        "plain faults against status pages", "incidents of severity 1 and 2, whatever their cause",
        "nobody publishes small incidents, and pages do not tell the cause",
    ),
    (
        "LLM services among the times from onset", "a row of their own, from noticed on",
        "their pages begin when somebody has noticed",
    ),
    (
        "incidents against the handoffs of ticket logs", "requests",
        "tickets are questions, access and small corrections; an incident has stages, a ticket has visits",
    ),
    (
        "share of incidents that take a week", "share of units whose typical incident does, in a population",
        "the survey counts teams, and 26 % of teams are not 26 % of incidents",
    ),
    (
        "incidents that are not ML, of all", "of those of severity 1 and 2",
        "post-mortems are written of the worst",
    ),
    (
        "changes from the request on", "changes from the first work on",
        "a repository knows nothing of a request that waits",
    ),
    (
        "approvals and rollbacks in hours of work", "in hours of the calendar",
        "the logs have nights and weekends in them",
    ),
    ("touched time against loan applications", "against folklore, as J", "a loan is no project"),
)  # fmt: skip
"""What set unlike things beside each other, what stands there now, and why."""

TRYING = """Each row that lies outside, and settings that were moved to see whether it moves with them:
everything else and all random numbers stay the same, the change is paired, with its 95 % interval.

"""


def as_markdown(found: Validity) -> str:
    """Return what was found as a page."""
    return "".join(_parts(found))


def _parts(found: Validity) -> Iterator[str]:
    rows = found.rows.to_dict("records")
    free = [row for row in rows if not row["input"]]
    yield INTRODUCTION.format(
        days=found.days, warm_up=found.warm_up, replications=found.replications,
        population=found.population, candidates=found.candidates,
        inside=_inside(rows), rows=len(rows), free=_inside(free), all_free=len(free),
    )  # fmt: skip
    for theme in dict.fromkeys(row["theme"] for row in rows):
        yield f"\n## {theme[:1].upper()}{theme[1:]}\n\n"
        yield _published([row for row in rows if row["theme"] == theme])
    yield "\n## What nobody has published\n\n" + _unpublished(found.unpublished.to_dict("records"))
    yield "\n## Why rows are missed\n\n" + _why(rows, found.tried.to_dict("records"))
    yield "\n## What was compared before, and is no longer\n\n"
    yield markdown_table(["was", "is now", "why"], REPLACED)


def _inside(rows: list[dict[Any, Any]]) -> int:
    return sum(row["verdict"] == INSIDE for row in rows)


def _published(rows: list[dict[Any, Any]]) -> str:
    header = ["quantity", "published", *map(plain, STRUCTURES), "verdict", "source, and what differs"]
    return markdown_table(header, [_cells(row) for row in rows])


def _cells(row: Mapping[Any, Any]) -> list[str]:
    return [
        row["quantity"] + (" (J)" if row["mark"] else ""),
        _range(row),
        *(_number(row[name]) for name in STRUCTURES),
        row["verdict"],
        "; ".join(_said(row)) + ".",
    ]


def _said(row: Mapping[Any, Any]) -> Iterator[str]:
    yield row["source"]
    if row["differs"]:
        yield f"*J:* {row['differs']}"
    if row["input"]:
        yield f"*input:* {row['input']}"
    if row["touches"]:
        yield "*touches* " + ", ".join(f"`{key}`" for key in row["touches"].split(", "))


def _unpublished(rows: list[dict[Any, Any]]) -> str:
    header = ["quantity", "unit", *map(plain, STRUCTURES)]
    cells = [
        [row["quantity"], unit_words(row["unit"]), *(_number(row[name]) for name in STRUCTURES)]
        for row in rows
    ]
    return markdown_table(header, cells)


def _why(rows: list[dict[Any, Any]], tried: list[dict[Any, Any]]) -> str:
    header = ["quantity", "published", "as it is", "moved", "by", "then", "change", "verdict then"]
    table = markdown_table(header, [_try(each) for each in tried])
    done = {each["quantity"] for each in tried}
    left = [row["quantity"] for row in rows if row["verdict"] != INSIDE and row["quantity"] not in done]
    return TRYING + table + (f"\nNothing was tried for: {'; '.join(left)}.\n" if left else "")


def _try(row: Mapping[Any, Any]) -> list[str]:
    return [
        row["quantity"], _range(row), _number(row["before"]), row["tried"], f"`{row['settings']}`",
        _number(row["after"]), f"{row['change']:+.3g} ± {row['half_width']:.2g}", row["verdict"],
    ]  # fmt: skip


def _range(row: Mapping[Any, Any]) -> str:
    return f"{row['low']:g} - {row['high']:g} {row['unit']}"


def _number(value: float) -> str:
    return "" if value != value else f"{value:.3g}"
