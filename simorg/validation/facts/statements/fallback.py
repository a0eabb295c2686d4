"""29. An old version to fall back on ends the harm sooner; it does not mend the cause sooner."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.codes import Cause
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import first_stamp, position
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import mean, share

NUMBER, THEME = 29, "ml"
STATEMENT = "Old versions and simpler models to fall back on cut the time to mitigate, not the time to fix."
SOURCE = "Shankar et al. 2022, arXiv 2209.09125 [VP, interviews]"
TEST = (
    "No kept versions and no fallback against all versions kept and a fallback for 60 % of drift and "
    "broken data. Time to fix: onset to closing of the drift and broken-data incidents that a repair "
    "closed."
)
CLAIMS = (
    Claim("mitigate", "fallbacks shorten the geometric mean time to restore", "share", above=0.0),
    Claim("fix", "fallbacks change the mean time to fix by less than 10 %", "share", above=-0.1, below=0.1),
)


def _time_to_fix(_: Trace, e: Episodes) -> dict[str, float]:
    found = e.incidents
    closed, _code = first_stamp(found.address, e.rows.of(Event.INCIDENT_CLOSED))
    retired = e.models.retired[position(e.models.address, found.model)]
    mine = e.window.holds(found.onset) & np.isin(found.cause, (Cause.NATURAL_DRIFT, Cause.DATA_BREAK))
    fixed = mine & (closed < np.minimum(retired, e.window.end))
    return {"fix_days": mean((closed - found.onset)[fixed])}


READERS = (_time_to_fix,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: nothing to fall back on, and much."""
    levers = {
        "without": {"practices.versioning": 0.0, "response.rollback_low": 0.0, "response.fallback": 0.0},
        "with": {"practices.versioning": 1.0, "response.rollback_high": 1.0, "response.fallback": 0.6},
    }
    return {name: apply(background, values) for name, values in levers.items()}


def effects(arms: Arms) -> Effects:
    """Return the relative fall of time to restore, and the relative change of time to fix."""
    without, having = arms["without"], arms["with"]
    restore = "time_to_restore_geometric_mean_days"
    return {
        "mitigate": 1.0 - share(having[restore], without[restore]),
        "fix": share(having["fix_days"], without["fix_days"]) - 1.0,
    }
