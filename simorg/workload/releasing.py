"""The staged release in expectation: steps, contained failures, starting over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simorg.engines.trace import JobKind
from simorg.workload import defects
from simorg.workload.journey import Packet

if TYPE_CHECKING:
    from simorg.workload.walking import Walker

LEAST = 1e-4
MOST_ATTEMPTS = 30


def release(walker: Walker, stage: int, packet: Packet) -> tuple[Packet, float]:
    """Walk the release steps; start over after a contained failure.

    Parameters
    ----------
    walker : Walker
        Who walks.
    stage : int
        The release stage.
    packet : Packet
        Items that enter the first step.

    Returns
    -------
    packet : Packet
        Items at full exposure, with the defects that never showed.
    stays : float
        Share of the items that get there; new models can be dropped on the way.

    Notes
    -----
    Of Poisson(m) defects, Poisson(m p) show within the dwell and Poisson(m (1 - p)) do not. A release
    in which at least one shows loses that one: it goes on with m p / (1 - exp(-m p)) + m (1 - p) - 1.
    """
    kind, skill = walker.kind, int(walker.plan.stages[stage]["skill"])
    arrived = np.zeros(len(kind.weights))
    left = np.zeros_like(packet.charged)
    here = np.ones(len(kind.weights))  # share of each type in this attempt
    for _ in range(MOST_ATTEMPTS):
        failed = np.zeros_like(here)
        taken_back = np.zeros_like(packet.charged)
        charged = packet.charged
        for step in walker.plan.steps:
            walker.book(JobKind.RELEASE, packet.where, kind.mean(here), walker.amounts.of(step["effort"]))
            dwell = float(step["dwell_days"]) * kind.dwell_factor
            shows = 1.0 - np.exp(-dwell / float(step["detect_days"]))
            mean = charged.sum(axis=(1, 2))
            fails = here * defects.any_of(mean * shows)
            remaining = _after_failure(mean, shows)
            factor = np.divide(remaining, mean, out=np.zeros_like(mean), where=mean > 0.0)
            taken_back += (fails * factor)[:, None, None] * charged
            failed += fails
            walker.days += kind.mean(here - fails) * dwell + 0.5 * kind.mean(fails) * dwell
            charged = charged * (1.0 - shows)
            here = (here - fails) * (1.0 - (float(step["drop"]) if kind.idea else 0.0))
        arrived += here
        left += here[:, None, None] * charged
        if kind.mean(failed) < LEAST:
            break
        _take_back(walker, packet, skill, failed)
        packet.charged = taken_back / np.maximum(failed, 1e-12)[:, None, None]
        here = failed
    stays = kind.mean(arrived)
    packet.charged = left / np.maximum(arrived, 1e-12)[:, None, None]
    return packet, stays


def _after_failure(mean: np.ndarray, shows: float) -> np.ndarray:
    """Return the mean number of defects left in a release that one defect has stopped."""
    shown = np.maximum(mean * shows, 1e-12)
    return np.maximum(shown / defects.any_of(shown) + mean * (1.0 - shows) - 1.0, 0.0)


def _take_back(walker: Walker, packet: Packet, skill: int, failed: np.ndarray) -> None:
    """Roll back, mend one defect, come back to the release team."""
    kind = walker.kind
    cases = kind.mean(failed)
    walker.book(JobKind.ROLL_BACK, packet.where, cases, walker.amounts.of(walker.knobs["roll_back"]))
    total = packet.charged.sum(axis=(1, 2), keepdims=True)
    one = np.divide(packet.charged, total, out=np.zeros_like(packet.charged), where=total > 0.0)
    walker.mend(packet, one, one.sum(axis=2), failed, cases)
    walker.hand_over(packet, skill, cases)
