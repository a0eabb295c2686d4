"""What to know before the numbers: sentences that stand before an answer.

Goes in: a design, and its timelines if it has some. Come out: whether the warm-up is too short; and of an
organisation from a file what looks odd in its chart, what a roster cannot say, and what was assumed to seat
its people in other structures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simorg.config.settings import Settings
from simorg.experiments.answers.timelines import settling_words, too_late
from simorg.experiments.answers.words import counted, plain
from simorg.experiments.design import Design
from simorg.organisation.files import custom
from simorg.organisation.structures import CUSTOM, build, label, people_and_units, with_structure
from simorg.organisation.wiring.weak_spots import weak_spots

if TYPE_CHECKING:
    import pandas as pd

MOST_TOLD = 6


def caveats(settings: Settings, design: Design, timelines: pd.DataFrame | None = None) -> list[str]:
    """Return what an owner should know first.

    Parameters
    ----------
    settings : Settings
        The experiment.
    design : Design
        What was run.
    timelines : DataFrame, optional
        Its timelines, one row a scenario, replication and bin.
    """
    warm_ups = {scenario.name: scenario.settings.warm_up_days for scenario in design.scenarios}
    late = [] if timelines is None else too_late(timelines, warm_ups)
    return _of_the_file(settings, design) + settling_words(late)


def strongest_first(sentences: Sequence[str]) -> list[str]:
    """Return sentences with those first that say what share of a design or of its runs is left out."""
    return sorted(sentences, key=lambda text: not text.startswith("Caveat: "))


def _of_the_file(settings: Settings, design: Design) -> list[str]:
    if settings.structure.file is None:
        return []
    used = {scenario.settings.structure.name for scenario in design.scenarios}
    own = list(_own(settings)) if CUSTOM in used else []
    return own + (list(_elsewhere(settings)) if used - {CUSTOM} else [])


def _own(settings: Settings) -> Iterator[str]:
    name = plain(label(settings, CUSTOM))
    spots = weak_spots(build(with_structure(settings, CUSTOM)))
    for spot in spots[:MOST_TOLD]:
        yield f"{name} as it is: {spot}"
    if len(spots) > MOST_TOLD:
        rest = counted(len(spots) - MOST_TOLD, "more such remark", "more such remarks")
        yield f"{name} as it is: {rest}; simorg roster shows them all."
    if not custom.is_document(settings) and settings.structure.rights is None:
        yield (
            f"{name} as it is has no sign-offs and no backups, because a roster does not know of any; "
            "structure.rights=rights.yaml states them."
        )


def _elsewhere(settings: Settings) -> Iterator[str]:
    seats = {seat.person.name: seat.person.home_unit for seat in custom.staff(settings).seats}
    people, _ = people_and_units(settings)
    given = sum(bool(person.home_unit) and not seats[person.name] for person in people)
    if given:
        who = counted(given, "person of a corporate team has", "people of corporate teams have")
        yield f"In the other structures {who} a home unit, given out evenly by role and seniority."
