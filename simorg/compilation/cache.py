"""Where compiled code is kept: a folder named by the source that it depends on.

Importing this module points Numba's disk cache at that folder, so it comes before Numba: a hash of the
source below the experiments names it, and no edit there can meet code that was compiled before it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from pathlib import Path

from simorg.plugins import registry

_PREFIX = "simorg-kernels-"
# Numba's own cache key ignores these although they change the machine code that is produced.
_CODE_CHANGING = ("NUMBA_BOUNDSCHECK", "NUMBA_OPT", "NUMBA_DEBUGINFO", "NUMBA_LOOP_VECTORIZE")

ABOVE = (
    "cli.py", "commands", "contracts", "experiments", "figures", "report", "statistics", "theory",
    "validation",
)  # fmt: skip
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
    if cache is not None and _is_writable(cache):
        return cache
    try:
        return _temporary_base()
    except OSError:
        return Path(os.devnull) / "simorg"  # where nothing can be


def _named() -> str:
    """Name the folder by the source of the package, and by that of plug-ins with kernels if there are any."""
    own, others = source_fingerprint(Path(__file__).resolve().parents[1], ABOVE), registry.kernels()
    return _PREFIX + (hashlib.sha256(f"{own}\0{others}".encode()).hexdigest() if others else own)[:24]


_BASE = _base_folder()
_ROOT = _BASE / _named()

os.environ["NUMBA_CACHE_DIR"] = str(_ROOT)
# Intel's vector library rounds log and exp differently from the C library that Python calls.
os.environ.setdefault("NUMBA_DISABLE_INTEL_SVML", "1")


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


def can_store() -> bool:
    """Return whether any folder takes compiled code."""
    return _is_writable(_ROOT)


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
