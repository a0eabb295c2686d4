"""How Numba compiles kernels: every part is typed once, and optimised once, with the whole it belongs to.

By itself Numba optimises each function together with all that it calls, turns each into machine code and
stores it: what lies ten calls deep is compiled ten times, and eight hundred files are written. Here a
function that another kernel calls is a *part*: translated, and no more. What Python calls is a *whole*: it
takes in the parts below it, once each, and only it becomes machine code and a file.

Goes in: Numba's own passes. Comes out: four ways to compile, for `dispatchers`.
"""
# mypy: disable-error-code="no-untyped-call,attr-defined,method-assign"

from __future__ import annotations

import functools
from typing import Any

import llvmlite.binding as llvm
from numba import _dynfunc
from numba.core import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import register_pass
from numba.core.targetconfig import TargetConfig
from numba.core.typed_passes import NativeLowering, NopythonTypeInference

from simorg.compilation.positions import UnsignedPositions

# Numba asks for the text of a type in every pass of every part; that of a world has thousands of letters.
types.Record.__repr__ = functools.cache(types.Record.__repr__)


def _same_options(ours: TargetConfig, theirs: Any, as_numba: Any = TargetConfig.__eq__) -> Any:
    """Compare what was set before all that there is: Numba asks some ten thousand times."""
    set_alike = type(ours) is type(theirs) and ours._values == theirs._values
    return set_alike or as_numba(ours, theirs)


TargetConfig.__eq__ = _same_options
TargetConfig.__hash__ = lambda options: hash(type(options))  # Numba's is one of the names of all options


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


class _Pipeline(CompilerBase):
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


class WholeKernel(_Pipeline):
    """A kernel as Python calls it."""


class PartOfKernel(_Pipeline):
    """A kernel as other kernels call it."""

    library = Part


class WholeLoop(_Pipeline):
    """A loop over the world."""

    from_the_front = True


class PartOfLoop(_Pipeline):
    """A part of such a loop."""

    library, from_the_front = Part, True
