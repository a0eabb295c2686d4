"""7. An external approver costs lead time and does not make changes safer."""

from __future__ import annotations

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 7, "flow"
STATEMENT = "Every approver from outside lengthens lead time; the change failure rate does not fall."
SOURCE = (
    "Forsgren et al., State of DevOps 2019 (DORA) [VP, survey]; slow approval chains: Kolar Narayanappa & "
    "Amrit, TDIT 2023 [VP, appendix]"
)
TEST = (
    "Communities of practice, whose approver sits in another business unit: every release approved "
    "against none. That approval makes batches larger, as DORA suggests, is not modelled."
)
CLAIMS = (
    Claim(
        "initiatives", "an outside approver lengthens the median lead time of initiatives", "days", above=0.0
    ),
    Claim("changes", "an outside approver lengthens the median lead time of changes", "days", above=0.0),
    Claim(
        "failure_rate",
        "an outside approver lowers the change failure rate by less than a point",
        "share",
        above=-0.01,
    ),
)

SHARE = "structure.community_review_share"


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: nobody approves, everything is approved."""
    levers = {"none": 0.0, "all": 1.0}
    return {
        name: apply(background, {"structure": "communities_of_practice", SHARE: value})
        for name, value in levers.items()
    }


def effects(arms: Arms) -> Effects:
    """Return the differences that approval makes."""
    nobody, everybody = arms["none"], arms["all"]
    names = {
        "initiatives": "lead_time_p50_days",
        "changes": "change_lead_time_p50_days",
        "failure_rate": "change_failure_rate",
    }
    return {claim: everybody[measure] - nobody[measure] for claim, measure in names.items()}
