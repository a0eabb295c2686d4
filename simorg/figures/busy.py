"""How busy the people of a picture are: by seat where a table tells it, else by role.

Goes in: an organisation and the tables of a run.  Comes out: shares of time, by person or by role.
"""

from __future__ import annotations

import pandas as pd

from simorg.config.vocabulary import ROLES, SKILLS
from simorg.organisation.graph import PERSON, SEAT, Organisation

COLUMNS = ("scenario", "team", "role", "skills", "busy_share")


def busy_people(
    organisation: Organisation, scenario: str, seats: pd.DataFrame, summary: pd.DataFrame
) -> dict[str, float]:
    """Return the busy share of each person in one scenario; of each role, where seats are not there.

    Parameters
    ----------
    organisation : Organisation
        Whose people.
    scenario : str
        Name of the scenario.
    seats, summary : DataFrame
        Tables of the run; without rows where it has none.

    Returns
    -------
    dict of float
        Empty if neither table speaks of the scenario.
    """
    if set(COLUMNS) <= set(seats) and (seats["scenario"] == scenario).any():
        return _by_person(organisation, seats[seats["scenario"] == scenario])
    return _by_role(summary, scenario)


def _by_person(organisation: Organisation, seats: pd.DataFrame) -> dict[str, float]:
    """Return the mean of the people who share a seat, for each of them."""
    keys = seats[["team", "role", "skills"]].fillna("").itertuples(index=False, name=None)
    busy = dict(zip(keys, seats["busy_share"], strict=True))
    teams = {person: team for person, team, _ in organisation.edges(SEAT)}
    found = {}
    for name in organisation.nodes(PERSON):
        person = organisation.person(name)
        serves = [
            skill for skill in SKILLS if skill in person["serves"] and person["efficiency"][skill] > 0.0
        ]
        key = (teams[name], person["role"], "+".join(serves))
        if key in busy:
            found[name] = float(busy[key])
    return found


def _by_role(summary: pd.DataFrame, scenario: str) -> dict[str, float]:
    if summary.empty:
        return {}
    mine = summary[summary["scenario"] == scenario].set_index("measure")["mean"].dropna()
    return {role: float(mine[f"utilisation_{role}"]) for role in ROLES if f"utilisation_{role}" in mine.index}
