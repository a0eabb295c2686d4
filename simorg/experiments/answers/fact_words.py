"""What the literature says and the model says too, in words: where to lean on it, and where not.

Goes in: the table of verdicts, and the statements. Come out: sentences. A claim is told by what it says;
names, effects and counts of organisations stand in the table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simorg.experiments.answers.advice import MUCH_MISSING
from simorg.experiments.answers.words import counted, quantity
from simorg.validation.facts.fact import Fact
from simorg.validation.facts.verdict import CONFIRM, FEWEST, NEUTRAL, REFUTE

if TYPE_CHECKING:
    import pandas as pd

THEMES = {"flow": "flow", "structure": "structures", "ml": "machine learning in operation"}
"""Theme of a statement -> what it is about, in words."""

Row = Mapping[Any, Any]


def sentences(verdicts: pd.DataFrame, facts: Iterable[Fact], replications: int) -> list[str]:
    """Return where the model agrees with the literature, where not, and what is not settled.

    Parameters
    ----------
    verdicts : DataFrame
        One row a claim.
    facts : iterable of Fact
        The statements they belong to.
    replications : int
        Of every arm in every organisation.
    """
    rows = verdicts.to_dict("records")
    put_in = {fact.label(claim) for fact in facts for claim in fact.claims if claim.is_input}
    known = [row for row in rows if row["verdict"] == CONFIRM and row["fact"] in put_in]
    parts = [
        _themes(rows),
        _that("Do not lean on the model where it contradicts the literature: it does not hold here",
              [row for row in rows if row["verdict"] == REFUTE]),
        _that("Confirmed, but no evidence, because a parameter says so:", known),
        _whether("It depends on the organisation", [row for row in rows if _depends(row)]),
        _unsettled([row for row in rows if row["verdict"] == NEUTRAL and not _depends(row)], replications),
    ]  # fmt: skip
    return [text for text in parts if text]


def left_out(tried: int, out: int) -> str:
    """Return what share of the candidates is left out, and why; first where that is much.

    Parameters
    ----------
    tried, out : int
        Candidates that were tried, and those of them that are left out.
    """
    if not out:
        return ""
    first = "Caveat: " if out >= MUCH_MISSING * tried else ""
    return (
        f"{first}{quantity(out / tried, 'share')} % of the candidates tried could not be built, or had "
        "people so busy that queues would grow as long as a run lasts, and are left out. What follows is of "
        f"the others: {counted(tried - out, 'organisation', 'organisations')}."
    )


def _themes(rows: Sequence[Row]) -> str:
    """Say how much of what is claimed is confirmed and contradicted, by theme, the most confirmed first."""
    shares = {
        words: [_share(ours, verdict) for verdict in (CONFIRM, REFUTE)]
        for theme, words in THEMES.items()
        if (ours := [row for row in rows if row["theme"] == theme])
    }
    best = sorted(shares, key=lambda words: shares[words][1] - shares[words][0])
    told = [f"{shares[words][0]} % is confirmed and {shares[words][1]} % contradicted" for words in best]
    first, *others = [f"of what is said of {words}, {text}" for words, text in zip(best, told, strict=True)]
    if not others:
        return f"{first[:1].upper()}{first[1:]}."
    return f"Lean on the model first in questions of {best[0]}: {'; '.join([first, *others])}."


def _share(rows: Sequence[Row], verdict: str) -> int:
    return round(100.0 * sum(1 for row in rows if row["verdict"] == verdict) / len(rows))


def _depends(row: Row) -> bool:
    """Return whether organisations enough for a verdict decide, and decide both ways."""
    both = row["confirming"] > 0 and row["refuting"] > 0
    return bool(row["verdict"] == NEUTRAL and both and row["confirming"] + row["refuting"] >= FEWEST)


def _that(start: str, rows: Sequence[Row]) -> str:
    told = "; ".join(f"that {row['statement']}" for row in rows)
    return f"{start} {told}." if rows else ""


def _whether(start: str, rows: Sequence[Row]) -> str:
    told = "; ".join(f"whether {row['statement']}" for row in rows)
    return f"{start} {told}." if rows else ""


def _unsettled(rows: Sequence[Row], replications: int) -> str:
    text = _whether("Not settled, because too few organisations decide,", rows)
    return f"{text} replications={4 * replications} would halve their intervals." if text else ""
