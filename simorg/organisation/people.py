"""The people whom every structure seats: names, home units, seniority, skills, cost.

In goes the workforce group of the settings, out come `Person` records, always the same ones.  Who
sits where, and which of the skills a seat serves, is the business of a structure.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Sequence

from simorg.config.errors import SettingsError
from simorg.config.groups.workforce import WorkforceSettings, split_hire
from simorg.config.vocabulary import PRIMARY_SKILL, ROLES, SKILLS
from simorg.organisation.graph import Person

CORPORATE_ROLES = ("operations_engineer", "legal_risk_officer")
"""Roles that belong to no business unit (``home_unit`` is empty)."""


def unit_names(workforce: WorkforceSettings) -> tuple[str, ...]:
    """Return the business units: ``unit_1`` to ``unit_N``."""
    return tuple(f"unit_{n}" for n in range(1, workforce.units + 1))


def people(workforce: WorkforceSettings) -> tuple[Person, ...]:
    """List the workforce, role by role.

    1. home units are dealt like cards, each role going on where the one before stopped, so that
       units differ by at most one person;
    2. seniors, then juniors, go to the units that have the fewest of them so far;
    3. hires follow, into the unit they name or the one with the fewest people.

    The same settings give the same people.

    Raises
    ------
    SettingsError
        If a role that has people has no day cost.
    """
    units, load = unit_names(workforce), Counter[tuple[str, str]]()
    found, dealt = [], 0
    for role in ROLES:
        count = workforce.headcount.get(role, 0)
        homes = [""] * count
        if role not in CORPORATE_ROLES:
            homes = [units[(dealt + n) % len(units)] for n in range(count)]
            dealt += count
        ranks = spread_seniority(homes, load, workforce)
        digits = max(2, len(str(count)))
        found += [
            make_person(f"{role}_{n:0{digits}d}", role, rank, home, workforce)
            for n, (home, rank) in enumerate(zip(homes, ranks, strict=True), start=1)
        ]
    return tuple(found + _hires(workforce, found, units))


def _hires(workforce: WorkforceSettings, there: list[Person], units: Sequence[str]) -> list[Person]:
    """List the hires: behind everybody else, so that nobody's place or number changes."""
    found: list[Person] = []
    for hire in workforce.hires:
        rank, role, unit = split_hire(hire)
        at_home = Counter(dict.fromkeys(units, 0))
        at_home.update(person.home_unit for person in (*there, *found) if person.home_unit)
        home = "" if role in CORPORATE_ROLES else unit or min(units, key=lambda name: at_home[name])
        number = 1 + sum(person.role == role for person in (*there, *found))
        found.append(make_person(f"{role}_{number:02d}", role, rank or "regular", home, workforce))
    return found


def spread_seniority(
    homes: Sequence[str], load: Counter[tuple[str, str]], workforce: WorkforceSettings
) -> list[str]:
    """Return the seniority of each seat of one role, by the shares of the workforce.

    Numbers are rounded half up; `load`, people by seniority and place over the roles before, is updated.
    """
    seniors = math.floor(len(homes) * workforce.senior_share + 0.5)
    juniors = min(len(homes) - seniors, math.floor(len(homes) * workforce.junior_share + 0.5))
    ranks = ["regular"] * len(homes)
    free: dict[str, deque[int]] = {}
    for seat, home in enumerate(homes):
        free.setdefault(home, deque()).append(seat)
    for rank, count in (("senior", seniors), ("junior", juniors)):
        for _ in range(count):
            # dictionaries keep the order of dealing, so equal loads are settled the same way each time
            home = min((unit for unit in free if free[unit]), key=lambda unit: load[rank, unit])
            ranks[free[home].popleft()] = rank
            load[rank, home] += 1
    return ranks


def make_person(
    name: str,
    role: str,
    seniority: str,
    home_unit: str,
    workforce: WorkforceSettings,
    skills: dict[str, float] | None = None,
    fte: float = 1.0,
) -> Person:
    """Return one person; `skills` replaces the second skills of the role, `fte` is the share of full time."""
    if role not in workforce.day_cost_eur:
        raise SettingsError(f"workforce.day_cost_eur: must name a cost for role '{role}', who has people")
    second = workforce.second_skills.get(role, {}) if skills is None else skills
    return Person(
        name=name,
        role=role,
        seniority=seniority,
        home_unit=home_unit,
        availability=workforce.availability * fte,
        day_cost_eur=workforce.day_cost_eur[role] * fte,
        efficiency=_efficiency(role, second, speed(seniority, workforce)),
        fte=fte,
    )


def speed(seniority: str, workforce: WorkforceSettings) -> float:
    """Return by what seniority multiplies every efficiency."""
    return {"junior": workforce.speed_junior, "senior": workforce.speed_senior}.get(seniority, 1.0)


def _efficiency(role: str, second: dict[str, float], speed: float) -> dict[str, float]:
    own = {**second, PRIMARY_SKILL[role]: 1.0}
    return {skill: own[skill] * speed for skill in SKILLS if own.get(skill, 0.0) > 0.0}
