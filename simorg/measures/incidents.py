"""How often live models hurt users, and how often a release does.

Incidents count by onset in the window, releases by the day on which they end.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel
from simorg.config.settings import DAYS_PER_YEAR
from simorg.engines.trace import Cause, Channel, Event
from simorg.measures.arrays import Floats
from simorg.measures.episodes import Episodes, Incidents
from simorg.measures.episodes.rows import ESCAPED, FALSE_ALARMS, MISSED_ALARMS
from simorg.measures.measure import Measure
from simorg.measures.spans import Window, inside
from simorg.measures.tally import count, ratio

CAUSES = tuple(cause.name.lower() for cause in Cause)
ALL_CAUSES = len(CAUSES)
PER_MODEL_YEAR = "incidents/model-year"

BEGUN = "begun in the window per live model-year"

MEASURES = (
    Measure("incidents_per_model_year", PER_MODEL_YEAR, "lower", f"Incidents {BEGUN}."),
    *(
        Measure(
            f"incidents_per_model_year_{cause}", PER_MODEL_YEAR, "lower",
            f"Incidents caused by {cause.replace('_', ' ')} {BEGUN}.",
        )
        for cause in CAUSES
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
    causes, noticed = _tally(e.incidents, e.window)
    by_cause = {
        f"incidents_per_model_year_{name}": ratio(number, model_years)
        for name, number in zip(CAUSES, causes.tolist(), strict=True)
    }
    begun = float(causes.sum())
    return {
        "incidents_per_model_year": ratio(begun, model_years),
        **by_cause,
        "ml_incident_share": ratio(begun - float(causes[Cause.FAULT]), begun),
        **_releases(e, int(causes[Cause.DEFECT])),
        **_alarms(e, model_years, noticed),
    }


@kernel
def _tally(found: Incidents, window: Window) -> tuple[Floats, int]:
    """Return incidents begun in the window by cause, and how many alarms of theirs were noticed in it."""
    causes, noticed = np.zeros(ALL_CAUSES), 0
    for n in range(len(found.onset)):
        if inside(window, found.onset[n]):
            causes[found.cause[n]] += 1.0
        by_machine = found.channel[n] >= 0 and found.channel[n] != Channel.USERS.value
        noticed += int(by_machine and inside(window, found.detected[n]))
    return causes, noticed


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
