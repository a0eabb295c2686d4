"""The trace: what happened, row by row; the only thing an engine returns.

Simultaneous events. At one instant events are applied in the order (rank of `Due`, address);
when no event is due any more, one *settle* step allocates people to jobs. Work of length zero
ends at the same instant, and is applied before the next settle step.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from simorg.config.brief import in_html, in_lines, some
from simorg.plan import Labels, Plan
from simorg.trace.events import Event

if TYPE_CHECKING:
    import pandas as pd

ROW = np.dtype(
    [
        ("time", "<f8"),  # working days since the start
        ("subject", "<i8"),  # address of the item, model, incident or job
        ("value", "<f8"),  # meaning depends on the event, see Event
        ("event", "<i4"),  # an Event
        ("code", "<i4"),  # meaning depends on the event, see Event
        ("actor", "<i4"),  # person, or -1
        ("team", "<i4"),  # team, or -1
    ]
)
"""Row type of a trace: 40 bytes, aligned, without padding."""


class Due(IntEnum):
    """Rank of an event among those due at one instant; the settle step comes last."""

    JOB_DONE = 1
    DELAY_OVER = 2  # latency, waiting, dwell, machine time, patience: the item goes on
    DEFECT_SHOWS = 3
    RELEASE_STEP_OVER = 4
    BREACH = 5
    RECOVERY = 6
    BREAK = 7
    FAULT = 8
    CHECK_ALARM = 9  # a monitor or infrastructure alert fires
    COMPLAINT = 10
    FALSE_ALARM = 11
    EXTERNAL_END = 12
    SCHEDULED_RETRAINING = 13
    IMPROVEMENT = 14
    RETIREMENT = 15
    ARRIVAL = 16
    STAND_IN = 17  # a job has waited long enough for people with a second skill
    SLICE_OVER = 18  # somebody turns to another job
    DUTY = 19  # something else to do comes up
    REQUEST = 20  # somebody of a unit asks for something
    MODEL_REQUEST = 21  # somebody asks for something about a model
    SETTLE = 63


PAST = "something about {address} is set for a time that has passed: a process reckons backwards"
"""What both calendars say when they refuse."""


class SimulationError(RuntimeError):
    """A run that cannot go on, with the reason in words."""


@dataclass(frozen=True)
class Trace:
    """What one replication did: rows in order of time, and the plan that they refer to."""

    rows: np.ndarray[Any, np.dtype[np.void]]  # of type ROW
    plan: Plan
    replication: int
    engine: str

    def __repr__(self) -> str:
        """Return what it is, in five lines."""
        return in_lines(*self._told())

    def _repr_html_(self) -> str:
        return in_html(*self._told())

    def _told(self) -> tuple[str, dict[str, str]]:
        names, counts = np.unique(self.rows["event"], return_counts=True)
        often = sorted(zip(counts.tolist(), names.tolist(), strict=True), reverse=True)
        last = f"{self.rows['time'][-1]:g}" if len(self.rows) else "0"
        facts = {
            "rows": f"{len(self.rows):,}, the last at day {last}",
            "people": f"{len(self.labels.people)} in {len(self.labels.teams)} teams",
            "events": some((f"{count:,} {Event(event).name}" for count, event in often), 3),
            "table": "trace.frame()",
        }
        return f"Trace of replication {self.replication} ({self.engine} engine)", facts

    @property
    def labels(self) -> Labels:
        """Names of people, teams, units, stages and release steps."""
        return self.plan.labels

    def frame(self) -> pd.DataFrame:
        """Return the rows as a table of names, see `simorg.trace.decoded`; `rows` holds them as they are."""
        from simorg.trace.decoded import decoded

        return decoded(self)
