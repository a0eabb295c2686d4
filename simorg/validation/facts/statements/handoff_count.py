"""21. Every handoff is a chance to misunderstand: trouble adds up with their number."""

from __future__ import annotations

import math

import numpy as np

from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.theory.handoffs import at_least_one_exception
from simorg.trace.codes import Origin
from simorg.trace.episodes import Episodes
from simorg.trace.episodes.rows import Ints, Rows, position
from simorg.trace.events import Event
from simorg.trace.rows import Trace
from simorg.validation.facts.fact import Arms, Claim, Effects
from simorg.validation.facts.reading import counts, delivered, mean

NUMBER, THEME = 21, "structure"
STATEMENT = (
    "Clarification and defects grow with the number of handoffs; a small risk at each makes trouble "
    "somewhere likely."
)
SOURCE = (
    "arithmetic, 1 - (1 - p)^n [C, computed]; outsourcing by function is 3.9 times likelier among low "
    "performers: Forsgren et al., State of DevOps 2018, p. 44 [VP, survey]"
)
TEST = (
    "A team per function against a full team per unit. An exception is a handoff with a question that its "
    "sender never answered; the share of delivered initiatives with at least one is held against the "
    "formula, with the number of handoffs of each initiative and the mean risk of one handoff."
)
CLAIMS = (
    Claim(
        "handoffs",
        "teams per function hand over more often than squads",
        "handoffs",
        above=0.0,
        is_input=True,
    ),
    Claim(
        "clarification",
        "teams per function raise more questions per delivered initiative",
        "questions",
        above=0.0,
        is_input=True,
    ),
    Claim("defects", "teams per function let more defects escape per delivery", "defects", above=0.0),
    Claim(
        "formula",
        "the share of initiatives with an exception is within 0.05 of the formula",
        "share",
        above=-0.05,
        below=0.05,
    ),
)


def _exceptions(_: Trace, e: Episodes) -> dict[str, float]:
    address = e.items.address[delivered(e, Origin.IDEA)]
    moves = e.rows.of(Event.HANDOFF)
    answers = e.rows.of(Event.QUESTION_ANSWERED)
    lost = e.rows.of(Event.QUESTION_LOST)
    handoffs = counts(address, moves)
    escalated = answers.at(np.flatnonzero(answers.code == 2))
    bad = _handoffs_with(address, moves, escalated) + _handoffs_with(address, moves, lost)
    risk = bad.sum() / handoffs.sum() if handoffs.sum() else math.nan
    expected = [at_least_one_exception(risk, int(n)) for n in handoffs] if risk == risk else [math.nan]
    return {
        "questions_asked": mean(counts(address, e.rows.of(Event.QUESTION_ASKED)).astype(float)),
        "with_exception": mean((bad > 0).astype(float)),
        "with_exception_expected": mean(np.array(expected)),
    }


def _handoffs_with(address: Ints, moves: Rows, answers: Rows) -> Ints:
    """Return how many handoffs of each item one of the answers belongs to: the last before it."""
    every = np.concatenate([moves.subject, answers.subject])
    moment = np.concatenate([moves.time, answers.time])
    order = np.lexsort((np.arange(len(every)) >= len(moves.time), moment, every))
    latest = np.maximum.accumulate(np.where(order < len(moves.time), np.arange(len(order)), -1))
    of_answer = order[latest[order >= len(moves.time)]]
    struck = moves.at(np.unique(of_answer))
    where = position(address, struck.subject)
    return np.bincount(where[where >= 0], minlength=len(address))


READERS = (_exceptions,)


def conditions(background: Settings) -> dict[str, Settings]:
    """Return the arms: few handoffs, and many."""
    return {
        "few": apply(background, {"structure": "embedded_squads"}),
        "many": apply(background, {"structure": "functional_silos"}),
    }


def effects(arms: Arms) -> Effects:
    """Return the differences that functions make, and the error of the formula among them."""
    few, many = arms["few"], arms["many"]
    return {
        "handoffs": many["handoffs_per_delivery"] - few["handoffs_per_delivery"],
        "clarification": many["questions_asked"] - few["questions_asked"],
        "defects": many["escaped_defects_per_delivery"] - few["escaped_defects_per_delivery"],
        "formula": many["with_exception"] - many["with_exception_expected"],
    }
