"""Which roles belong together: the three homes of a workforce that most structures share.

Business people sit in their unit in every structure but the silos; structures differ in where the
specialists sit, and in whether software, operations and risk are corporate functions.
"""

from __future__ import annotations

from collections.abc import Iterable

from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation.graph import Person
from simorg.organisation.wiring.draft import Rule, every_skill, own_skill

BUSINESS = ("product_manager", "domain_expert")
SPECIALISTS = ("data_engineer", "data_scientist", "ml_engineer")
CORPORATE = ("software_engineer", "operations_engineer", "legal_risk_officer")
CORPORATE_TEAMS = tuple(PRIMARY_SKILL[role] for role in CORPORATE)
"""Teams ``software``, ``operations`` and ``risk``."""


def corporate_or_unit(people: Iterable[Person]) -> dict[str, str]:
    """Return person -> team: corporate roles in the team of their function, the others in their unit."""
    return {p.name: PRIMARY_SKILL[p.role] if p.role in CORPORATE else p.home_unit for p in people}


def end_to_end(people: Iterable[Person]) -> Rule:
    """Return the custom of units that look after themselves: second skills there, own skills elsewhere.

    Left to themselves the people of a unit would also write the software and run it, and the corporate
    teams would sit idle: the same people would then not be the same capacity.
    """
    held = {PRIMARY_SKILL[person.role] for person in people if person.role in CORPORATE}

    def rule(person: Person) -> tuple[str, ...]:
        if person.role in CORPORATE:
            return own_skill(person)
        return tuple(skill for skill in every_skill(person) if skill not in held)

    return rule
