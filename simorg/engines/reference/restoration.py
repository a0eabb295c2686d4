"""The end of harm: users are served again, and only now can the next shock of this kind come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simorg.engines.reference.entities import Incident
from simorg.trace.codes import Means
from simorg.trace.events import Event

if TYPE_CHECKING:
    from simorg.engines.reference.world import World


def restore(world: World, incident: Incident, means: Means) -> None:
    """Note that users are no longer hurt."""
    if not incident.mitigated:
        incident.mitigated = True
        days = world.now - incident.onset
        world.record(Event.INCIDENT_MITIGATED, incident.address, means, days, team=incident.team)
        assert incident.restored is not None
        incident.restored.succeed()
