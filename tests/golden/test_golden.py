"""One short run, row by row; see README.md beside this file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.record import RUNS, lines


@pytest.mark.parametrize("path", RUNS, ids=lambda path: path.stem)
def test_a_golden_trace_has_not_moved(path: Path, engine: str) -> None:
    recorded = path.read_text(encoding="utf-8").splitlines()
    found = lines(path, engine)
    for number, (was, now) in enumerate(zip(recorded, found, strict=False), start=1):
        assert now == was, f"line {number} of {path.name} differs"
    assert len(found) == len(recorded)
