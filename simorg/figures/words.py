"""How figures name and colour things: scenarios, measures, units, levers, numbers of replications.

Goes in: names as the tables carry them.  Comes out: labels, colours and markers for print.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

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

MEASURE_LABELS = {
    "lead_time_p50_days": "Median lead time",
    "lead_time_p85_days": "85th percentile of lead time",
    "lead_time_mean_days": "Mean lead time",
    "change_lead_time_p50_days": "Median lead time of changes",
    "throughput_per_quarter": "Initiatives delivered",
    "incidents_per_model_year": "Incidents",
    "silent_breach_share": "Breached time nobody knows of",
    "slo_breach_share": "Time in SLO breach",
    "change_failure_rate": "Change failure rate",
    "time_to_restore_p50_days": "Median time to restore",
    "time_to_detect_p50_days": "Median time to detect",
    "value_eur_per_quarter": "Value of live models",
    "yield_share": "Ideas delivered",
    "wip_mean": "Initiatives in progress",
    "flow_efficiency": "Flow efficiency",
    "people_cost_eur_per_quarter": "Cost of people",
    "utilisation_max_role": "Utilisation of the busiest role",
}
HEADLINE = (
    "lead_time_p50_days",
    "throughput_per_quarter",
    "incidents_per_model_year",
    "slo_breach_share",
    "time_to_restore_p50_days",
    "silent_breach_share",
    "value_eur_per_quarter",
    "change_failure_rate",
    "yield_share",
    "utilisation_max_role",
)
"""Which measures a figure shows first when a table has many."""

UNIT_LABELS = {"day": "days", "1": "", "share": "share", "1/quarter": "per quarter", "1/month": "per month"}
WORDS = {"ml": "ML", "p50": "median", "eur": "EUR", "slo": "SLO", "wip": "in progress", "coe": "CoE"}


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


def inside(text: str) -> str:
    """Return a label as it stands inside a sentence: ``ML engineer`` keeps its capitals."""
    return text if text[:2].isupper() or text.startswith("CoE") else text[:1].lower() + text[1:]


def sentence(name: str) -> str:
    """Return a name as the beginning of a sentence."""
    words = [WORDS.get(word, word) for word in name.replace("_", " ").split(" ")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def unit_label(unit: object) -> str:
    """Return a unit as it stands behind a comma on an axis."""
    text = "" if pd.isna(unit) else str(unit)  # type: ignore[call-overload]
    if text in UNIT_LABELS:
        return UNIT_LABELS[text]
    above, _, below = text.partition("/")
    return f"{above if above != '1' else ''} per {below}".strip() if below else text


def measure_label(measure: str, unit: object, extra: str = "") -> str:
    """Return what stands on an axis: the measure, then its unit.

    Parameters
    ----------
    measure, unit : str
        As in the tables.
    extra : str
        Goes between them.
    """
    bare = measure.removesuffix("_days").removesuffix("_share").removesuffix("_per_quarter")
    label, ends = MEASURE_LABELS.get(measure, sentence(bare)), unit_label(unit)
    if ends.startswith(f"{label.lower()} ") and not extra:
        return label + ends[len(label) :]  # Incidents per model-year, not Incidents, incidents per model-year
    return ", ".join(part for part in (label + extra, ends) if part)


def key_label(key: str) -> str:
    """Return a dotted key in words: ``drift.rate`` gives ``Drift: rate``.

    Parameters
    ----------
    key : str
        One key, or several that move together, such as ``drift.rate+drift.volatility``.
    """
    first, *others = key.split("+")
    if others:
        lasts = [inside(sentence(other.rpartition(".")[2])) for other in others]
        return ", ".join([key_label(first), *lasts[:-1]]) + f" and {lasts[-1]}"
    *groups, last = key.split(".")
    if last == "name" and groups:
        return sentence(groups[-1])
    head = ", ".join(sentence(group) for group in groups)
    return f"{head}: {inside(sentence(last))}" if head else sentence(last)


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
