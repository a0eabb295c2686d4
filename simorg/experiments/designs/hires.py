"""Whom an experiment hires: one person at a time, or two at once.

Goes in: settings. Come out: hires with the role and the place they get, and pairs of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations_with_replacement
from typing import NamedTuple

from simorg.config.errors import SettingsError, nearest
from simorg.config.settings import Settings
from simorg.config.vocabulary import ROLES
from simorg.experiments.designs.checks import each_once
from simorg.organisation.files import custom
from simorg.organisation.people import CORPORATE_ROLES, unit_names
from simorg.organisation.wiring.staff import team_for

AS_IS = "as_is"
AND = "+"
"""Between the two hires of a pair, in names."""


class Hire(NamedTuple):
    """One more person."""

    role: str
    team: str  # home unit, or team of the user's own organisation; empty for corporate roles
    text: str  # as ``workforce.hires`` writes it

    @property
    def name(self) -> str:
        """Role and place, as they stand in the name of a scenario."""
        return "-".join(part for part in (self.role, self.team) if part)


def name_of(structure: str, hires: Sequence[Hire] = ()) -> str:
    """Return the name of the scenario of a structure with some hires.

    Parameters
    ----------
    structure : str
        The structure.
    hires : sequence of Hire
        None = as it is.
    """
    return f"{structure}-{AND.join(hire.name for hire in hires) or AS_IS}"


def pairs_of(settings: Settings) -> list[tuple[Hire, Hire]]:
    """Return every two hires, also twice the same, where the experiment asks for two.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.staffing``.
    """
    if settings.experiment.staffing.hires < 2:
        return []
    return list(combinations_with_replacement(hires_of(settings), 2))


def hires_of(settings: Settings) -> list[Hire]:
    """Return every hire.

    Parameters
    ----------
    settings : Settings
        The experiment; ``experiment.staffing``.
    """
    wanted = settings.experiment.staffing
    each_once("experiment.staffing.roles", wanted.roles)
    each_once("experiment.staffing.units", wanted.units)
    for role in wanted.roles:
        if role not in ROLES:
            raise SettingsError(f"experiment.staffing.roles: unknown role '{role}'{nearest(role, ROLES)}")
    if settings.workforce.hires:
        raise SettingsError("workforce.hires: must be empty; the experiment itself hires")
    if settings.structure.file is not None:
        return _into_teams(settings)
    known = unit_names(settings.workforce)
    for unit in wanted.units:
        if unit not in known:
            raise SettingsError(
                f"experiment.staffing.units: unknown home unit '{unit}'{nearest(unit, known)}"
            )
    roles = wanted.roles or tuple(role for role, count in settings.workforce.headcount.items() if count)
    return [
        Hire(role, unit, f"{wanted.seniority} {role}" + (f"@{unit}" if unit else ""))
        for role in roles
        for unit in (("",) if role in CORPORATE_ROLES else wanted.units or ("unit_1",))
    ]


def _into_teams(settings: Settings) -> list[Hire]:
    """Return a hire for every role and team of a file.

    Where no team is named, it is the one in which most people of the role sit.
    """
    wanted, staff = settings.experiment.staffing, custom.staff(settings)
    there = {seat.person.role for seat in staff.seats}
    found = []
    for role in wanted.roles or [role for role in ROLES if role in there]:
        for place in wanted.units or ("",):
            team = team_for(staff, f"{wanted.seniority} {role}" + (f"@{place}" if place else ""))
            found.append(Hire(role, team, f"{wanted.seniority} {role}@{team}"))
    return list(dict.fromkeys(found))
