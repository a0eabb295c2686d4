"""Numba's compiler with one more pass, by which positions in arrays count from the front only.

Python's negative positions count from the end; to allow for them costs five instructions at every
access, 7 % of a run. No part of the loop uses one: -1 is nobody, not the last. The pass only calls
signed positions unsigned, which is how Numba is told; NUMBA_BOUNDSCHECK=1 then refuses them.

Goes in: the types that Numba inferred for a function. Comes out: the same with other types of
positions. Nothing else is changed. Python itself (NUMBA_DISABLE_JIT=1) still counts from the end.

References
----------
Numba documentation, "Customizing the Compiler".
"""
# mypy: disable-error-code="no-untyped-call,attr-defined"

from __future__ import annotations

from typing import Any

from numba.core import ir, types
from numba.core.compiler_machinery import FunctionPass, register_pass


@register_pass(mutates_CFG=False, analysis_only=False)
class UnsignedPositions(FunctionPass):
    """Calls the signed integer positions of all reads and writes of arrays unsigned."""

    _name = "simorg_unsigned_positions"

    def __init__(self) -> None:
        super().__init__()

    def run_pass(self, state: Any) -> bool:
        """Change the types of a function.

        Parameters
        ----------
        state : numba.core.compiler.StateDict
            What is known of the function.
        """
        for node, signature in list(state.calltypes.items()):
            if isinstance(node, ir.SetItem) or getattr(node, "op", "") == "getitem":
                array, position, *value = signature.args
                if isinstance(array, types.Buffer):
                    del state.calltypes[node]  # the table refuses to change what is there
                    state.calltypes[node] = signature.replace(args=(array, unsigned(position), *value))
        return True


def unsigned(position: Any) -> Any:
    """Return the type of a position without its sign."""
    if isinstance(position, types.Integer):
        return types.uintp
    if isinstance(position, types.UniTuple) and isinstance(position.dtype, types.Integer):
        return types.UniTuple(types.uintp, len(position))
    return position
