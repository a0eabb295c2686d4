"""Every measure as people read it: plain text, a CSV table, or the page of the documentation."""

from __future__ import annotations

import csv
import inspect
import io
import re
from collections.abc import Iterator
from dataclasses import astuple, fields, replace
from typing import Any, Literal

from simorg.config.labels import unit_words
from simorg.measures.families import all_families, declared
from simorg.measures.measure import Measure

INTRODUCTION = """# Measures

Made by `simorg measures --format md > docs/measures.md`. One section a file of `simorg/measures/families/`,
one row a column of a table of runs; a run folder has the same in its `measures.csv`. Names in bold are the
headline: they are printed, and their intervals hold together.

A measure is computed from the trace of one replication, from the end of the warm-up to the horizon (the
window). Where there was nothing to count it is missing, never 0, and a mean over replications says how
many had no value. Times are in working days.

No measure is the aim itself. The last column says what else makes a measure look better without anybody
being better off; a difference that could come from there is none until another measure agrees. Three cases
to know. *Incidents per model-year* fall when repair is slow, for what is down is not struck again: read
*incidents per healthy model-year* and the *time in SLO breach* beside it. *Times to restore* leave out what
was never restored, *times to detect* do not leave out what was never detected. And medians of *changes*
move with the mix of changes: repairs of an incident take an expedited lane, and a policy of retraining
decides how many retrainings there are, so compare them by origin.
"""
BETTER = {"lower": "lower", "higher": "higher", "none": ""}


def listed() -> Iterator[tuple[str, list[Measure]]]:
    """Yield what each family says of itself, and its measures; class K stands for every priority class."""
    for family in all_families():
        told: dict[str, Measure] = {}
        for measure in declared(family):
            general: dict[str, Any] = {
                field: re.sub(r"(_priority_|class )\d+", r"\1K", getattr(measure, field))
                for field in ("name", "label", "definition")
            }
            told.setdefault(general["name"], replace(measure, **general))
        yield inspect.cleandoc(family.__doc__ or ""), list(told.values())


def measures_table(format: Literal["text", "csv", "md"] = "text", only: str = "") -> str:
    """Write the measures as a table.

    Parameters
    ----------
    format : {"text", "csv", "md"}
        Plain text to read in a terminal, CSV, or a Markdown page.
    only : str
        Keep the measures whose names start with this.
    """
    chosen = [(about, [m for m in measures if m.name.startswith(only)]) for about, measures in listed()]
    chosen = [(about, measures) for about, measures in chosen if measures]
    if format == "md":
        return INTRODUCTION + "".join(_section(about, measures) for about, measures in chosen)
    if format == "text":
        return "".join(_paragraph(measure) for _, measures in chosen for measure in measures)
    text = io.StringIO()
    rows = [astuple(measure) for _, measures in chosen for measure in measures]
    csv.writer(text, lineterminator="\n").writerows([[field.name for field in fields(Measure)], *rows])
    return text.getvalue()


def _paragraph(measure: Measure) -> str:
    facts = [measure.label, unit_words(measure.unit)]
    facts += [f"{measure.better} is better"] if measure.better != "none" else []
    facts += ["headline"] if measure.headline else []
    lines = [f"{measure.name}: {', '.join(filter(None, facts))}", measure.definition]
    return "\n    ".join([*lines, *([f"Rewards: {measure.rewards}"] if measure.rewards else [])]) + "\n"


def _section(about: str, measures: list[Measure]) -> str:
    title, _, text = about.partition("\n\n")
    rows = [["measure", "label", "unit", "better", "definition", "what it rewards"], ["---"] * 6]
    rows += [
        [
            f"**`{m.name}`**" if m.headline else f"`{m.name}`", m.label, unit_words(m.unit), BETTER[m.better],
            m.definition, m.rewards,
        ]
        for m in measures
    ]  # fmt: skip
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"\n## {title.removesuffix('.')}\n\n" + (f"{text}\n\n" if text else "") + table
