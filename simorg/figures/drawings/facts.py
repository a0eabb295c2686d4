"""Stylised facts at a glance: how many backgrounds confirm, refute or leave open each statement.

Goes in: the table of stylised facts. Comes out: Axes, one row a statement, grouped by theme.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from simorg.config.labels import sentence, unit_words
from simorg.figures.lettering import wrapped
from simorg.figures.palettes import BLUE, VERMILLION
from simorg.figures.sheet import INK, NARROW_MM, Sheet
from simorg.figures.stacked import Part, bars
from simorg.figures.style import sized

ABOUT = "stylised facts at a glance: confirmed, refuted or left open, with the size of the effect"
TABLES = {
    "facts": (
        "number", "theme", "statement", "verdict", "confirming", "refuting", "neutral", "effect",
        "effect_low", "effect_high", "unit",
    )
}  # fmt: skip
COUNTS = {
    "confirming": Part("Confirm", BLUE, "white"),
    "neutral": Part("Leave open", "#DDDDDD"),
    "refuting": Part("Refute", VERMILLION),
}
VERDICTS = {"CONFIRM": ("confirmed", BLUE), "REFUTE": ("refuted", "#A83F00"), "NEUTRAL": ("open", "0.35")}
TEXT_POINTS, LINE_MM, MM_PER_POINT = 6.0, 2.6, 25.4 / 72.0
LETTER = 0.54
"""Width of an average letter of running text, in sizes of the font."""

BESIDE = 42
"""Letters for which there is room beside a verdict."""

BAR, GAP, HEAD = 1.3, 0.9, 2.2
"""Heights of a bar, of the room between rows and of the name of a theme, in lines of text."""


def draw(facts: pd.DataFrame, ax: Axes | None = None, *, width_mm: float = 183.0) -> Axes:
    """Draw one bar a statement.

    Parameters
    ----------
    facts : DataFrame
        Columns number, theme, statement, verdict, confirming, refuting, neutral, effect, effect_low,
        effect_high, unit.
    ax : Axes, optional
        Where to draw; a page of its own when left out.
    width_mm : float
        Width of that page.

    Returns
    -------
    Axes
        Statements on the left, backgrounds as bars, verdicts and effects on the right.
    """
    sheet, wide = Sheet(ax, width_mm, _height(facts, width_mm)), width_mm > NARROW_MM
    ax = sheet.ax
    texts = _statements(facts, width_mm)
    counts = facts[list(COUNTS)].astype(float).set_axis(texts, axis=0)
    most = max(float(counts.sum(axis=1).max()), 1.0)
    drawn = bars(ax, counts, COUNTS, lambda value: f"{value:.0f}", (0.025 if wide else 0.06) * most)
    places = _places(facts, texts)
    for n, patch in enumerate(ax.patches):
        patch.set(y=places[n % len(places)] - 0.5 * BAR, height=BAR)
    ax.set_yticks([])
    left = -LETTER * sized(TEXT_POINTS) * max(len(line) for text in texts for line in text.split("\n")) - 4.0
    for text, place in zip(texts, places, strict=True):
        ax.annotate(text, (0.0, place), (left, 0.0), linespacing=1.0, **_beside())
    ax.set_ylim(places[-1] + texts[-1].count("\n") / 2.0 + 1.0, 1.2)
    ax.set_xlim(0.0, most)
    for row, place in zip(facts.to_dict("records"), places, strict=True):
        _verdict(ax, row, place, wide)
    _themes(ax, facts, texts, places, left)
    ax.set_xlabel("Backgrounds")
    sheet.legend(drawn)
    shown = wide and facts["effect"].notna().any()
    effect = ", then the median effect over backgrounds with its 95 % interval" if shown else ""
    sheet.note(f"backgrounds are random settings on which a statement was tried; right: the verdict{effect}")
    return ax


def _statements(facts: pd.DataFrame, width_mm: float) -> list[str]:
    """Return number and statement, wrapped into the left part of the page."""
    letters = int(
        (0.45 if width_mm > NARROW_MM else 0.52) * width_mm / MM_PER_POINT / (LETTER * sized(TEXT_POINTS))
    )
    pairs = zip(facts["number"], facts["statement"], strict=True)
    return [wrapped(f"{number}  {statement}", letters, "     ") for number, statement in pairs]


def _starts(facts: pd.DataFrame) -> list[bool]:
    """Tell which rows begin a theme."""
    themes = facts["theme"].fillna("").astype(str)
    return list(themes.ne(themes.shift()) & themes.ne(""))


def _places(facts: pd.DataFrame, texts: list[str]) -> list[float]:
    """Return the middle of each row, downwards, in lines of text."""
    places, here = [], 0.0
    for text, start in zip(texts, _starts(facts), strict=True):
        lines = max(text.count("\n") + 1.0, 1.6)
        here += GAP + (HEAD if start else 0.0)
        places.append(here + 0.5 * lines)
        here += lines
    return places


def _height(facts: pd.DataFrame, width_mm: float) -> float:
    """Return the height of the page, in mm."""
    texts = _statements(facts, width_mm)
    last = _places(facts, texts)[-1] + texts[-1].count("\n") / 2.0 + 1.0
    return 22.0 + LINE_MM * last


def _verdict(ax: Axes, row: dict[Hashable, Any], place: float, wide: bool) -> None:
    """Write the verdict and the effect to the right of a bar."""
    text, colour = VERDICTS.get(str(row["verdict"]).upper(), (str(row["verdict"]).lower(), "0.35"))
    ax.annotate(text, (1.0, place), (4, 0), color=colour, fontweight="bold", **_beside())
    if pd.isna(row["effect"]) or not wide:
        return
    effect = f"{row['effect']:+.3g} [{row['effect_low']:.3g}, {row['effect_high']:.3g}] "
    unit = "" if pd.isna(row["unit"]) else unit_words(str(row["unit"]))
    size = wrapped(effect + unit, BESIDE)
    ax.annotate(size, (1.0, place), (42, 0), color=INK, linespacing=1.0, **_beside())


def _beside() -> dict[str, Any]:
    """Return how text stands beside the bars."""
    return {
        "xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center",
        "fontsize": sized(TEXT_POINTS), "annotation_clip": False,
    }  # fmt: skip


def _themes(ax: Axes, facts: pd.DataFrame, texts: list[str], places: list[float], left: float) -> None:
    """Write each theme above its first row, at the left edge of the statements."""
    for theme, text, place, start in zip(facts["theme"], texts, places, _starts(facts), strict=True):
        if start:
            top = place - 0.5 * max(text.count("\n") + 1.0, 1.6) - 0.5
            ax.annotate(
                sentence(str(theme)), (0.0, top), (left, 0), fontweight="bold", color=INK,
                **_beside() | {"va": "bottom", "fontsize": sized(7.0)},
            )  # fmt: skip
