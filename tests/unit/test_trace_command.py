"""Recording a trace, verifying it, and being told where it differs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simorg.cli import main
from simorg.engines.difference import first_difference
from simorg.engines.trace import ROW

SHORT = ["horizon_days=60", "warm_up_days=0"]


def test_a_recorded_trace_verifies(tmp_path: Path, engine: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / "run.npz")
    assert main(["trace", "record", path, "--engine", engine, "--replication", "2", *SHORT]) == 0
    assert main(["trace", "verify", path, "--engine", engine]) == 0
    assert "the same to the last bit" in capsys.readouterr().out


def test_a_changed_trace_is_told_at_its_first_event(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.npz"
    main(["trace", "record", str(path), *SHORT])
    with np.load(path) as file:
        rows, about = file["rows"].copy(), file["about"]
    rows["value"][137] += 1e-9
    np.savez(path, rows=rows, about=about)
    assert main(["trace", "verify", str(path)]) == 1
    assert "differ at event 137" in capsys.readouterr().out


def test_a_file_that_is_no_trace_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "no.npz").write_text("no trace")
    assert main(["trace", "verify", str(tmp_path / "no.npz")]) == 2
    assert main(["trace", "verify", str(tmp_path / "missing.npz")]) == 2


def test_a_trace_that_ends_early_differs_at_its_end() -> None:
    rows = np.zeros(5, dtype=ROW)
    assert first_difference(rows, rows[:3]) == 3
    assert first_difference(rows, rows.copy()) is None
