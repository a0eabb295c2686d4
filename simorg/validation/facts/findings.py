"""Tables of what statements came to: verdicts, effects by background, what effects come from.

Goes in: arms and the rows of their scenarios. No number depends on which statements are tested together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from simorg.experiments.running.task import OK
from simorg.validation.facts.arms import Arm
from simorg.validation.facts.backgrounds import Background
from simorg.validation.facts.fact import Claim, Fact
from simorg.validation.facts.reading import Floats
from simorg.validation.facts.verdict import Decision, decide, judge


class ScenarioNumbers(dict[str, Floats]):
    """Measures of one scenario by replication; holds those that were looked at, in that order."""

    def __init__(self, runs: pd.DataFrame, rows: slice) -> None:
        super().__init__()
        self._runs, self._rows = runs, rows

    def __missing__(self, name: str) -> Floats:
        self[name] = found = self._runs[name].to_numpy(float)[self._rows]
        return found

    @property
    def failed(self) -> bool:
        """Return whether every replication failed."""
        return bool((self._runs["status"].to_numpy()[self._rows] != OK).all())


def rows_by_scenario(runs: pd.DataFrame) -> dict[str, slice]:
    """Return where the rows of each scenario are; they stand together."""
    names = runs["scenario"].to_numpy()
    starts = [0, *(np.flatnonzero(names[1:] != names[:-1]) + 1).tolist(), len(names)]
    return {str(names[a]): slice(a, b) for a, b in pairwise(starts)}


def tables_of(
    facts: Sequence[Fact], judged: Sequence[Background], arms: Sequence[Arm], runs: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of verdicts, effects, arms and backgrounds, by name of the file."""
    rows = rows_by_scenario(runs)
    places: dict[tuple[str, int], dict[str, ScenarioNumbers]] = {}
    for arm in arms:
        place = places.setdefault((arm.fact, arm.background), {})
        place[arm.name] = ScenarioNumbers(runs, rows[arm.scenario])
    numbers = [background.number for background in judged if not background.rejected]
    verdicts, effects, seen = [], [], []
    for fact in facts:
        values = [_effects(fact, places[fact.name, number]) for number in numbers]
        for number in numbers:
            seen += _seen(fact, number, places[fact.name, number])
        for claim in fact.claims:
            decisions = [decide(claim, value[claim.name]) for value in values]
            verdicts.append(_verdict_row(fact, claim, decisions))
            effects += [
                {"fact": fact.label(claim), "background": number} | decision._asdict()
                for number, decision in zip(numbers, decisions, strict=True)
            ]
    return {
        "facts": pd.DataFrame(verdicts),
        "effects": pd.DataFrame(effects).rename(columns={"value": "effect"}),
        "arms": pd.DataFrame(seen),
        "backgrounds": pd.DataFrame(
            [{"background": each.number, "rejected": each.rejected} | each.values for each in judged]
        ),
    }


def _effects(fact: Fact, arms: Mapping[str, ScenarioNumbers]) -> dict[str, Floats]:
    """Return the effects of a statement on one background; missing if all replications of an arm failed."""
    if any(numbers.failed for numbers in arms.values()):
        return {claim.name: np.full(1, np.nan) for claim in fact.claims}
    with np.errstate(divide="ignore", invalid="ignore"):
        effects: dict[str, Floats] = fact.module.effects(arms)
    return {name: np.where(np.isfinite(values), values, np.nan) for name, values in effects.items()}


def _seen(fact: Fact, background: int, arms: Mapping[str, ScenarioNumbers]) -> list[dict[str, Any]]:
    """Return the means of what effects come from."""
    return [
        {"fact": fact.name, "background": background, "arm": arm, "measure": measure, "mean": values.mean()}
        for arm, numbers in arms.items()
        for measure, values in numbers.items()
    ]


def _verdict_row(fact: Fact, claim: Claim, decisions: list[Decision]) -> dict[str, Any]:
    verdict = judge(claim, decisions)
    row: dict[str, Any] = {
        "fact": fact.label(claim), "number": fact.number, "theme": fact.theme, "statement": claim.says,
    } | verdict._asdict()  # fmt: skip
    missing = sum(np.isnan(decision.value) for decision in decisions)
    region = {"claimed_above": claim.above, "claimed_below": claim.below}
    bounds = {name: bound if np.isfinite(bound) else np.nan for name, bound in region.items()}
    return row | {"unit": claim.unit, "n_backgrounds": len(decisions), "n_missing": int(missing)} | bounds
