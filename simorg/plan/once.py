"""Every plan is built once, as long as no more than some are in use.

Goes in: settings. Comes out: their plan, the same object for equal settings, so that engines can keep what
they made of it.
"""

from __future__ import annotations

import functools
import pickle
from pathlib import Path

from simorg.config.settings import Settings
from simorg.organisation.textbook import expand
from simorg.plan.build import Plan, build

MOST_PLANS = 256
"""As many as are checked before a design starts, and more; one of the default size takes 30 kB."""

Stamp = tuple[int, int] | None


def plan_of(settings: Settings) -> Plan:
    """Return the plan of settings.

    Settings are known by their content and that of the files they name, so that nobody who changes a
    table or a roster gets an old plan.

    Raises
    ------
    SettingsError
        If a stage needs a skill that nobody can be asked for.
    """
    named = (settings.structure.file, settings.structure.titles, settings.structure.ties)
    return _plan(pickle.dumps(settings, protocol=5), tuple(_stamp(path) for path in named))


@functools.lru_cache(maxsize=MOST_PLANS)
def _plan(packed: bytes, files: tuple[Stamp, ...]) -> Plan:
    settings: Settings = pickle.loads(packed)
    return build(settings) if settings.textbook is None else build(*expand(settings))


def _stamp(path: str | None) -> Stamp:
    try:
        found = None if path is None else Path(path).stat()
    except OSError:  # who builds the plan says what is wrong with it
        return None
    return None if found is None else (found.st_mtime_ns, found.st_size)
