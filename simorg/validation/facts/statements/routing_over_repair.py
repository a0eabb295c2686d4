"""39. Where many incidents go to the wrong team first, finding the right one beats repairing faster."""

from __future__ import annotations

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import share

NUMBER, THEME = 39, "ml"
STATEMENT = (
    "With knowledge fixed, routing incidents better shortens mitigation more than working on them faster, "
    "where the first assignment is wrong in more than three of ten."
)
SOURCE = (
    "Chen et al. 2019, triage at Microsoft: up to ten times the time if misrouted [VP]; that it beats repair "
    "is to be tested [J]"
)
TEST = (
    "Six of ten incidents go, or are paged, to the wrong team first. Then half as many; or all work of "
    "diagnosing and mitigating halved. Geometric mean time to restore."
)
CLAIMS = (
    Claim("helps", "half the wrong assignments shorten the time to restore", "share", above=0.0),
    Claim("more", "they shorten it more than half the work does", "share", above=0.0),
)

RESTORE = "time_to_restore_geometric_mean_days"
WORK = "+".join(
    f"response.{step}_days" for step in ("diagnose_fault", "diagnose_model", "switch", "configure")
)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: many wrong assignments, half as many, and half the work."""
    wrong: dict[str, Value] = {"routing.wrong_incident": 0.6, "on_call.right": 0.4}
    return {
        "wrong": apply(background, wrong),
        "routed": apply(background, {"routing.wrong_incident": 0.3, "on_call.right": 0.7}),
        "quick": apply(background, wrong | {WORK: "x0.5"}),
    }


def effects(arms: Arms) -> Effects:
    """Return the relative fall of the time to restore, and how much more it is than that by quick work."""
    wrong, routed, quick = (arms[name][RESTORE] for name in ("wrong", "routed", "quick"))
    return {"helps": 1.0 - share(routed, wrong), "more": share(quick, wrong) - share(routed, wrong)}
