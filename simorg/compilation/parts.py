"""How Numba compiles kernels: every part is typed once, and optimised once, with the whole it belongs to.

By itself Numba optimises each function together with all that it calls, turns each into machine code and
stores it: what lies ten calls deep is compiled ten times, and eight hundred files are written. Here a
function that another kernel calls is a *part*: translated, and no more. What Python calls is a *whole*: it
takes in the parts below it, once each, and only it becomes machine code and a file.

Goes in: a Python function. Comes out: a dispatcher that compiles it in one of these ways.
"""
# mypy: disable-error-code="no-untyped-call,attr-defined,method-assign"

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import llvmlite.binding as llvm
from numba import _dynfunc
from numba.core import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import NativeLowering, NopythonTypeInference

from simorg.compilation.positions import UnsignedPositions

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

# Numba asks for the text of a type in every pass of every part; that of a world has thousands of letters.
types.Record.__repr__ = functools.cache(types.Record.__repr__)


class Part(JITCodeLibrary):
    """The code of a part: neither optimised nor turned into machine code."""

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout

    def finalize(self) -> None:
        """Do nothing: the whole does it."""
        self._finalized = True

    def _get_module_for_linking(self) -> Any:
        if self._shared_module is None:
            for function in self._final_module.functions:
                if not function.is_declaration and function.linkage == llvm.Linkage.external:
                    function.linkage = "linkonce_odr"
            self._shared_module = self._final_module
        return self._shared_module


class Whole(JITCodeLibrary):
    """The code of what Python calls, with all parts below it."""

    def finalize(self) -> None:
        """Take in each part once, then optimise."""
        found: dict[Any, None] = {}
        ahead = list(reversed(self._linking_libraries))
        while ahead:
            library = ahead.pop()
            if library not in found:
                found[library] = None
                if isinstance(library, Part):
                    ahead += reversed(library._linking_libraries)
        self._linking_libraries = list(found)
        super().finalize()


@register_pass(mutates_CFG=True, analysis_only=False)
class PartLowering(NativeLowering):
    """Translates a part without making it ready to be run."""

    _name = "simorg_part_lowering"

    def run_pass(self, state: Any) -> bool:
        """Translate, and leave a key by which callers find the part; nothing that runs stands behind it."""
        state.flags.no_compile = True
        super().run_pass(state)
        lowered = state["cr"]
        module, name = lowered.fndesc.lookup_module(), lowered.fndesc.qualname.split(".")[-1]
        key = _dynfunc.make_function(module, name, "part of a kernel", 0, lowered.env, (state.library,))
        state.targetctx.insert_user_function(key, lowered.fndesc, [state.library])
        state["cr"] = lowered._replace(cfunc=key)
        return True


class _Compiler(CompilerBase):
    library: type = Whole
    from_the_front = False

    def define_pipelines(self) -> list[Any]:
        """Return Numba's own passes with ours."""
        state = self.state
        state.library = self.library(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        passes = DefaultPassBuilder.define_nopython_pipeline(state)
        if self.from_the_front:
            passes.add_pass_after(UnsignedPositions, NopythonTypeInference)
        lowering = PartLowering if self.library is Part else NativeLowering
        passes.passes = [(lowering if one is NativeLowering else one, why) for one, why in passes.passes]
        passes.finalize()
        return [passes]


class _WholeKernel(_Compiler):
    pass


class _PartOfKernel(_Compiler):
    library = Part


class _WholeLoop(_Compiler):
    from_the_front = True


class _PartOfLoop(_Compiler):
    library, from_the_front = Part, True


class Kernel(CPUDispatcher):
    """A kernel as Python calls it, and the part by which other kernels call it.

    Parameters
    ----------
    function : callable
        What to compile.
    """

    def __init__(self, function: Function) -> None:
        super().__init__(function, targetoptions=OPTIONS | FOR_PYTHON_ONLY, pipeline_class=_WholeKernel)
        self.part = CPUDispatcher(
            function, targetoptions=OPTIONS | WITHOUT_DOORS, pipeline_class=_PartOfKernel
        )
        self.enable_caching()

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return what a kernel that calls this one needs."""
        return self.part.get_call_template(args, kws)

    def get_overload(self, sig: Any) -> Any:
        """Return the key of the part."""
        return self.part.get_overload(sig)


class LoopPart(CPUDispatcher):
    """A part of a loop, which only kernels call and which creates no array.

    Parameters
    ----------
    function : callable
        What to compile.
    """

    def __init__(self, function: Function) -> None:
        options = OPTIONS | WITHOUT_COUNTING | WITHOUT_DOORS
        super().__init__(function, targetoptions=options, pipeline_class=_PartOfLoop)


class Loop(CPUDispatcher):
    """A loop over the world, which Python calls and which creates no array either.

    Parameters
    ----------
    function : callable
        What to compile.
    """

    def __init__(self, function: Function) -> None:
        options = OPTIONS | WITHOUT_COUNTING | FOR_PYTHON_ONLY
        super().__init__(function, targetoptions=options, pipeline_class=_WholeLoop)
        self.enable_caching()
