"""Compiled code on disk: Numba's files, sealed by a hash, so that damaged ones are made anew and never run.

Goes in: a function. Comes out: where Numba loads and stores its machine code. Folders are named by the
source of the package (see `cache`), so its functions need no stamp of their own file.
"""
# mypy: disable-error-code="no-untyped-call,misc"

from __future__ import annotations

import functools
import hashlib
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from numba.core.caching import FunctionCache, IndexDataCacheFile

SEAL = hashlib.sha256().digest_size


class Storage(FunctionCache):
    """The files of one function.

    Parameters
    ----------
    function : callable
        The function.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        stamp = "as the folder" if is_ours(function) else self._impl.locator.get_source_stamp()
        base = self._impl.filename_base
        self._cache_file = _Sealed(cache_path=self._cache_path, filename_base=base, source_stamp=stamp)
        self.index = Path(self._cache_path) / f"{base}.nbi"
        """Says which machine code belongs to which types of arguments; it lies in the files beside it."""
        self.lost = False
        """Whether the disk did not take what was to be stored."""

    def files(self) -> list[Path]:
        """Return the files that are there."""
        return sorted(self.index.parent.glob(f"{self.index.stem}.*"))

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return stored machine code, or None if there is none that can be used."""
        try:
            return super().load_overload(sig, target_context)
        except Exception:  # whatever unpickling makes of files that are cut short or overwritten
            with suppress(OSError):
                self.index.unlink(missing_ok=True)
            _say_damaged(self.index.parent.parent)
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Store machine code, if the disk takes it: without, it serves this process only."""
        try:
            super().save_overload(sig, data)
        except OSError:
            self.lost = True


class _Sealed(IndexDataCacheFile):
    """Files of machine code that begin with a hash of the rest."""

    def _save_data(self, name: str, data: Any) -> None:
        content = self._dump(data)
        with self._open_for_write(self._data_path(name)) as file:
            file.write(hashlib.sha256(content).digest() + content)

    def _load_data(self, name: str) -> Any:
        sealed = Path(self._data_path(name)).read_bytes()
        if hashlib.sha256(sealed[SEAL:]).digest() != sealed[:SEAL]:
            raise ValueError(f"{name} is damaged")
        return pickle.loads(sealed[SEAL:])


def is_ours(function: Callable[..., Any]) -> bool:
    """Return whether a function belongs to this package."""
    return function.__module__.partition(".")[0] == __name__.partition(".")[0]


@functools.cache
def _say_damaged(folder: Path) -> None:
    sys.stderr.write(f"{folder}: compiled code is damaged and is compiled again\n")
