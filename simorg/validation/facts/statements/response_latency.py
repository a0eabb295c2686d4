"""6. The time from question to answer limits the speed of tightly coupled work."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 6, "flow"
STATEMENT = (
    "Answering faster shortens the whole, more than in proportion, and most where work is tightly coupled."
)
SOURCE = (
    "Chachere, Kunz & Levitt, CIFE working paper 116 [VP, abstract]; Herbsleb & Mockus 2003, doi "
    "10.1109/TSE.2003.1205177 [VP]"
)
TEST = (
    "Half the transfer time of work and answers, in the background and with three times as many questions "
    "per handoff (tight coupling)."
)
CLAIMS = (
    Claim("falls", "half the latency shortens the mean lead time", "share", above=0.0),
    Claim(
        "more_than_proportionally",
        "in tightly coupled work the elasticity of lead time to latency exceeds one",
        "1",
        above=1.0,
    ),
    Claim(
        "coupling",
        "half the latency saves a larger share of lead time in tightly coupled work",
        "share",
        above=0.0,
    ),
)

LATENCY, QUESTIONS = "handoff.latency_days", "handoff.questions"


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: usual and tight coupling, each at usual and half latency."""
    return {
        "usual": background,
        "quick": apply(background, {LATENCY: "x0.5"}),
        "tight": apply(background, {QUESTIONS: "x3"}),
        "tight_quick": apply(background, {QUESTIONS: "x3", LATENCY: "x0.5"}),
    }


def effects(arms: Arms) -> Effects:
    """Return savings, elasticity, and the difference of savings."""
    lead = {name: found["lead_time_mean_days"] for name, found in arms.items()}
    saved = 1.0 - share(lead["quick"], lead["usual"])
    saved_tight = 1.0 - share(lead["tight_quick"], lead["tight"])
    return {
        "falls": saved,
        "more_than_proportionally": np.log(1.0 - saved_tight) / np.log(0.5),
        "coupling": saved_tight - saved,
    }
