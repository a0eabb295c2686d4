"""How scalar rules and event loops are compiled: three decorators, one cache, one place.

Every compiled function of the package is decorated with `kernel`, `step` or `entry`; nothing else may
call Numba.  Importing this room imports Numba (``import simorg`` alone does not).  With
``NUMBA_DISABLE_JIT=1`` a kernel is the plain Python function it decorates.

Nothing compiles because it is called: `compilers` do that beside the work, in processes of their own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

from simorg.compilation.cache import ABOVE, cache_root, clear_cache, source_fingerprint

__all__ = [
    "ABOVE",
    "cache_root",
    "clear_cache",
    "entry",
    "kernel",
    "obstacle",
    "source_fingerprint",
    "step",
    "switched_off",
]

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_NUMBA_WAS_LOADED = "numba" in sys.modules

numba: Any
dispatchers: Any
try:
    import numba

    from simorg.compilation import dispatchers
except Exception as error:  # a missing package, a library that fits neither this NumPy nor this system
    numba, _NO_NUMBA = None, error
else:
    if _NUMBA_WAS_LOADED:
        numba.config.CACHE_DIR = str(cache_root())


def kernel(function: FunctionT) -> FunctionT:
    """Compile a function of scalars, tuples and arrays.

    Parameters
    ----------
    function : callable
        A function that Numba can compile.

    Returns
    -------
    callable
        The dispatcher, whose ``py_func`` is `function`; or `function` itself under
        ``NUMBA_DISABLE_JIT=1`` and where nothing can be compiled, see `obstacle`.

    Notes
    -----
    ``fastmath=False``: both engines must produce the same bits, and reordering breaks that.
    ``error_model="python"``: dividing by zero raises, compiled or not, instead of giving infinity
    in one of the two.  ``nogil=True``: replications run in threads.

    One difference between the modes cannot be set away: outside its domain ``math.log`` raises in
    Python and returns an infinity or NaN when compiled (likewise ``exp`` on overflow).  Kernels
    stay inside.
    """
    return _plain(function) or dispatchers.Kernel(function)


def step(function: FunctionT) -> FunctionT:
    """Compile a part of the loop, which creates no array and is called by kernels only.

    Parameters
    ----------
    function : callable
        As for `kernel`.
    """
    return _plain(function) or dispatchers.LoopPart(function)


def entry(function: FunctionT) -> FunctionT:
    """Compile a kernel that Python calls with the world, and that creates no array either.

    Parameters
    ----------
    function : callable
        As for `kernel`.
    """
    return _plain(function) or dispatchers.Loop(function)


def _plain(function: FunctionT) -> FunctionT | None:
    return function if obstacle() or switched_off() else None


def obstacle() -> str:
    """Return why nothing can be compiled on this machine, or nothing if nothing is known against it.

    Numba must be there, load, and be made as `dispatchers` takes it to be. Without kernels the reference
    engine still runs: its rules are plain Python then. What else can stand in the way - memory that may
    not be executed, for one - `compilers` find out.
    """
    return f"Numba does not load: {type(_NO_NUMBA).__name__}: {_NO_NUMBA}" if numba is None else ""


def switched_off() -> bool:
    """Return whether the user wants no compiled code, as for a debugger."""
    return numba is not None and bool(numba.config.DISABLE_JIT)
