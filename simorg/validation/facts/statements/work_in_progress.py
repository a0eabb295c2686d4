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
    "undecided. Of persons: six things in hand at once against one, where ideas are three times as many and "
    "turning from one to the other costs nothing (statement 22 tells what it costs)."
)
CLAIMS = (
    Claim("lead_time", "twice the ideas, beyond capacity, lengthen the median lead time", "days", above=0.0),
    Claim(
        "throughput",
        "twice the ideas, beyond capacity, raise deliveries by less than 5 %",
        "share",
        below=0.05,
    ),
    Claim(
        "personal_lead_time",
        "six things in hand at once instead of one, beyond capacity, lengthen the median lead time",
        "days",
        above=0.0,
    ),
    Claim(
        "personal_throughput",
        "six things in hand at once instead of one, beyond capacity, raise deliveries by less than 5 %",
        "share",
        below=0.05,
    ),
)

DEMAND = "demand.initiatives_per_unit_quarter"
BUSY = 0.9


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: full, and overfull; full with one thing in hand, and with six."""
    demand = {
        name: apply(background, {DEMAND: factor}) for name, factor in (("full", "x3"), ("overfull", "x6"))
    }
    hands = {
        name: apply(background, {DEMAND: "x3", "work.items_at_once": number, "work.switch_loss": 0.0})
        for name, number in (("one", 1), ("six", 6))
    }
    return demand | hands


def effects(arms: Arms) -> Effects:
    """Return the differences between overfull and full, and between six things in hand and one."""
    full, over, one, six = (arms[name] for name in ("full", "overfull", "one", "six"))
    beyond = float(full["utilisation_max_role"].mean()) >= BUSY
    found = {
        "lead_time": over["lead_time_p50_days"] - full["lead_time_p50_days"],
        "throughput": share(over["throughput_per_quarter"], full["throughput_per_quarter"]) - 1.0,
        "personal_lead_time": six["lead_time_p50_days"] - one["lead_time_p50_days"],
        "personal_throughput": share(six["throughput_per_quarter"], one["throughput_per_quarter"]) - 1.0,
    }
    return found if beyond else {name: np.full(len(values), np.nan) for name, values in found.items()}
