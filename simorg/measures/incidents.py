"""How often live models hurt users, and how often a release does.

Incidents count by onset in the window, releases by the day on which they end.

Two exposures. *Model-years* are all the time in which models are live; while one is down it is spared
what strikes only what runs, so a slow repair makes the rate look better. *Healthy model-years* are the
time in which a model has no unmitigated incident of any cause, and the incidents over them are those
that found it so: the rate at which healthy models leave health, an occurrence over its exposure. The
rates by cause add up to it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_YEAR
from simorg.measures.detection import CAUSES
from simorg.measures.episodes import Episodes, Incidents, Models
from simorg.measures.episodes.rows import ESCAPED, FALSE_ALARMS, MISSED_ALARMS
from simorg.measures.measure import Measure
from simorg.measures.tally import count, ratio
from simorg.trace.arrays import Floats
from simorg.trace.rows import Cause, Channel, Event
from simorg.trace.spans import Window, inside, overlap

ALL_CAUSES = len(CAUSES)
PER_YEAR, PER_HEALTHY_YEAR = "incidents/model-year", "incidents/healthy model-year"
YEARS, HEALTHY_YEARS = "Incidents per model-year", "Incidents per healthy model-year"

BEGUN = "begun in the window per live model-year"
FOUND = "begun in the window in models without any other unmitigated incident, per model-year without any"
SLOW = "Slow repair: what is down is spared further faults and breakages, and counts as exposed all the same."
BURSTS = "Trouble in bursts: what strikes a model that is down already is not counted."
MANY_SMALL = "Many small deliveries, retraining among them: they enlarge what is divided by."

MEASURES = (
    Measure(
        "incidents_per_healthy_model_year", HEALTHY_YEARS, PER_HEALTHY_YEAR, "lower", f"Incidents {FOUND}.",
        BURSTS, True,
    ),
    *(
        Measure(
            f"incidents_per_healthy_model_year_{cause}", f"{HEALTHY_YEARS}, {words}", PER_HEALTHY_YEAR,
            "lower", f"Incidents by {words} {FOUND}.", BURSTS,
        )
        for cause, words in CAUSES.items()
    ),
    Measure("incidents_per_model_year", YEARS, PER_YEAR, "lower", f"Incidents {BEGUN}.", SLOW, True),
    *(
        Measure(
            f"incidents_per_model_year_{cause}", f"{YEARS}, {words}", PER_YEAR, "lower",
            f"Incidents by {words} {BEGUN}.", SLOW,
        )
        for cause, words in CAUSES.items()
    ),
    Measure(
        "ml_incident_share", "Incidents that are not plain faults", "share", "none",
        "Not a plain fault, of the incidents begun in the window.",
    ),
    Measure(
        "change_failure_rate", "Change failure rate", "share", "lower",
        "Releases taken back after users were exposed, and incidents from defects, over items delivered and "
        "releases so taken back.", MANY_SMALL, True,
    ),
    Measure(
        "contained_failures_per_delivery", "Releases taken back per delivery", "releases/delivery", "none",
        "Releases taken back at any step per item delivered in the window.",
    ),
    Measure(
        "escaped_defects_per_delivery", "Escaped defects per delivery", "defects/delivery", "lower",
        "Defects that reached full exposure per item delivered.", MANY_SMALL,
    ),
    Measure(
        "false_alarms_per_model_year", "False alarms per model-year", "alarms/model-year", "lower",
        "False alarms in the window per live model-year.", "Not watching.",
    ),
    Measure(
        "alarm_noticed_share", "Alarms noticed", "share", "higher",
        "Noticed among all alarms of monitors and alerts in the window, true and false.",
        "Raising few alarms: not watching, or late thresholds.",
    ),
)  # fmt: skip


class Struck(NamedTuple):
    """What incidents did in the window."""

    begun: Floats  # by cause
    found_healthy: Floats  # by cause: begun in models without another unmitigated incident
    breached_days: float  # model-days with any unmitigated incident
    noticed: int  # alarms of monitors and alerts about them that somebody noticed


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    live_days = float(e.window.clip(e.models.live, e.models.retired).sum())
    struck, years = _tally(e.incidents, e.models, e.window), live_days / DAYS_PER_YEAR
    healthy_years = (live_days - struck.breached_days) / DAYS_PER_YEAR
    begun = float(struck.begun.sum())
    return {
        "incidents_per_healthy_model_year": ratio(struck.found_healthy.sum(), healthy_years),
        **_by_cause("incidents_per_healthy_model_year", struck.found_healthy, healthy_years),
        "incidents_per_model_year": ratio(begun, years),
        **_by_cause("incidents_per_model_year", struck.begun, years),
        "ml_incident_share": ratio(begun - float(struck.begun[Cause.FAULT]), begun),
        **_releases(e, int(struck.begun[Cause.DEFECT])),
        **_alarms(e, years, struck.noticed),
    }


def _by_cause(name: str, numbers: Floats, years: float) -> dict[str, float]:
    return {
        f"{name}_{cause}": ratio(number, years)
        for cause, number in zip(CAUSES, numbers.tolist(), strict=True)
    }


@kernel
def _tally(found: Incidents, models: Models, window: Window) -> Struck:
    """Go through the incidents in order of onset; `until` says when the last so far of a model is over."""
    begun, found_healthy, noticed = np.zeros(ALL_CAUSES), np.zeros(ALL_CAUSES), 0
    until, breached = models.live.copy(), 0.0
    for n in range(len(found.onset)):
        onset, one = found.onset[n], found.model[n]
        end = min(found.resolved[n], models.retired[one])
        breached += overlap(window, max(onset, until[one]), end)
        if inside(window, onset):
            begun[found.cause[n]] += 1.0
            found_healthy[found.cause[n]] += 1.0 if onset >= until[one] else 0.0
        until[one] = max(until[one], end)
        by_machine = found.channel[n] >= 0 and found.channel[n] != Channel.USERS.value
        noticed += int(by_machine and inside(window, found.detected[n]))
    return Struck(begun, found_healthy, breached, noticed)


def _releases(e: Episodes, defect_incidents: int) -> dict[str, float]:
    delivered = count(e.items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(e.items.ended))
    failed = e.window.holds(e.failures.time)
    exposed = count(failed & (e.failures.exposure > 0.0))
    escaped = e.rows.of(ESCAPED)
    number = float(escaped.value[e.window.holds(escaped.time)].sum())
    return {
        "change_failure_rate": ratio(exposed + defect_incidents, delivered + exposed),
        "contained_failures_per_delivery": ratio(count(failed), delivered),
        "escaped_defects_per_delivery": ratio(number, delivered),
    }


def _alarms(e: Episodes, model_years: float, noticed: int) -> dict[str, float]:
    false, missed = e.rows.of(FALSE_ALARMS), e.rows.of(MISSED_ALARMS)
    seen = false.code[e.window.holds(false.time)]
    noticed += int(seen.sum())
    unseen = count(e.window.holds(missed.time)) + len(seen) - int(seen.sum())
    return {
        "false_alarms_per_model_year": ratio(len(seen), model_years),
        "alarm_noticed_share": ratio(noticed, noticed + unseen),
    }
