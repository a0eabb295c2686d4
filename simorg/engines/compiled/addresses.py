"""Structural addresses, as `simorg.trace.rows` lays them out, for compiled code."""

from __future__ import annotations

from simorg.compilation import step
from simorg.trace.address import ADDRESS_BITS, CHILD_BITS, JOB_BITS, KIND_BITS, ORDINAL_BITS

BELOW_ORDINAL = KIND_BITS + CHILD_BITS + JOB_BITS
ADDRESS = (1 << ADDRESS_BITS) - 1
"""Takes the address out of the order of a timer."""

OF_ASSET = ADDRESS ^ ((1 << BELOW_ORDINAL) - 1)
"""Takes the asset out of the address of any of its children."""


@step
def asset_address(unit: int, ordinal: int) -> int:
    """Return the address of the `ordinal`-th idea (or starting model) of `unit`."""
    return ((unit << ORDINAL_BITS) | ordinal) << BELOW_ORDINAL


@step
def child_address(asset: int, kind: int, n: int) -> int:
    """Return the address of the `n`-th child of `kind` of an asset."""
    return asset | (((kind << CHILD_BITS) | n) << JOB_BITS)
