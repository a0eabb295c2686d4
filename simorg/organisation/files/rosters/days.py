"""Days as HR systems write them: ``2024-12-31``, ``31.12.2024``, ``12/31/2024`` or ``31/12/2024``.

Whether the month or the day comes first shows only over a whole column, and sometimes not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

NEVER = 9000
"""From this year on an end date means that there is none (SAP writes 9999-12-31)."""

FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%B %d, %Y")
DAY_FIRST, MONTH_FIRST = "%d/%m/%Y", "%m/%d/%Y"
TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d\d:?\d\d)?$")


def read_day(text: str, forms: Iterable[str] = FORMS) -> date | None:
    """Return the day that a text means, None if it means none.

    Ways to write a day are those of `datetime.strptime`.
    """
    plain = TIME_OF_DAY.sub("", text)
    for form in forms:
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    return None


def slashed_form(texts: Iterable[str]) -> str | None:
    """Return how a column writes days with slashes, None where every one of them could be either."""
    slashed = [text for text in texts if "/" in text and read_day(text) is None]
    fitting = [
        form
        for form in (DAY_FIRST, MONTH_FIRST)
        if all(read_day(text, (form,)) is not None for text in slashed)
    ]
    return fitting[0] if len(fitting) == 1 else None
