"""Text on its way into a figure: every name that a user can choose comes through `lettered`.

Goes in: any text.  Comes out: the same text in characters that can be drawn.  Control characters would break
an SVG file and marks of direction would be boxes, so they are left out.  Characters that the font of the
project lacks are drawn with an installed font that has them; where none has, they become `UNWRITABLE`,
and the note of the figure says so.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable
from functools import cache

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from simorg.figures.style import FONT, unwritten_now, wishes_now
from simorg.organisation.graph import TEAM, UNIT, Organisation

UNWRITABLE = "\ufffd"
"""Stands for a character that no font has."""

BLANKS, LINES = ("Zs", "Zl", "Zp"), "\n"
ROOM = "\x00"
"""Beside a character that is as wide as two, while lines are broken."""

LEFT_OUT = ("Cc", "Cf", "Cs")
"""Control characters, marks of direction and other invisible ones, halves of pairs."""

END = "\u200e"
"""Goes behind a name written from right to left, lest what follows joins it; the one mark that stays."""

FROM_RIGHT = ("R", "AL")

NO_FONTS = ("last resort", "lastresort", "adobe blank", ".", "cm", "stixnon", "stixsize")
"""Beginnings of the names of fonts with a box for every character, or with signs at the places of others."""


def lettered(text: object) -> str:
    """Return a text as it can be drawn; a text that has been here before stays as it is.

    Parameters
    ----------
    text : object
        Such as the name of a scenario or of a team.
    """
    plain = str(text)
    if plain.isascii() and plain.isprintable():
        return plain
    kept = "".join(_kept(letter) for letter in unicodedata.normalize("NFC", plain))
    if unicodedata.bidirectional(kept[-1:] or " ") in FROM_RIGHT:
        kept += END
    strange = set(map(ord, kept)) - set(map(ord, (LINES, END))) - _characters(_path_of(FONT))
    unwritten = unwritten_now()
    if not strange or unwritten is None:
        return kept
    lost = strange - _fall_back(strange)
    unwritten.update(map(chr, lost))
    return kept.translate(dict.fromkeys(lost, UNWRITABLE))


def find_fonts(tables: Iterable[object]) -> None:
    """Choose fonts for all that is named in tables and organisations: axes keep those they are made with.

    Parameters
    ----------
    tables : iterable
        Tables and organisations; whatever else is among them names nothing.
    """
    for table in tables:
        if isinstance(table, pd.DataFrame):
            for column in table.select_dtypes(exclude=["number", "bool"]):
                lettered(" ".join(map(str, table[column].unique())))
        elif isinstance(table, Organisation):
            lettered(" ".join((table.name, *(name for kind in (TEAM, UNIT) for name in table.nodes(kind)))))
    lettered(" ".join(wishes_now().labels.values()))


def settle(ax: Axes) -> None:
    """Give text in axes of the caller, made in another look, the fonts of here; no text is a formula."""
    for text in ax.findobj(Text):
        assert isinstance(text, Text)
        text.set_parse_math(False)
        if len(mpl.rcParams["font.family"]) > 1:
            text.set_fontfamily(mpl.rcParams["font.family"])


def wrapped(text: str, letters: int, indent: str = "") -> str:
    """Return a text in lines, none longer than so many letters; a Chinese character takes the room of two."""
    roomy = "".join(
        letter + ROOM * (unicodedata.east_asian_width(letter) in "WF") for letter in lettered(text)
    )
    lines = textwrap.fill(roomy, max(letters, 4), subsequent_indent=indent, break_on_hyphens=False)
    return lines.replace(ROOM, "")


def told(unwritten: Iterable[str]) -> str:
    """Return what to say of characters that no font has; nothing if there are none."""
    codes = [f"U+{ord(letter):04X}" for letter in sorted(unwritten)]
    if not codes:
        return ""
    shown = ", ".join(codes[:6]) + (f" and {len(codes) - 6} more" if len(codes) > 6 else "")
    return f"no installed font has {shown}: drawn as {UNWRITABLE}"


def _kept(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter in (LINES, END):
        return letter
    if category in BLANKS or letter in "\t\r\v\f":
        return " "
    return "" if category in LEFT_OUT else letter


def _fall_back(strange: set[int]) -> set[int]:
    """Let the text to come fall back on fonts that have these characters; return those that some font has."""
    found = set[int]()
    while strange - found:
        having = {family: (strange - found) & _characters(path) for family, path in _families().items()}
        best = max(having, key=lambda family: len(having[family]), default="")
        if not best or not having[best]:
            break
        found |= having[best]
        if best not in mpl.rcParams["font.family"]:
            mpl.rcParams["font.family"] = [*mpl.rcParams["font.family"], best]
    return found


def _families() -> dict[str, str]:
    """Return upright fonts of usual weight by name and file, sans-serif ones first."""
    fonts = {
        entry.name: entry.fname
        for entry in sorted(font_manager.fontManager.ttflist, key=lambda entry: entry.fname, reverse=True)
        if entry.style == "normal" and entry.weight in (400, "normal", "regular", "book")
    }
    usable = [pair for pair in fonts.items() if not pair[0].lower().startswith(NO_FONTS)]
    return dict(sorted(usable, key=lambda pair: ("Sans" not in pair[0], "Mono" in pair[0], pair)))


@cache
def _path_of(family: str) -> str:
    return str(font_manager.findfont(family))


@cache
def _characters(path: str) -> frozenset[int]:
    """Return what a font can draw; nothing if it cannot be read or has only bitmaps."""
    try:
        font = FT2Font(path)
        return frozenset(font.get_charmap()) if font.scalable else frozenset()
    except (OSError, RuntimeError):
        return frozenset()
