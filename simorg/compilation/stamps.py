"""Which compiled code is there: a stamp for each set of kernels that was compiled to the end.

A stamp lists the files of a set. It holds for one kind of processor, one version of Python and Numba and
one place of the package, because Numba's own files do.
"""
# mypy: disable-error-code="attr-defined"

from __future__ import annotations

import functools
import hashlib
import json
import platform
from collections.abc import Iterable
from pathlib import Path

from simorg.compilation.cache import cache_root


@functools.cache
def stored(name: str) -> bool:
    """Return whether all of a set is there."""
    return bool(_files(name))


@functools.cache
def stored_files() -> frozenset[Path]:
    """Return the files of all sets that are there."""
    names = {path.name.partition("-")[0] for path in cache_root().glob(f"*-{_here()}.json")}
    return frozenset(file for name in names for file in _files(name))


def forget() -> None:
    """Look again, the next time that somebody asks."""
    stored.cache_clear()
    stored_files.cache_clear()


def stamp(name: str, files: Iterable[Path]) -> bool:
    """Note that a set is there; return whether it is: a full disk takes no files.

    Parameters
    ----------
    name : str
        Of the set.
    files : iterable of Path
        Its files.
    """
    root, path = cache_root(), _path(name)
    try:
        written = path.with_suffix(".new")
        written.write_text(json.dumps([file.relative_to(root).as_posix() for file in files], indent=1))
        written.replace(path)
    except OSError:
        return False
    forget()
    return stored(name)


def _files(name: str) -> list[Path]:
    """Return the files that a stamp lists; none if there is no stamp, or one is missing."""
    try:
        listed = [cache_root() / str(file) for file in json.loads(_path(name).read_text(encoding="utf-8"))]
    except (OSError, ValueError):
        return []
    return listed if all(file.is_file() for file in listed) else []


def _path(name: str) -> Path:
    return cache_root() / f"{name}-{_here()}.json"


@functools.cache
def _here() -> str:
    """Name what Numba's files depend on besides the source."""
    import numba
    from llvmlite import binding

    parts = (
        numba.__version__, platform.python_version(), binding.get_host_cpu_name(),
        binding.get_host_cpu_features().flatten(), numba.config.CPU_NAME, numba.config.CPU_FEATURES, __file__,
    )  # fmt: skip
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:12]
