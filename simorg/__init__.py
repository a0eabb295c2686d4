"""simorg: a discrete-event simulator of organisations that build and run machine learning.

The public face. Every name is imported when it is first used, so that ``import simorg`` is quick.

>>> import simorg
>>> settings = simorg.load(["structure=hub_and_spoke", "drift.rate=0.02"])
>>> settings.drift.rate
0.02
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simorg import figures as figures
    from simorg.config.compose import load as load
    from simorg.config.errors import SettingsError as SettingsError
    from simorg.config.settings import Settings as Settings
    from simorg.engines.run import simulate as simulate
    from simorg.experiments.compare import compare as compare
    from simorg.experiments.results.opened import open_results as open
    from simorg.experiments.running.replicate import replicate as replicate
    from simorg.plugins.registry import use_plugins as use_plugins
    from simorg.trace.rows import Trace as Trace

__version__ = "0.1.0"

_HOME = {
    "load": "simorg.config.compose",
    "simulate": "simorg.engines.run",
    "replicate": "simorg.experiments.running.replicate",
    "compare": "simorg.experiments.compare",
    "open": "simorg.experiments.results.opened",
    "Settings": "simorg.config.settings",
    "SettingsError": "simorg.config.errors",
    "Trace": "simorg.trace.rows",
    "use_plugins": "simorg.plugins.registry",
}

_CALLED = {"open": "open_results"}
"""Names that are another's at home."""

__all__ = [
    "load",
    "simulate",
    "replicate",
    "compare",
    "open",
    "figures",
    "use_plugins",
    "Settings",
    "SettingsError",
    "Trace",
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name == "figures":  # simorg.figures.frontier(table) without importing it first
        return import_module("simorg.figures")
    if name not in _HOME:
        raise AttributeError(f"module 'simorg' has no attribute '{name}'")
    value = globals()[name] = getattr(import_module(_HOME[name]), _CALLED.get(name, name))
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
