"""Money: what the people cost, and what the live models bring.

A model that hurts its users brings less. While an incident is unmitigated, whether anybody knows or
not, the model keeps the share 1 - loss of its value; of incidents that overlap each takes its share
of what the others leave. The loss is that at onset: drift that goes on falling costs more than is
counted.
"""

from __future__ import annotations

import numpy as np

from simorg.compilation import kernel, step
from simorg.config.settings import DAYS_PER_QUARTER
from simorg.measures.episodes import Episodes, Incidents, Models
from simorg.measures.measure import Measure
from simorg.measures.tally import total
from simorg.trace.arrays import Floats, Ints
from simorg.trace.spans import Window, overlap

NONE = -1
LIVE_DAYS = "Live model-days in the window times the value per day of each model"

MEASURES = (
    Measure(
        "people_cost_eur_per_quarter", "Cost of people", "EUR/quarter", "lower",
        "Paid days of all people at day cost.", "Fewer people, whatever they would have delivered.",
    ),
    Measure(
        "value_net_eur_per_quarter", "Value less loss", "EUR/quarter", "higher",
        f"{LIVE_DAYS}, less the share that its unmitigated incidents take.",
        "A large portfolio; drift that goes on falling after its onset costs no more than at onset.", True,
    ),
    Measure(
        "value_eur_per_quarter", "Gross value of live models", "EUR/quarter", "higher",
        f"{LIVE_DAYS}; incidents are not deducted.", "A large portfolio, in whatever state it is.",
    ),
)  # fmt: skip


Counted = tuple[Floats, Floats]


def compute(e: Episodes, counted: Counted | None = None) -> dict[str, float]:
    """Compute the measures of this family, from what `tally` has counted if it has."""
    per_quarter = DAYS_PER_QUARTER / e.window.days
    gross, lost = map(total, counted or tally(e.incidents, e.models, e.window))
    return {
        "people_cost_eur_per_quarter": total(e.plan.people["day_cost_eur"]) * DAYS_PER_QUARTER,
        "value_net_eur_per_quarter": (gross - lost) * per_quarter,
        "value_eur_per_quarter": gross * per_quarter,
    }


@kernel
def tally(found: Incidents, models: Models, window: Window) -> Counted:
    """Return what each model is worth in the window, and what incidents take of that."""
    gross, lost = np.empty(len(models.live)), _lost_days(found, models, window)
    for one in range(len(models.live)):
        gross[one], lost[one] = models.observed[one] * models.value[one], lost[one] * models.value[one]
    return gross, lost


@kernel
def _lost_days(found: Incidents, models: Models, window: Window) -> Floats:
    """Return the days of each model that incidents took, each open one its share of what others leave."""
    lost, since = np.zeros(len(models.live)), models.live.copy()
    latest, before = np.full(len(models.live), NONE), np.full(len(found.onset), NONE)
    for n in range(len(found.onset)):
        one = found.model[n]
        lost[one] += _lost_until(found, window, latest, before, one, since[one], found.onset[n])
        since[one] = max(since[one], found.onset[n])
        latest[one], before[n] = n, latest[one]
    for one in range(len(models.live)):
        lost[one] += _lost_until(found, window, latest, before, one, since[one], models.retired[one])
    return lost


@step
def _lost_until(
    found: Incidents, window: Window, latest: Ints, before: Ints, one: int, since: float, until: float
) -> float:
    """Return the days lost in a stretch without an onset; incidents that are over leave the chain."""
    lost = 0.0
    while since < until and latest[one] >= 0:
        kept, end, later, n = 1.0, until, NONE, latest[one]
        while n >= 0:
            if found.resolved[n] > since:
                kept, end, later = kept * (1.0 - found.loss[n]), min(end, found.resolved[n]), n
            elif later >= 0:
                before[later] = before[n]
            else:
                latest[one] = before[n]
            n = before[n]
        lost += (1.0 - kept) * overlap(window, since, end)
        since = end
    return lost
