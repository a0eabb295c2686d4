"""Palettes: a colour for every structure, and others for scenarios that are none.

A structure keeps its colour in every figure; whatever else is compared never wears one of those. All tell
their colours apart for colour-blind readers, together with the markers.

References
----------
.. [1] Okabe, M., Ito, K. (2008). Color Universal Design: how to make figures and presentations that
   are friendly to colorblind people. https://jfly.uni-koeln.de/color/
.. [2] Tol, P. (2021). Colour Schemes. SRON technical note SRON/EPS/TN/09-002, issue 3.2, "muted".
"""

from __future__ import annotations

from typing import NamedTuple

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILLION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INDIGO, WINE, OLIVE, GREY, BROWN = "#332288", "#882255", "#999933", "#7F7F7F", "#661100"

STRUCTURES = (
    "centre_of_excellence", "hub_and_spoke", "communities_of_practice", "informal_network",
    "embedded_squads", "functional_silos",
)  # fmt: skip


class Palette(NamedTuple):
    """Colours of the structures, in the order of `STRUCTURES`, and of scenarios that are no structure."""

    structures: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def of(self) -> dict[str, str]:
        """The colour of each structure."""
        return dict(zip(STRUCTURES, self.structures, strict=True))


PALETTES = {
    "okabe_ito": Palette(
        (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY), (BLACK, GREY, INDIGO, OLIVE, WINE, BROWN)
    ),
    "tol_muted": Palette(
        (INDIGO, "#CC6677", "#117733", "#AA4499", "#DDCC77", "#88CCEE"),
        (BLACK, GREY, "#44AA99", OLIVE, WINE, BROWN),
    ),
    "grey": Palette(
        ("#000000", "#555555", "#777777", "#949494", "#AFAFAF", "#C8C8C8"),
        ("#2B2B2B", "#666666", "#868686", "#A2A2A2", "#BCBCBC", "#D4D4D4"),
    ),
}
"""By name; the first is that of the project."""
