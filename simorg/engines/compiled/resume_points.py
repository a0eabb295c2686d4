"""Where a case stands: every place at which a process of the reference engine waits has a number.

A process of the reference is a generator that remembers its place. Here the place is written into
the case: `state` is what happens when it goes on, and procedures that are called from several
places remember where they return to (`after_handoff`, `after_rework`).

The numbers are grouped by the file that tells what happens there.
"""

from __future__ import annotations

ITEM, INCIDENT, REVIEW, OUTAGE, ON_CALL, REQUEST = 0, 1, 2, 3, 4, 5
"""Kinds of case."""

# handoff.py: items and incidents
TOSSING = 0
TOSSED = 1
TRIAGED = 2
TRANSFERRED = 3
ASKING = 4
QUESTION_ARRIVED = 5
ANSWERED = 6
PATIENCE_OVER = 7
AT_DECIDER = 8
DECIDED = 9
DECISION_ARRIVED = 10
LAST_OF_HANDOFF = 11

# quality.py: items
MENDING = 12
AT_MENDER = 13
LAST_OF_QUALITY = 19

# approval.py: items
SIGN_OFFS = 20
ASK_APPROVAL = 21
APPROVAL_ARRIVED = 22
APPROVER_DONE = 23
FINDINGS_REWORKED = 24
REVISED = 25
IN_ARREARS = 26
LAST_OF_APPROVAL = 29

# release.py: items
RELEASE_STEP = 30
STEP_PREPARED = 31
STEP_DWELT = 32
ROLLED_BACK = 33
TAKEN_BACK = 34
RELEASE_BEGINS = 35
LAST_OF_RELEASE = 39

# initiative.py: items
BORN = 40
NEXT_STAGE = 41
APPROVED = 42
WAITED = 43
AT_TEAM = 44
WORKED = 45
VISITED = 46
RELEASED = 47
NOT_RELEASED = 48
OVER = 49
LAST_OF_INITIATIVE = 59

# live_model.py: items that ended
DELIVERED = 60
DROPPED = 61
ESCAPING = 62
LAST_OF_LIVE_MODEL = 69

# monitoring.py: incidents
BROKEN = 70
ALARM_DUE = 71
LAST_OF_MONITORING = 79

# incident.py: incidents
DETECTED = 80
TAKEN_UP = 81
ACKNOWLEDGED = 82
CAUSE_FOUND = 83
OWNER_REACHED = 84
DIAGNOSED = 85
HELD_UP = 86
EXTERNAL_OVER = 87
MITIGATED = 88
REPAIR = 89
START_CHANGE = 90
CHANGE_ENDED = 91
CLOSING = 92
FOR_EVER = 93
HOT_FIXED = 94
LAST_OF_INCIDENT = 99

# review.py: the reviews of a unit
REVIEW_DUE = 100
REVIEW_HELD = 101
LAST_OF_REVIEW = 109

# outages.py
OUTAGE_DUE = 110
OUTAGE_SPREADS = 111
LAST_OF_OUTAGES = 119

# on_call.py
SHIFT_DUE = 120
LAST_OF_ON_CALL = 129

# requests.py
REQUEST_VISIT = 130
REQUEST_UNBLOCKED = 131
REQUEST_READY = 132
REQUEST_SEEN = 133
