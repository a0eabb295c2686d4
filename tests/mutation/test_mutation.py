"""The mutation run itself: its lists still fit the source; at length, a sample of mutants and every pair."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.mutation.operators import mutants
from tests.mutation.pairs import Pair, pairs, source
from tests.mutation.report import REASONS

ROOT = Path(__file__).parents[2]
SMALL = """
LIMIT = 3

def least(a, b):
    if a < b and a > LIMIT:
        return a
    return min(b, -1)
"""


@pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.mistake)
def test_what_a_pair_replaces_stands_in_both_engines(pair: Pair) -> None:
    for engine, place in pair.places.items():
        path, text = source(engine, place)
        compile(text.replace(place.before, place.after), str(path), "exec")
        assert place.before != place.after


def test_a_mutant_is_one_mistake_that_compiles(tmp_path: Path) -> None:
    """Of a small function all are known."""
    path = tmp_path / "small.py"
    path.write_text(SMALL)
    told = {f"{mutant.before} -> {mutant.after}" for mutant in mutants(path, "small")}
    condition = "a < b and a > LIMIT"
    assert told == {
        "LIMIT = 3 -> LIMIT = 4", f"{condition} -> True", f"{condition} -> False",
        f"{condition} -> a < b or a > LIMIT", f"{condition} -> a <= b and a > LIMIT",
        f"{condition} -> a >= b and a > LIMIT", f"{condition} -> a < b and a >= LIMIT",
        f"{condition} -> a < b and a <= LIMIT",
        "return min(b, -1) -> pass", "return min(b, -1) -> return max(b, -1)",
        "return min(b, -1) -> return min(b, 1)", "return min(b, -1) -> return min(b, -2)",
    }  # fmt: skip


def test_every_survivor_that_is_accepted_has_a_reason() -> None:
    reasons = yaml.safe_load(REASONS.read_text(encoding="utf-8")) or {}  # none is accepted so far
    assert all(isinstance(reason, str) and reason for reason in reasons.values())


@pytest.mark.slow
@pytest.mark.parametrize("part", [("--only-pairs",), ("--sample", "3", "--only", "reference")], ids=str)
def test_the_stories_kill_what_changes_a_trace(part: tuple[str, ...]) -> None:
    """`make mutants` tries all; here every pair, and three mutants of each file of the reference engine."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", *part], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
