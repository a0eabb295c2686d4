"""38. Central and hub models, taken together, bring more into production; a centre alone may be slower."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import Floats, share

NUMBER, THEME = 38, "structure"
STATEMENT = (
    "Centralised and hub-and-spoke organisations, taken together, bring twice as many pilots into production "
    "as decentral ones; a centre taken alone goes with slow delivery. One model must be able to say both."
)
SOURCE = (
    "IBM Institute for Business Value 2025, a survey of chief AI officers [VS, press; self-reports, two "
    "categories lumped]; the centre alone: Forsgren et al., State of DevOps 2019, p. 74 [VP, correlational]"
)
TEST = (
    "Every background under five structures: the mean of centre and hub against the mean of communities, "
    "informal network and squads in initiatives delivered per quarter, and the centre against the same mean "
    "in median lead time. Which ideas die is drawn alike for all, so that more in production can only come "
    "from delivering more."
)
CLAIMS = (
    Claim("more", "centre and hub together deliver more initiatives than decentral structures", "1/quarter",
          above=0.0),
    Claim("twice", "centre and hub together deliver 1.5 to 2.5 times as much", "x", above=1.5, below=2.5),
    Claim("centre_slower", "a centre alone has a longer median lead time than decentral structures", "days",
          above=0.0),
    Claim("both", "in one organisation centre and hub deliver more and the centre alone is slower", "share",
          above=0.5),
)  # fmt: skip

CENTRAL = ("centre_of_excellence", "hub_and_spoke")
DECENTRAL = ("communities_of_practice", "informal_network", "embedded_squads")
DELIVERED, LEAD = "throughput_per_quarter", "lead_time_p50_days"


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: two central structures, three decentral ones."""
    return {name: apply(background, {"structure": name}) for name in (*CENTRAL, *DECENTRAL)}


def effects(arms: Arms) -> Effects:
    """Return what the two kinds deliver, how slow the centre is, and whether both hold at once."""
    central, decentral = (_mean(arms, names, DELIVERED) for names in (CENTRAL, DECENTRAL))
    more, slower = central - decentral, arms[CENTRAL[0]][LEAD] - _mean(arms, DECENTRAL, LEAD)
    both = np.where(np.isnan(more + slower), np.nan, (more > 0.0) & (slower > 0.0))
    return {"more": more, "twice": share(central, decentral), "centre_slower": slower, "both": both}


def _mean(arms: Arms, names: tuple[str, ...], measure: str) -> Floats:
    found: Floats = np.mean([arms[name][measure] for name in names], axis=0)
    return found
