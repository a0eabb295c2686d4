"""A story as text: every row a sentence, every stretch of time how long it took and what for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simorg.trace.address import job_kind
from simorg.trace.codes import JobKind, Named
from simorg.trace.events import Event
from simorg.trace.story.cutting import Row, rows_of
from simorg.trace.story.parts import Story, by_state, percent, total

if TYPE_CHECKING:
    import pandas as pd

HOURS_A_DAY, MINUTES_AN_HOUR = 8.0, 60.0


def told(story: Story) -> str:
    """Return a story as text.

    1. what it is, and how long it took;
    2. its rows, with the time in between;
    3. its time by state, which adds up to all of it.
    """
    whole = story.end - story.begin
    state = "" if story.ended else ", still open as the run ends"
    head = f"{story.name}: {story.kind}; {story.run}; {lasting(whole)}{state}"
    return "\n".join([head, "", *_lines(story), *_where(story)]) + "\n"


def _where(story: Story) -> list[str]:
    """Return where the time went, in lines; nothing if there was none."""
    if not story.parts:
        return []
    whole, days = total(story.parts), by_state(story.parts)
    lines = ["", "Where the time went"]
    told = {state.value: spent for state, spent in days.items()} | {"in all": whole}
    lines += [f"{lasting(spent):>15}  {percent(spent / whole):>6}  {what}" for what, spent in told.items()]
    if story.availability and story.availability[0] < 1.0:
        least, most = percent(story.availability[0]), percent(story.availability[-1])
        share = least if least == most else f"{least} to {most}"
        lines.append(f"Who worked on it is there {share} of the time; absences lie within the work.")
    return lines


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
    """Return what a row says."""
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
        return percent(value) + unit.removeprefix("share")
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
    minutes = round(hours * MINUTES_AN_HOUR)
    return f"{minutes} minute{'s' if minutes > 1 else ''}" if minutes else "under a minute"


def parts_table(story: Story) -> pd.DataFrame:
    """Return the parts as a table: start and end in days, state, why, the lane of a picture, how long."""
    import pandas as pd

    columns = ("start", "end", "state", "why", "lane", "lasts")
    rows = [(p.start, p.end, p.state.value, p.why, p.lane, lasting(p.days)) for p in story.parts]
    return pd.DataFrame(rows, columns=list(columns))
