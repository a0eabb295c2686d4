"""Mitigation: what ends the harm before its cause is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.calendar import Steps
from simorg.engines.reference.entities import Incident
from simorg.engines.reference.restoration import restore
from simorg.engines.reference.workforce import work
from simorg.rules import purposes
from simorg.rules.mitigation import ending, ending_of_defect
from simorg.trace.codes import Cause, JobKind, Means
from simorg.trace.rows import Due

if TYPE_CHECKING:
    from simorg.engines.reference.world import World

ENDINGS = (
    Means.ROLL_BACK, Means.INFRASTRUCTURE, Means.EXTERNAL, Means.CONFIGURATION, Means.AD_HOC, Means.REPAIR,
    Means.TRANSIENT,
)  # fmt: skip
"""Means by their place in the mixture."""


def job(world: World, incident: Incident, kind: JobKind, skill: int, effort: float) -> Steps:
    """Have the team that responds do a job."""
    yield from work(world, incident, kind, skill, incident.team, effort, incident.priority)


def mitigate(world: World, incident: Incident, skill: int) -> Steps:
    """Stop the harm if anything but a repair can."""
    k, cause = world.parameters, incident.cause
    if k.mitigation_mixture and cause in (Cause.FAULT, Cause.DEFECT):
        return (yield from _by_mixture(world, incident, skill))
    assert incident.model is not None
    if cause == Cause.FAULT and world.u(purposes.EXTERNAL, incident.address) < k.response_external_share:
        days = world.draw(k.response_external_days, purposes.EXTERNAL_TIME, incident.address)
        yield from world.calendar.pause(days, Due.EXTERNAL_END, incident.address)
        return restore(world, incident, Means.EXTERNAL)
    if cause in (Cause.NATURAL_DRIFT, Cause.DATA_BREAK):
        helps, means = world.u(purposes.FALLBACK, incident.address) < k.response_fallback, Means.FALLBACK
    else:
        fits = world.u(purposes.ROLL_BACK_FITS, incident.address) < k.response_rollback_fits
        helps, means = fits and incident.model.versioned, Means.ROLL_BACK
    distribution = k.response_switch_days
    if not helps and cause == Cause.FAULT:
        helps, means, distribution = True, Means.CONFIGURATION, k.response_configure_days
    if helps:
        effort = world.draw(distribution, purposes.MITIGATE_EFFORT, incident.address)
        yield from job(world, incident, JobKind.MITIGATE, skill, effort)
        restore(world, incident, means)


def _by_mixture(world: World, incident: Incident, skill: int) -> Steps:
    """Stop the harm as the mixture says; a fix of the code is a repair, for which users wait."""
    k, means = world.parameters, _drawn(world, incident)
    if means == Means.REPAIR:
        return
    if means in (Means.EXTERNAL, Means.TRANSIENT):
        days = world.draw(k.response_external_days, purposes.EXTERNAL_TIME, incident.address)
        yield from world.calendar.pause(days, Due.EXTERNAL_END, incident.address)
    else:
        distribution = k.response_switch_days if means == Means.ROLL_BACK else k.response_configure_days
        effort = world.draw(distribution, purposes.MITIGATE_EFFORT, incident.address)
        yield from job(world, incident, JobKind.MITIGATE, skill, effort)
    restore(world, incident, means)


def _drawn(world: World, incident: Incident) -> Means:
    assert incident.model is not None
    k, u = world.parameters, world.u(purposes.MITIGATION, incident.address)
    if incident.cause == Cause.DEFECT:
        means = ENDINGS[ending_of_defect(u, k.mitigation_rollback, k.mitigation_code)]
    else:
        means = ENDINGS[
            ending(
                u, k.mitigation_rollback, k.mitigation_infrastructure, k.mitigation_external,
                k.mitigation_configuration, k.mitigation_ad_hoc, k.mitigation_code, k.mitigation_transient,
            )
        ]  # fmt: skip
    if means == Means.ROLL_BACK and not incident.model.versioned:
        return Means.CONFIGURATION if incident.cause == Cause.FAULT else Means.REPAIR
    return means
