"""The management tree of a roster: is it one, who heads a team, how far apart are two heads.

A tree is a table person -> manager ("" at the top); a company may have several tops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from simorg.structures.faults import closest
from simorg.structures.sheet import Sheet

Managers = Mapping[str, str]


def check(sheet: Sheet) -> None:
    """Note managers who are not in the roster, and lines of management that run in a circle."""
    managers = {row.cells["person_id"]: row.cells["manager_id"] for row in reversed(sheet.rows)}
    in_a_circle: set[str] = set()
    for row in sheet.rows:
        person, manager = row.cells["person_id"], row.cells["manager_id"]
        if manager and manager not in managers:
            rule = f"no such person in the roster{closest(manager, managers)}"
            sheet.faults.add(row.line, "manager_id", manager, rule)
        circle = _circle(person, managers)
        if circle and person not in in_a_circle:
            in_a_circle.update(circle)
            path = " -> ".join([*circle, person])
            rule = f"the line of management runs in a circle: {path}; leave manager_id empty at the top"
            sheet.faults.add(row.line, "manager_id", manager, rule)


def _circle(person: str, managers: Managers) -> list[str]:
    """Return the circle that starts and ends at `person`, or nothing."""
    line = list(chain(person, managers))
    return line if person and managers.get(line[-1]) == person else []


def chain(person: str, managers: Managers) -> Iterator[str]:
    """Yield a person, the manager, the manager's manager, ... as far as the roster goes."""
    seen: set[str] = set()
    while person in managers and person not in seen:
        yield person
        seen.add(person)
        person = managers[person]


def head(team: str, teams: Mapping[str, str], managers: Managers) -> str:
    """Return who heads a team: the manager of most of its members, one from the team if equal.

    Parameters
    ----------
    team : str
        Name of the team.
    teams : mapping of str to str
        Person -> team, of everybody who sits in one.
    managers : mapping of str to str
        Person -> manager.

    Returns
    -------
    str
        A person of the roster; the first member where nobody has a manager.
    """
    members = [person for person, own in teams.items() if own == team]
    bosses = Counter(managers[person] for person in members if managers[person])
    if not bosses:
        return members[0]
    return max(bosses, key=lambda boss: (bosses[boss], boss in members))


def steps(a: str, b: str, managers: Managers) -> int | None:
    """Return how many lines of the chart lead from `a` to `b`; None where none does."""
    above = {person: n for n, person in enumerate(chain(a, managers))}
    for n, person in enumerate(chain(b, managers)):
        if person in above:
            return above[person] + n
    return None
