"""16. The more people work on an item, the longer it takes, whatever its size."""

from __future__ import annotations

from simorg.config.settings import Settings
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.item_table import coefficients

NUMBER, THEME = 16, "structure"
STATEMENT = "Of two items of equal size, the one that involves more people takes longer."
SOURCE = "Herbsleb & Mockus 2003, doi 10.1109/TSE.2003.1205177 [VP]"
TEST = (
    "Within the background, one arm: log interval of delivered items on log people, log size and kind. An "
    "association, as in the field study: items that go wrong need more people as well."
)
CLAIMS = (
    Claim("people", "of items of equal size, those that involve more people take longer", "1", above=0.0),
)

READERS = (coefficients,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the one arm."""
    return {"usual": background}


def effects(arms: Arms) -> Effects:
    """Return the elasticity of the interval to people."""
    return {"people": arms["usual"]["people_at_size"]}
