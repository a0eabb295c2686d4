"""17. Ties where work needs them shorten resolution and prevent failures."""

from __future__ import annotations

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 17, "structure"
STATEMENT = (
    "Changes are resolved about a third faster, and fail less, when those who depend on each other are in "
    "touch."
)
SOURCE = (
    "Cataldo et al. 2006, doi 10.1145/1180875.1180929, and later work [VS]; counter-evidence: Kwan et al. "
    "2011 [VP, abstract]: helps some kinds of build only"
)
TEST = (
    "The same teams without ties (every distance that of strangers) against ties of 0.5 wherever the "
    "structure has one. What is varied is whether ties exist, not which of a fixed number."
)
CLAIMS = (
    Claim("faster", "ties shorten the median lead time of changes", "share", above=0.0),
    Claim(
        "a_third",
        "ties shorten the median lead time of changes by 20 to 45 %",
        "share",
        above=0.2,
        below=0.45,
    ),
    Claim("failures", "ties lower the change failure rate", "share", above=0.0),
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: strangers, and in touch."""
    strange = background.structure.distance_unconnected
    return {
        name: apply(background, {"structure.tie_close": length, "structure.tie_weak": length})
        for name, length in (("strangers", strange), ("in_touch", 0.5))
    }


def effects(arms: Arms) -> Effects:
    """Return what being in touch saves."""
    strangers, in_touch = arms["strangers"], arms["in_touch"]
    lead = "change_lead_time_p50_days"
    saved = 1.0 - share(in_touch[lead], strangers[lead])
    failures = strangers["change_failure_rate"] - in_touch["change_failure_rate"]
    return {"faster": saved, "a_third": saved, "failures": failures}
