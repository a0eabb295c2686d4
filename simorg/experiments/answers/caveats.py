"""What to know of the user's own organisation before its numbers: sentences that stand before an answer.

Goes in: a design. Come out: what looks odd in the chart of the file, what a roster cannot say, and what was
assumed to seat its people in other structures; nothing where people do not come from a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from simorg.config.settings import Settings
from simorg.experiments.answers.words import counted, plain
from simorg.experiments.design import Design
from simorg.organisation.files import custom
from simorg.organisation.structures import CUSTOM, build, label, people_and_units, with_structure
from simorg.organisation.wiring.weak_spots import weak_spots

MOST_TOLD = 6


def caveats(settings: Settings, design: Design) -> list[str]:
    """Return what an owner should know first.

    Parameters
    ----------
    settings : Settings
        The experiment.
    design : Design
        What was run.
    """
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
