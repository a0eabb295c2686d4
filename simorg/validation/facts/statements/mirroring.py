"""18. What crosses teams fails more, and organisation tells more about failure than size."""

from __future__ import annotations

import numpy as np

from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.item_table import failures

NUMBER, THEME = 18, "structure"
STATEMENT = (
    "Changes that cross team borders fail more often, and measures of the organisation predict failure "
    "better than size does."
)
SOURCE = "Conway 1968 [R]; Nagappan, Murphy & Basili 2008, doi 10.1145/1368088.1368160 [VS]"
TEST = (
    "Within the background, one arm: failure of delivered items (a release taken back from users, or "
    "defects that escaped) on handoffs before the first release and on log size, kind held fixed."
)
CLAIMS = (
    Claim("crossing", "more handoffs before release go with more failures", "share per sd", above=0.0),
    Claim("better_than_size", "handoffs tell more about failure than size", "share per sd", above=0.0),
)

READERS = (failures,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the one arm."""
    return {"usual": background}


def effects(arms: Arms) -> Effects:
    """Return the coefficient of handoffs, and how much larger it is than that of size."""
    handoffs, size = arms["usual"]["failure_per_handoff_sd"], arms["usual"]["failure_per_size_sd"]
    return {"crossing": handoffs, "better_than_size": np.abs(handoffs) - np.abs(size)}
