"""Who has other duties, and how often: one row for the people of one role in one team."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simorg.config.settings import Settings
from simorg.config.vocabulary import ROLES
from simorg.plan.tables import DUTY_ROW

Records = npt.NDArray[np.void]


def duties(people: Records, settings: Settings) -> Records:
    """Return who has other duties, and how many a day: their share of the time that they are there."""
    share = np.array([settings.duties.share.get(role, 0.0) for role in ROLES])
    mean, rows = settings.duties.effort_days.expected, []
    for team, role in np.unique(np.column_stack([people["team"], people["role"]]), axis=0).tolist():
        here = (people["team"] == team) & (people["role"] == role)
        if share[role] > 0.0 and mean > 0.0:
            rows.append((share[role] * float(people["availability"][here].sum()) / mean, team, role))
    return np.array(rows, dtype=DUTY_ROW)
