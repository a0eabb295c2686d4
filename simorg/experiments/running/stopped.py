"""What is said when a run cannot go on for a cause outside it: a full disk, a dead worker, a lost cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simorg.config.errors import SettingsError


class StoppedError(SettingsError):
    """A run that cannot go on; what is finished is kept (a `SettingsError`: one message, exit code 2)."""


@contextmanager
def disk_trouble(path: Path) -> Iterator[None]:
    """Turn what the file system refuses into one message.

    Raises
    ------
    StoppedError
        If the disk is full, the folder is read-only, the network file system is gone, or the like.
    """
    try:
        yield
    except OSError as error:
        reason = (
            (error.strerror or str(error)).splitlines()[0].split("] ")[-1]
        )  # pyarrow: "... [errno 28] No ..."
        raise StoppedError(
            f"{path}: cannot be written ({reason}); what was finished before is kept: mend that, and the "
            "same command goes on from there"
        ) from error
