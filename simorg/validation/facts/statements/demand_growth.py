"""10. When the organisation grows and the centre does not, the centre's queue grows ever faster."""

from __future__ import annotations

import math

from simorg.config.levers import Value, apply
from simorg.config.settings import Settings
from simorg.trace.episodes import Episodes
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects

NUMBER, THEME = 10, "structure"
STATEMENT = (
    "With a centre of fixed size the wait grows ever faster in the number of business units it serves."
)
SOURCE = (
    "Forsgren et al., State of DevOps 2019 (DORA), text on centres of excellence [VP]; queueing theory [C]"
)
TEST = (
    "A centre of excellence with the background's specialists serves half, three quarters and all of the "
    "business units, whose own people come along with them; against embedded squads, all of whose people "
    "come along. That decentral structures pay in duplicated work instead is not modelled (statement 11)."
)
CLAIMS = (
    Claim(
        "convex",
        "the last units that a fixed centre serves add more queueing each than those before",
        "days/unit",
        above=0.0,
    ),
    Claim(
        "centre_first",
        "growth adds more queueing to a fixed centre than to squads that grow along",
        "days",
        above=0.0,
    ),
)

QUEUE = "lead_queue_days"
LOCAL = ("product_manager", "domain_expert")


def _sizes(units: int) -> tuple[int, int, int]:
    """Return about half, three quarters and all of the units."""
    return math.ceil(units / 2), math.ceil(3 * units / 4), units


def _grown(background: Settings, structure: str, units: int, roles: tuple[str, ...]) -> Settings:
    """Return the background with some units, and some roles in proportion."""
    people = background.workforce.headcount
    part = units / background.workforce.units
    levers: dict[str, Value] = {"structure": structure, "workforce.units": units}
    for role in roles:
        levers[f"workforce.headcount.{role}"] = max(1, round(part * people[role]))
    return apply(background, levers)


def _units(trace: Trace, _: Episodes) -> dict[str, float]:
    return {"units": float(len(trace.plan.units))}


READERS = (_units,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: the centre at three sizes of organisation, squads at the smallest and largest."""
    sizes = _sizes(background.workforce.units)
    roles = tuple(background.workforce.headcount)
    centre = {
        f"centre_{label}": _grown(background, "centre_of_excellence", n, LOCAL)
        for label, n in zip(("half", "more", "all"), sizes, strict=True)
    }
    squads = {
        f"squads_{label}": _grown(background, "embedded_squads", n, roles)
        for label, n in (("half", sizes[0]), ("all", sizes[2]))
    }
    return centre | squads


def effects(arms: Arms) -> Effects:
    """Return the difference of slopes, and the difference of growth."""
    half, more, every = (arms[f"centre_{label}"] for label in ("half", "more", "all"))
    first = (more[QUEUE] - half[QUEUE]) / (more["units"] - half["units"])
    second = (every[QUEUE] - more[QUEUE]) / (every["units"] - more["units"])
    squads = arms["squads_all"][QUEUE] - arms["squads_half"][QUEUE]
    return {"convex": second - first, "centre_first": every[QUEUE] - half[QUEUE] - squads}
