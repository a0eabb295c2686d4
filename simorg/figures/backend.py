"""Files need no window: whatever backend a notebook or a user asks for, commands draw with Agg."""

from __future__ import annotations

import os


def without_a_window() -> None:
    """Choose Agg; call it before anything else of `simorg.figures` is imported."""
    os.environ["MPLBACKEND"] = "agg"  # Matplotlib does not even import with the name of one it does not know
    import matplotlib

    matplotlib.use("agg")
