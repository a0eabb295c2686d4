"""What each local Dask worker does first; nothing is loaded, so that plug-ins come before compiled code."""

from __future__ import annotations

import signal


def dask_setup(worker: object) -> None:
    """Leave Ctrl-C to the process that was started by the user."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
