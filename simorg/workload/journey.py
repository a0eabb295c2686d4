"""One item from start to end in expectation: what each visit of a stage asks of whom.

Items are replaced by *types* (nodes of size and difficulty); an item's way does not depend on its
type, its defects and its rework do. The way is a chain of stages with probabilities, solved by
`visits`; what a visit asks is a `Ledger`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import Account
from simorg.workload import defects
from simorg.workload.ledger import ACCOUNTS, Ledger
from simorg.workload.transfers import Where, mixed

Floats = npt.NDArray[np.float64]
COORDINATION = ACCOUNTS == Account.COORDINATION


class ItemKind(NamedTuple):
    """Items that differ only in size and difficulty."""

    unit: int
    idea: bool
    sensitive: bool
    sizes: Floats  # (types,)
    difficulties: Floats  # (types,)
    weights: Floats  # (types,), add up to 1
    start: Where
    latency_factor: float
    dwell_factor: float

    def mean(self, values: Floats) -> float:
        """Average over the types."""
        return float(self.weights @ values)


@dataclass
class Packet:
    """Items on their way into a stage: how many, and what they carry on average."""

    mass: float
    charged: Floats  # (types, classes, stages)
    last: Floats  # (types,) effort of the last stage
    unclear: float
    where: Where

    def merge(self, other: Packet) -> Packet:
        """Return both together, averages weighted by mass."""
        mass = self.mass + other.mass
        share = other.mass / mass
        return Packet(
            mass=mass,
            charged=(1.0 - share) * self.charged + share * other.charged,
            last=(1.0 - share) * self.last + share * other.last,
            unclear=(1.0 - share) * self.unclear + share * other.unclear,
            where=mixed(self.where, other.where, share),
        )


@dataclass
class Journey:
    """What an item of one kind goes through; all per item unless said otherwise."""

    entry: int
    onward: Floats  # (S, S) probability that a visit of one stage is followed by one of another
    ends: Floats  # (S,) probability that a visit ends in delivery
    ledgers: list[Ledger]  # per visit of each stage
    days: Floats  # (S,) days per visit, without waiting for people
    doers: list[Where]  # who works on a visit of each stage
    escaped: float  # defects in a delivered item

    def visits(self, passing: Floats | None = None) -> Floats:
        """Return the expected visits to each stage.

        Parameters
        ----------
        passing : ndarray, shape (stages,), optional
            Share of the visits that get done; all when left out.
        """
        onward = self.onward if passing is None else self.onward * passing[:, None]
        start = np.zeros(len(onward))
        start[self.entry] = 1.0
        return np.linalg.solve((np.eye(len(onward)) - onward).T, start).astype(np.float64)

    def delivered(self, passing: Floats | None = None) -> float:
        """Return the probability that an item is delivered."""
        done = self.ends if passing is None else self.ends * passing
        return float(self.visits(passing) @ done)

    def waiting(self, own: Floats, coordination: Floats) -> Floats:
        """Return the days that a visit of each stage waits for people.

        Parameters
        ----------
        own : ndarray, shape (teams, skills)
            Wait of a job of the item itself.
        coordination : ndarray, shape (teams, skills)
            Wait of an answer, decision, triage or approval.
        """
        jobs: Floats = np.array([ledger.jobs for ledger in self.ledgers])
        others = jobs[:, COORDINATION].sum(axis=1)
        mine = jobs.sum(axis=1) - others
        found: Floats = np.einsum("stk,tk->s", mine, own) + np.einsum("stk,tk->s", others, coordination)
        return found

    def lead_days(self, waiting: Floats | None = None) -> float:
        """Return the mean days of a delivered item.

        Parameters
        ----------
        waiting : ndarray, shape (stages,), optional
            Days that a visit waits for people; none when left out.
        """
        days = self.days if waiting is None else self.days + waiting
        eye = np.eye(len(days))
        hope = np.linalg.solve(eye - self.onward, self.ends)
        known = hope > 0.0
        given = self.onward * hope[None, :] / np.where(known, hope, 1.0)[:, None]
        to_end = np.linalg.solve(eye - given, np.where(known, days, 0.0))
        return float(to_end[self.entry])

    def offsets(self, waiting: Floats | None = None) -> Floats:
        """Return the mean days from the start to a visit of each stage, along the likeliest way.

        Parameters
        ----------
        waiting : ndarray, shape (stages,), optional
            Days that a visit waits for people; none when left out.
        """
        days = self.days if waiting is None else self.days + waiting
        start = np.zeros(len(days))
        position, passed = self.entry, 0.0
        while position >= 0:
            start[position] = passed
            passed += days[position] / (1.0 - self.onward[position, position])
            later = self.onward[position, position + 1 :]
            position = position + 1 + int(np.argmax(later)) if later.any() else -1
        return start


def fresh(kind: ItemKind, stages: int) -> Packet:
    """Return one item of a kind at its start."""
    types = len(kind.weights)
    return Packet(1.0, defects.none(types, stages), np.zeros(types), 0.0, dict(kind.start))
