"""What bad input says: the key path, the value, the rule and the nearest valid choice."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class SettingsError(ValueError):
    """Bad input, found at the border: one message that says what to change (exit code 2)."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return a hint such as ``"; did you mean 'drift'? choices: ..."`` (empty without choices)."""
    known = sorted(set(choices))
    if not known:
        return ""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f"; did you mean '{close[0]}'?" if close else ";"
    return f"{hint} valid: {', '.join(known)}"
