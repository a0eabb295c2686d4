"""What ends the harm of an incident, drawn from a mixture."""

from __future__ import annotations

from simorg.compilation import kernel

ROLL_BACK, INFRASTRUCTURE, EXTERNAL, CONFIGURATION, AD_HOC, CODE, TRANSIENT = range(7)
"""Places of the mixture, in the order of `ending`."""


@kernel
def ending(
    u: float, rollback: float, infrastructure: float, external: float, configuration: float, ad_hoc: float,
    code: float, transient: float,
) -> int:  # fmt: skip
    """Return the place in a mixture of weights that a uniform number stands for."""
    left = u * (rollback + infrastructure + external + configuration + ad_hoc + code + transient)
    for place, weight in enumerate(
        (rollback, infrastructure, external, configuration, ad_hoc, code, transient)
    ):
        if left < weight:
            return place
        left -= weight
    return TRANSIENT


@kernel
def ending_of_defect(u: float, rollback: float, code: float) -> int:
    """Return the same of the two ways in which a defect can end."""
    return ending(u, rollback, 0.0, 0.0, 0.0, 0.0, code, 0.0)
