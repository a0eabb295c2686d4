"""Kernels as Python meets them: compiled where machine code is there, else the plain function.

Compiling takes seconds for each of some dozens of kernels, and plain Python gives the same bits. So a kernel
of this package never compiles because it is called: it runs compiled if its code was stored (see
`compilers`), and as it stands otherwise, unless this process is one that compiles. Kernels of others
compile on demand, as Numba's do.
"""
# mypy: disable-error-code="no-untyped-call,misc"

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

from numba.core.registry import CPUDispatcher

from simorg.compilation import parts, stamps
from simorg.compilation.storage import Storage, is_ours

Function = Callable[..., Any]

OPTIONS = {
    "nopython": True, "boundscheck": None, "fastmath": False, "nogil": True, "error_model": "python",
}  # fmt: skip
"""Of every kernel; `boundscheck` is left unset, since any explicit value would overrule NUMBA_BOUNDSCHECK."""

# The world is one large value handed from part to part. Counting references at each call took three
# quarters of a run, and doors by which Python could call each part took half the time of compiling.
# The loop needs no counting: its parts create no array, and it holds the world while they run.
WITHOUT_COUNTING = {"_nrt": False}
WITHOUT_DOORS = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
FOR_PYTHON_ONLY = {"no_cfunc_wrapper": True}


class Whole(CPUDispatcher):
    """What Python calls and what is stored.

    Parameters
    ----------
    function : callable
        What to compile.
    options : dict
        Options besides `OPTIONS`.
    pipeline : type
        How to compile, see `parts`.
    """

    on_demand: ClassVar[bool] = False
    """Whether this process compiles what it calls."""

    ours: ClassVar[list[Whole]] = []
    """All wholes of this package that have been imported."""

    def __init__(self, function: Function, options: dict[str, bool], pipeline: type) -> None:
        super().__init__(function, targetoptions=OPTIONS | FOR_PYTHON_ONLY | options, pipeline_class=pipeline)
        self.storage: Storage | None = None
        with suppress(OSError, RuntimeError):  # no folder can be written: what is compiled is not kept
            self._cache = self.storage = Storage(function)
        if is_ours(function):
            Whole.ours.append(self)

    def may_compile(self) -> bool:
        """Return whether a call may compile, or finds compiled code."""
        if Whole.on_demand or self.overloads or not is_ours(self.py_func):
            return True
        return self.storage is not None and self.storage.index in stamps.stored_files()


class Kernel(Whole):
    """A kernel as Python calls it, and the part by which other kernels call it.

    Parameters
    ----------
    function : callable
        What to compile.
    """

    def __init__(self, function: Function) -> None:
        super().__init__(function, {}, parts.WholeKernel)
        self.part = CPUDispatcher(
            function, targetoptions=OPTIONS | WITHOUT_DOORS, pipeline_class=parts.PartOfKernel
        )
        self.run: Function = self._decide

    def __call__(self, *args: Any) -> Any:
        """Run, compiled or not."""
        return self.run(*args)

    def _decide(self, *args: Any) -> Any:
        self.run = super().__call__ if self.may_compile() else self.py_func
        return self.run(*args)

    def decide_again(self) -> None:
        """See at the next call whether there is compiled code now."""
        self.run = self._decide

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return what a kernel that calls this one needs."""
        return self.part.get_call_template(args, kws)

    def get_overload(self, sig: Any) -> Any:
        """Return the key of the part."""
        return self.part.get_overload(sig)


class Loop(Whole):
    """A loop over the world, which creates no array; it is always compiled: in Python it takes a minute.

    Parameters
    ----------
    function : callable
        What to compile.
    """

    def __init__(self, function: Function) -> None:
        super().__init__(function, WITHOUT_COUNTING, parts.WholeLoop)


class LoopPart(CPUDispatcher):
    """A part of a loop, which creates no array either; to Python it is the plain function.

    Parameters
    ----------
    function : callable
        What to compile.
    """

    def __init__(self, function: Function) -> None:
        options = OPTIONS | WITHOUT_COUNTING | WITHOUT_DOORS
        super().__init__(function, targetoptions=options, pipeline_class=parts.PartOfLoop)

    def __call__(self, *args: Any) -> Any:
        """Run as it stands: there is no door to compiled code."""
        return self.py_func(*args)


def compiled(kernel: Kernel) -> Function:
    """Return a kernel that runs compiled in any case; it is compiled when it is called first."""
    return functools.partial(CPUDispatcher.__call__, kernel)


def decide_again() -> None:
    """Let every kernel see at its next call whether there is compiled code now."""
    stamps.forget()
    for whole in Whole.ours:
        if isinstance(whole, Kernel):
            whole.decide_again()


def compile_on_demand() -> None:
    """Let this process compile what it calls from now on."""
    Whole.on_demand = True
    decide_again()
