"""Walk an item through the stages of a plan in expectation and write its `Journey`."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from simorg.engines.trace import JobKind
from simorg.plan import Plan
from simorg.rules.effort import context_factor
from simorg.workload import defects
from simorg.workload.amounts import Amount, Amounts
from simorg.workload.approving import approvals
from simorg.workload.journey import ItemKind, Journey, Packet, fresh
from simorg.workload.ledger import Ledger
from simorg.workload.releasing import release
from simorg.workload.transfers import Transfers, Where, mixed

Floats = npt.NDArray[np.float64]

LEAST = 1e-4
"""Smaller shares of items are not followed."""

MOST_LOOKS = 40


class Walker:
    """Stages of a plan, with everything that a visit brings about.

    Parameters
    ----------
    plan : Plan
        Stages, approvals, defects.
    amounts : Amounts
        Its distributions.
    transfers : Transfers
        Its handoffs.
    """

    def __init__(self, plan: Plan, amounts: Amounts, transfers: Transfers) -> None:
        self.plan, self.amounts, self.transfers = plan, amounts, transfers
        self.knobs = plan.knobs[0]
        self.kind: ItemKind
        self.ledger: Ledger
        self.days = 0.0

    def walk(self, kind: ItemKind) -> Journey:
        """Follow items of one kind, the earliest stage first, until almost none is left.

        Parameters
        ----------
        kind : ItemKind
            What to follow.
        """
        plan, self.kind = self.plan, kind
        stages = len(plan.stages)
        ledgers = [Ledger(len(plan.teams)) for _ in range(stages)]
        days, seen, stayed = np.zeros(stages), np.zeros(stages), np.zeros(stages)
        doers: list[Where] = [{} for _ in range(stages)]
        delivered = escaped = 0.0
        entry = self._skip(int(plan.first_stage[0 if kind.idea else 1]))
        waiting = {entry: fresh(kind, stages)} if entry >= 0 else {}
        while waiting:
            stage = min(waiting)
            packet = waiting.pop(stage)
            row = plan.stages[stage]
            self.ledger, self.days = Ledger(len(plan.teams)), 0.0
            packet = self._visit(stage, packet)
            doers[stage] = (
                mixed(doers[stage], packet.where, packet.mass / (seen[stage] + packet.mass))
                if doers[stage]
                else packet.where
            )
            stays = 1.0
            if row["release"]:
                packet, stays = release(self, stage, packet)
            ledgers[stage].take(self.ledger, packet.mass)
            days[stage] += packet.mass * self.days
            seen[stage] += packet.mass
            stayed[stage] += packet.mass * stays
            going = 1.0 - float(row["drop"]) - float(row["repeat"])
            for onto, share in ((int(row["next"]), going), (int(row["repeat_to"]), float(row["repeat"]))):
                mass, target = packet.mass * stays * share, self._skip(onto)
                if target < 0:
                    delivered += mass
                    escaped += mass * kind.mean(packet.charged.sum(axis=(1, 2)))
                elif mass > LEAST:
                    moved = Packet(mass, packet.charged, packet.last, packet.unclear, packet.where)
                    waiting[target] = waiting[target].merge(moved) if target in waiting else moved
        onward, ends = self._chances(seen, stayed)
        for stage in map(int, np.flatnonzero(seen > 0.0)):
            ledgers[stage].scale(1.0 / seen[stage])
            days[stage] /= seen[stage]
        return Journey(max(entry, 0), onward, ends, ledgers, days, doers, escaped / max(delivered, 1e-12))

    def _chances(self, seen: Floats, stayed: Floats) -> tuple[Floats, Floats]:
        """Return the chances that a visit of one stage leads to another, and to delivery."""
        onward, ends = np.zeros((len(seen), len(seen))), np.zeros(len(seen))
        for stage in map(int, np.flatnonzero(seen > 0.0)):
            row, stays = self.plan.stages[stage], stayed[stage] / seen[stage]
            back = float(row["repeat"])
            going = 1.0 - float(row["drop"]) - back
            for target, share in ((int(row["next"]), going), (int(row["repeat_to"]), back)):
                following = self._skip(target)
                if following < 0:
                    ends[stage] += stays * share
                else:
                    onward[stage, following] += stays * share
        return onward, ends

    def _skip(self, stage: int) -> int:
        """Return the first stage from `stage` on that items of this kind visit, or -1."""
        while stage >= 0 and self.plan.stages[stage]["sensitive_only"] and not self.kind.sensitive:
            stage = int(self.plan.stages[stage]["next"])
        return stage

    def hand_over(self, packet: Packet, skill: int, cases: float) -> None:
        """Bring a packet to where `skill` is done; `cases` is per item of the packet."""
        moved = self.transfers.hand_over(
            packet.where, self.kind.unit, skill, float(self.knobs["wrong_handoff"]), self.ledger, cases,
            self.kind.latency_factor,
        )  # fmt: skip
        packet.where = moved.where
        packet.unclear += moved.lost_defects * cases
        self.days += cases * moved.days

    def stage_effort(self, stage: int, where: Where) -> Amount:
        """Return the effort of a visit at size 1, for who it lies with."""
        row = self.plan.stages[stage]
        effort = self.amounts.of(row["effort"])
        if row["needs_context"]:
            home = int(self.plan.units[self.kind.unit]["home"])
            cost = float(self.knobs["context_cost"])
            factors = [
                (share, context_factor(cost, float(self.plan.distance[home, team])))
                for (team, _), share in where.items()
            ]
            effort = effort.times(
                sum(share * factor for share, factor in factors),
                sum(share * factor * factor for share, factor in factors),
            )
        return effort

    def book(self, kind: JobKind, where: Where, cases: float, effort: Amount) -> None:
        """Book work of items where they lie, and the days that it takes."""
        for (team, skill), share in where.items():
            if team >= 0:
                self.ledger.add(kind, team, skill, cases * share, effort)
                self.days += cases * share * self.transfers.days(team, skill, effort.mean)

    def _visit(self, stage: int, packet: Packet) -> Packet:
        """Approvals, waiting, handoff, work, and at a gate rework until nothing more is found."""
        row, kind = self.plan.stages[stage], self.kind
        skill = int(row["skill"])
        packet = approvals(self, stage, packet)
        self.days += self.amounts.of(row["wait"]).mean
        looking = np.ones(len(kind.weights))  # share of each type that is at this look
        done = np.zeros_like(packet.charged)
        for _ in range(MOST_LOOKS):
            cases = kind.mean(looking)
            self.hand_over(packet, skill, cases)
            effort = self.stage_effort(stage, packet.where)
            if row["gate"]:
                effort = effort.times(float(self.knobs["gate_effort_factor"]))
            packet.last = effort.mean * kind.sizes
            self.book(JobKind.WORK, packet.where, cases, effort.times(*self._size(looking)))
            packet.charged = defects.created(
                packet.charged, stage, self.plan.stage_defects[stage], kind.sizes * kind.difficulties,
                float(self.knobs["regeneration"]), packet.unclear / max(cases, LEAST),
            )  # fmt: skip
            packet.unclear = 0.0
            if not row["gate"]:
                return packet
            powers = self.plan.stage_catches[stage]
            found = packet.charged * powers[None, :, None]
            packet.charged = packet.charged - found
            again = looking * defects.any_of(found.sum(axis=(1, 2)))
            done += (looking - again)[:, None, None] * packet.charged
            if kind.mean(again) < LEAST:
                done += again[:, None, None] * packet.charged
                break
            chance = defects.any_of(found.sum(axis=2))
            self.mend(packet, found, chance, looking, kind.mean(again))
            looking = again
        packet.charged = done
        return packet

    def mend(self, packet: Packet, found: Floats, chance: Floats, looking: Floats, cases: float) -> None:
        """Send found defects back to the stages that are charged with them, class by class.

        Parameters
        ----------
        packet : Packet
            The items; it ends where the last class was mended.
        found : ndarray, shape (types, classes, stages)
            Expected finds in an item of each type that was looked at.
        chance : ndarray, shape (types, classes)
            Probability that anything of a class was found.
        looking : ndarray, shape (types,)
            Share of each type that was looked at.
        cases : float
            Items, per item of the packet, in which anything was found.
        """
        kind, share = self.kind, float(self.knobs["rework_share"])
        weights = kind.weights * looking
        for c in range(found.shape[1]):
            by_stage = weights @ found[:, c, :]
            any_found = float(weights @ chance[:, c])
            if any_found < LEAST * 1e-2 or cases <= 0.0:
                continue
            stay = dict(packet.where)
            moved: Where = {}
            for s in np.flatnonzero(by_stage > 1e-9 * by_stage.sum()):
                jobs = any_found * float(by_stage[s] / by_stage.sum())
                packet.where = dict(stay)
                self.hand_over(packet, int(self.plan.stages[s]["skill"]), jobs)
                effort = self.stage_effort(int(s), packet.where)
                sized = float((weights * kind.sizes) @ found[:, c, s]) / jobs
                self.book(JobKind.REWORK, packet.where, jobs, effort.times(share * sized))
                for place, p in packet.where.items():
                    moved[place] = moved.get(place, 0.0) + p * jobs / any_found
            packet.where = mixed(stay, moved, min(1.0, any_found / cases))

    def _size(self, looking: Floats) -> tuple[float, float]:
        """Return mean and mean square of the size of the items that are looked at."""
        weights = self.kind.weights * looking
        weights = weights / weights.sum()
        return float(weights @ self.kind.sizes), float(weights @ self.kind.sizes**2)
