"""How figures name and colour things: scenarios, measures, numbers of replications.

Goes in: names as the tables carry them.  Comes out: labels, colours and markers for print.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from simorg.config.labels import inside, sentence, with_unit
from simorg.config.vocabulary import ROLES
from simorg.figures.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    STRUCTURE_COLOURS,
    STRUCTURE_LABELS,
    VERMILLION,
)

MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
PALETTE = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK, "#7F7F7F")
"""For scenarios that are no structure, those not yet taken first."""

MOST_SCENARIOS = 12
"""More than these cannot be told apart in one figure."""


class Look(NamedTuple):
    """Colour and marker of one scenario: told apart by either alone."""

    colour: str
    marker: str


def label_of(name: str) -> str:
    """Return the label of a scenario, structure, role or team; of ``structure-what``, both.

    Parameters
    ----------
    name : str
        As in the tables; ``structure-role-team`` is a structure with one more person.
    """
    structure, _, what = name.partition("-")
    if structure in STRUCTURE_LABELS:
        between = " + " if what.partition("-")[0] in ROLES else ", "
        return STRUCTURE_LABELS[structure] + (f"{between}{inside(parted(what))}" if what else "")
    return sentence(name)


def parted(name: str) -> str:
    """Return a name of several parts: ``ml_engineer-unit_1`` gives ``ML engineer, unit 1``."""
    first, *others = name.split("-")
    return ", ".join([sentence(first), *(inside(sentence(other)) for other in others)])


def measure_label(measure: str, unit: object, extra: str = "") -> str:
    """Return what stands on an axis: the measure, with its unit unless it says it already.

    Parameters
    ----------
    measure : str
        As in the tables; or what is shown of it, such as ``regret``.
    unit : str
        As in the tables, or as printed; nothing where it stands elsewhere.
    extra : str
        Goes between them.
    """
    from simorg.measures import label

    return with_unit(label(measure) + extra, str(unit) if unit else "1")


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Return the look of each scenario: structures have their own, others take what is left."""
    found: dict[str, Look] = {}
    wanted = [str(name) for name in names]
    own = list(STRUCTURE_COLOURS)
    taken = {STRUCTURE_COLOURS[name] for name in wanted if name in STRUCTURE_COLOURS}
    left = [colour for colour in PALETTE if colour not in taken] or list(PALETTE)
    others = 0
    for name in wanted:
        if name in STRUCTURE_COLOURS:
            found[name] = Look(STRUCTURE_COLOURS[name], MARKERS[own.index(name)])
        else:
            colour = left[others % len(left)]
            turn = others // len(left)  # a colour that comes again comes with another marker
            found[name] = Look(colour, MARKERS[(PALETTE.index(colour) + turn) % len(MARKERS)])
            others += 1
    return found


def count_of(numbers: pd.Series, what: str = "replications") -> str:
    """Return ``50 replications``, or the range when the rows differ."""
    known = pd.to_numeric(numbers, errors="coerce").dropna()
    if known.empty:
        return f"unknown number of {what}"
    low, high = int(known.min()), int(known.max())
    if low == high == 1:
        return f"1 {what.removesuffix('s')}"
    return f"{low} {what}" if low == high else f"{low} to {high} {what}"
