"""No natural drift."""

from __future__ import annotations

from simorg.compilation import kernel
from simorg.rules.drift import NEVER, LawNumbers


@kernel
def breach_days(law: LawNumbers, u: float) -> float:
    """Return `NEVER`."""
    return NEVER


@kernel
def recovery_days(law: LawNumbers, u: float) -> float:
    """Return `NEVER`."""
    return NEVER
