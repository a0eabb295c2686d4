"""Overrides as a shell hands them over: a path with an accent, a blank, a bracket or ``~`` is plain text.

Goes in: overrides as they were typed. Comes out: overrides in Hydra's grammar, which keeps such
characters for itself. Only what Hydra cannot read is changed, and only where the key holds text.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Quote, QuotedString
from hydra.errors import HydraException

SEARCH_PATH = "hydra.searchpath"


def readable(override: str, sweeping: bool = False) -> str:
    """Return an override that Hydra can read, with quotes around text that it could not.

    With `sweeping`, commas separate values. Where Hydra can read it already, or where its key holds no
    text, it stays as it is.
    """
    key, _, value = override.partition("=")
    if _is_read(override) or key.lstrip("+") not in _text_keys():
        return override
    values = value.split(",") if sweeping else [value]
    return f"{key}=" + ",".join(each if _is_read(f"{key}={each}") else quoted(each) for each in values)


def quoted(text: str) -> str:
    """Return text in quotes, as Hydra's grammar wants it."""
    return QuotedString(text=text, quote=Quote.single).with_quotes()


def searching(folder: Path) -> str:
    """Return the override that makes presets of a folder known."""
    return f"{SEARCH_PATH}=[{quoted(f'file://{folder.absolute()}')}]"


def _is_read(override: str) -> bool:
    try:
        OverridesParser.create().parse_override(override)
    except HydraException:
        return False
    return True


@cache
def _text_keys() -> frozenset[str]:
    from simorg.config.registry import registry  # needed only for what Hydra cannot read

    return frozenset(row.key for row in registry() if "text" in row.type.split(" or "))
