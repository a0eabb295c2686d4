"""Fixtures of plug-ins: a process that has none in use, and forgets those that a test takes into use."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simorg.plugins import folder, registry

LAW = """
from simorg.compilation import kernel
from simorg.rules.drift import NEVER

@kernel
def breach_days(law, u):
    return NEVER

@kernel
def recovery_days(law, u):
    return NEVER
"""


@pytest.fixture(autouse=True)
def nothing_in_use(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let laws and measures come late, too: no test in this process compiles or runs them."""
    monkeypatch.setattr(registry, "_USED", [])
    monkeypatch.setattr(registry, "DECIDES_WHERE_CODE_LIES", "nothing decides it here")
    yield
    for name in [name for name in sys.modules if name.startswith(folder.ROOM)]:
        del sys.modules[name]
    registry._CHECKED.clear()


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Return a folder with one drift law."""
    return written(tmp_path / "mine", {"drift/calm.py": LAW})


def written(where: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (where / name).parent.mkdir(parents=True, exist_ok=True)
        (where / name).write_text(text, encoding="utf-8")
    return where
