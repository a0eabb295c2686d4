"""A ledger: how many jobs, and how much work, of each kind reach each in-tray.

An in-tray is a team and a skill. A ledger is kept per item, per incident or per day; which of these
it is, its owner knows.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simorg.config.vocabulary import SKILLS
from simorg.engines.trace import ACCOUNT_OF, Account, JobKind
from simorg.workload.amounts import Amount

Places = int | list[int] | npt.NDArray[np.int32]

KINDS = len(JobKind)
ACCOUNTS = np.array([int(account) for account in ACCOUNT_OF])


class Ledger:
    """Expected jobs by kind, team and skill.

    Parameters
    ----------
    teams : int
        Number of teams.
    """

    def __init__(self, teams: int) -> None:
        shape = (KINDS, teams, len(SKILLS))
        self.jobs = np.zeros(shape)
        self.work = np.zeros(shape)  # person-days at efficiency 1
        self.square = np.zeros(shape)  # sum of the squares of the efforts

    def add(self, kind: JobKind, team: Places, skill: Places, jobs: float, effort: Amount) -> None:
        """Book `jobs` jobs of one kind in one in-tray, or in each of several; jobs without work are none.

        Parameters
        ----------
        kind : JobKind
            Kind of the jobs.
        team, skill : int, or list or ndarray of int
            In-tray, or several different ones.
        jobs : float
            Expected number, in each.
        effort : Amount
            Effort of each, in person-days at efficiency 1.
        """
        if jobs > 0.0 and effort.mean > 0.0:
            self.jobs[kind, team, skill] += jobs
            self.work[kind, team, skill] += jobs * effort.mean
            self.square[kind, team, skill] += jobs * effort.square

    def take(self, other: Ledger, factor: float = 1.0) -> None:
        """Add another ledger, times a factor."""
        self.jobs += factor * other.jobs
        self.work += factor * other.work
        self.square += factor * other.square

    def scale(self, factor: float) -> None:
        """Multiply everything by a factor."""
        self.jobs *= factor
        self.work *= factor
        self.square *= factor

    def by_account(self) -> npt.NDArray[np.float64]:
        """Return the work by account, team and skill."""
        table = np.zeros((len(Account), *self.work.shape[1:]))
        np.add.at(table, ACCOUNTS, self.work)
        return table
