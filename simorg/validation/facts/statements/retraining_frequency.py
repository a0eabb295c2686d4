"""24. Retraining more often helps less and less, and only against drift."""

from __future__ import annotations

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.trace.codes import Cause
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import harm

NUMBER, THEME = 24, "ml"
STATEMENT = (
    "The time models spend healthy rises with the cadence of retraining, less and less; broken data are "
    "not cured by it; the benefit vanishes once retraining is more frequent than labels are late."
)
SOURCE = (
    "Shankar et al. 2022, arXiv 2209.09125 [VP]; Kaestner 2025, Machine Learning in Production [VP]; "
    "renewal theory [C]"
)
TEST = (
    "Scheduled retraining 2, 4 and 8 times a year (260 working days): share of model-days without an open "
    "drift incident, and in one from broken data. With labels 65 days late, 8 against 16 times a year. "
    "That retraining on corrupted data hurts is not modelled."
)
CLAIMS = (
    Claim("rises", "8 retrainings a year keep models healthier than 2", "share", above=0.0),
    Claim(
        "concave", "each retraining from 2 to 4 a year gains more than each from 4 to 8", "share", above=0.0
    ),
    Claim(
        "jumps_flat",
        "time with broken data changes by less than two points from 2 to 8 a year",
        "share",
        above=-0.02,
        below=0.02,
    ),
    Claim(
        "vanishes",
        "with labels 65 days late, 16 instead of 8 a year gain less than half a point",
        "share",
        below=0.005,
    ),
)

PERIODS = {"two": 130.0, "four": 65.0, "eight": 32.5}
LATE = {"late_eight": 32.5, "late_sixteen": 16.25}


def _harm(_: Trace, e: Episodes) -> dict[str, float]:
    return {"drift_harm": harm(e, Cause.NATURAL_DRIFT), "break_harm": harm(e, Cause.DATA_BREAK)}


READERS = (_harm,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: three cadences, and two with late labels."""
    scheduled = apply(background, {"retraining.policy": "scheduled"})
    late = apply(scheduled, {"monitoring.label_delay_days": 65.0})
    period = "retraining.period_days"
    return {name: apply(scheduled, {period: days}) for name, days in PERIODS.items()} | {
        name: apply(late, {period: days}) for name, days in LATE.items()
    }


def effects(arms: Arms) -> Effects:
    """Return gains of healthy time."""
    healthy = {name: 1.0 - found["drift_harm"] for name, found in arms.items()}
    broken = {name: found["break_harm"] for name, found in arms.items()}
    first, second = (healthy["four"] - healthy["two"]) / 2.0, (healthy["eight"] - healthy["four"]) / 4.0
    return {
        "rises": healthy["eight"] - healthy["two"],
        "concave": first - second,
        "jumps_flat": broken["eight"] - broken["two"],
        "vanishes": healthy["late_sixteen"] - healthy["late_eight"],
    }
