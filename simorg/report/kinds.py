"""Which tables of a kind of experiment a report shows, under which heading, and the question it answers.

A kind of a plug-in may say so itself, as a constant ``REPORT`` with any of the keys ``question``,
``compared``, ``why`` and ``hire``; one that does not is shown with all its tables and the first words of
its module.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any, NamedTuple

from simorg.config.errors import SettingsError
from simorg.plugins import registry

RAW = (
    "measures", "scenarios", "runs", "timelines", "points", "designs", "backgrounds", "seats", "busy",
    "differences", "conditions", "arms", "worlds", "levels", "effects",
)  # fmt: skip
"""Tables that say what was run, or have a row for each thing that was drawn: too long for a page."""


class Told(NamedTuple):
    """What a report shows of a kind: the question, and names of tables by section."""

    question: str
    compared: tuple[str, ...] | None = None
    """None = every table that is not raw."""
    why: tuple[str, ...] = ()
    hire: tuple[str, ...] = ()


KINDS = {
    "ablation": Told("What does each part of the model do, alone and all together?", ("changes", "gaps")),
    "artefacts": Told(
        "Which differences between structures are only a matter of who was given which right?",
        ("verdicts",), ("artefacts",),
    ),
    "attribution": Told("Why does one structure differ from another?", (), ("attribution",)),
    "compare": Told(
        "Which structure should this organisation take, given the same people and the same demand?",
        ("summary", "comparison"),
    ),
    "crossover": Told("Under which conditions does which structure win?", ("crossover", "boundary")),
    "facts": Told("Which statements of the literature does the model confirm?", ("facts",)),
    "optimise": Told("Which designs of the organisation are worth having?", ("pareto", "gains")),
    "population": Told(
        "In how many other organisations is one structure better than another?", ("population",),
    ),
    "queueing": Told("Does the engine do what theory says, where theory knows the answer?", ("theory",)),
    "robustness": Told("Does the ranking of structures survive what is not known?", ("robustness",)),
    "selection": Told("Which structure is best, with a stated guarantee?", ("selection", "summary")),
    "sensitivity": Told("Which assumptions matter most for the answer?", ("sensitivity",)),
    "staffing": Told("What is one more person worth, and of which role?", (), (), ("pairs", "staffing")),
    "sweep": Told(
        "How do the measures move with the levers?", ("effects", "differences", "interactions", "responses"),
    ),
}  # fmt: skip
"""The kinds that are built in."""

WORDS = {
    "ablation": "Parts of the model, switched off and on",
    "artefacts": "Structure, or who was given which right",
    "attribution": "Why one structure differs from another", "compare": "A comparison of structures",
    "crossover": "A map of conditions", "facts": "Statements of the literature",
    "optimise": "A search of designs", "population": "Many organisations beside the one",
    "queueing": "The engine beside theory", "robustness": "A ranking under uncertainty",
    "selection": "A choice with a guarantee", "sensitivity": "What matters", "staffing": "One more person",
    "sweep": "Measures against levers",
}  # fmt: skip
"""What a kind is called above its title."""

ALONE = "What does this organisation do, as it is configured?"
"""The question of a comparison of one."""


def told_of(kind: str, tables: Sequence[str], scenarios: int) -> Told:
    """Return what to show of a kind, every section with the tables that are there.

    Parameters
    ----------
    kind : str
        As the manifest names it; of a plug-in that is not in use, too.
    tables : sequence of str
        Names of the tables of the folder.
    scenarios : int
        How many scenarios there are.
    """
    told = KINDS.get(kind) or _of_plug_in(kind)
    if kind == "compare" and scenarios == 1:
        told = told._replace(question=ALONE)
    compared = told.compared
    if compared is None:
        shown = {*told.why, *told.hire, *RAW}
        compared = tuple(name for name in tables if name not in shown)
    there = [tuple(name for name in names if name in tables) for names in (compared, told.why, told.hire)]
    return Told(told.question, *there)


def _of_plug_in(kind: str) -> Told:
    """Return what a kind of a plug-in says of itself."""
    try:
        module = registry.module("kinds", kind) if kind in registry.names("kinds") else None
    except SettingsError:
        module = None
    if module is None:
        return Told("What did the experiment find?")
    given: Mapping[str, Any] = getattr(module, "REPORT", {})
    named = {key: tuple(given[key]) for key in ("compared", "why", "hire") if key in given}
    return Told(str(given.get("question") or _first_words(module)), **named)


def _first_words(module: ModuleType) -> str:
    """Return the first sentence of what a module says of itself."""
    text = " ".join((module.__doc__ or "").strip().partition("\n\n")[0].split())
    return re.split(r"(?<=[.?!])\s", text)[0] or "What did the experiment find?"
