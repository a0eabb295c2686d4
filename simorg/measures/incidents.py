"""How often live models hurt users, and how often a release does.

Incidents count by onset in the window, releases by the day on which they end.
"""

from __future__ import annotations

import numpy as np

from simorg.config.settings import DAYS_PER_YEAR
from simorg.engines.trace import Cause, Channel, Event
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure
from simorg.measures.tally import count, ratio

PER_MODEL_YEAR = "incidents/model-year"

BEGUN = "begun in the window per live model-year"

MEASURES = (
    Measure("incidents_per_model_year", PER_MODEL_YEAR, "lower", f"Incidents {BEGUN}."),
    *(
        Measure(
            f"incidents_per_model_year_{cause.name.lower()}", PER_MODEL_YEAR, "lower",
            f"Incidents caused by {cause.name.lower().replace('_', ' ')} {BEGUN}.",
        )
        for cause in Cause
    ),
    Measure("ml_incident_share", "share", "none", "Not a plain fault, of the incidents begun in the window."),
    Measure(
        "change_failure_rate", "share", "lower",
        "Releases taken back after users were exposed, and incidents from defects, over items delivered and "
        "releases so taken back.",
    ),
    Measure(
        "contained_failures_per_delivery", "releases", "none",
        "Releases taken back at any step per item delivered in the window.",
    ),
    Measure(
        "escaped_defects_per_delivery", "defects", "lower",
        "Defects that reached full exposure per item delivered.",
    ),
    Measure(
        "false_alarms_per_model_year", "alarms/model-year", "lower",
        "False alarms in the window per live model-year.",
    ),
    Measure(
        "alarm_noticed_share", "share", "higher",
        "Noticed among all alarms of monitors and alerts in the window, true and false.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    model_years = float(e.window.clip(e.models.live, e.models.retired).sum()) / DAYS_PER_YEAR
    cause = e.incidents.cause[e.window.holds(e.incidents.onset)]
    counts = np.bincount(cause, minlength=len(Cause))
    by_cause = {
        f"incidents_per_model_year_{each.name.lower()}": ratio(float(counts[each]), model_years)
        for each in Cause
    }
    return {
        "incidents_per_model_year": ratio(len(cause), model_years),
        **by_cause,
        "ml_incident_share": ratio(len(cause) - float(counts[Cause.FAULT]), len(cause)),
        **_releases(e, int(counts[Cause.DEFECT])),
        **_alarms(e, model_years),
    }


def _releases(e: Episodes, defect_incidents: int) -> dict[str, float]:
    delivered = count(e.items.ended_as(Event.ITEM_DELIVERED) & e.window.holds(e.items.ended))
    failed = e.rows.of(Event.RELEASE_FAILED)
    inside = e.window.holds(failed.time)
    exposed = count(inside & (failed.value > 0.0))
    escaped = e.rows.of(Event.DEFECTS_ESCAPED)
    number = float(escaped.value[e.window.holds(escaped.time)].sum())
    return {
        "change_failure_rate": ratio(exposed + defect_incidents, delivered + exposed),
        "contained_failures_per_delivery": ratio(count(inside), delivered),
        "escaped_defects_per_delivery": ratio(number, delivered),
    }


def _alarms(e: Episodes, model_years: float) -> dict[str, float]:
    false, missed = e.rows.of(Event.FALSE_ALARM), e.rows.of(Event.ALARM_MISSED)
    seen = false.code[e.window.holds(false.time)]
    by_machine = (e.incidents.channel >= 0) & (e.incidents.channel != Channel.USERS)
    noticed = count(by_machine & e.window.holds(e.incidents.detected)) + int(seen.sum())
    unseen = count(e.window.holds(missed.time)) + len(seen) - int(seen.sum())
    return {
        "false_alarms_per_model_year": ratio(len(seen), model_years),
        "alarm_noticed_share": ratio(noticed, noticed + unseen),
    }
