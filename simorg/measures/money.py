"""Money: what the people cost, and what the live models bring."""

from __future__ import annotations

from simorg.config.settings import DAYS_PER_QUARTER
from simorg.measures.episodes import Episodes
from simorg.measures.measure import Measure

MEASURES = (
    Measure("people_cost_eur_per_quarter", "EUR/quarter", "lower", "Paid days of all people at day cost."),
    Measure(
        "value_eur_per_quarter", "EUR/quarter", "higher",
        "Live model-days in the window times the value per day of each model; breaches are not deducted.",
    ),
)  # fmt: skip


def compute(e: Episodes) -> dict[str, float]:
    """Compute the measures of this family."""
    live = e.window.clip(e.models.live, e.models.retired)
    return {
        "people_cost_eur_per_quarter": float(e.plan.people["day_cost_eur"].sum()) * DAYS_PER_QUARTER,
        "value_eur_per_quarter": float((live * e.models.value).sum()) / e.window.days * DAYS_PER_QUARTER,
    }
