"""Approvals in expectation: asked again until given, defects found, refused work done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simorg.engines.trace import JobKind
from simorg.workload import defects
from simorg.workload.amounts import Amount
from simorg.workload.journey import Packet
from simorg.workload.transfers import mixed

if TYPE_CHECKING:
    from simorg.workload.walking import Walker

LEAST = 1e-4


def approvals(walker: Walker, stage: int, packet: Packet) -> Packet:
    """Get every sign-off that the unit needs before a stage.

    Parameters
    ----------
    walker : Walker
        Who walks.
    stage : int
        Stage that waits for the sign-off.
    packet : Packet
        The items.
    """
    plan, unit = walker.plan, walker.kind.unit
    first = int(plan.approval_first[unit, stage])
    for approval in plan.approvals[first : first + int(plan.approval_count[unit, stage])]:
        packet = _sign_off(
            walker, packet, float(approval["share"]), int(approval["team"]), int(approval["skill"])
        )
    return packet


def _sign_off(walker: Walker, packet: Packet, share: float, team: int, skill: int) -> Packet:
    k, kind = walker.knobs, walker.kind
    effort = walker.amounts.of(k["approval_effort"])
    reject, catches = float(k["approval_reject"]), float(k["approval_catches"])
    asked = share
    while asked > LEAST:
        distance = sum(
            p * float(walker.plan.distance[there, team])
            for (there, _), p in packet.where.items()
            if there >= 0
        )
        walker.days += asked * kind.latency_factor * distance * walker.amounts.of(k["latency"]).mean
        walker.book(JobKind.APPROVE, {(team, skill): 1.0}, asked, effort)
        looking = np.full(len(kind.weights), asked)
        found = packet.charged * catches
        packet.charged = packet.charged - asked * found
        before = packet.where
        walker.mend(packet, found, defects.any_of(found.sum(axis=2)), looking, asked)
        packet.where = mixed(before, packet.where, asked)
        again = float(k["approval_rework_share"]) * kind.mean(packet.last)
        walker.book(JobKind.REVISE, packet.where, asked * reject, Amount(again, again * again))
        asked *= reject
    return packet
