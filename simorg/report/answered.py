"""The answer of a run, sorted by what each sentence is for.

Goes in: the text of ``answer.md``. Comes out: what to read first, the answer, reasons, and what is odd in an
organisation of one's own.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FIRST = ("Caveat: ", "Warning: ")
REASON = re.compile(r"Why( [^?.]{1,200})?\? ")
OWN = re.compile(
    r"[^.:]{1,200} as it is(: | has no sign-offs )|In the other structures \d[\d,]* (person|people) "
)
"""How the sentences begin that are told of an organisation from a file."""


class Answered(NamedTuple):
    """Sentences by what they are for, each in its order."""

    first: tuple[str, ...]
    answer: tuple[str, ...]
    why: tuple[str, ...]
    own: tuple[str, ...]


def sorted_out(text: str, from_a_file: bool) -> Answered:
    """Return the sentences of an answer by what they are for.

    Parameters
    ----------
    text : str
        Of ``answer.md``: a title, then paragraphs.
    from_a_file : bool
        Whether the organisation was read from a file of its owner.
    """
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]
    found: dict[str, list[str]] = {name: [] for name in Answered._fields}
    for paragraph in paragraphs:
        if not paragraph.startswith("# "):
            found[_purpose(paragraph, from_a_file)].append(paragraph)
    return Answered(*map(tuple, found.values()))


def _purpose(paragraph: str, from_a_file: bool) -> str:
    if paragraph.startswith(FIRST):
        return "first"
    if REASON.match(paragraph):
        return "why"
    return "own" if from_a_file and OWN.match(paragraph) else "answer"
