"""Who is idle by the chart: people to whom no work leads, whatever the demand.

Goes in: an organisation.  Comes out: names.  An organisation of the user's own often has some, for
instance the second analyst team of a unit whose analytical work is routed to the first.
"""

from __future__ import annotations

from simorg.organisation.graph import APPROVAL, BACKUP, ROUTE, SEAT, Organisation


def unasked(organisation: Organisation) -> tuple[str, ...]:
    """Return the people to whom no unit's work, approval or live model ever leads: idle by the chart.

    Questions and decisions may still reach them.  In a user's organisation they are worth a look.
    """
    asked = {(team, data["skill"]) for _, team, data in organisation.edges(ROUTE)}
    for relation in (BACKUP, APPROVAL):
        asked |= {(team, data["skill"]) for _, team, data in organisation.edges(relation)}
    return tuple(
        person
        for person, team, _ in organisation.edges(SEAT)
        if not any((team, skill) in asked for skill in organisation.person(person)["serves"])
    )
