"""Who of a roster is there: status, end date and open positions, each with the reason to leave out.

No clock is read: the same file means the same people on any day.  Whoever has an end date has left,
unless a status says otherwise or ``as_of`` names the day at which to look.
"""

from __future__ import annotations

import re
from datetime import date

from simorg.organisation.files.problems import FileProblems
from simorg.organisation.files.rosters.days import (
    DAY_FIRST,
    FORMS,
    MONTH_FIRST,
    NEVER,
    read_day,
    slashed_form,
)
from simorg.organisation.files.rosters.ids import given
from simorg.organisation.files.rosters.sheet import Row, Sheet

NO_ID = "no person_id"
REMARK = "remark or total"
OPEN = "open position"
LEFT = "left"
AWAY = "on leave"
LATER = "not started yet"
HERE = ""

OPEN_WORDS = re.compile(
    r"\b(vacan\w*|unfilled|tbh|to be hired|open (position|headcount|role|req|requisition))\b"
)
OPEN_IDS = ("open", "tbd", "tbh", "new", "new hire", "req")
LETTERS = {"a": HERE, "t": LEFT, "i": LEFT, "r": LEFT, "d": LEFT, "l": AWAY, "p": AWAY, "s": AWAY}
"""PeopleSoft's codes: active, terminated, inactive, retired, deceased, leave, paid leave, suspended."""

STATUS = (
    (OPEN, r"open|vacan\w*|unfilled"),
    (LEFT, r"(not|non) active|inactive|terminat\w*|resign\w*|retire\w*|left|leaver|separat\w*|dismiss\w*|"
           r"former|exited|departed|deceased|withdrawn|discharged|redundan\w*|no|false|0"),
    (AWAY, r"leave|loa|parental|maternity|paternity|sabbatical|sick\w*|suspended|furlough\w*|absent"),
    (LATER, r"future|pending|offer\w*|pre ?hire|not started|upcoming"),
    (HERE, r"active|current|employed|present|working|payroll|onboarding|probation\w*|notice|hired?|rehired?|"
           r"yes|true|1"),
)  # fmt: skip
"""Words of a status in the order in which they count: an employee "active - on leave" is on leave."""


def reasons(sheet: Sheet, as_of: date | None) -> list[str]:
    """Return for every row why it is no person to seat, empty for those who are there.

    What cannot be understood is noted in the sheet.
    """
    ends = _Ends([row.cells["end_date"] for row in sheet.rows], as_of)
    unknown: dict[str, list[int]] = {}
    found = []
    for row in sheet.rows:
        reason = _no_person(row)
        status = None
        if reason == HERE and given(row.cells["status"]):
            status = status_of(row.cells["status"])
            if status is None:
                unknown.setdefault(row.cells["status"], []).append(row.line)
            reason = status or HERE
        if reason == HERE and given(row.cells["end_date"]):
            reason = ends.reason(row, status, sheet.problems)
        found.append(reason)
    for text, lines in unknown.items():
        rule = (
            f"{len(lines)} lines: unknown; write active, on leave, left, not started or open, or leave the "
            "column out with columns.status=''"
        )
        sheet.problems.add(lines[0], "status", text, rule)
    return found


def _no_person(row: Row) -> str:
    cells = row.cells
    name, title = cells["person_id"].casefold(), cells["job_title"].casefold()
    if name in OPEN_IDS or OPEN_WORDS.search(name) or OPEN_WORDS.search(title):
        return OPEN
    if sum(map(bool, cells.values())) == 1:
        return REMARK
    return HERE if given(cells["person_id"]) else NO_ID


def status_of(text: str) -> str | None:
    """Return the reason that a status is, empty for people who are there, None if unknown."""
    plain = " ".join(re.findall(r"\w+", text.casefold()))
    if plain in LETTERS:
        return LETTERS[plain]
    return next((reason for reason, words in STATUS if re.search(rf"\b({words})\b", plain)), None)


class _Ends:
    """The column of end dates, as far as it can be read."""

    def __init__(self, texts: list[str], as_of: date | None) -> None:
        slashed = slashed_form(text for text in texts if given(text))
        either = (DAY_FIRST, MONTH_FIRST) if as_of is None else ()  # which one matters only to compare
        self._forms = (*FORMS, *(either if slashed is None else (slashed,)))
        self._as_of = as_of

    def reason(self, row: Row, status: str | None, problems: FileProblems) -> str:
        """Return why a person with an end date is not there; `status` is what another column says."""
        day = read_day(row.cells["end_date"], self._forms)
        if day is None:
            rule = "no day that can be told (day or month first?); write it as 2026-12-31"
            problems.add(row.line, "end_date", row.cells["end_date"], rule)
            return HERE
        if self._as_of is None:
            return HERE if day.year >= NEVER or status == HERE else f"{LEFT} (end date)"
        return HERE if day >= self._as_of else f"{LEFT} (end date)"
