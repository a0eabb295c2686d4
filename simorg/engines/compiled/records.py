"""The nouns of a run as the compiled engine holds them: one record type a noun, rows reused.

A row is found by its slot and belongs to whoever lives there now; who that is says its address.
Slots never reach the trace. Row 0 of the tables of cases and models is a blank to copy from.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simorg.config.vocabulary import SKILLS
from simorg.trace.address import DUTIES

NOBODY = -1
"""Slot, team or person that is not there."""

QUEUES = DUTIES + len(SKILLS)
"""Queues of a team: one a skill, one for decisions, one a role for duties; sign-offs have a list besides."""

ROWS = 1 << 14
"""Rows that the loop writes before the driver takes them out."""


def record(fields: list[Any]) -> np.dtype[Any]:
    """Return a record type whose fields plain Python, too, reads as attributes.

    Names that NumPy keeps for itself (``size``, ``repeat``) cannot be read so.
    """
    assert not [field[0] for field in fields if hasattr(np.record, field[0])]
    return np.dtype((np.record, fields))


_TIMER = {
    "time": ("<f8", 0),
    "bits": ("<i8", 0),  # the same bytes as an integer: in the order of the times, none of them negative
    "order": ("<i8", 8),  # rank of what is due, then the address of whom it concerns
    "slot": ("<i8", 16),  # where that one lives
    "stamp": ("<i8", 24),  # void when the slot no longer carries it
}
TIMER = np.dtype(
    (
        np.record,
        {
            "names": list(_TIMER),
            "formats": [kind for kind, _ in _TIMER.values()],
            "offsets": [offset for _, offset in _TIMER.values()],
        },
    )
)

AGENDUM = record([("slot", "<i8"), ("address", "<i8"), ("what", "<i8"), ("delivered", "<i8")])

JOB = record(
    [
        ("address", "<i8"),
        ("code", "<i8"),
        ("skill", "<i8"),
        ("queue", "<i8"),  # the skill, DECISIONS, or one of the DUTIES
        ("listed", "<i8"),  # 1 = a sign-off under four eyes, in the list of those
        ("barring", "<i8"),  # 1 = not for those who did a stage of its case last
        ("only", "<i8"),  # for whom alone it is, or NOBODY
        ("priority", "<i8"),
        ("effort", "<f8"),  # person-days left
        ("team", "<i8"),
        ("queued_at", "<f8"),
        ("key", "<f8"),  # takes the place of the time queued in the order of jobs
        ("started_at", "<f8"),
        ("slice_end", "<f8"),  # when its person turns to another
        ("person", "<i8"),
        ("holder", "<i8"),  # who has it in hand, but works on another
        ("stints", "<i8"),
        ("open", "<i8"),
        ("owner", "<i8"),  # case that waits for it, or NOBODY
        ("stamp", "<i8"),  # of its foreseen end
        ("child", "<i8"),  # in a heap; the next one in a list or in hand; also the next free slot
        ("sibling", "<i8"),  # in a heap; the one before in a list or in hand
    ]
)

_TRAVELLER = [
    ("address", "<i8"),
    ("kind", "<i8"),  # ITEM, INCIDENT, REQUEST, ...
    ("state", "<i8"),
    ("stamp", "<i8"),  # of its timers: counts who lived in this slot
    ("unit", "<i8"),
    ("priority", "<i8"),
    ("coordination_priority", "<i8"),
    ("latency_factor", "<f8"),  # transfer times relative to planned work
    ("team", "<i8"),
    ("skill", "<i8"),
    ("jobs", "<i8"),
    ("handoffs", "<i8"),
    ("job", "<i8"),
    ("worked_by", "<i8"),  # who did its latest job, or NOBODY if that needed nobody
    ("model", "<i8"),
    ("before", "<i8"),  # neighbours among the open changes or incidents of its model
    ("after", "<i8"),  # also the next free slot
]

_HANDOFF = [
    ("after_handoff", "<i8"),
    ("from_team", "<i8"),
    ("from_skill", "<i8"),
    ("to_team", "<i8"),
    ("to_skill", "<i8"),
    ("toss_chance", "<f8"),
    ("hops", "<i8"),
    ("hop_team", "<i8"),
    ("came_from", "<i8"),  # team that passed it on to where it is
    ("question", "<i8"),
    ("questions", "<i8"),
    ("question_asked_at", "<f8"),  # of a request, when it was blocked
]

_ITEM = [
    ("origin", "<i8"),
    ("size_", "<f8"),
    ("difficulty", "<f8"),
    ("value", "<f8"),
    ("sensitive", "<i8"),
    ("expedited", "<i8"),
    ("waiter", "<i8"),  # incident that waits for the end of this change
    ("defects", "<i8", (3,)),
    ("made_by", "<i8", (3,)),
    ("found", "<i8", (3,)),  # to be mended now
    ("mending", "<i8"),  # defect class
    ("after_rework", "<i8"),
    ("mended_stage", "<i8"),  # that has just been reworked
    ("last_stage", "<i8"),  # the latest that was worked on, and how much
    ("last_effort", "<f8"),
    ("reworks", "<i8"),
    ("questions_lost", "<i8"),
    ("finds", "<i8"),
    ("stage", "<i8"),
    ("occurrence", "<i8"),  # of the stage visit, in the numbering of draws
    ("looks", "<i8"),
    ("approval", "<i8"),  # n-th of this stage
    ("signer", "<i8"),  # team that signs
    ("barring", "<i8"),  # whether those who did a stage last may not
    ("in_arrears", "<i8"),  # 1 = released, to be signed off afterwards
    ("asked", "<i8"),
    ("agreed", "<i8"),
    ("approval_asked_at", "<f8"),
    ("releases", "<i8"),
    ("step", "<i8"),
    ("failing", "<i8"),
    ("to_surface", "<i8"),  # escaped defects whose day is not yet drawn
    ("delivered", "<i8"),
]

_INCIDENT = [
    ("cause", "<i8"),
    ("loss", "<f8"),
    ("onset", "<f8"),  # of a request, when it arrived
    ("severity", "<i8"),  # 1 to 4; 0: nobody tells them apart
    ("paged", "<i8"),
    ("responder", "<i8"),  # 1 + who was paged, on call; 0 = nobody was
    ("alarms", "<i8"),
    ("alarm_at", "<f8", (4,)),  # by channel
    ("channel", "<i8"),
    ("mitigated", "<i8"),
    ("by_outage", "<i8"),  # not the next of its model's own faults
    ("means", "<i8"),
    ("awaited", "<i8"),  # slot of the change that it waits for
]

_NTH = [
    ("nth", "<i8"),  # n-th review of a unit, outage, shift on call or visit of a request
    ("place", "<i8"),  # in the round of all rotas
]

CASE = record(_TRAVELLER + _HANDOFF + _ITEM + _INCIDENT + _NTH)
"""What travels between teams, an item, an incident or a request, in one table so that items and incidents
hand over alike; and the reviews of a unit, all outages and all rotas."""

MODEL = record(
    [
        ("address", "<i8"),
        ("unit", "<i8"),
        ("owner", "<i8"),
        ("difficulty", "<f8"),
        ("live_at", "<f8"),
        ("trained_at", "<f8"),
        ("refreshed_at", "<f8"),
        ("drift_rate", "<f8"),
        ("monitored", "<i8"),
        ("versioned", "<i8"),
        ("automated", "<i8"),
        ("traffic", "<f8"),  # users, relative to the mean
        ("before", "<i8"),  # neighbours among the live models of its unit
        ("after", "<i8"),
        ("clock", "<i8"),
        ("changes", "<i8"),
        ("escaped", "<i8"),
        ("outages", "<i8"),  # that hit it
        ("false_alarms", "<i8"),
        ("checks", "<i8"),  # up to the next false alarm
        ("trainings", "<i8"),  # scheduled so far
        ("early", "<f8"),  # by which part of a period the first of them comes sooner
        ("wishes", "<i8"),
        ("requests", "<i8"),  # foreseen so far
        ("incidents_by_cause", "<i8", (4,)),
        ("first", "<i8", (2,)),  # open changes and open incidents, in order: ends of two lists
        ("last", "<i8", (2,)),
        ("retired", "<i8"),
        ("broken", "<i8"),  # incident of the latest breach
        ("broken_address", "<i8"),
        ("next_free", "<i8"),
    ]
)

QUEUE = record(
    [
        ("top", "<i8"),  # the most urgent job
        ("first_server", "<i8"),
        ("servers", "<i8"),  # who serve it, specialists first
        ("first_line", "<i8"),  # how many of them need not wait before they take a job
        ("waiting", "<i8"),  # jobs wanted
        ("signing", "<i8"),  # sign-offs of this skill in the list of the team
    ]
)
"""Queue of one team for one skill, or for decisions."""

TEAM_STATE = [
    ("idle", "<i8"),  # people who work on nothing
    ("turning", "<i8"),  # those of them who have something in hand
    ("first_member", "<i8"),  # of its people among the members
    ("waiting", "<i8"),  # jobs wanted, in all queues
    ("first_sign_off", "<i8"),  # ends of the list of sign-offs, in the order of jobs
    ("last_sign_off", "<i8"),
    ("alarm_load", "<f8"),
    ("alarm_load_at", "<f8"),
    ("unsettled", "<i8"),
    ("unsettled_team", "<i8"),  # n-th team that changed: a list kept in the table
    ("settling_team", "<i8"),
]
PERSON_STATE = [
    ("job", "<i8"),  # that is worked on
    ("held", "<i8"),  # others in hand, and the ends of their list, in the order of their turns
    ("first", "<i8"),
    ("last", "<i8"),
]
DUTY_STATE = [("exposure", "<f8"), ("asked", "<i8")]
UNIT_STATE = [
    ("exposure", "<f8"), ("ideas", "<i8"), ("request_exposure", "<f8"), ("requests", "<i8"),
    ("first_model", "<i8"), ("last_model", "<i8"),
]  # fmt: skip

CLOCK = record(
    [
        ("now", "<f8"),
        ("replication", "<i8"),
        ("running", "<i8"),  # case that is going on now
        ("rows", "<i8"),
        ("timers", "<i8"),
        ("far_timers", "<i8"),
        ("fault", "<i8"),
        ("fault_subject", "<i8"),
        ("urgent_head", "<i8"),
        ("urgent_count", "<i8"),
        ("ended_head", "<i8"),
        ("ended_count", "<i8"),
        ("unsettled", "<i8"),  # number of teams
        ("settling", "<i8"),
        ("settled", "<i8"),
        ("jobs", "<i8"),  # slots in use
        ("jobs_top", "<i8"),  # slots ever used
        ("free_job", "<i8"),
        ("cases", "<i8"),
        ("cases_top", "<i8"),
        ("free_case", "<i8"),
        ("models", "<i8"),
        ("models_top", "<i8"),
        ("free_model", "<i8"),
        ("begun", "<i8"),  # starting models, units and duties that have begun
    ]
)
"""The one record of what concerns the whole run."""


def blank(dtype: np.dtype[Any], **more: float) -> np.ndarray[Any, np.dtype[Any]]:
    """Return one record in which every reference points to nobody and every count is 0.

    ``more`` are fields with another value.
    """
    record = np.zeros(1, dtype=dtype)
    for name in _REFERENCES & set(dtype.names or ()):
        record[name] = NOBODY
    for name, value in more.items():
        record[name] = value
    return record


_REFERENCES = {
    "address", "team", "skill", "job", "worked_by", "model", "before", "after", "waiter", "made_by",
    "mended_stage", "last_stage", "signer", "awaited", "first", "last", "broken", "broken_address",
    "next_free", "running", "free_job", "free_case", "free_model",
}  # fmt: skip
