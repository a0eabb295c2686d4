"""One writer a folder: a lock that dies with the process that holds it."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from simorg.config.errors import SettingsError


class FolderBusyError(SettingsError):
    """Another process writes to the folder (a `SettingsError`: one message, exit code 2)."""


class FolderLock:
    """Holds a folder for this process, from ``with`` to the end of its block.

    The operating system holds the lock and lets go of it when the process ends, however it ends:
    what a killed run leaves behind never blocks the next one. The file itself stays.

    Parameters
    ----------
    folder : Path
        Folder to hold; must exist.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / ".lock"
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        """Take the lock.

        Raises
        ------
        FolderBusyError
            If another process holds it.
        """
        file = self.path.open("a+", encoding="utf-8")
        try:
            _take(file)
        except OSError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            file.close()
            raise FolderBusyError(
                f"{self.path.parent} is being written by process {holder}; wait for it to end, or stop it"
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        assert self._file is not None
        self._file.truncate(0)
        self._file.close()
        self._file = None


def _take(file: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        locking, mode = msvcrt.locking, msvcrt.LK_NBLCK  # type: ignore[attr-defined]
        file.seek(1 << 20)  # far behind the text, which others may then still read
        locking(file.fileno(), mode, 1)
        return
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
