"""What decides the rows of an experiment: configuration, named files, code, package versions.

Equal fingerprints give equal rows. What only decides how many rows there are, where they go or how
fast they come (replications, workers, publishing) is left out, so that a run folder can grow.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import simorg
from simorg.config.compose import resolved
from simorg.config.files import FILE_KEYS
from simorg.config.settings import Settings
from simorg.plugins.registry import hashes

SHOWN_ONLY = ("cli.py", "commands", "contracts", "figures", "report", "workbench")
"""Rooms of the package that show rows and cannot change one."""

PACKAGES = ("simpy", "numba", "numpy", "networkx", "scipy")
"""Packages that can change a number; others cannot."""

PACKAGES_OF = {"sensitivity": ("SALib",), "optimise": ("optuna",)}
"""Packages that decide which points a kind of experiment runs."""

IDLE_KEYS = (
    ("replications",), ("executor",), ("experiment", "publish"), ("experiment", "report"),
    ("experiment", "objective"), ("experiment", "precision"),
)  # fmt: skip


def fingerprint(settings: Settings) -> dict[str, Any]:
    """Return what decides the rows, each part in a form that can be compared.

    Returns
    -------
    dict
        ``configuration``, ``files`` and ``code`` as SHA-256, ``versions`` by package.
    """
    return {
        "configuration": _sha256(json.dumps(deciding(resolved(settings)), sort_keys=True).encode()),
        "files": {key: _sha256(Path(path).read_bytes()) for key, path in _files(settings).items()},
    } | environment(PACKAGES_OF.get(settings.experiment.kind, ()))


def environment(besides: Iterable[str] = ()) -> dict[str, Any]:
    """Return what of a fingerprint belongs to the machine: ``code``, ``versions``, ``plugins`` if there are some.

    Parameters
    ----------
    besides : iterable of str
        Packages that count besides `PACKAGES`; one that is not installed is left out.
    """
    from simorg.compilation import source_fingerprint

    versions = {name: version(name) for name in PACKAGES}
    for name in besides:
        with suppress(PackageNotFoundError):
            versions[name] = version(name)
    return {
        "code": source_fingerprint(Path(simorg.__file__).parent, SHOWN_ONLY),
        "versions": {"python": ".".join(platform.python_version_tuple()[:2])} | versions,
    } | ({"plugins": hashes()} if hashes() else {})


def deciding(config: dict[str, Any]) -> dict[str, Any]:
    """Return a configuration without the keys that decide no row."""
    kept: dict[str, Any] = json.loads(json.dumps(config))
    for *parents, key in IDLE_KEYS:
        node = kept
        for parent in parents:
            node = node.get(parent, {})
        node.pop(key, None)
    return kept


def short(print_: dict[str, Any]) -> str:
    """Return 12 hexadecimal digits that name a fingerprint."""
    return _sha256(json.dumps(print_, sort_keys=True).encode())[:12]


def differences(here: dict[str, Any], there: dict[str, Any], prefix: str = "") -> list[str]:
    """Return one line for every entry of two nested tables that differs."""
    lines = []
    for key in sorted({*here, *there}):
        ours, theirs = here.get(key, "nothing"), there.get(key, "nothing")
        path = f"{prefix}{key}"
        if isinstance(ours, dict) and isinstance(theirs, dict):
            lines += differences(ours, theirs, f"{path}.")
        elif ours != theirs:
            lines.append(f"{path}: {_brief(ours)} now, {_brief(theirs)} there")
    return lines


def _files(settings: Settings) -> dict[str, str]:
    named = {key: getattr(settings.structure, key) for key in FILE_KEYS}
    return {key: path for key, path in named.items() if path is not None}


def _brief(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
