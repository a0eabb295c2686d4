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
from simorg.measures.episodes import Episodes, Failures, Incidents, Items, Models, Rows
from simorg.measures.episodes.rows import positions
from simorg.measures.families.detection import CAUSES
from simorg.measures.measure import Measure
from simorg.measures.tally import ratio, total
from simorg.trace.arrays import Ints
from simorg.trace.codes import Cause, Channel
from simorg.trace.events import Event, Section
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

    begun: Ints  # by cause
    found_healthy: Ints  # by cause: begun in models without another unmitigated incident
    breached_days: float  # model-days with any unmitigated incident
    noticed: int  # alarms of monitors and alerts about them that somebody noticed


class Released(NamedTuple):
    """What releases did in the window."""

    delivered: int
    failed: int
    exposed: int  # of those that failed: users had met them
    escaped: float  # defects


class Alarms(NamedTuple):
    """Alarms in the window that no incident stands for as noticed."""

    false: int
    noticed: int  # of the false ones
    missed: int


Counted = tuple[Struck, Released, Alarms]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    live_days = total(e.models.observed)
    counted = counted or tally(e.incidents, e.models, e.items, e.failures, e.rows, e.window)
    struck, released, alarms = counted
    years, healthy_years = live_days / DAYS_PER_YEAR, (live_days - struck.breached_days) / DAYS_PER_YEAR
    begun, found_healthy = struck.begun.tolist(), struck.found_healthy.tolist()
    noticed = struck.noticed + alarms.noticed
    bad = released.exposed + begun[Cause.DEFECT]
    return {
        "incidents_per_healthy_model_year": ratio(sum(found_healthy), healthy_years),
        **_by_cause("incidents_per_healthy_model_year", found_healthy, healthy_years),
        "incidents_per_model_year": ratio(sum(begun), years),
        **_by_cause("incidents_per_model_year", begun, years),
        "ml_incident_share": ratio(sum(begun) - begun[Cause.FAULT], sum(begun)),
        "change_failure_rate": ratio(bad, released.delivered + released.exposed),
        "contained_failures_per_delivery": ratio(released.failed, released.delivered),
        "escaped_defects_per_delivery": ratio(released.escaped, released.delivered),
        "false_alarms_per_model_year": ratio(alarms.false, years),
        "alarm_noticed_share": ratio(noticed, noticed + alarms.missed + alarms.false - alarms.noticed),
    }


def _by_cause(name: str, numbers: list[int], years: float) -> dict[str, float]:
    return {f"{name}_{cause}": ratio(number, years) for cause, number in zip(CAUSES, numbers, strict=True)}


@kernel
def tally(
    found: Incidents, models: Models, items: Items, failures: Failures, rows: Rows, window: Window
) -> Counted:
    """Count incidents, releases and alarms."""
    return _struck(found, models, window), _released(items, failures, rows, window), _alarms(rows, window)


@kernel
def _struck(found: Incidents, models: Models, window: Window) -> Struck:
    """Go through the incidents in order of onset; `until` says when the last so far of a model is over."""
    begun, found_healthy = np.zeros(ALL_CAUSES, dtype=np.int64), np.zeros(ALL_CAUSES, dtype=np.int64)
    until, breached, noticed = models.live.copy(), 0.0, 0
    for n in range(len(found.onset)):
        onset, one = found.onset[n], found.model[n]
        end = min(found.resolved[n], models.retired[one])
        breached += overlap(window, max(onset, until[one]), end)
        if inside(window, onset):
            begun[found.cause[n]] += 1
            found_healthy[found.cause[n]] += int(onset >= until[one])
        until[one] = max(until[one], end)
        by_machine = 0 <= found.channel[n] < Channel.USERS.value
        noticed += int(by_machine and inside(window, found.detected[n]))
    return Struck(begun, found_healthy, breached, noticed)


@kernel
def _released(items: Items, failures: Failures, rows: Rows, window: Window) -> Released:
    delivered = failed = exposed = 0
    for n in range(len(items.ended)):
        delivered += int(items.ending[n] == Event.ITEM_DELIVERED.value and inside(window, items.ended[n]))
    for n in range(len(failures.time)):
        if inside(window, failures.time[n]):
            failed += 1
            exposed += int(failures.exposure[n] > 0.0)
    escaped = 0.0
    for n in positions(rows, Section.ESCAPED.value):
        if inside(window, rows.table[n]["time"]):
            escaped += rows.table[n]["value"]
    return Released(delivered, failed, exposed, escaped)


@kernel
def _alarms(rows: Rows, window: Window) -> Alarms:
    false = noticed = missed = 0
    for n in positions(rows, Section.FALSE_ALARMS.value):
        if inside(window, rows.table[n]["time"]):
            false += 1
            noticed += rows.table[n]["code"]
    for n in positions(rows, Section.MISSED_ALARMS.value):
        missed += int(inside(window, rows.table[n]["time"]))
    return Alarms(false, noticed, missed)
