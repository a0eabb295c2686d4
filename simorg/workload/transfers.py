"""From team to team in expectation: wrong hops, transfer, questions, decisions, what is lost.

The rule is that of the engines' `hand_over`; here each draw is replaced by its mean.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import JobKind
from simorg.plan import Plan
from simorg.rules.handoff import unanswered_probability, wrong_probability
from simorg.workload.amounts import Amounts
from simorg.workload.ledger import Ledger

Where = dict[tuple[int, int], float]
"""Probability of lying with a team that knows it by a skill; ``(-1, -1)`` = with nobody yet."""

NOWHERE: Where = {(-1, -1): 1.0}


class Moved(NamedTuple):
    """What one handoff brings about, per case that is handed over."""

    where: Where
    lost_defects: float
    days: float


def mixed(a: Where, b: Where, share: float) -> Where:
    """Return the mixture of two places, the second with probability `share`."""
    found = {place: (1.0 - share) * p for place, p in a.items()}
    for place, p in b.items():
        found[place] = found.get(place, 0.0) + share * p
    return {place: p for place, p in found.items() if p > 1e-9}


class Transfers:
    """Handoffs of a plan.

    Parameters
    ----------
    plan : Plan
        Routes, distances, deciders.
    amounts : Amounts
        Its distributions.
    helped : ndarray, shape (units, skills)
        Probability that the backup takes the work instead of the routed team.
    """

    def __init__(self, plan: Plan, amounts: Amounts, helped: npt.NDArray[np.float64]) -> None:
        self.plan, self.amounts, self.helped = plan, amounts, helped
        self.knobs = plan.knobs[0]
        self.teams = plan.teams
        self.seated = [t for t, team in enumerate(plan.teams) if team["any_skill"] >= 0]
        self.pace = _paces(plan)

    def days(self, team: int, skill: int, work: float) -> float:
        """Return how long `work` takes somebody of this team, without waiting for a start."""
        return work / float(self.pace[team, skill])

    def hand_over(
        self, where: Where, unit: int, skill: int, wrong_at_one: float, ledger: Ledger, cases: float,
        latency_factor: float = 1.0, asks: bool = True,
    ) -> Moved:  # fmt: skip
        """Bring cases to the team that does `skill` for `unit`.

        Parameters
        ----------
        where : dict
            Where the cases lie.
        unit, skill : int
            For whom, and what comes next.
        wrong_at_one : float
            Probability of a wrong first team at distance 1.
        ledger : Ledger
            Receives the jobs.
        cases : float
            Number of cases.
        latency_factor : float
            Transfer times relative to planned work.
        asks : bool
            Whether the receiver asks back (items do, incidents do not).
        """
        found: Where = {}
        lost = days = 0.0
        for (team, known), share in where.items():
            for receiver, part in self._receivers(unit, skill, team, known):
                mass = share * part
                place = (receiver, skill)
                found[place] = found.get(place, 0.0) + mass
                if team >= 0 and team != receiver:
                    more = self._between(
                        team, known, receiver, wrong_at_one, ledger, cases * mass, latency_factor, asks
                    )
                    lost, days = lost + mass * more[0], days + mass * more[1]
        return Moved(found, lost, days)

    def _receivers(self, unit: int, skill: int, team: int, known: int) -> list[tuple[int, float]]:
        routed, backup = int(self.plan.route[unit, skill]), int(self.plan.backup[unit, skill])
        if backup < 0 or backup == routed:
            return [(routed, 1.0)]
        if known == skill and team in (routed, backup):
            return [(team, 1.0)]
        share = float(self.helped[unit, skill])
        return [(routed, 1.0 - share), (backup, share)]

    def _between(
        self, sender: int, known: int, receiver: int, wrong_at_one: float, ledger: Ledger, cases: float,
        latency_factor: float, asks: bool,
    ) -> tuple[float, float]:  # fmt: skip
        """Return lost defects and days of one handoff, and book its jobs."""
        k = self.knobs
        distance = float(self.plan.distance[sender, receiver])
        latency = latency_factor * self.amounts.of(k["latency"]).mean
        tossed = wrong_probability(wrong_at_one, distance)
        wrong = [t for t in self.seated if t not in (sender, receiver)]
        further = float(k["further_toss"]) if len(wrong) > 1 else 0.0
        days = latency * distance
        if not wrong:
            tossed = 0.0
        triage = self.amounts.of(k["triage"])
        if wrong:
            skills = self.teams["any_skill"][wrong]
            hops = tossed / (1.0 - further) / len(wrong)  # expected visits to each of them
            ledger.add(JobKind.TRIAGE, wrong, skills, cases * hops, triage)
            away = latency * self.plan.distance[sender, wrong] + triage.mean / self.pace[wrong, skills]
            days += hops * float(away.sum())
        if not asks:
            return 0.0, days
        asked = float(k["questions"]) * distance * (1.0 - tossed * float(k["useful_hop_share"]))
        never = asked * unanswered_probability(
            float(k["unanswered"]), distance, float(k["distance_unconnected"])
        )
        answer = self.amounts.of(k["answer"])
        ledger.add(JobKind.ANSWER, sender, known, cases * (asked - never), answer)
        days += (asked - never) * (latency * distance + self.days(sender, known, answer.mean))
        days += never * float(k["patience_days"])
        decider = int(self.teams[receiver]["decider"])
        if decider < 0:
            return never * float(k["defects_per_loss"]), days
        skill, decision = int(self.teams[decider]["any_skill"]), self.amounts.of(k["decision"])
        ledger.add(JobKind.DECIDE, decider, skill, cases * never, decision)
        return 0.0, days + never * self.days(decider, skill, decision.mean)


def _paces(plan: Plan) -> npt.NDArray[np.float64]:
    """Return work per day of a person, by team and skill: the mean over those who serve it."""
    paces = np.ones((len(plan.teams), plan.efficiency.shape[1]))
    speed = plan.efficiency * plan.people["availability"][:, None]
    for team in range(len(plan.teams)):
        mine = speed[plan.people["team"] == team]
        for skill in range(paces.shape[1]):
            serving = mine[mine[:, skill] > 0.0, skill] if len(mine) else mine
            if len(serving):
                paces[team, skill] = float(serving.mean())
    return paces
