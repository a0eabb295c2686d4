"""42. Part of the time after a diagnosis is paper."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.codes import Cause
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import first_stamp
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import mean, share

NUMBER, THEME = 42, "ml"
STATEMENT = "A third of the delay between diagnosis and mitigation is documents, procedures and deployment."
SOURCE = "Ghosh et al. 2022, severe incidents of a cloud service: 30 % of the delays [VS]"
TEST = (
    "Hold-ups of three of ten mitigations against none: the share of the mean time from diagnosis to "
    "mitigation of plain faults that they make up. How often they happen is a parameter, how much they "
    "are of the whole is not."
)
CLAIMS = (
    Claim("longer", "hold-ups lengthen the mean time from diagnosis to mitigation", "days", above=0.0),
    Claim("a_third", "they make up 20 to 45 % of it", "share", above=0.2, below=0.45),
)


def _after_diagnosis(_: Trace, e: Episodes) -> dict[str, float]:
    found = e.incidents
    diagnosed, _code = first_stamp(found.address, e.rows.of(Event.INCIDENT_DIAGNOSED))
    mitigated, _code = first_stamp(found.address, e.rows.of(Event.INCIDENT_MITIGATED))
    mine = e.window.holds(found.onset) & (found.cause == Cause.FAULT)
    days = (mitigated - diagnosed)[mine]
    return {"after_diagnosis": mean(days[~np.isnan(days)])}


READERS = (_after_diagnosis,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: no hold-ups, and three of ten."""
    return {
        name: apply(background, {"response.hold_up": share})
        for name, share in (("none", 0.0), ("held_up", 0.3))
    }


def effects(arms: Arms) -> Effects:
    """Return the days that hold-ups add, and their part of the whole."""
    none, held_up = (arms[name]["after_diagnosis"] for name in ("none", "held_up"))
    return {"longer": held_up - none, "a_third": 1.0 - share(none, held_up)}
