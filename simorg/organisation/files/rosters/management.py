"""The management tree of a roster: who is at the top, who heads a team, how far apart two heads are.

A tree is a table person -> manager ("" at the top); a company may have several tops.  A manager who
is not in the file is a top without a seat, so that those below stay as near to each other as they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from simorg.organisation.files.problems import FileProblems, counted
from simorg.organisation.files.rosters.ids import Directory, given
from simorg.organisation.files.rosters.sheet import Row

Managers = Mapping[str, str]


class Tree(NamedTuple):
    """Person -> manager, of everybody in the file and of managers who are not in it; and what was noticed."""

    managers: dict[str, str]
    notes: list[str]


def tree(rows: Sequence[Row], problems: FileProblems, column: str) -> Tree:
    """Find everybody's manager.

    Rows of those who count come first; a person who comes again is not looked at again. Cells that name
    several managers, and lines that run in a circle, are noted as problems.
    """
    lines = {row.cells["person_id"]: row for row in reversed(rows)}
    directory = Directory(row.cells["person_id"] for row in rows)
    found: dict[str, str] = {}
    alike, own, nothing, outside = 0, 0, Counter[str](), Counter[str]()
    for person, row in lines.items():
        text = row.cells["manager_id"]
        boss = directory.find(text) if text else None
        found[person] = boss or ""
        if boss is not None:
            alike += boss != text
            own += boss == person
            found[person] = "" if boss == person else boss
        elif not given(text) or text == "0":
            nothing.update([text] if text else [])
        elif directory.several(text):
            rule = "names several managers; a person has one, who decides what the person does: keep that one"
            problems.add(row.line, "manager_id", text, rule)
        else:
            found[person] = text
            outside[text] += 1
    _refuse_names(found, outside, problems, column, min((row.line for row in rows), default=1))
    _refuse_circles(found, lines, problems)
    notes = _told(alike, own, nothing, outside)
    return Tree(found | dict.fromkeys((boss for boss in outside if boss not in found), ""), notes)


def _told(alike: int, own: int, nothing: Counter[str], outside: Counter[str]) -> list[str]:
    notes = []
    if alike:
        notes.append(
            f"{counted(alike, 'manager_id is', 'manager_ids are')} written differently from the person_id "
            "meant (leading zeros, '.0' or case): taken as the same"
        )
    if own:
        notes.append(f"{counted(own, 'person is', 'people are')} the own manager: taken as the top")
    for text, count in nothing.items():
        notes.append(f"{counted(count, 'manager_id is', 'manager_ids are')} '{text}': taken as the top")
    if outside:
        below = counted(sum(outside.values()), "person reports", "people report")
        bosses = counted(len(outside), "manager who is", "managers who are")
        notes.append(f"{below} to {bosses} not in the file: taken as tops without a seat")
    return notes


def _refuse_names(
    found: Managers, outside: Counter[str], problems: FileProblems, column: str, line: int
) -> None:
    """Refuse a column of managers that holds names, which would make everybody a top."""
    known = any(boss and boss in found for boss in found.values())
    if not known and any(" " in boss for boss in outside) and not any(" " in person for person in found):
        rule = (
            f"no entry of column '{column}' is a person_id, it seems to hold names; name the column with the "
            "ids of managers: columns.manager_id='...'"
        )
        problems.add(line, "manager_id", None, rule)


def _refuse_circles(found: Managers, lines: Mapping[str, Row], problems: FileProblems) -> None:
    in_a_circle: set[str] = set()
    for person, row in sorted(lines.items(), key=lambda entry: entry[1].line):
        circle = list(chain(person, found))
        if found.get(circle[-1]) == person and person not in in_a_circle:
            in_a_circle.update(circle)
            path = " -> ".join(f"line {lines[each].line}" for each in [*circle, person])
            rule = f"the line of management runs in a circle: {path}; leave manager_id empty at the top"
            problems.add(row.line, "manager_id", row.cells["manager_id"], rule)


def chain(person: str, managers: Managers) -> Iterator[str]:
    """Yield a person, the manager, the manager's manager, ... as far as the roster goes."""
    seen: set[str] = set()
    while person in managers and person not in seen:
        yield person
        seen.add(person)
        person = managers[person]


def head(members: Sequence[str], managers: Managers) -> str:
    """Return who heads a team: the manager of most of its members, one from the team if equal.

    The first member where nobody has a manager.
    """
    bosses = Counter(managers[person] for person in members if managers[person])
    if not bosses:
        return members[0]
    return max(bosses, key=lambda boss: (bosses[boss], boss in members))


def ranks_above(person: str, managers: Managers) -> dict[str, int]:
    """Return the person and everybody above, with the number of lines of the chart up to them."""
    return {each: n for n, each in enumerate(chain(person, managers))}


def steps(a: Mapping[str, int], b: Mapping[str, int]) -> int | None:
    """Return how many lines of the chart lead from one person to another; None where none does.

    Both come as ranks above a person (`ranks_above`).
    """
    return next((a[boss] + n for boss, n in b.items() if boss in a), None)
