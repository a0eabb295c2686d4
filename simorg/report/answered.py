"""The answer of a run, sorted by what each sentence is for.

Goes in: the text of ``answer.md``. Come out: what to read first, the answer, reasons, and what is odd in an
organisation of one's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from simorg.experiments.answers.words import plain

FIRST = ("Caveat: ", "Warning: ", "A warm-up of ")
REASON = re.compile(r"Why( [^?]{1,200})?\? ")
SEATED = re.compile(r"In the other structures [\d,]+ (person|people) ")
"""What is told of an organisation from a file, besides what begins with its name."""


class Answered(NamedTuple):
    """Sentences by what they are for, each in its order."""

    first: tuple[str, ...]
    answer: tuple[str, ...]
    why: tuple[str, ...]
    own: tuple[str, ...]


def sorted_out(text: str, names: Sequence[str]) -> Answered:
    """Return the sentences of an answer by what they are for.

    Parameters
    ----------
    text : str
        Of ``answer.md``: a title, then paragraphs.
    names : sequence of str
        What organisations are called that were read from a file of their owner.
    """
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]
    found: dict[str, list[str]] = {name: [] for name in Answered._fields}
    for paragraph in paragraphs:
        if not paragraph.startswith("# "):
            found[_purpose(paragraph, names)].append(paragraph)
    return Answered(*map(tuple, found.values()))


def _purpose(paragraph: str, names: Sequence[str]) -> str:
    if paragraph.startswith(FIRST):
        return "first"
    if REASON.match(paragraph):
        return "why"
    begins = tuple(f"{' '.join(plain(name).split())} as it is" for name in names)
    return "own" if names and (paragraph.startswith(begins) or SEATED.match(paragraph)) else "answer"
