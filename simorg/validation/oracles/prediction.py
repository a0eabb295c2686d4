"""What theory says of one quantity of a textbook case."""

from __future__ import annotations

from typing import NamedTuple


class Prediction(NamedTuple):
    """The value that theory gives to a measure, or to what a reader reads."""

    measure: str
    theory: float
    exact: bool = True
