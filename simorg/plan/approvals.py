"""The sign-offs of a plan: who is asked before which stage, and who signs where they cannot."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.config.groups.lifecycle import Stage
from simorg.config.vocabulary import SKILLS
from simorg.organisation.graph import APPROVAL, TEAM, UNIT, Organisation
from simorg.plan.tables import APPROVAL_ROW

Records = npt.NDArray[np.void]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Gates(NamedTuple):
    """What decides where a sign-off goes when everybody able in the approving team has worked on the item."""

    team_of: Ints  # (P,)
    efficiency: Floats  # (P, K)
    distance: Floats  # (T, T)

    def other(self, team: int, skill: int) -> int:
        """Return the nearest other team that serves a skill, the first of equally near ones; -1 if none."""
        able = np.unique(self.team_of[self.efficiency[:, skill] > 0.0])
        others = able[able != team]
        return int(others[np.argmin(self.distance[team, others])]) if others.size else -1


def approvals(
    organisation: Organisation, names: dict[str, list[str]], stages: tuple[Stage, ...], gates: Gates
) -> tuple[Records, Ints, Ints]:
    """Return the approval rows and, for each unit and stage, where its own begin and how many."""
    asked = list(organisation.edges(APPROVAL))
    shape = (len(names[UNIT]), len(stages))
    first, count = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    rows: list[tuple[float, int, int, int]] = []
    for u, unit in enumerate(names[UNIT]):
        for s, stage in enumerate(stages):
            mine = [
                (team, data) for asker, team, data in asked if asker == unit and data["stage"] == stage.name
            ]
            first[u, s], count[u, s] = len(rows), len(mine)
            for team, data in mine:
                by, skill = names[TEAM].index(team), SKILLS.index(data["skill"])
                rows.append((data["share"], by, skill, gates.other(by, skill)))
    return np.array(rows, dtype=APPROVAL_ROW), first, count
