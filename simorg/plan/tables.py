"""Row types of the plan: one record type a noun, all fields plain numbers, no padding that matters."""

from __future__ import annotations

import numpy as np

PERSON_ROW = np.dtype(
    [
        ("availability", "<f8"),  # share of all working time, part-time counted in
        ("day_cost_eur", "<f8"),
        ("fte", "<f8"),  # share of full time that is paid
        ("decides", "<f8"),  # speed at which decisions are made, or 0 if others of the team make them
        ("team", "<i4"),
        ("role", "<i4"),
    ]
)

TEAM_ROW = np.dtype(
    [
        ("unit", "<i4"),  # business unit, or -1 for a corporate team
        ("decider", "<i4"),  # team that decides escalated questions, or -1
        ("any_skill", "<i4"),  # a skill that somebody in the team serves, or -1 for an empty team
        ("model_skill", "<i4"),  # the skill by which the team knows its own models, or -1
        ("people", "<i4"),  # head count
        ("decision_skill", "<i4"),  # own skill of the first who decides, by which decisions are counted
    ]
)

UNIT_ROW = np.dtype(
    [("rate", "<f8"), ("priority", "<i4"), ("owner", "<i4"), ("home", "<i4"), ("spare", "<i4")]
)
"""Ideas per day, priority class of initiatives, team that looks after live models, and the team
that knows the unit's business: the one that does its product work, or its owner."""

DUTY_ROW = np.dtype([("rate", "<f8"), ("team", "<i4"), ("role", "<i4")])
"""Other duties a day that come to the people of one role in one team."""

STAGE_ROW = np.dtype(
    [
        ("drop", "<f8"),
        ("repeat", "<f8"),
        ("skill", "<i4"),
        ("effort", "<i4"),  # distribution
        ("wait", "<i4"),  # distribution
        ("repeat_to", "<i4"),  # stage
        ("next", "<i4"),  # stage, or -1 after the last
        ("sensitive_only", "<i4"),
        ("needs_context", "<i4"),
        ("gate", "<i4"),
        ("release", "<i4"),
    ]
)

STEP_ROW = np.dtype(
    [
        ("dwell_days", "<f8"),
        ("exposure", "<f8"),
        ("detect_days", "<f8"),
        ("drop", "<f8"),
        ("effort", "<i4"),
        ("spare", "<i4"),
    ]
)

APPROVAL_ROW = np.dtype(
    [("share", "<f8"), ("team", "<i4"), ("skill", "<i4"), ("other", "<i4"), ("spare", "<i4")]
)
"""`other`: the nearest other team that serves the skill, or -1."""

DISTRIBUTION_ROW = np.dtype(
    [
        ("a", "<f8"),
        ("b", "<f8"),
        ("c", "<f8"),
        ("family", "<i4"),
        ("start", "<i4"),
        ("count", "<i4"),
        ("spare", "<i4"),
    ]
)
"""Parameters for inversion; `start` and `count` point into the values of empirical ones."""
