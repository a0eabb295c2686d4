"""Ties between teams that the chart does not show, from a table: ``team_a, team_b, length``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simorg.organisation.files.problems import FileProblems, closest
from simorg.organisation.files.rosters.header import Fields
from simorg.organisation.files.rosters.sheet import Row, read_sheet
from simorg.organisation.files.rosters.titles import plain_title

FIELDS = Fields(("team_a", "team_b", "length"))
LONGEST = 20.0


def read_ties(path: str, teams: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """Yield the ties of a table.

    Raises
    ------
    SettingsError
        Lists every problem of the file with its line, after the last sound tie.
    """
    sheet = read_sheet(path, "structure.ties", FIELDS)
    known = {plain_title(team): team for team in teams}
    for row in sheet.rows:
        ends = []
        for column in ("team_a", "team_b"):
            text = row.cells[column]
            if plain_title(text) not in known:
                rule = f"no such team in the roster{closest(text, known.values())}"
                sheet.problems.add(row.line, column, text or "(empty)", rule)
            ends.append(known.get(plain_title(text)))
        length = _length(row, sheet.problems)
        if None not in ends and ends[0] == ends[1]:
            sheet.problems.add(row.line, "team_b", row.cells["team_b"], "ties a team to itself")
        elif ends[0] and ends[1] and length is not None:
            yield ends[0], ends[1], length
    sheet.problems.stop()


def _length(row: Row, problems: FileProblems) -> float | None:
    try:
        length = float(row.cells["length"].replace(",", "."))
    except ValueError:
        length = -1.0
    if 0.0 <= length <= LONGEST:
        return length
    rule = f"must be a number from 0 to {LONGEST:g}"
    problems.add(row.line, "length", row.cells["length"] or "(empty)", rule)
    return None
