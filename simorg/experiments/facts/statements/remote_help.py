"""15. Help from elsewhere takes longer, not more often asked for; the people involved explain the delay."""

from __future__ import annotations

import math

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.engines.trace import Event, Trace
from simorg.experiments.facts.episodes import Episodes
from simorg.experiments.facts.fact import Arms, Claim, Effects
from simorg.experiments.facts.item_table import coefficients
from simorg.experiments.facts.reading import mean, share

NUMBER, THEME = 15, "structure"
STATEMENT = (
    "Help from another site takes about 2.5 times as long and is needed as often; once the number of "
    "people is taken into account, distance itself no longer lengthens work."
)
SOURCE = "Herbsleb & Mockus 2003, doi 10.1109/TSE.2003.1205177 [VP]"
TEST = (
    "All ties 0.4 long (one site) against 1 long (another site): wait for answers, questions per handoff. "
    "Within the background: log interval of delivered items on distance, size and kind, without and with "
    "people."
)
CLAIMS = (
    Claim(
        "takes_longer",
        "an answer from another site takes 1.75 to 3.5 times as long",
        "x",
        above=1.75,
        below=3.5,
        is_input=True,
    ),
    Claim(
        "same_number",
        "another site changes the number of questions by less than a quarter",
        "x",
        above=0.8,
        below=1.25,
        is_input=True,
    ),
    Claim(
        "through_people",
        "controlling for people removes more than half of the effect of distance",
        "1",
        above=0.0,
    ),
)

NEAR, FAR = 0.4, 1.0


def _questions(_: Trace, e: Episodes) -> dict[str, float]:
    answered, asked = e.rows.of(Event.QUESTION_ANSWERED), e.rows.of(Event.QUESTION_ASKED)
    by_sender = (answered.code == 1) & e.window.holds(answered.time)
    handoffs = int(e.window.holds(e.rows.of(Event.HANDOFF).time).sum())
    number = int(e.window.holds(asked.time).sum())
    return {
        "answer_days": mean(answered.value[by_sender]),
        "questions_per_handoff": number / handoffs if handoffs else math.nan,
    }


READERS = (_questions, coefficients)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: everybody near, everybody far, and the background as it is."""
    arms = {
        name: apply(background, {"structure.tie_close": length, "structure.tie_weak": length})
        for name, length in (("near", NEAR), ("far", FAR))
    }
    return arms | {"usual": background}


def effects(arms: Arms) -> Effects:
    """Return ratios of far to near, and how much of the distance coefficient goes through people."""
    near, far, usual = arms["near"], arms["far"], arms["usual"]
    alone, controlled = usual["distance_alone"], usual["distance_with_people"]
    return {
        "takes_longer": share(far["answer_days"], near["answer_days"]),
        "same_number": share(far["questions_per_handoff"], near["questions_per_handoff"]),
        "through_people": np.abs(alone) - 2.0 * np.abs(controlled),
    }
