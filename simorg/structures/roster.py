"""The user's own organisation from a roster, as an HR system exports it.

Goes in: a CSV file (person_id, manager_id, department, team, job_title, optionally unit), a table
of titles, and optionally a CSV file of ties.  Comes out: the same graph as from a builder.

A department with a team that has product managers or domain experts is a business unit; with
several such teams, each of them is one.  All other teams are corporate.  A column `unit` overrules
that.  Teams are as far apart as their managers in the management tree;
ties can only bring them nearer.  A roster knows of no approvals and no backups, so there are none, and
what is escalated goes up the line of management to the first person who sits in a team; a YAML file
of rights (``structure.rights``) states all of these.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.config.vocabulary import PRIMARY_SKILL
from simorg.organisation import Organisation
from simorg.structures import management, stated
from simorg.structures.document import Document
from simorg.structures.faults import FileFaults, closest
from simorg.structures.rights import Rights, grant
from simorg.structures.seats import BUSINESS
from simorg.structures.sheet import Row, Sheet, read_sheet
from simorg.structures.titles import NOBODY, Title, plain_title, read_titles
from simorg.structures.wiring import Wiring, services
from simorg.workforce import make_person

COLUMNS = ("person_id", "manager_id", "department", "team", "job_title")
LONGEST_TIE = 20.0


def read(settings: Settings) -> Organisation:
    """Read the roster that ``structure.file`` names, with its titles, and its ties and rights if there are.

    Parameters
    ----------
    settings : Settings
        Files and lengths of ties in `structure`; second skills, speeds, availability and costs in
        `workforce`, whose head counts and units are not used; skill of sign-offs in `approvals`.

    Returns
    -------
    Organisation
        Named after the file.

    Raises
    ------
    SettingsError
        Lists every fault of a file with its line.
    """
    structure = settings.structure
    assert structure.file is not None, "structures.custom checks this"
    if structure.titles is None:
        rule = "a roster needs a table of titles, for example a copy of simorg:examples/titles.csv"
        raise SettingsError(f"structure.titles: {rule}")
    titles = read_titles(structure.titles)
    sheet = read_sheet(structure.file, "structure.file", COLUMNS, ("unit",))
    teams = _checked(sheet, titles)
    units = _units(sheet, teams, titles)
    sheet.faults.stop()

    wiring = Wiring(
        list(dict.fromkeys(unit for unit in units.values() if unit)), structure.distance_unconnected
    )
    for team, unit in units.items():
        wiring.found(team, unit)
    _sit_down(wiring, sheet, teams, titles, settings.workforce)
    _tie(wiring, sheet, teams, structure)
    if structure.ties is not None:
        _extra_ties(wiring, structure.ties)
    line = _line_of_management(sheet, teams, wiring)
    if structure.rights is None:
        wiring.connect()
        grant(wiring, Rights(decides=line), settings.approvals.skill, structure.equal)
    else:
        document = Document(structure.rights, "structure.rights")
        document.table((), stated.KEYS)
        stated.state(document, wiring, settings.approvals.skill, structure.equal, line)
        document.faults.stop()
    return wiring.finish(Path(structure.file).stem, structure.distance_unconnected)


def _checked(sheet: Sheet, titles: Mapping[str, Title]) -> dict[str, str]:
    """Return person -> team, without those whose title says they do no simulated work."""
    names = team_names(sheet.rows)
    seen: dict[str, Row] = {}
    teams: dict[str, str] = {}
    for row in sheet.rows:
        person, title = row.cells["person_id"], titles.get(plain_title(row.cells["job_title"]))
        if not person:
            sheet.faults.add(row.line, "person_id", None, "must be given")
        elif person in seen:
            _twice(sheet.faults, seen[person], row, names)
        if title is None:
            hint = closest(row.cells["job_title"], [known.text for known in titles.values()])
            rule = f"not in the table of titles; add a line for it{hint}"
            sheet.faults.add(row.line, "job_title", row.cells["job_title"] or "(empty)", rule)
        elif title.role != NOBODY:
            if not row.cells["department"] and not row.cells["team"]:
                sheet.faults.add(row.line, "department", None, f"'{person}' needs a department or a team")
            teams.setdefault(person, names[row.cells["department"], row.cells["team"]])
        seen.setdefault(person, row)
    management.check(sheet)
    if not teams and sheet.rows:
        sheet.faults.add(sheet.rows[0].line, "job_title", None, "nobody has a title with a role")
    return teams


def _twice(faults: FileFaults, first: Row, again: Row, names: Mapping[tuple[str, str], str]) -> None:
    one, other = (names[row.cells["department"], row.cells["team"]] for row in (first, again))
    where = "stands twice" if one == other else f"sits in two teams, '{one}' and '{other}'"
    rule = f"{where} (first in line {first.line}); a person has one seat"
    faults.add(again.line, "person_id", again.cells["person_id"], rule)


def team_names(rows: list[Row]) -> dict[tuple[str, str], str]:
    """Return (department, team) -> name: the team alone where only one department has it."""
    pairs = list(dict.fromkeys((row.cells["department"], row.cells["team"]) for row in rows))
    labels = [team or department for department, team in pairs]
    return {
        (department, team): label if labels.count(label) == 1 else f"{department} {team}".strip()
        for (department, team), label in zip(pairs, labels, strict=True)
    }


def _units(sheet: Sheet, teams: Mapping[str, str], titles: Mapping[str, Title]) -> dict[str, str]:
    """Return team -> unit ("" = corporate), for teams that seat somebody."""
    rows = [row for row in sheet.rows if row.cells["person_id"] in teams]
    stated = "unit" in sheet.columns
    guessed = {} if stated else _business(rows, teams, titles)
    units: dict[str, str] = {}
    for row in rows:
        team = teams[row.cells["person_id"]]
        unit = row.cells["unit"] if stated else guessed.get(team, "")
        if units.setdefault(team, unit) != unit:
            rule = f"others in team '{team}' have unit '{units[team]}'; a team belongs to one unit"
            sheet.faults.add(row.line, "unit", unit or "(empty)", rule)
    if rows and not any(units.values()):
        rule = "no business unit: no department has a product manager or domain expert; add a column `unit`"
        sheet.faults.add(rows[0].line, "unit", None, rule)
    return units


def _business(rows: list[Row], teams: Mapping[str, str], titles: Mapping[str, Title]) -> dict[str, str]:
    """Return team -> unit for teams of business departments.

    Work of a unit goes to one team a skill; so two teams that both face the business must be two
    units, or the second would have nothing to do.
    """
    department = {teams[row.cells["person_id"]]: row.cells["department"] for row in rows}
    facing = {
        teams[row.cells["person_id"]]
        for row in rows
        if (title := titles.get(plain_title(row.cells["job_title"]))) is not None and title.role in BUSINESS
    }
    fronts = Counter(department[team] for team in facing)
    return {
        team: own or team if fronts[own] == 1 else team
        for team, own in department.items()
        if fronts[own] == 1 or team in facing
    }


def _sit_down(
    wiring: Wiring,
    sheet: Sheet,
    teams: Mapping[str, str],
    titles: Mapping[str, Title],
    workforce: WorkforceSettings,
) -> None:
    units = {team: unit for unit, own in wiring.homes.items() for team in own}
    people, chosen = [], {}
    for row in sheet.rows:
        name, title = row.cells["person_id"], titles[plain_title(row.cells["job_title"])]
        if name in teams:
            unit = units.get(teams[name], "")
            person = make_person(name, title.role, title.seniority, unit, workforce, title.skills)
            chosen[name] = (PRIMARY_SKILL[title.role], *(title.skills or ()))
            people.append(person)
    serves = services(people, lambda person: chosen[person.name])
    for person in people:
        wiring.take_seat(person, teams[person.name], serves[person.name])


def _tie(wiring: Wiring, sheet: Sheet, teams: Mapping[str, str], structure: StructureSettings) -> None:
    """Tie teams by the path between their managers."""
    managers = _managers(sheet)
    heads = {team: management.head(team, teams, managers) for team in wiring.served}
    for a, b in combinations(wiring.served, 2):
        steps = management.steps(heads[a], heads[b], managers)
        if steps is not None:
            length = max(structure.tie_close, structure.tie_weak * steps / 2.0)
            if length < structure.distance_unconnected:
                wiring.tie(a, b, length)


def _managers(sheet: Sheet) -> dict[str, str]:
    return {row.cells["person_id"]: row.cells["manager_id"] for row in sheet.rows}


def _line_of_management(sheet: Sheet, teams: Mapping[str, str], wiring: Wiring) -> dict[str, str]:
    """Return team -> team of the first person up the line from its head who sits in one."""
    managers, found = _managers(sheet), {}
    for team in wiring.served:
        line = management.chain(management.head(team, teams, managers), managers)
        seated = next((teams[boss] for boss in line if boss in teams), None)
        if seated is not None:
            found[team] = seated
    return found


def _extra_ties(wiring: Wiring, path: str) -> None:
    sheet = read_sheet(path, "structure.ties", ("team_a", "team_b", "length"))
    known = {plain_title(team): team for team in wiring.served}
    for row in sheet.rows:
        ends = []
        for column in ("team_a", "team_b"):
            text = row.cells[column]
            if plain_title(text) not in known:
                rule = f"no such team in the roster{closest(text, wiring.served)}"
                sheet.faults.add(row.line, column, text or "(empty)", rule)
            ends.append(known.get(plain_title(text)))
        length = _length(row, sheet.faults)
        if None not in ends and ends[0] == ends[1]:
            sheet.faults.add(row.line, "team_b", row.cells["team_b"], "ties a team to itself")
        elif ends[0] and ends[1] and length is not None:
            wiring.tie(ends[0], ends[1], length)
    sheet.faults.stop()


def _length(row: Row, faults: FileFaults) -> float | None:
    try:
        length = float(row.cells["length"].replace(",", "."))
    except ValueError:
        length = -1.0
    if 0.0 <= length <= LONGEST_TIE:
        return length
    faults.add(
        row.line, "length", row.cells["length"] or "(empty)", f"must be a number from 0 to {LONGEST_TIE:g}"
    )
    return None
