"""Mitigation: what ends the harm before its cause is mended."""
# mypy: no-warn-return-any

from __future__ import annotations

from simorg.compilation import step
from simorg.config.vocabulary import RESPONSE_SKILL, SKILLS
from simorg.engines.compiled import resume_points
from simorg.engines.compiled.calendar import pause
from simorg.engines.compiled.workforce import work
from simorg.engines.compiled.world import World, draw, happens, u
from simorg.rules import mitigation, purposes
from simorg.trace.codes import Cause, JobKind, Means
from simorg.trace.rows import Due

SKILL_OF = tuple(SKILLS.index(RESPONSE_SKILL[cause.word]) for cause in Cause)
ENDINGS = (
    Means.ROLL_BACK.value, Means.INFRASTRUCTURE.value, Means.EXTERNAL.value, Means.CONFIGURATION.value,
    Means.AD_HOC.value, Means.REPAIR.value, Means.TRANSIENT.value,
)  # fmt: skip
"""Means by their place in the mixture."""


@step
def job(world: World, slot: int, kind: int, effort: float, then: int) -> bool:
    """Have the team that responds do a job; return whether the incident waits for it."""
    incident = world.cases[slot]
    skill = SKILL_OF[incident.cause]
    return work(world, slot, kind, skill, incident.team, effort, incident.priority, then)


@step
def mitigate(world: World, slot: int) -> bool:
    """Stop the harm if anything but a repair can."""
    incident, k = world.cases[slot], world.parameters
    if k.mitigation_mixture and incident.cause in (Cause.FAULT.value, Cause.DEFECT.value):
        return _by_mixture(world, slot)
    is_fault = incident.cause == Cause.FAULT.value
    if is_fault and happens(world, k.response_external_share, purposes.EXTERNAL, incident.address, 0):
        incident.means = Means.EXTERNAL.value
        days = draw(world, k.response_external_days, purposes.EXTERNAL_TIME, incident.address, 0)
        return pause(world, slot, days, Due.EXTERNAL_END.value, resume_points.EXTERNAL_OVER)
    helps = _can_switch(world, slot)
    if not helps and not is_fault:
        incident.state = resume_points.REPAIR
        return False
    distribution = k.response_switch_days
    if not helps:
        incident.means = Means.CONFIGURATION.value
        distribution = k.response_configure_days
    effort = draw(world, distribution, purposes.MITIGATE_EFFORT, incident.address, 0)
    return job(world, slot, JobKind.MITIGATE.value, effort, resume_points.MITIGATED)


@step
def _can_switch(world: World, slot: int) -> bool:
    """Return whether something else can serve users meanwhile: a fallback or the version before."""
    incident, k = world.cases[slot], world.parameters
    if incident.cause in (Cause.NATURAL_DRIFT.value, Cause.DATA_BREAK.value):
        incident.means = Means.FALLBACK.value
        return happens(world, k.response_fallback, purposes.FALLBACK, incident.address, 0)
    incident.means = Means.ROLL_BACK.value
    fits = happens(world, k.response_rollback_fits, purposes.ROLL_BACK_FITS, incident.address, 0)
    return fits and world.models[incident.model].versioned != 0


@step
def _by_mixture(world: World, slot: int) -> bool:
    """Stop the harm as the mixture says; a fix of the code is a repair, for which users wait."""
    incident, k = world.cases[slot], world.parameters
    incident.means = _drawn(world, slot)
    if incident.means == Means.REPAIR.value:
        incident.state = resume_points.REPAIR
        return False
    if incident.means in (Means.EXTERNAL.value, Means.TRANSIENT.value):
        days = draw(world, k.response_external_days, purposes.EXTERNAL_TIME, incident.address, 0)
        return pause(world, slot, days, Due.EXTERNAL_END.value, resume_points.EXTERNAL_OVER)
    distribution = (
        k.response_switch_days if incident.means == Means.ROLL_BACK.value else k.response_configure_days
    )
    effort = draw(world, distribution, purposes.MITIGATE_EFFORT, incident.address, 0)
    return job(world, slot, JobKind.MITIGATE.value, effort, resume_points.MITIGATED)


@step
def _drawn(world: World, slot: int) -> int:
    incident, k = world.cases[slot], world.parameters
    chance = u(world, purposes.MITIGATION, incident.address, 0)
    if incident.cause == Cause.DEFECT.value:
        means = ENDINGS[mitigation.ending_of_defect(chance, k.mitigation_rollback, k.mitigation_code)]
    else:
        means = ENDINGS[
            mitigation.ending(
                chance, k.mitigation_rollback, k.mitigation_infrastructure, k.mitigation_external,
                k.mitigation_configuration, k.mitigation_ad_hoc, k.mitigation_code, k.mitigation_transient,
            )
        ]  # fmt: skip
    if means == Means.ROLL_BACK.value and not world.models[incident.model].versioned:
        return Means.CONFIGURATION.value if incident.cause == Cause.FAULT.value else Means.REPAIR.value
    return means
