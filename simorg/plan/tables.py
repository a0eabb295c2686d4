"""Row types of the plan: one record type a noun, fields of eight bytes.

So wide that engines take them as they are: every integer is int64, every other number float64.
"""

from __future__ import annotations

import numpy as np

PERSON_ROW = np.dtype(
    [
        ("availability", "<f8"),  # share of all working time, part-time counted in
        ("day_cost_eur", "<f8"),
        ("fte", "<f8"),  # share of full time that is paid
        ("decides", "<f8"),  # speed at which decisions are made, or 0 if others of the team make them
        ("team", "<i8"),
        ("role", "<i8"),
    ]
)

TEAM_ROW = np.dtype(
    [
        ("unit", "<i8"),  # business unit, or -1 for a corporate team
        ("decider", "<i8"),  # team that decides escalated questions, or -1
        ("any_skill", "<i8"),  # a skill that somebody in the team serves, or -1 for an empty team
        ("model_skill", "<i8"),  # the skill by which the team knows its own models, or -1
        ("people", "<i8"),  # head count
        ("decision_skill", "<i8"),  # own skill of the first who decides, by which decisions are counted
    ]
)

UNIT_ROW = np.dtype([("rate", "<f8"), ("priority", "<i8"), ("owner", "<i8"), ("home", "<i8")])
"""Ideas per day, priority class of initiatives, team that looks after live models, and the team
that knows the unit's business: the one that does its product work, or its owner."""

DUTY_ROW = np.dtype([("rate", "<f8"), ("team", "<i8"), ("role", "<i8")])
"""Other duties a day that come to the people of one role in one team."""

STAGE_ROW = np.dtype(
    [
        ("drop", "<f8"),
        ("repeat_chance", "<f8"),
        ("skill", "<i8"),
        ("effort", "<i8"),  # distribution
        ("wait", "<i8"),  # distribution
        ("repeat_to", "<i8"),  # stage
        ("next", "<i8"),  # stage, or -1 after the last
        ("sensitive_only", "<i8"),
        ("needs_context", "<i8"),
        ("gate", "<i8"),
        ("release", "<i8"),
    ]
)

STEP_ROW = np.dtype(
    [
        ("dwell_days", "<f8"),
        ("exposure", "<f8"),
        ("detect_days", "<f8"),
        ("drop", "<f8"),
        ("effort", "<i8"),  # distribution
    ]
)

APPROVAL_ROW = np.dtype([("share", "<f8"), ("team", "<i8"), ("skill", "<i8"), ("other", "<i8")])
"""`other`: the nearest other team that serves the skill, or -1."""

SPAN_ROW = np.dtype([("first", "<i8"), ("count", "<i8")])
"""A row of probabilities: where it begins among all, and how many entries it has."""

MOVES_ROW = np.dtype([("chance", "<f8"), ("first", "<i8"), ("count", "<i8")])
"""How likely a request moves on from a team, and the row of the next teams."""

DISTRIBUTION_ROW = np.dtype(
    [
        ("a", "<f8"),
        ("b", "<f8"),
        ("c", "<f8"),
        ("family", "<i8"),
        ("start", "<i8"),
        ("count", "<i8"),
    ]
)
"""Parameters for inversion; `start` and `count` point into the values of empirical ones."""
