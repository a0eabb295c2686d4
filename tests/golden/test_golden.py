"""One short run, row by row; see README.md beside this file."""

from __future__ import annotations

from tests.golden.record import PATH, lines


def test_the_golden_trace_has_not_moved(engine: str) -> None:
    recorded = PATH.read_text(encoding="utf-8").splitlines()
    found = lines(engine)
    for number, (was, now) in enumerate(zip(recorded, found, strict=False), start=1):
        assert now == was, f"line {number} of {PATH.name} differs"
    assert len(found) == len(recorded)
