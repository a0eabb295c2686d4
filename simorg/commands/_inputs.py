"""What was typed: a file or folder that is there, or an override such as ``drift.rate=0.02`` or ``~key``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def paths_in(what: Iterable[str]) -> list[Path]:
    """Return those words that name a file or folder; a word without ``=`` does, or has a typing error.

    Parameters
    ----------
    what : iterable of str
        Words of a command line that takes either.
    """
    return [Path(text).expanduser() for text in what if _is_path(text)]


def _is_path(text: str) -> bool:
    if text.startswith("~") and not text.startswith("~/"):
        return False
    return "=" not in text or _exists(Path(text).expanduser())


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # longer than a file name may be
        return False
