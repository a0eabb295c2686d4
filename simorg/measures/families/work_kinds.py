"""What the people who build models work on: new work, what nobody planned, and the rest.

The kinds in which surveys ask for the time of developers. Builders are data engineers, data scientists, ML
engineers and software engineers; shares are of the time that they worked, not of that for which they are
paid, since nobody reports to a survey the time in which he had nothing to do. All kinds add up to 1.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel
from simorg.config.vocabulary import ROLES
from simorg.measures.episodes import Cases, Episodes, Stints
from simorg.measures.measure import shares
from simorg.measures.seats import SOURCES, source_of
from simorg.measures.tally import ratio
from simorg.trace.arrays import Codes, Floats, Table
from simorg.trace.spans import Window, overlap

BUILDERS = ("data_engineer", "data_scientist", "ml_engineer", "software_engineer")
IS_BUILDER = np.array([role in BUILDERS for role in ROLES])

KINDS = {
    "new_work": ("new work", "stages and releases of initiatives and improvements"),
    "unplanned": (
        "unplanned work and rework",
        "rework, repairs, and incidents and alarms",
    ),
    "upkeep": ("upkeep", "retraining by hand"),
    "coordination": ("coordination", "questions, decisions, sign-offs and triage"),
    "support": ("support", "requests"),
    "duties": ("other duties", "work that no model needs"),
}
"""Kinds of work: in words, and what belongs to them."""

KIND_OF = {
    "initiatives": "new_work", "improvements": "new_work", "rework": "unplanned", "repairs": "unplanned",
    "incidents": "unplanned", "false_alarms": "unplanned", "retraining": "upkeep",
    "coordination": "coordination", "requests": "support", "duties": "duties",
}  # fmt: skip
"""Kind of each source of work."""

ALL_SOURCES = len(SOURCES)

MEASURES = shares(
    {
        f"builders_{kind}_share": (
            f"Time of builders, {words}", f"Of the time in the window that builders worked: {what}."
        )
        for kind, (words, what) in KINDS.items()
    },
)  # fmt: skip


def compute(e: Episodes, counted: Floats | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    if counted is None:
        counted = tally(e.stints, e.cases, e.items.origin, e.plan.people, e.window)
    days = counted.tolist()
    of_kind = dict.fromkeys(KINDS, 0.0)
    for source, number in zip(SOURCES, days, strict=True):
        of_kind[KIND_OF[source]] += number
    return {f"builders_{kind}_share": ratio(number, sum(days)) for kind, number in of_kind.items()}


@kernel
def tally(stints: Stints, cases: Cases, origin: Codes, people: Table, window: Window) -> Floats:
    """Return the person-days that builders worked in the window, by source."""
    days = np.zeros(ALL_SOURCES)
    for n in range(len(stints.actor)):
        person = people[stints.actor[n]]
        if IS_BUILDER[person["role"]]:
            source = source_of(stints.code[n], stints.address[n], cases, origin)
            days[source] += person["availability"] * overlap(window, stints.begun[n], stints.ended[n])
    return days
