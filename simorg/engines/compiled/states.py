"""Where a case stands: every place at which a process of the reference engine waits has a number.

A process of the reference is a generator that remembers its place. Here the place is written into
the case: `state` is what happens when it goes on, and procedures that are called from several
places remember where they return to (`after_handoff`, `after_mend`).

The numbers are grouped by the file that tells what happens there.
"""

from __future__ import annotations

ITEM, INCIDENT = 0, 1
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
FINDINGS_MENDED = 24
REVISED = 25
IN_ARREARS = 26
LAST_OF_APPROVAL = 29

# release.py: items
RELEASE_STEP = 30
STEP_PREPARED = 31
STEP_DWELT = 32
ROLLED_BACK = 33
TAKEN_BACK = 34
RELEASE_AGAIN = 35
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
DELIVERED = 49
DROPPED = 50
ESCAPING = 51
OVER = 52
LAST_OF_INITIATIVE = 59

# monitoring.py: incidents
BROKEN = 60
ALARM_DUE = 61
LAST_OF_MONITORING = 69

# incident.py: incidents
DETECTED = 70
TAKEN_UP = 71
ACKNOWLEDGED = 72
CAUSE_FOUND = 73
OWNER_REACHED = 74
DIAGNOSED = 75
HELD_UP = 76
EXTERNAL_OVER = 77
MITIGATED = 78
REPAIR = 79
START_CHANGE = 80
CHANGE_ENDED = 81
CLOSING = 82
FOR_EVER = 83
