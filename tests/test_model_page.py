"""The page of the model: what is off is what settings say, where it misses what face validity shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import simorg
from simorg.config.levers import read
from simorg.validation.face_validity import INSIDE

DOCS = Path(__file__).parents[1] / "docs"
KEY = r"`([a-z_]+(?:\.[a-z_]+)+)`"


def text(name: str) -> str:
    """Return a page as one line."""
    return " ".join((DOCS / name).read_text(encoding="utf-8").split())


MODEL = text("model.md")
MISSES = MODEL.split("## Where it misses")[1]
WITHOUT, DEFAULT = "off with `mechanisms=none`", "off by default"


def keys_beside(page: str, phrase: str) -> list[str]:
    """Return the keys that stand in one pair of brackets with a phrase, which may stand nowhere else."""
    beside = [inside for inside in re.findall(r"\(([^()]*)\)", page) if phrase in inside]
    keys = [re.findall(KEY, inside) for inside in beside]
    assert len(keys) == page.count(phrase) and all(keys), (
        f"'{phrase}' stands without the key that it is about"
    )
    return [key for each in keys for key in each]


def test_what_is_off_without_the_mechanisms_is_on_else() -> None:
    default, without = simorg.load([]), simorg.load(["mechanisms=none"])
    keys = keys_beside(MODEL, WITHOUT)
    assert keys
    assert [key for key in keys if read(default, key) == read(without, key)] == []


def test_what_is_off_by_default_is_off() -> None:
    default = simorg.load([])
    assert [key for key in keys_beside(MODEL, DEFAULT) if read(default, key)] == []


def test_a_default_that_is_told_is_the_default() -> None:
    default = simorg.load([])
    told = re.findall(KEY + r", `([^`]+)` by default", MODEL)
    assert told and len(told) + MODEL.count(DEFAULT) == MODEL.count("by default")
    assert [(key, value) for key, value in told if str(read(default, key)) != value] == []


@pytest.mark.parametrize("page", ["Three things are off by default.", "**Lanes** (off by default)."])
def test_a_phrase_without_a_key_is_noticed(page: str) -> None:
    with pytest.raises(AssertionError, match="stands without the key"):
        keys_beside(page, DEFAULT)


# where it misses


class Moved(NamedTuple):
    """What became of a row in a trial."""

    change: float
    half_width: float
    verdict: str


class Said(NamedTuple):
    """What the page of the model says of a row: where it lies, and of each trial what it does."""

    verdict: str
    trials: dict[str, str]


WORDS: dict[str, Callable[[Moved, list[Moved]], bool]] = {
    "brings it inside": lambda moved, _: moved.verdict == INSIDE,
    "leaves it outside": lambda moved, _: moved.verdict != INSIDE,
    "moves it most": lambda moved, others: abs(moved.change) == max(abs(each.change) for each in others),
    "does not move it": lambda moved, _: abs(moved.change) <= moved.half_width,
}


def rows() -> Iterator[dict[str, str]]:
    """Return the rows of all tables on the page of face validity, by the heads of their columns."""
    head: list[str] = []
    for line in (DOCS / "face_validity.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if cells and head and cells[0].strip("-"):
            yield dict(zip(head, cells, strict=True))
        head = head or cells if cells else []


def trials() -> dict[str, dict[str, Moved]]:
    found: dict[str, dict[str, Moved]] = {}
    for row in rows():
        if "verdict then" in row:
            change, half_width = map(float, row["change"].split("±"))
            found.setdefault(row["quantity"], {})[row["moved"]] = Moved(
                change, half_width, row["verdict then"]
            )
    return found


def said(page: str) -> dict[str, Said]:
    """Return what is said of each row: `*row* (verdict): "trial" does this, "trial" does that`."""
    found = {}
    for item in page.split(" - *")[1:]:
        name, verdict, rest = re.fullmatch(r"([^*]+)\* \(([^)]+)\): (.*)", item).groups()
        named = re.findall(r'"([^"]+)"', rest)
        does = dict(re.findall(rf'"([^"]+)"(?:, [^",.]+,)? ({"|".join(WORDS)})', rest))
        assert list(does) == named, f"{name}: what a trial does is not told"
        found[name] = Said(verdict, does)
    return found


def test_a_row_that_is_said_to_miss_lies_there_on_the_page_of_face_validity() -> None:
    verdicts = {row["quantity"].removesuffix(" (J)"): row["verdict"].split(",")[0]
                for row in rows() if "verdict" in row}  # fmt: skip
    told = {name: each.verdict for name, each in said(MISSES).items()}
    assert len(told) > 5 and {verdicts.get(name) for name in told} <= {"too high", "too low"}
    assert told == {name: verdicts.get(name) for name in told}


def test_a_trial_does_what_is_said_of_it() -> None:
    tried = trials()
    for name, each in said(MISSES).items():
        for words, does in each.trials.items():
            assert words in tried.get(name, {}), f"{name}: '{words}' was not tried"
            assert WORDS[does](tried[name][words], list(tried[name].values())), f"{name}: '{words}' {does}"
