"""Published figures that the default organisation is held against, one file a theme.

Nothing is fitted to them. Each names its source, what of quantity, unit, population or stage is not that of
the source, and how the figure itself came into the defaults, where it did: agreement there proves nothing.
"""

from __future__ import annotations

from simorg.validation.published import delivery, incidents, people, teams, tickets
from simorg.validation.published.row import Published

__all__ = ["THEMES", "UNPUBLISHED", "Published"]

THEMES: dict[str, tuple[Published, ...]] = {
    theme.THEME: theme.ROWS for theme in (delivery, people, tickets, incidents, teams)
}
"""Rows by theme, in the order of the page."""

UNPUBLISHED = (
    "work_idle_share", "silent_breach_share", "never_detected_share", "slo_breach_share",
    "incidents_per_model_year", "incidents_per_healthy_model_year",
)  # fmt: skip
"""What nobody has published a figure of, and a reader wants to know beside the rest."""
