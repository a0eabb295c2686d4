"""3. Taking on more work than there is capacity for lengthens lead time and delivers no more."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 3, "flow"
STATEMENT = "Beyond capacity, more work in progress lengthens lead time without raising throughput."
SOURCE = (
    "DORA's capability 'work-in-process limits' (dora.dev) [VP for the claim, a survey]; follows from "
    "Little's law"
)
TEST = (
    "Nobody limits what is taken on: three and six times the background's ideas. Counts where three times "
    "is beyond capacity, that is, keeps the busiest role 90 % busy or more; else the background is "
    "undecided. Only work that queues is meant: a person of the model does one thing at a time (see "
    "statement 22)."
)
CLAIMS = (
    Claim("lead_time", "twice the ideas, beyond capacity, lengthen the median lead time", "days", above=0.0),
    Claim(
        "throughput",
        "twice the ideas, beyond capacity, raise deliveries by less than 5 %",
        "share",
        below=0.05,
    ),
)

DEMAND = "demand.initiatives_per_unit_quarter"
BUSY = 0.9


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: full, and overfull."""
    return {
        name: apply(background, {DEMAND: factor}) for name, factor in (("full", "x3"), ("overfull", "x6"))
    }


def effects(arms: Arms) -> Effects:
    """Return the differences between overfull and full."""
    full, over = arms["full"], arms["overfull"]
    beyond = float(full["utilisation_max_role"].mean()) >= BUSY
    found = {
        "lead_time": over["lead_time_p50_days"] - full["lead_time_p50_days"],
        "throughput": share(over["throughput_per_quarter"], full["throughput_per_quarter"]) - 1.0,
    }
    return found if beyond else {name: np.full(len(values), np.nan) for name, values in found.items()}
