"""A story as text: every row a sentence, every stretch of time how long it took and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simorg.trace.address import job_kind
from simorg.trace.codes import JobKind, Named
from simorg.trace.events import Event
from simorg.trace.story.parts import Row, Story, by_state, rows_of, total

if TYPE_CHECKING:
    import pandas as pd

HOURS_A_DAY, MINUTES_AN_HOUR = 8.0, 60.0


def told(story: Story) -> str:
    """Return a story as text.

    1. what it is, and how long it took;
    2. its rows, with the time in between;
    3. its time by state, which adds up to all of it.

    Parameters
    ----------
    story : Story
        Of one item.
    """
    took = f"{lasting(story.end - story.begin)}, day {story.begin:.2f} to {story.end:.2f}"
    state = "" if story.ended else ", still open as the run ends"
    lines = [f"{story.name}: {took}{state}", ""]
    days = {row.time: None for row in rows_of(story.rows, story.labels)}
    lines += _lines(story)
    lines += ["", "Where the time went"] if days and story.parts else []
    whole = story.end - story.begin
    lines += [
        f"  {lasting(spent):>12}  {spent / whole:>4.0%}  {state.value}"
        for state, spent in by_state(story.parts).items()
    ]
    if story.parts:
        lines.append(f"  {lasting(total(story.parts)):>12}  100%  in all")
    return "\n".join(lines) + "\n"


def _lines(story: Story) -> list[str]:
    """Return the rows as sentences, each with the parts that follow it."""
    found: list[str] = []
    waiting = list(story.parts)
    rows, stage = rows_of(story.rows, story.labels), ""
    for n, row in enumerate(rows):
        if row.event == Event.STAGE_ENTERED:
            stage = story.labels.stages[row.code]
        found.append(f"  day {row.time:>9.3f}  {sentence(row, story, stage)}")
        until = rows[n + 1].time if n + 1 < len(rows) else np.inf
        while waiting and waiting[0].start < until:
            part = waiting.pop(0)
            found.append(f"  {lasting(part.days):>13}    {part.why}")
    return found


def sentence(row: Row, story: Story, stage: str) -> str:
    """Return what a row says.

    Parameters
    ----------
    row : Row
        With its names.
    story : Story
        That it belongs to.
    stage : str
        Stage that the item is in.
    """
    return row.event.sentence.format(
        code=_code(row, story, stage), value=quantity(row), person=row.person, team=row.team or "nobody",
        stage=stage,
    )  # fmt: skip


def _code(row: Row, story: Story, stage: str) -> str:
    means = row.event.code
    if means is None:
        return ""
    if means is Named.JOB:
        kind = JobKind(job_kind(row.code))
        return f"{kind.task} on the stage {stage}" if kind == JobKind.WORK and stage else kind.task
    if isinstance(means, Named):
        return str(getattr(story.labels, means.value)[row.code])
    return means(row.code).word.replace("_", " ")


def quantity(row: Row) -> str:
    """Return the value of a row with its unit."""
    unit, value = row.event.measures.unit, row.value
    if unit == "days":
        return lasting(value)
    if unit.startswith("share"):
        return f"{value:.3g}" if 0.0 < value < 0.01 else f"{value:.0%}{unit.removeprefix('share')}"
    if unit == "1":
        return f"{value:.3g}"
    return f"{value:,.0f} {unit}" if value >= 100.0 else f"{value:.2g} {unit}"


def lasting(days: float) -> str:
    """Return a length of working time as people say it: days, or hours and minutes of a day of eight hours.

    Parameters
    ----------
    days : float
        In working days.
    """
    hours = days * HOURS_A_DAY
    if days >= 1.0:
        return f"{days:.1f} days"
    if hours >= 1.0:
        return f"{hours:.1f} hours"
    return f"{hours * MINUTES_AN_HOUR:.0f} minutes"


def parts_table(story: Story) -> pd.DataFrame:
    """Return the parts as a table: start and end in days, state, why, and the lane of a picture.

    Parameters
    ----------
    story : Story
        Of one item.
    """
    import pandas as pd

    columns = ("start", "end", "state", "why", "lane")
    rows = [(part.start, part.end, part.state.value, part.why, part.lane) for part in story.parts]
    return pd.DataFrame(rows, columns=list(columns))
