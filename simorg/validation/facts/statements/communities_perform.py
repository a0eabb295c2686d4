"""13. High performers are found with communities of practice more often, low performers with centres."""

from __future__ import annotations

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.organisation.structures import available
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import Floats

NUMBER, THEME = 13, "structure"
STATEMENT = "High performers use communities of practice more, low performers centres of excellence."
SOURCE = (
    "Forsgren et al., State of DevOps 2019, p. 74: from low to elite performers 34, 34, 20 and 24 % use a "
    "centre, 24, 51, 47 and 57 % communities [VP, correlational, several answers allowed, not about machine "
    "learning]"
)
TEST = (
    "Every background under all six structures. Performance is what the report clusters by: lead time of "
    "changes, deployments a month, change failure rate, time to restore; a structure's rank is its mean over "
    "the four (1 is best, 3.5 the middle). Only signs are claimed, and only wirings compared: practice that "
    "spreads in a community is not in the model."
)
CLAIMS = (
    Claim("communities_above", "communities of practice rank above the middle", "ranks", above=0.0),
    Claim("centres_below", "centres of excellence rank below the middle", "ranks", above=0.0),
    Claim("communities_over_centres", "communities rank above centres", "ranks", above=0.0),
    Claim("faster", "changes reach users sooner under communities than under centres", "days", above=0.0),
    Claim("more_stable", "fewer changes fail under communities than under centres", "share", above=0.0),
)

CENTRE, COMMUNITIES = "centre_of_excellence", "communities_of_practice"
LOW_IS_GOOD = ("change_lead_time_p50_days", "change_failure_rate", "time_to_restore_p50_days")
HIGH_IS_GOOD = ("deployments_per_month",)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the background under every structure."""
    return {name: apply(background, {"structure": name}) for name in available()}


def effects(arms: Arms) -> Effects:
    """Return how far above the middle each of the two ranks, and the two differences behind it."""
    rank = dict(zip(arms, _ranks(arms), strict=True))
    middle = (1.0 + len(arms)) / 2.0
    centre, communities = arms[CENTRE], arms[COMMUNITIES]
    lead, failures = LOW_IS_GOOD[:2]
    return {
        "communities_above": middle - rank[COMMUNITIES],
        "centres_below": rank[CENTRE] - middle,
        "communities_over_centres": rank[CENTRE] - rank[COMMUNITIES],
        "faster": centre[lead] - communities[lead],
        "more_stable": centre[failures] - communities[failures],
    }


def _ranks(arms: Arms) -> Floats:
    """Return the mean rank of every arm over the measures, by replication; missing with any of them."""
    from scipy.stats import rankdata

    signs = dict.fromkeys(LOW_IS_GOOD, 1.0) | dict.fromkeys(HIGH_IS_GOOD, -1.0)
    ranks = [
        rankdata([sign * found[name] for found in arms.values()], axis=0) for name, sign in signs.items()
    ]
    mean: Floats = np.mean(ranks, axis=0)
    return mean
