"""The same mistake in both engines at once (pairs.yaml): agreement cannot see it, do the stories?

A pair is proved when the plans of the stories that meet it give equal traces in both engines, though not
those they should, and when a story fails on either engine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType
from typing import NamedTuple

import yaml

import simorg
from simorg.plan import Plan
from tests.mutation.runs import ENGINES, Run, digest
from tests.mutation.trial import function_of

ROOMS = Path(simorg.__file__).parent / "engines"
LIST = Path(__file__).with_name("pairs.yaml")
LONG_SECONDS = 0.2
"""Stories that take longer are left out: the compiled engine, not compiled, is slow."""


class Place(NamedTuple):
    """A text in a file of an engine, how many times it stands there, and what stands there instead."""

    file: str
    before: str
    after: str
    times: int = 1


class Pair(NamedTuple):
    """A mistake in words, and where it is made in either engine."""

    mistake: str
    places: dict[str, Place]


def pairs() -> list[Pair]:
    """Return the pairs of pairs.yaml."""
    entries = yaml.safe_load(LIST.read_text(encoding="utf-8"))
    return [
        Pair(entry["mistake"], {engine: Place(**entry.get(engine, entry.get("both"))) for engine in ENGINES})
        for entry in entries
    ]


def source(engine: str, place: Place) -> tuple[Path, str]:
    """Return the file of a place and its text, which still says what will be replaced, and nowhere else."""
    path = ROOMS / engine / f"{place.file}.py"
    text = path.read_text(encoding="utf-8")
    times = text.count(place.before)
    assert times == place.times, f"{engine}/{path.name}: '{place.before}' stands there {times} times"
    return path, text


def put_in(pair: Pair) -> set[tuple[str, str]]:
    """Make the mistake in both engines of the running program; return the functions that have it."""
    changed = set()
    for engine, place in pair.places.items():
        path, text = source(engine, place)
        module = sys.modules[f"simorg.engines.{engine}.{place.file}"]
        right, wrong = (_codes(said, path) for said in (text, text.replace(place.before, place.after)))
        for name, code in wrong.items():
            function = function_of(module, name)
            if code != right[name] and function is not None:
                function.__code__ = code
                changed.add((module.__name__, name))
    return changed


def _codes(text: str, path: Path) -> dict[str, CodeType]:
    return {code.co_qualname: code for code in _inner(compile(text, str(path), "exec"))}


def _inner(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _inner(constant)


def fault(pair: Pair, stories: Sequence[Run]) -> str:
    """Return what is wrong with a pair, or nothing if it is proved; for a process of its own."""
    quick = [story for story in stories if story.seconds < LONG_SECONDS]
    right = {id(plan): _trace(plan, "reference") for story in quick for plan in story.plans()}
    changed = put_in(pair)
    concerned = [story for story in quick if story.calls & changed]
    plans = [plan for story in concerned for plan in story.plans()]
    wrong = {id(plan): _trace(plan, "reference") for plan in plans}
    if all(right[place] == trace for place, trace in wrong.items()):
        return "it changes no trace"
    if any(wrong[id(plan)] != _trace(plan, "compiled") for plan in plans):
        return "the engines do not make the same mistake"
    silent = [engine for engine in ENGINES if not any(story.fails(engine) for story in concerned)]
    return f"no story fails on {' and '.join(silent)}" if silent else ""


def _trace(plan: Plan, engine: str) -> str:
    try:
        return digest(ENGINES[engine](plan, 0))
    except Exception as failure:  # both may break off; then they should do so alike
        return type(failure).__name__
