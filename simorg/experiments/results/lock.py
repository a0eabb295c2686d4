"""One writer a folder, or the shards of one plan: locks that die with the processes that hold them.

The operating system holds a lock and lets go of it when the process ends, however it ends: what a
killed run leaves behind never tasks the next one. A run takes ``.lock`` for itself; the shards of a
run share it, and each takes ``.lock-shard-INDEX`` for itself. The files stay; they say who holds them.
"""

from __future__ import annotations

import errno
import os
import platform
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from simorg.config.errors import SettingsError
from simorg.experiments.running.stopped import disk_trouble

JOIN_SECONDS = 10.0
"""How long a shard waits for the others to let it in: they start at the same moment, all at once."""

NO_LOCKS = (errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOLCK)


class FolderBusyError(SettingsError):
    """Another process writes to the folder (a `SettingsError`: one message, exit code 2)."""


class FolderLock:
    """Holds a folder for this process alone, from ``with`` to the end of its block.

    Parameters
    ----------
    folder : Path
        Folder to hold; must exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Take the lock.

        Raises
        ------
        FolderBusyError
            If another process, or a shard, holds it.
        """
        file = self._opened(".lock")
        if not _taken(file):
            raise self._busy(_text(file) or "another process")
        for leftover in self.folder.glob(".lock-shard-*"):  # no shard holds one while this lock is held
            leftover.unlink()
        _say(file, _this_process())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go."""
        self._open.close()

    def _opened(self, name: str) -> IO[str]:
        path = self.folder / name
        with disk_trouble(path):
            return self._open.enter_context(path.open("a+", encoding="utf-8"))

    def _busy(self, holder: str) -> FolderBusyError:
        self._open.close()
        return FolderBusyError(f"{self.folder} is being written by {holder}; wait for it to end, or stop it")


class ShardLock(FolderLock):
    """Holds one shard of a folder, beside the other shards of the same plan.

    Parameters
    ----------
    folder : Path
        Folder to hold; must exist.
    index : int
        Which shard.
    plan : str
        What is cut, and into how many shards; shards of another plan are refused.
    """

    def __init__(self, folder: Path, index: int, plan: str) -> None:
        super().__init__(folder)
        self._index, self._plan = index, plan

    def __enter__(self) -> Self:
        """Take the lock.

        Raises
        ------
        FolderBusyError
            If a run that is no shard, a shard of another plan, or the same shard holds it.
        """
        self._join(self._opened(".lock"))
        own = self._opened(f".lock-shard-{self._index}")
        if not _taken(own):
            raise self._busy(f"the same shard (executor.index = {self._index}), {_text(own)}")
        _say(own, _this_process())
        return self

    def _join(self, file: IO[str]) -> None:
        """Share the lock; the first shard writes into it what the others must agree with."""
        limit = time.monotonic() + JOIN_SECONDS
        while True:
            if _taken(file):
                _say(file, self._plan)
            if _taken(file, shared=True):
                plan = _text(file)
                if plan != self._plan:
                    raise self._busy(f"{plan}, this is one of {self._plan}")
                return
            if time.monotonic() > limit:
                raise self._busy(_text(file) or "another process")
            time.sleep(0.05)


def _this_process() -> str:
    return f"process {os.getpid()} on {platform.node()}"


def _text(file: IO[str]) -> str:
    file.seek(0)
    return file.read().strip()


def _say(file: IO[str], text: str) -> None:
    with disk_trouble(Path(file.name)):
        file.truncate(0)
        file.write(f"{text}\n")
        file.flush()


def _taken(file: IO[str], shared: bool = False) -> bool:
    """Return whether the lock of an open file could be taken, for this process alone or shared."""
    try:
        import fcntl
    except ImportError:  # Windows
        return _taken_on_windows(file, shared)
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in NO_LOCKS:
            raise SettingsError(
                f"{file.name}: this file system has no file locks ({error.strerror}); have it mounted with "
                "them (Lustre: -o flock), or work in a folder on another one"
            ) from error
        return False
    return True


def _taken_on_windows(file: IO[str], shared: bool) -> bool:
    import msvcrt

    if shared:
        raise SettingsError("executor = shard: needs the file locks of Linux or macOS; use executor=local")
    locking, mode = msvcrt.locking, msvcrt.LK_NBLCK  # type: ignore[attr-defined]
    file.seek(1 << 20)  # far behind the text, which others may then still read
    try:
        locking(file.fileno(), mode, 1)
    except OSError:
        return False
    return True
