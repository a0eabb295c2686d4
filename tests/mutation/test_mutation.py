"""The mutation run: its lists fit the source, what it keeps holds; at length, a sample and every pair."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.mutation.choice import all_mutants, drawn
from tests.mutation.ledger import Ledger
from tests.mutation.operators import Mutant, mutants
from tests.mutation.page import Run as Finished
from tests.mutation.page import page
from tests.mutation.pairs import Pair, pairs, source
from tests.mutation.report import reasons
from tests.mutation.trial import CHANGES, HARMLESS, KILLED, Verdict

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


def test_every_accepted_survivor_is_a_mutant_of_the_source_and_has_a_reason() -> None:
    names = [mutant.name for mutant in all_mutants()]
    assert len(names) == len(set(names))
    assert reasons().keys() <= set(names)
    assert all(isinstance(reason, str) and reason for reason in reasons().values())


def test_a_sample_has_its_share_of_every_file() -> None:
    every = [
        Mutant(module, "f", 1, str(n), "", None) for module in "abc" for n in range(50 * (ord(module) - 96))
    ]
    sample = drawn(every, 31, 1)
    assert Counter(mutant.module for mutant in sample) == {"a": 5, "b": 10, "c": 16}
    assert len({mutant.name for mutant in sample}) == 31
    assert drawn(every, 31, 1) == sample != drawn(every, 31, 2)
    assert drawn(every, len(every), 1) == every


def test_a_verdict_holds_as_long_as_what_it_came_from(tmp_path: Path) -> None:
    """Kept are a mutant killed by a story and one that changed nothing; then the stories change."""
    path = tmp_path / "kept.jsonl"
    killed, harmless = (Mutant("simorg.a", "f", 1, before, "", None) for before in "xy")
    verdicts = [Verdict(killed, KILLED, "test_drift.test_a", 0.25), Verdict(harmless, HARMLESS, "", 0.5)]
    ledger = Ledger(path)
    for verdict in verdicts:
        ledger.keep(verdict)
    with path.open("a") as file:
        file.write('{"mutant": "cut o')
    again = Ledger(path)
    assert [again.known(mutant) for mutant in (killed, harmless)] == verdicts
    again.seals.all = "another story was added"
    assert [again.known(mutant) for mutant in (killed, harmless)] == [verdicts[0], None]
    again.seals.by_story["test_drift"] = "its story was changed"
    assert again.known(killed) is None
    assert again.killers() == {killed.name: "test_drift.test_a"}


def test_the_page_says_what_was_not_tried() -> None:
    every = [Mutant("simorg.a", "f", 1, str(n), "|", None) for n in range(40)]
    found = [Verdict(mutant, KILLED, "test_a.test_b", 1.0) for mutant in every[:19]]
    found += [Verdict(every[19], CHANGES, "probe a", 1.0), Verdict(every[20], HARMLESS, "", 2.0)]
    told = page(Finished(found, every, 7, 5, 3, {"a mistake": ""}), {})
    assert "**Not all were tried**: 21\nof 40," in told
    assert "76.4% to 99.1%" in told  # Wilson (1927) of 19 in 20
    assert "| a | 40 | 21 | 20 | 19 | 95.0% |" in told
    assert "| `a f: 19 -> \\|` | no reason yet |" in told
    assert "- a mistake\n" in told
    full = page(
        Finished(found, every[:21], 7, 5, 3, {"a mistake": "it changes no trace"}), {every[19].name: "so"}
    )
    assert "All 21 were tried" in full and "Wilson" not in full
    assert "| a | 21 | 20 | 19 | 95.0% |" in full and "| so |" in full
    assert "- a mistake: **it changes no trace**" in full


@pytest.mark.slow
@pytest.mark.parametrize("part", [("--only-pairs",), ("--sample", "100")], ids=str)
def test_the_stories_kill_what_changes_a_trace(part: tuple[str, ...]) -> None:
    """`make mutants` tries all; here every pair, and a hundred mutants."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutation", *part], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
