"""A background in which working across teams costs nothing: what is left of a structure is queueing.

Everybody works equally fast, too: work goes to the fastest of those who are free, so that a larger
team would otherwise gain from choice as well as from pooling.
"""

from __future__ import annotations

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings

COSTLESS: dict[str, Value] = {
    "handoff.latency_days": "x0",
    "handoff.questions": 0.0,
    "handoff.context_cost": 0.0,
    "routing.wrong_incident": 0.0,
    "routing.wrong_handoff": 0.0,
    "response.escalate": 0.0,
    "approvals.effort_days": "x0",
    "approvals.reject": 0.0,
    "approvals.catches": 0.0,
    "workforce.speed_junior": 1.0,
    "workforce.speed_senior": 1.0,
}


def costless(background: Settings) -> Settings:
    """Return the background in which no team border, sign-off or seniority makes a difference to work."""
    return apply(background, COSTLESS)
