"""15. Help from elsewhere takes longer, not more often asked for; the people involved explain the delay."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import DAYS_PER_MONTH, Settings
from simorg.trace.episodes import Episodes
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.item_table import coefficients
from simorg.validation.facts.reading import mean, share

NUMBER, THEME = 15, "structure"
STATEMENT = (
    "People wait for information from another site as often as from their own, but about 2.7 times as long; "
    "once the number of people is taken into account, distance itself no longer lengthens work."
)
SOURCE = (
    "Herbsleb & Mockus 2003, doi 10.1109/TSE.2003.1205177: held up 2.1 times a month for 0.9 days at the "
    "same site, 1.9 times for 2.4 days at another [VP]"
)
TEST = (
    "All ties 0.4 long (one site) against 1 long (another site). A hold-up is a question to another team, "
    "from asking until somebody answers or decides, or all give up: how long they are, and how many per "
    "person and month. Within the background: log interval of delivered items on distance, size and kind, "
    "without and with people."
)
CLAIMS = (
    Claim(
        "takes_longer",
        "a hold-up by people at another site lasts 1.75 to 3.5 times as long",
        "x",
        above=1.75,
        below=3.5,
        is_input=True,
    ),
    Claim(
        "same_number",
        "another site changes the number of hold-ups by less than a quarter",
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


def _hold_ups(_: Trace, e: Episodes) -> dict[str, float]:
    answered, lost = e.rows.of(Event.QUESTION_ANSWERED), e.rows.of(Event.QUESTION_LOST)
    days = np.concatenate([ends.value[e.window.holds(ends.time)] for ends in (answered, lost)])
    person_months = len(e.plan.people) * e.window.days / DAYS_PER_MONTH
    return {"hold_up_days": mean(days), "hold_ups_per_person_month": len(days) / person_months}


READERS = (_hold_ups, coefficients)


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
        "takes_longer": share(far["hold_up_days"], near["hold_up_days"]),
        "same_number": share(far["hold_ups_per_person_month"], near["hold_ups_per_person_month"]),
        "through_people": np.abs(alone) - 2.0 * np.abs(controlled),
    }
