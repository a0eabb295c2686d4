"""What a log adds to the table of events: spans, and a detail that the code of a row does not tell.

What takes time without being a job (a stage, a question, an approval) starts and completes too; what is
but an instant completes.
"""

from __future__ import annotations

from simorg.trace.events import START, Event, Subject

VERDICTS = {Event.APPROVAL_GIVEN: "given", Event.APPROVAL_REFUSED: "refused"}
"""Details that stand in the event and not in its code."""

ABORTED = "pi_abort"
"""Transition of a span that is still open when its case ends."""


def _spans() -> dict[str, tuple[tuple[Event, ...], tuple[Event, ...]]]:
    opening = [event for event in Event if event.transition == START and event.subject != Subject.JOB]
    return {one.activity.split()[0]: ((one,), _closing(one)) for one in opening}


def _closing(opening: Event) -> tuple[Event, ...]:
    return tuple(event for event in Event if event.activity == opening.activity and event != opening)


SPANS = _spans()
"""What starts and completes without being a job, one at a time in a case: opening and closing events."""
