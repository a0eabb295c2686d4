"""What becomes of a difference when rights are handed out equally: the verdict.

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
from simorg.experiments.answers.summary import HIGHER, LOWER, TOO_FEW
from simorg.experiments.answers.words import NO_VALUE, verdict

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
    def rights(self) -> str:
        """The rights that do it, in words; nothing where none does."""
        return TOGETHER if ALL in self.because else joined([WIRING[right] for right in self.because])

    @property
    def words(self) -> str:
        """The verdict in words: with the rights that it names."""
        return f"{self.verdict} {self.rights}".rstrip()

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
