"""A sweep in words: which structure where, what a lever does, and where it does more.

Goes in: differences of a sweep. Come out: sentences, which say what they average over.
"""

from __future__ import annotations

from collections.abc import Sequence

from simorg.config.labels import joined
from simorg.experiments.answers.effects import shown
from simorg.experiments.answers.maps import condition
from simorg.experiments.answers.seen import Row, measured, not_shown, sized, under
from simorg.experiments.answers.words import measure_name, plain


def move_sentence(rows: Sequence[Row], averaged: Sequence[str]) -> str:
    """Say what a lever does to one measure under each structure.

    Parameters
    ----------
    rows : sequence of mapping
        Changes from its first value to its last, a structure each.
    averaged : sequence of str
        Levers over whose values they are means.
    """
    text = measured(rows, under, f"with {condition(rows[0]['lever'])} at {rows[0]['from']}")
    over = f", on average over {joined([condition(key) for key in averaged])}" if averaged else ""
    return f"With {condition(rows[0]['lever'])} at {rows[0]['to']}{over}: {text[:1].lower()}{text[1:]}"


def interaction_sentence(rows: Sequence[Row]) -> str:
    """Say under which structures a lever does more or less than under the first.

    Parameters
    ----------
    rows : sequence of mapping
        Changes less those under the first structure, a structure each.
    """
    first, clear = rows[0], [row for row in rows if shown(row)]
    what = f"Does what {condition(first['lever'])} does to {measure_name(first['measure'])}"
    start, than = f"{what} depend on the structure?", f"than under {plain(first['baseline'])}"
    parts = [f"{under(row)} it becomes {sized(row, value=False)} {than}" for row in clear]
    return f"{start} {_sentence_case('; '.join([*parts, *not_shown(rows, under)]))}."


def _sentence_case(text: str) -> str:
    return text[:1].upper() + text[1:]
