"""What becomes of a difference when rights are handed out equally: the verdict, and how it is told.

Goes in: a difference as wired, with each right equal, and with all equal, each with the change that this
makes to it. Comes out: one verdict.

A difference counts as lost, or as found, only where the change is shown too: that one interval leaves zero
out and another does not is no difference between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from simorg.config.labels import joined
from simorg.config.vocabulary import WIRING
from simorg.experiments.answers.effects import shown
from simorg.experiments.answers.summary import HIGHER, LOWER, NOT_SHOWN, TOO_FEW
from simorg.experiments.answers.words import NO_VALUE, change, measure_name, plain, verdict

AS_WIRED, ALL = "as_wired", "all"
"""Variants in which no right, and in which every right, is handed out by the rule for all."""

SURVIVES = "survives"
PARTLY = "partly because of"
BECAUSE = "only because of"
REVERSED = "reversed by"
HIDDEN = "hidden by"
DEPENDS = "depends on"
UNCLEAR = "cannot be told"
TOO_SMALL = "too small to see"
ORDER = (SURVIVES, PARTLY, DEPENDS, BECAUSE, REVERSED, HIDDEN, UNCLEAR, TOO_SMALL, TOO_FEW, NO_VALUE)
TOLD = {
    SURVIVES: "Choose by what survives whichever right is made equal",
    PARTLY: "Shown throughout, but smaller with rights equal",
    DEPENDS: "Hangs on one right, and is not shown to go with all of them equal",
    BECAUSE: "Can be had without reorganising, by handing out rights, for it is there only because of them",
    REVERSED: "Turns round with all rights equal",
    HIDDEN: "Hidden by rights, and there once they are equal",
    UNCLEAR: "Shown as wired, but neither that it stays nor that it goes is shown",
    TOO_SMALL: "Too small to see as wired",
    TOO_FEW: "With too few runs for an interval (replications=20 would give them)",
    NO_VALUE: "Without a pair of runs that has both values",
}
"""Verdict -> what it means, before the differences that it is given to."""

TOGETHER = "several rights together"
OPPOSITE = {LOWER: HIGHER, HIGHER: LOWER}

Row = Mapping[str, Any]


class Verdict(NamedTuple):
    """What becomes of the difference of one measure between a structure and the baseline."""

    verdict: str
    because: tuple[str, ...]  # rights, or `ALL`
    wired: Row  # the difference as wired, as of `simorg.experiments.answers.effects.effect`
    equal: Row  # the same with all rights equal

    @property
    def measure(self) -> str:
        """The measure."""
        return str(self.wired["measure"])

    @property
    def structure(self) -> str:
        """The structure that is compared with the baseline."""
        return str(self.wired["structure"])

    @property
    def words(self) -> str:
        """The verdict in words: with the rights that it names."""
        if not self.because:
            return self.verdict
        rights = TOGETHER if ALL in self.because else joined([WIRING[right] for right in self.because])
        return f"{self.verdict} {rights}"

    def row(self) -> dict[str, Any]:
        """Return the verdict as a row of a table."""
        named = {key: self.wired[key] for key in ("structure", "baseline", "measure", "unit", "better")}
        ends = {
            f"{word}{key}": found[name]
            for word, found in (("wired", self.wired), ("equal", self.equal))
            for key, name in (("", "difference"), ("_low", "low"), ("_high", "high"))
        }
        return named | {"verdict": self.verdict, "because": "+".join(self.because)} | ends


def judge(rows: Sequence[Row]) -> Verdict:
    """Return what becomes of a difference.

    Parameters
    ----------
    rows : sequence of mapping
        One a variant, named by ``equal``: decision of the difference and of the change (``change_decision``).
    """
    found = {row["equal"]: row for row in rows}
    wired, equal = found[AS_WIRED], found[ALL]
    said, because = _verdict(found)
    return Verdict(said, because, wired, equal)


def _verdict(found: Mapping[str, Row]) -> tuple[str, tuple[str, ...]]:
    """Tell by all rights equal first, then by single ones; name the single ones that do it."""
    wired = found[AS_WIRED]
    if verdict(wired) in (TOO_FEW, NO_VALUE):
        return verdict(wired), ()
    variants = [name for name in found if name != AS_WIRED]
    moved = [name for name in variants if _moved(wired, found[name])]
    single = tuple(name for name in moved if name != ALL)
    if ALL in moved:
        return _lost(wired, found[ALL]), single or (ALL,)
    if single:
        return DEPENDS, single
    if not shown(wired):
        return TOO_SMALL, ()
    if any(found[name]["decision"] != wired["decision"] for name in variants):
        return UNCLEAR, ()
    less = [name for name in variants if found[name]["change_decision"] == OPPOSITE[wired["decision"]]]
    if less:
        return PARTLY, tuple(name for name in less if name != ALL) or (ALL,)
    return SURVIVES, ()


def _moved(wired: Row, now: Row) -> bool:
    """Return whether a variant is shown to take a difference away, to turn it, or to bring it about."""
    if now["decision"] == wired["decision"]:
        return False
    wanted = OPPOSITE[wired["decision"]] if shown(wired) else now["decision"]
    return bool(now["change_decision"] == wanted)


def _lost(wired: Row, now: Row) -> str:
    if not shown(wired):
        return HIDDEN
    return REVERSED if shown(now) else BECAUSE


def said_of(verdicts: Sequence[Verdict]) -> str:
    """Return verdicts with the two differences that each rests on most; the small ones last, together.

    Parameters
    ----------
    verdicts : sequence of Verdict
        What became of the differences of one measure.
    """
    parts = [
        f"{plain(each.structure)} {each.words} ({_number(each.wired)} as wired, "
        f"{_number(each.equal)} with all rights equal)"
        for each in verdicts
        if each.verdict != TOO_SMALL
    ]
    small = [
        f"{plain(each.structure)} ({_number(each.wired)})" for each in verdicts if each.verdict == TOO_SMALL
    ]
    return "; ".join([*parts, f"{TOO_SMALL} as wired for {joined(small)}"] if small else parts)


def _number(row: Row) -> str:
    said = verdict(row)
    return change(row) if shown(row) or said == NOT_SHOWN else said


def overview(verdicts: Sequence[Verdict]) -> list[str]:
    """Say which differences to choose by, and which can be had or lost by rights alone."""
    return [f"{TOLD[name]}: {_listed(ours)}." for name in ORDER if (ours := _given(verdicts, name))]


def _given(verdicts: Sequence[Verdict], name: str) -> list[Verdict]:
    return [each for each in verdicts if each.verdict == name]


def _listed(verdicts: Sequence[Verdict]) -> str:
    by_what: dict[tuple[str, str], list[str]] = {}
    for each in verdicts:
        rights = each.words.removeprefix(each.verdict).strip()
        by_what.setdefault((each.measure, rights), []).append(plain(each.structure))
    parts = [
        f"{measure_name(name)} under {joined(who)}" + (f" ({rights})" if rights else "")
        for (name, rights), who in by_what.items()
    ]
    return "; ".join(parts)
