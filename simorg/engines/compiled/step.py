"""How the parts of the event loop are compiled: as kernels that only other kernels call.

The world is a tuple of two dozen arrays, handed from kernel to kernel. Counting references to each
of them at each call took three quarters of a run, and the doors by which Python could call each
part took half the time of compiling. Parts need neither: they create no array, and the loop holds
the world as long as they run.
"""

from __future__ import annotations

from typing import Any, cast

from simorg.compilation import FunctionT, kernel

WITHOUT_COUNTING = {"_nrt": False}
WITHOUT_DOORS = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def step(function: FunctionT) -> FunctionT:
    """Compile a part of the loop, which creates no array and is called by kernels only.

    Parameters
    ----------
    function : callable
        As for `kernel`.
    """
    return _with(function, WITHOUT_COUNTING | WITHOUT_DOORS)


def entry(function: FunctionT) -> FunctionT:
    """Compile a kernel that Python calls with the world, and that creates no array either.

    Parameters
    ----------
    function : callable
        As for `kernel`.
    """
    return _with(function, WITHOUT_COUNTING)


def _with(function: FunctionT, options: dict[str, bool]) -> FunctionT:
    compiled: Any = kernel(function)
    # With NUMBA_DISABLE_JIT=1 a kernel is the plain function, which has no options.
    if hasattr(compiled, "targetoptions"):
        compiled.targetoptions.update(options)
    return cast(FunctionT, compiled)
