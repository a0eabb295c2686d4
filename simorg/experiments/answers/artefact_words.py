"""What becomes of differences when rights are handed out equally, in words: what to choose by first.

Goes in: verdicts. Come out: sentences. Numbers of differences alike are told as a range; each one, with its
interval, stands in the table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from simorg.config.labels import inside, joined
from simorg.experiments.answers.advice import recommendation
from simorg.experiments.answers.artefact import (
    BECAUSE,
    DEPENDS,
    HIDDEN,
    PARTLY,
    REVERSED,
    SURVIVES,
    TOO_SMALL,
    UNCLEAR,
    Verdict,
)
from simorg.experiments.answers.effects import shown
from simorg.experiments.answers.seen import (
    BETTER,
    MOST_RUNS,
    WORSE,
    Row,
    not_shown,
    ranged,
    rounded,
    under,
    value_of,
)
from simorg.experiments.answers.summary import NOT_SHOWN, TOO_FEW
from simorg.experiments.answers.words import NO_VALUE, measure_label, measure_name, plain

STAYS = "By what stays whoever is given which right"
CURES = {
    WORSE: "who wants to be rid of it hands that out by the rule for all, and need not reorganise",
    BETTER: "who wants to have it hands that out as it is there, and need not reorganise",
}
"""What to do about a difference that is there only because of a right."""
WARNINGS = {
    WORSE: "who goes there has to bring that along",
    BETTER: "who goes there hands that out by the rule for all, to have the gain",
}
"""What to do about a difference that a right hides."""


def sentences(verdicts: Sequence[Verdict], baseline: str) -> list[str]:
    """Return what to choose by, what rights can do alone, and what could not be seen.

    Parameters
    ----------
    verdicts : sequence of Verdict
        What became of each difference.
    baseline : str
        The structure that the others are compared with.
    """
    tellers: tuple[tuple[str, Callable[[list[Verdict], str], str]], ...] = (
        (BECAUSE, _because), (HIDDEN, _hidden), (REVERSED, _reversed), (DEPENDS, _depends),
        (PARTLY, _partly), (SURVIVES, _survives), (UNCLEAR, _unclear),
    )  # fmt: skip
    told = [tell(ours, plain(baseline)) for name, tell in tellers for ours in _alike(verdicts, name)]
    return [text for text in (advice(verdicts, baseline), *told, *_unseen(verdicts, baseline)) if text]


def advice(verdicts: Sequence[Verdict], baseline: str) -> str:
    """Return which structure to take, judged by the differences that no right takes away.

    Parameters
    ----------
    verdicts, baseline
        As for :func:`sentences`.
    """
    kept = [_kept(each) for each in verdicts]
    text = recommendation(kept, "structure", baseline)
    known = any(row["decision"] != TOO_FEW for row in kept)
    return f"{STAYS}: {inside(text)}" if text and known else text


def _kept(each: Verdict) -> Row:
    """Return a difference as wired, as one that is not shown if it does not stay."""
    gone = shown(each.wired) and each.verdict not in (SURVIVES, PARTLY)
    return {**each.wired, "decision": NOT_SHOWN} if gone else each.wired


def _alike(verdicts: Sequence[Verdict], name: str) -> list[list[Verdict]]:
    """Return the differences with one verdict, those of one measure, side and right together."""
    groups: dict[tuple[str, ...], list[Verdict]] = {}
    for each in verdicts:
        if each.verdict == name:
            key = (each.measure, each.rights, str(each.wired["decision"]), str(each.equal["decision"]))
            groups.setdefault(key, []).append(each)
    return list(groups.values())


def _who(found: Sequence[Verdict]) -> str:
    return f"under {joined([plain(each.structure) for each in found])}"


def _because(found: list[Verdict], base: str) -> str:
    first = found[0]
    cure = CURES.get(value_of(first.wired))
    text = f"Only because of {first.rights}, {measure_name(first.measure)} is "
    text += f"{ranged([each.wired for each in found])} {_who(found)} than under {base}"
    return f"{text}: {cure}." if cure else f"{text}."


def _hidden(found: list[Verdict], base: str) -> str:
    first = found[0]
    warning = WARNINGS.get(value_of(first.equal))
    text = f"With {first.rights} the same for all, {measure_name(first.measure)} would be "
    text += f"{ranged([each.equal for each in found])} {_who(found)} than under {base}"
    return f"{text}: {warning}." if warning else f"{text}."


def _reversed(found: list[Verdict], base: str) -> str:
    first = found[0]
    return (
        f"{measure_label(first.measure)} {_who(found)} turns round with {first.rights} the same for all: it "
        f"is {ranged([each.wired for each in found])} than under {base} as wired, and then "
        f"{ranged([each.equal for each in found])}."
    )


def _depends(found: list[Verdict], base: str) -> str:
    first = found[0]
    return (
        f"Do not choose by {measure_name(first.measure)} {_who(found)}: against {base} it hangs on "
        f"{first.rights}, and that is not shown to hold with all rights the same for all."
    )


def _partly(found: list[Verdict], base: str) -> str:
    first = found[0]
    return (
        f"Part of it is {first.rights}: with that the same for all, {measure_name(first.measure)} is still "
        f"{ranged([each.equal for each in found])} {_who(found)} than under {base}, but less so."
    )


def _survives(found: list[Verdict], base: str) -> str:
    first = found[0]
    return (
        f"{measure_label(first.measure)} is {ranged([each.wired for each in found])} {_who(found)} than "
        f"under {base}, whoever is given which right."
    )


def _unclear(found: list[Verdict], base: str) -> str:
    first = found[0]
    return (
        f"{measure_label(first.measure)} is {ranged([each.wired for each in found])} {_who(found)} than "
        f"under {base} as wired; neither that this stays with rights the same for all nor that it goes is "
        f"shown{_would_settle(found)}."
    )


def _would_settle(found: Sequence[Verdict]) -> str:
    """Return how many runs would show the differences with all rights equal, if they are real."""
    wanted = [float(each.equal["n_pairs"] + each.equal["replications_needed"]) for each in found]
    most = max((runs for runs, each in zip(wanted, found, strict=True) if not shown(each.equal)), default=0.0)
    settles = math.isfinite(most) and 0.0 < most <= MOST_RUNS
    return f" (about {rounded(most)} runs would show that it stays, if it does)" if settles else ""


def _unseen(verdicts: Sequence[Verdict], baseline: str) -> list[str]:
    """Return how small differences could have been seen as wired, measure by measure."""
    rows: dict[str, list[Row]] = {}
    for each in verdicts:
        if each.verdict in (TOO_SMALL, TOO_FEW, NO_VALUE):
            rows.setdefault(each.measure, []).append(each.wired)
    return [
        f"{measure_label(name)}, against {plain(baseline)}: {'; '.join(not_shown(ours, under))}."
        for name, ours in rows.items()
    ]
