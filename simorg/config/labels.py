"""How people call what settings call by a key path, and units: told once for tables, figures and sentences.

Goes in: a key path, alone or joined by ``+``, or a unit. Comes out: words. Labels of keys stand in
`simorg.config.key_labels`, their units in the registry.
"""

from __future__ import annotations

from typing import NamedTuple

from simorg.config.key_labels import LABELS
from simorg.config.levers import SHORT
from simorg.config.vocabulary import ROLES

NAMES = {"ml": "ML", "slo": "SLO", "eur": "EUR", "cv": "CV", "coe": "CoE"}
"""Words that are no words."""

UNITS = {"day": "days", "year": "years", "person-day": "person-days", "x": "factor", "1": "", "lever": ""}
SPREADS = {"cv": "CV", "sigma": "sigma", "shape": "shape"}
"""Parameters of a distribution that have no unit, in words."""

LISTS = {
    "lifecycle.initiative": "lifecycle.initiative",
    "lifecycle.change": "lifecycle.initiative",
    "release.steps": "release.steps",
}
"""Lists of stages and steps, and where the registry tells what each entry has."""


def sentence(name: str) -> str:
    """Return a name as the beginning of a sentence: ``ml_engineer`` gives ``ML engineer``."""
    text = " ".join(NAMES.get(word, word) for word in name.replace("_", " ").split(" "))
    return text[:1].upper() + text[1:]


def inside(text: str) -> str:
    """Return a label as it stands inside a sentence: ``ML engineer`` keeps its capitals."""
    return text if text[:2].isupper() or text.startswith("CoE") else text[:1].lower() + text[1:]


def joined(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def unit_words(unit: str) -> str:
    """Return a unit as people write it: ``1/quarter`` is per quarter, and a pure number has none."""
    if unit.startswith("1/"):
        return f"per {unit[2:]}"
    return UNITS.get(unit, unit.replace("/", " per "))


def with_unit(label: str, unit: str) -> str:
    """Return a label with its unit behind it, unless the label says it already.

    ``Median lead time`` gets one, ``Incidents per model-year`` has it.
    """
    what, _, per = unit.partition("/")
    counted = what == "1" or what.lower() in label.lower()
    words = unit_words(unit)
    return label if not words or (counted and (not per or " per " in label)) else f"{label} ({words})"


def key_label(key: str) -> str:
    """Return what a key is called, with its unit: ``Label delay (working days)``.

    The key may lead to an entry of a table or list or to a parameter of a distribution, or be several
    joined by ``+``.
    """
    told = [_told(SHORT.get(each, each)) for each in key.split("+")]
    labels, units = list(dict.fromkeys(each.label for each in told)), {each.unit for each in told}
    if len(labels) == 1:
        entries = [each.entry for each in told if each.entry]
        label = labels[0] + (f", {joined(entries)}" if entries else "")
    else:
        first, *others = [", ".join(filter(None, (each.label, each.entry))) for each in told]
        label = joined([first, *map(inside, others)])
    return with_unit(label, units.pop() if len(units) == 1 else "1")


class _Told(NamedTuple):
    """What is said of one key."""

    label: str
    entry: str  # of a table, or a parameter of a distribution; none if the key has none
    unit: str


def _told(key: str) -> _Told:
    listed = next((start for start in LISTS if key.startswith(f"{start}.")), None)
    if listed is not None and key.removeprefix(listed).count(".") > 1:
        name, field, *inner = key.removeprefix(f"{listed}.").split(".")
        label = f"{sentence(field.removesuffix('_days'))} of {inside(sentence(name))}"
        return _of_registry(label, f"{LISTS[listed]}[].{field}", ".".join(inner))
    known = key
    while known not in LABELS and "." in known:
        known = known.rpartition(".")[0]
    if known in LABELS:
        return _of_registry(LABELS[known], known, key.removeprefix(known).removeprefix("."))
    *groups, last = map(sentence, key.split("."))
    return _Told(
        ": ".join([*groups[:1], *map(inside, groups[1:]), inside(last) if groups else last]), "", "1"
    )


def _of_registry(label: str, key: str, entry: str) -> _Told:
    from simorg.config.registry import registry

    unit = next((row.unit for row in registry() if row.key == key), "1")
    unit = "1" if entry in SPREADS else "working days" if unit == "day" else unit
    role, _, skill = entry.partition(".")
    if role in ROLES:
        entry = inside(sentence(role)) + (f" at {NAMES.get(skill, skill)}" if skill else "")
    return _Told(label, SPREADS.get(entry, entry), unit)
