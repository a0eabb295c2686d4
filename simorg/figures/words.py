"""How figures name and colour things: scenarios, measures, numbers of replications.

Goes in: names as the tables carry them.  Comes out: labels, colours and markers for print.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from simorg.config import labels
from simorg.config.labels import inside, sentence, with_unit
from simorg.config.vocabulary import ROLES
from simorg.figures.lettering import lettered
from simorg.figures.palettes import STRUCTURES
from simorg.figures.style import STRUCTURE_LABELS, palette, wishes_now

MARKERS = ("o", "s", "^", "D", "v", "P")
"""Of the structures, in the order of the palette."""

OTHER_MARKERS = ("X", "*", "p", "<", ">", "h", "d", "8")

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
    wanted = wishes_now().labels
    structure, _, what = name.partition("-")
    if name in wanted:
        return lettered(wanted[name])
    if structure in STRUCTURE_LABELS or structure in wanted:
        between = " + " if what.partition("-")[0] in ROLES else ", "
        first = lettered(wanted.get(structure) or STRUCTURE_LABELS[structure])
        return first + (f"{between}{inside(parted(what))}" if what else "")
    return lettered(sentence(name))


def parted(name: str) -> str:
    """Return a name of several parts: ``ml_engineer-unit_1`` gives ``ML engineer, unit 1``."""
    first, *others = name.split("-")
    return lettered(", ".join([sentence(first), *(inside(sentence(other)) for other in others)]))


def key_label(key: str) -> str:
    """Return what a key is called, with its unit."""
    return lettered(labels.key_label(key))


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

    return lettered(with_unit(label(measure) + extra, str(unit) if unit else "1"))


def looks(names: Iterable[str]) -> dict[str, Look]:
    """Return the look of each scenario: structures have their own, which nothing else ever wears."""
    found: dict[str, Look] = {}
    own, others = palette().of, palette().others
    for name in map(str, names):
        if name in own:
            found[name] = Look(own[name], MARKERS[STRUCTURES.index(name)])
        elif name not in found:
            n = sum(1 for other in found if other not in own)
            # a colour that comes again comes with another marker
            found[name] = Look(others[n % len(others)], OTHER_MARKERS[n % len(OTHER_MARKERS)])
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
