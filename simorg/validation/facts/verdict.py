"""The rule, stated before looking: from values by replication to CONFIRM, REFUTE or NEUTRAL.

1. In each background a claim *agrees* if the 90 % t interval of its paired value over replications
   lies inside the claimed region, *contradicts* if it lies wholly outside, and is *undecided* otherwise
   (also with a missing value).
2. CONFIRM: at least 90 % of the decided backgrounds agree, and an exact sign test says that this is
   no coin toss (two-sided, 5 %). REFUTE: that test says that fewer than half agree. NEUTRAL: neither.
3. An identity must agree in every background; one contradiction refutes it.

The effect is the median over backgrounds with an interval from order statistics (95 % or more).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from simorg.statistics.intervals import mean_interval
from simorg.statistics.signs import median_interval, sign_test
from simorg.validation.facts.fact import Claim
from simorg.validation.facts.reading import Floats

CONFIRM, REFUTE, NEUTRAL = "CONFIRM", "REFUTE", "NEUTRAL"
AGREES, CONTRADICTS, UNDECIDED = "agrees", "contradicts", "undecided"

BACKGROUND_CONFIDENCE = 0.90
SHARE_TO_CONFIRM = 0.90
SIGNIFICANCE = 0.05
EFFECT_CONFIDENCE = 0.95
FEWEST = 6
"""Backgrounds that must decide, and agree, for the sign test to reject a coin toss: 2 * 0.5**6 < 0.05."""


class Decision(NamedTuple):
    """What one background says about one claim."""

    value: float
    low: float
    high: float
    holds: str  # AGREES, CONTRADICTS or UNDECIDED


class Verdict(NamedTuple):
    """What all backgrounds together say about one claim."""

    verdict: str
    confirming: int
    refuting: int
    neutral: int
    effect: float
    effect_low: float
    effect_high: float


def decide(claim: Claim, values: Floats) -> Decision:
    """Hold the values of one background against the claimed region.

    Parameters
    ----------
    claim : Claim
        With its region.
    values : ndarray, shape (replications,)
        Paired values; NaN where an arm had nothing to measure.
    """
    if np.isnan(values).any():
        return Decision(math.nan, math.nan, math.nan, UNDECIDED)
    interval = mean_interval(values, BACKGROUND_CONFIDENCE)
    if claim.above < interval.low and interval.high < claim.below:
        holds = AGREES
    elif interval.high < claim.above or claim.below < interval.low:
        holds = CONTRADICTS
    else:
        holds = UNDECIDED  # the interval crosses or touches the border, or there is only one replication
    return Decision(interval.mean, interval.low, interval.high, holds)


def judge(claim: Claim, decisions: Sequence[Decision]) -> Verdict:
    """Give the verdict on a claim."""
    agree = sum(decision.holds == AGREES for decision in decisions)
    contradict = sum(decision.holds == CONTRADICTS for decision in decisions)
    neutral = len(decisions) - agree - contradict
    effect = median_interval([decision.value for decision in decisions], EFFECT_CONFIDENCE)
    return Verdict(_word(claim, agree, contradict, neutral), agree, contradict, neutral, *effect)


def _word(claim: Claim, agree: int, contradict: int, neutral: int) -> str:
    if claim.identity:
        return REFUTE if contradict else NEUTRAL if neutral or not agree else CONFIRM
    decided = agree + contradict
    if decided == 0 or sign_test(agree, decided) >= SIGNIFICANCE:
        return NEUTRAL
    if agree >= SHARE_TO_CONFIRM * decided:
        return CONFIRM
    return REFUTE if 2 * agree < decided else NEUTRAL
