"""Fixtures of the command line: an empty folder, and a run that only notes what it was asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from simorg.commands import _experiment
from simorg.config.settings import Settings


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch, empty: Path) -> list[Settings]:
    """Replace the experiment by a list of what it would have run; seed 13 fails, 14 partly, 15 breaks."""
    ran: list[Settings] = []
    answers = {13: 1, 14: 3}

    def fake(settings: Settings, **_: object) -> int:
        ran.append(settings)
        if settings.seed == 15:
            raise RuntimeError("broken")
        if settings.seed == 16:
            raise KeyboardInterrupt
        return answers.get(settings.seed, 0)

    module = type(sys)("simorg.experiments.run")
    module.run_experiment = fake  # type: ignore[attr-defined]
    module.run_folder = lambda settings: Path("nowhere")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "simorg.experiments.run", module)
    monkeypatch.setattr(_experiment, "buildable", lambda settings: None)
    return ran
