"""How scalar rules and event loops are compiled: one decorator, one cache, one place.

Every compiled function of the package is decorated with :func:`kernel`; nothing else may call
``numba.njit``.  Importing this module imports Numba (``import simorg`` alone does not) and, just
before, points Numba's disk cache at a folder named by a hash of the source below the experiments.  With
``NUMBA_DISABLE_JIT=1`` a kernel is the plain Python function it decorates.

It does not compile anything by itself: Numba does so at the first call of each kernel.
"""

import functools
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any, TypeVar, cast

FunctionT = TypeVar("FunctionT", bound=Callable[..., Any])

_PREFIX = "simorg-kernels-"
# Numba's own cache key ignores these although they change the machine code that is produced.
_CODE_CHANGING = ("NUMBA_BOUNDSCHECK", "NUMBA_OPT", "NUMBA_DEBUGINFO", "NUMBA_LOOP_VECTORIZE")


ABOVE = ("cli.py", "commands", "experiments", "figures", "logs", "statistics", "theory")
"""Rooms of the package whose source no kernel can depend on; the house rules hold kernels to it."""


def source_fingerprint(package: Path, without: Collection[str] = ()) -> str:
    """Hash the Python source below a folder, with the settings that change compiled code.

    Parameters
    ----------
    package : Path
        Folder of the package.
    without : collection of str
        Folders and files at its top that are left out.

    Returns
    -------
    str
        64 hexadecimal digits of SHA-256 over (relative path, bytes), in order of path.
    """
    digest = hashlib.sha256()
    for name in _CODE_CHANGING:
        digest.update(f"{name}={os.environ.get(name, '')}\0".encode())
    sources = sorted((file.relative_to(package).as_posix(), file) for file in package.rglob("*.py"))
    sources = [source for source in sources if source[0].split("/")[0] not in without]
    for relative, file in sources:
        content = file.read_bytes()
        digest.update(f"{relative}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _temporary_base() -> Path:
    """Find a cache folder for machines without a writable home.

    Numba unpickles what it finds in its cache, so a shared folder that another user could have
    prepared is never taken.
    """
    # Where there is no getuid (Windows) files have owner 0 and the folder is the user's own anyway.
    user = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"simorg-{user}"
    if _is_writable(folder) and folder.stat().st_uid == user:
        return folder
    return Path(tempfile.mkdtemp(prefix="simorg-"))


def _user_cache() -> Path | None:
    chosen = os.environ.get("XDG_CACHE_HOME", "")
    if chosen:
        return Path(chosen) / "simorg"
    try:
        return Path.home() / ".cache" / "simorg"
    except RuntimeError:  # containers run under user ids that have no home
        return None


def _base_folder() -> Path:
    chosen = os.environ.get("NUMBA_CACHE_DIR", "")
    if chosen:
        # A child process inherits its parent's choice; it must not nest another folder inside.
        folder = Path(chosen).parent if Path(chosen).name.startswith(_PREFIX) else Path(chosen)
        if _is_writable(folder):
            return folder
    cache = _user_cache()
    return cache if cache is not None and _is_writable(cache) else _temporary_base()


_BASE = _base_folder()
_ROOT = _BASE / (_PREFIX + source_fingerprint(Path(__file__).resolve().parent, ABOVE)[:24])

os.environ["NUMBA_CACHE_DIR"] = str(_ROOT)
# Intel's vector library rounds log and exp differently from the C library that Python calls.
os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")

_NUMBA_WAS_LOADED = "numba" in sys.modules

numba: Any
try:
    import numba  # the environment above is read while Numba is imported
except Exception as error:  # a missing package, a library that does not fit this NumPy or this system
    numba, _NO_NUMBA = None, error
else:
    if _NUMBA_WAS_LOADED:
        numba.config.CACHE_DIR = str(_ROOT)


# The world is one large value handed from kernel to kernel. Counting references at each call took
# three quarters of a run, and the doors by which Python could call each part took half the time of
# compiling. Parts need neither: they create no array, and the loop holds the world while they run.
WITHOUT_COUNTING = {"_nrt": False}
WITHOUT_DOORS = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def kernel(function: FunctionT) -> FunctionT:
    """Compile a function with the package's one set of options.

    Parameters
    ----------
    function : callable
        A function of scalars, tuples and arrays that Numba can compile.

    Returns
    -------
    callable
        The dispatcher, whose ``py_func`` is `function`; or `function` itself under
        ``NUMBA_DISABLE_JIT=1`` and where nothing can be compiled, see `obstacle`.

    Notes
    -----
    ``fastmath=False``: both engines must produce the same bits, and reordering breaks that.
    ``error_model="python"``: dividing by zero raises, compiled or not, instead of giving infinity
    in one of the two.  ``nogil=True``: replications run in threads.  ``cache=True``: compiling
    takes seconds, loading milliseconds.  ``boundscheck`` is left unset, since any explicit value
    would overrule ``NUMBA_BOUNDSCHECK``.

    One difference between the modes cannot be set away: outside its domain ``math.log`` raises in
    Python and returns an infinity or NaN when compiled (likewise ``exp`` on overflow).  Kernels
    stay inside.
    """
    return cast(FunctionT, function if obstacle() else _njit(function))


def step(function: FunctionT) -> FunctionT:
    """Compile a part of the loop, which creates no array and is called by kernels only.

    Parameters
    ----------
    function : callable
        As for `kernel`.
    """
    return cast(FunctionT, _part(function, WITHOUT_COUNTING | WITHOUT_DOORS))


def entry(function: FunctionT) -> FunctionT:
    """Compile a kernel that Python calls with the world, and that creates no array either.

    Parameters
    ----------
    function : callable
        As for `kernel`.
    """
    return cast(FunctionT, _part(function, WITHOUT_COUNTING))


def _part(function: Callable[..., Any], options: dict[str, bool]) -> Any:
    return function if obstacle() else _njit_part(function, options)


def _njit(function: Callable[..., Any], **more: Any) -> Any:
    return numba.njit(cache=True, fastmath=False, nogil=True, error_model="python", **more)(function)


def _njit_part(function: Callable[..., Any], options: dict[str, bool]) -> Any:
    from simorg.positions import FromTheFront  # needs Numba, which may be missing

    compiled = _njit(function, pipeline_class=FromTheFront)
    # With NUMBA_DISABLE_JIT=1 a kernel is the plain function, which has no options.
    if hasattr(compiled, "targetoptions"):
        compiled.targetoptions.update(options)
    return compiled


@functools.cache
def obstacle() -> str:
    """Return why nothing can be compiled on this machine, or nothing if something can.

    1. Numba must be there and load;
    2. where this version has not compiled anything yet, one line is compiled and stored as a trial,
       with the options of every kernel: that takes memory that may be executed, a disk that takes
       files, and a Numba that knows the options.

    Without kernels the reference engine still runs: its rules are plain Python then.
    """
    if numba is None:
        return f"Numba does not load: {type(_NO_NUMBA).__name__}: {_NO_NUMBA}"
    if numba.config.DISABLE_JIT or _ROOT.exists():
        return ""
    try:
        _njit_part(_trial, WITHOUT_COUNTING)(1)
    except Exception as failure:
        return f"Numba cannot compile here: {type(failure).__name__}: {str(failure).strip()}".splitlines()[0]
    return ""


def _trial(n: int) -> int:
    return n + 1


def cache_root() -> Path:
    """Return the folder in which this version of the source keeps its compiled functions.

    Returns
    -------
    Path
        A folder named by the source fingerprint: below ``NUMBA_CACHE_DIR`` if the user set it and
        it can be written, else below ``$XDG_CACHE_HOME/simorg`` or ``~/.cache/simorg``, else in a
        temporary folder.
    """
    return _ROOT


def clear_cache() -> int:
    """Delete the compiled functions of this and of all earlier versions of the source.

    Returns
    -------
    int
        Number of version folders deleted.
    """
    folders = [folder for folder in _BASE.glob(_PREFIX + "*") if folder.is_dir()]
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders)
