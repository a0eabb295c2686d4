"""What befell one item: a bar for each stretch of its time, a row a stage or phase, one colour a state.

Goes in: the parts of a story (`simorg.trace.story.parts_table`). Comes out: Axes.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from simorg.config.labels import sentence
from simorg.figures.drawings.lead_time import PARTS
from simorg.figures.lettering import lettered
from simorg.figures.palettes import BLACK, BLUE, OLIVE, ORANGE
from simorg.figures.sheet import INK, Sheet, few_ticks, rows_height
from simorg.figures.stacked import SPARE, Part
from simorg.figures.style import FONT_POINTS, sized
from simorg.figures.tables import MissingDataError

ABOUT = "what befell one item: who worked on it, what it waited for, and how long"
TABLES = {"story": ("start", "end", "state", "why", "lane", "lasts")}

STATES = {
    "work": PARTS["work"],
    "rework": PARTS["rework"],
    "in a queue": Part("In a queue", PARTS["queue"].colour),
    "handoff": PARTS["handoff"],
    "questions, approvals": PARTS["decision"],
    "data, compute, committee": PARTS["wait"],
    "release dwell": PARTS["release"],
    "unnoticed": Part("Unnoticed", BLACK),
    "held up": Part("Held up", OLIVE),
    "waiting for the repair": Part("Waiting for the repair", ORANGE),
    "in production": Part("In production", BLUE),
}
"""Looks of the states, in order: those of the parts of a lead time have the same in both figures."""

HOURS_A_DAY, SHORT_DAYS = 8.0, 2.0
"""What is shorter is drawn in hours."""

BAR, TEXT = 0.42, 6.0


def draw(story: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0, item: str = "") -> Axes:
    """Draw the parts of one item's time.

    Parameters
    ----------
    story : DataFrame
        Columns start and end (in days), state, why, lane, and how long it lasts in words; in order of time.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.
    item : str
        Of the item, for the note.

    Returns
    -------
    Axes
        First stage or phase at the top; above the bars of each stands what its longest one was for.

    Raises
    ------
    MissingDataError
        If no time passes in the story.
    """
    if story.empty:
        raise MissingDataError("needs an item whose time is not all one instant")
    begin, whole = float(story["start"].iloc[0]), float(story["end"].iloc[-1] - story["start"].iloc[0])
    unit, scale = ("hours", HOURS_A_DAY) if whole < SHORT_DAYS else ("days", 1.0)
    parts = story.assign(start=(story["start"] - begin) * scale, end=(story["end"] - begin) * scale)
    lanes = list(dict.fromkeys(parts["lane"].astype(str)))
    sheet = Sheet(ax, width_mm, rows_height(len(lanes), 8.5, 30.0))
    ax = sheet.ax
    names = [lettered(sentence(lane)) for lane in lanes]
    letters = sheet.letters(TEXT) - int(max(map(len, names)) * FONT_POINTS / TEXT)
    looks = _looks(parts["state"].astype(str))
    for row, lane in enumerate(lanes):
        own = parts[parts["lane"].astype(str) == lane]
        colours = [looks[state].colour for state in own["state"].astype(str)]
        ax.barh([row] * len(own), own["end"] - own["start"], left=own["start"], height=BAR, color=colours,
                edgecolor="0.25", linewidth=0.3)  # fmt: skip
        _explain(ax, own, row, whole * scale, letters)
    ax.set_yticks(range(len(lanes)), names)
    ax.set_ylim(len(lanes) - 0.6, -0.85)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.set_xlim(0.0, whole * scale)
    few_ticks(ax, 8)
    ax.set_xlabel(f"Working {unit} since it began")
    sheet.legend([Patch(facecolor=look.colour, edgecolor="0.25", linewidth=0.4, label=look.label)
                  for look in looks.values()])  # fmt: skip
    whose = item or "one item"
    sheet.note(f"all the time of {whose} in one run", "above each row: what its longest bar was for")
    return ax


def _looks(states: pd.Series) -> dict[str, Part]:
    """Return the look of each state that occurs, in the order of `STATES`, others behind."""
    there = list(dict.fromkeys(states))
    known = {state: look for state, look in STATES.items() if state in there}
    others = [state for state in there if state not in STATES]
    return known | {state: Part(sentence(state), SPARE[n % len(SPARE)]) for n, state in enumerate(others)}


def _explain(ax: Axes, own: pd.DataFrame, row: int, whole: float, letters: int) -> None:
    """Say above the bars of a row what the longest one was for, on the side where there is room."""
    lengths = (own["end"] - own["start"]).tolist()
    longest = own.iloc[lengths.index(max(lengths))]
    text = lettered(f"{longest['lasts']}: {longest['why']}")
    left, right = float(longest["start"]) / whole, float(longest["end"]) / whole
    at_start = 1.0 - left >= right
    most = int(letters * (1.0 - left if at_start else right))
    shown = text if len(text) <= most else text[: max(most - 3, 8)].rstrip() + "..."
    ax.text(
        float(longest["start" if at_start else "end"]), row - BAR / 2.0 - 0.06, shown, va="bottom",
        ha="left" if at_start else "right", fontsize=sized(TEXT), color=INK,
    )  # fmt: skip
