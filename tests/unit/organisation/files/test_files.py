"""A user's own organisation: examples load, defaults hold, every fault of a file comes in one message."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from simorg.config.errors import SettingsError
from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.work import ApprovalSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.paths import open_input
from simorg.config.settings import Settings
from simorg.organisation import structures
from simorg.organisation.graph import (
    APPROVAL,
    BACKUP,
    DECIDES,
    OWNER,
    PERSON,
    ROUTE,
    SEAT,
    TEAM,
    TIE,
    UNIT,
    Organisation,
)
from simorg.organisation.wiring.idle import unasked

EXAMPLES = "simorg:examples"
HEADER = "person_id,manager_id,department,team,job_title\n"
ROWS = """\
E1,,Board,Board,Chief
E2,E1,Motor,Motor Lab,Product Owner
E3,E2,Motor,Motor Lab,Actuarial Data Analyst
E4,E1,IT,Platform,MLOps Engineer
E5,E4,IT,Platform,Compliance Counsel
"""
TITLES = """\
job_title,role,seniority,skills
Chief,none,,
Product Owner,product_manager,senior,
Actuarial Data Analyst,data_scientist,regular,data:0.7;labelling:0.5
MLOps Engineer,ml_engineer,junior,
Compliance Counsel,legal_risk_officer,,
"""
YAML = """\
units: [motor, claims]
teams:
  lab:
    members: {data_scientist: 2, ml_engineer: 1}
  motor desk:
    unit: motor
    members: {product_manager: 1}
  claims desk:
    unit: claims
    members: [{role: product_manager, name: Ann}]
"""


def custom(**files: str) -> Organisation:
    chosen = StructureSettings(name="custom", **files)
    return structures.build(
        Settings.model_construct(
            structure=chosen, workforce=WorkforceSettings(), approvals=ApprovalSettings()
        )
    )


def test_empty_lists_and_tables_of_a_file_are_empty(tmp_path: Path) -> None:
    signs = "approvals:\n  - {by: lab, skill: science, UNITS}\n"
    for units, gates in (
        ("share: 1", {"motor", "claims"}),
        ("units: [motor]", {"motor"}),
        ("units: []", set()),
    ):
        graph = from_yaml(tmp_path, YAML + signs.replace("UNITS", units)).graph
        found = {a[1] for a, _, edge in graph.edges(data=True) if edge["relation"] == APPROVAL}
        assert found == gates
    alone = from_yaml(tmp_path, YAML.replace("name: Ann", "name: Ann, skills: {}")).graph
    usual = from_yaml(tmp_path, YAML).graph
    assert set(alone.nodes[(PERSON, "Ann")]["efficiency"]) == {"product"}
    assert set(usual.nodes[(PERSON, "Ann")]["efficiency"]) == {"product", "labelling"}


def from_yaml(folder: Path, text: str) -> Organisation:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    return custom(file=str(path))


def from_roster(
    folder: Path,
    rows: str = HEADER + ROWS,
    titles: str = TITLES,
    ties: str | None = None,
    encoding: str = "utf-8",
) -> Organisation:
    files = {"file": rows, "titles": titles} | ({} if ties is None else {"ties": ties})
    for key, text in files.items():
        (folder / f"{key}.csv").write_text(text, encoding=encoding)
    return custom(**{key: str(folder / f"{key}.csv") for key in files})


def refused_yaml(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        from_yaml(folder, text)
    return str(caught.value)


def refused_roster(
    folder: Path, rows: str = HEADER + ROWS, titles: str = TITLES, ties: str | None = None
) -> str:
    with pytest.raises(SettingsError) as caught:
        from_roster(folder, rows, titles, ties)
    return str(caught.value)


def routes(organisation: Organisation) -> dict[tuple[str, str], str]:
    return {(unit, data["skill"]): team for unit, team, data in organisation.edges(ROUTE)}


# the examples ---------------------------------------------------------------------------------


def test_the_example_in_yaml_is_an_insurer() -> None:
    insurer = custom(file=f"{EXAMPLES}/insurer.yaml")
    assert insurer.nodes(UNIT) == ["motor", "household", "health", "claims"]
    assert len(insurer.nodes(PERSON)) == 41
    assert len(routes(insurer)) == 4 * 8
    assert routes(insurer)["household", "science"] == "data platform"
    assert ("motor", "motor") in {(unit, team) for unit, team, _ in insurer.edges(OWNER)}
    assert unasked(insurer) == ()


def test_the_example_roster_is_a_bank() -> None:
    files = {
        key: f"{EXAMPLES}/{name}.csv"
        for key, name in (("file", "roster"), ("titles", "titles"), ("ties", "ties"))
    }
    bank = custom(**files)
    assert bank.nodes(UNIT) == ["Credit Decisions", "Customer Analytics", "Corporate Banking", "Payments"]
    assert len(bank.nodes(PERSON)) == 39  # seven executives are not seated
    assert len(routes(bank)) == 4 * 8
    assert bank.distances()["Fraud"]["Model Platform"] == 0.5
    assert unasked(bank) == ()


# YAML -----------------------------------------------------------------------------------------


def test_what_a_file_leaves_out_has_a_default(tmp_path: Path) -> None:
    small = from_yaml(tmp_path, YAML)
    assert small.name == "mine"
    assert routes(small)["motor", "science"] == "lab"
    assert routes(small)["claims", "product"] == "claims desk"
    assert {team for _, team, _ in small.edges(OWNER)} == {"lab"}
    assert not [*small.edges(APPROVAL), *small.edges(BACKUP), *small.edges(TIE)]
    assert all(team == decider for team, decider, _ in small.edges(DECIDES))
    assert small.person("Ann")["serves"] == ("labelling", "product")  # stands in: nobody else labels
    assert small.distances()["lab"]["motor desk"] == 3.0


def test_a_missing_route_leads_to_the_nearest_team(tmp_path: Path) -> None:
    text = YAML + "  near: {members: {data_scientist: 1}}\nties: [{a: near, b: motor desk, length: 0.1}]\n"
    found = routes(from_yaml(tmp_path, text))
    assert found["motor", "science"] == "near"
    assert found["claims", "science"] in {"lab", "near"}


def test_everything_can_be_stated(tmp_path: Path) -> None:
    text = YAML + (
        "  gate:\n"
        "    members: [{role: legal_risk_officer, seniority: senior, skills: {science: 0.5}, serves: all}]\n"
        "routes: {all: {science: lab}, motor: {science: gate}}\n"
        "owner: {all: lab, claims: gate}\n"
        "approvals: [{by: gate, share: 0.5, before: acceptance, units: [motor]}]\n"
        "deciders: {lab: gate}\n"
        "ties: [{a: lab, b: gate, length: close}, {a: lab, b: motor desk}]\n"
        "name: mine too\n"
    )
    stated = from_yaml(tmp_path, text)
    assert routes(stated)["motor", "science"] == "gate"
    assert routes(stated)["claims", "science"] == "lab"
    assert {unit: team for unit, team, _ in stated.edges(OWNER)} == {"motor": "lab", "claims": "gate"}
    gates = [(unit, team, d["stage"], d["skill"], d["share"]) for unit, team, d in stated.edges(APPROVAL)]
    assert gates == [("motor", "gate", "acceptance", "science", 0.5)]
    assert [(a, b) for a, b, _ in stated.edges(DECIDES) if a != b] == [("lab", "gate")]
    assert [data["length"] for _, _, data in stated.edges(TIE)] == [0.5, 1.0]
    officer = stated.person("legal_risk_officer_01")
    assert officer["efficiency"] == {"science": pytest.approx(0.7), "risk": pytest.approx(1.4)}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("data_scientist: 2", "data_scientst: 2"),
            "line 4: teams.lab.members.data_scientst: unknown role "
            "'data_scientst'; did you mean 'data_scientist'?",
        ),
        (
            ("data_scientist: 2", "data_scientist: -2"),
            "teams.lab.members.data_scientist = -2: must be a whole number",
        ),
        (("data_scientist: 2", "data_scientist: 1.5"), "data_scientist = 1.5: must be a whole number from 0"),
        (
            ("unit: motor", "unit: motr"),
            "line 6: teams.motor desk.unit = motr: unknown unit; did you mean 'motor'?",
        ),
        (("units:", "unitz:"), "unitz: unknown key 'unitz'; did you mean 'units'?"),
        (("[motor, claims]", "[motor, motor, claims]"), "units[1] = motor: stands twice"),
        (("[motor, claims]", "[]"), "units: must list at least one business unit"),
        (("name: Ann", "name: Ann, count: 2"), "a named person counts as 1, not 2"),
        (
            ("name: Ann", "seniority: boss"),
            "seniority = boss: unknown seniority; valid: junior, regular, senior",
        ),
        (("name: Ann", "serves: [ml]"), "a product_manager here cannot do ml; add it to `skills`"),
        (("name: Ann", "skills: {mll: 0.5}"), "unknown skill 'mll'; did you mean 'ml'?"),
        (("name: Ann", "skills: {ml: .nan}"), "skills.ml = nan: must be a number from 0 to 10"),
        (("{data_scientist: 2, ml_engineer: 1}", "{}"), "teams.lab.members: must name at least one member"),
        (("units: [motor, claims]", "units: [motor, claims"), "not valid YAML"),
        (("motor desk:", "lab:"), "stands twice"),
        (("[motor, claims]", "&a [*a]"), "aliases are not used here"),
    ],
)
def test_yaml_faults_name_key_value_rule_and_choice(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    assert message in refused_yaml(tmp_path, YAML.replace(*change))


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        (
            "routes: {motor: {ml: motor desk}}",
            "line 11: routes.motor.ml = motor desk: nobody in this team serves",
        ),
        ("routes: {motor: {risk: lab}}", "nobody in this team serves 'risk'; nor does any other team"),
        ("routes: {moter: {ml: lab}}", "unknown unit 'moter'; did you mean 'motor'?"),
        ("routes: {motor: {ml: lap}}", "routes.motor.ml = lap: unknown team; did you mean 'lab'?"),
        ("owner: labb", "owner = labb: unknown team; did you mean 'lab'?"),
        ("approvals: [{by: lab, skill: risk}]", "approvals[0].skill = risk: nobody in 'lab' serves it"),
        ("approvals: [{by: lab, share: 1.5}]", "approvals[0].share = 1.5: must be a number from 0 to 1"),
        ("approvals: [{skill: ml}]", "approvals[0].by: must be given: a team"),
        ("ties: [{a: lab, b: lab}]", "ties[0] = lab: ties a team to itself"),
        ("ties: [{a: lab, b: motor desk, length: -1}]", "ties[0].length = -1: must be a number from 0 to 20"),
        ("ties: [{a: lab, b: motor desk, length: near}]", "ties[0].length = near: unknown length"),
        ("ties: {a: lab}", "must be a list"),
    ],
)
def test_yaml_wires_must_lead_somewhere(tmp_path: Path, addition: str, message: str) -> None:
    assert message in refused_yaml(tmp_path, YAML + addition + "\n")


def test_a_person_in_two_teams_of_a_yaml_file_is_refused(tmp_path: Path) -> None:
    text = YAML.replace("{product_manager: 1}", "[{role: product_manager, name: Ann}]")
    assert "teams.claims desk.members[0].name = Ann: sits in 'motor desk' as well (line 7)" in refused_yaml(
        tmp_path, text
    )


def test_all_faults_of_a_yaml_file_come_in_one_message(tmp_path: Path) -> None:
    text = YAML.replace("unit: motor", "unit: moter").replace("ml_engineer: 1", "ml_enginer: 1") + "foo: 1\n"
    message = refused_yaml(tmp_path, text)
    assert "mine.yaml: 3 problems:" in message
    assert message.index("line 4") < message.index("line 6") < message.index("line 11")


@pytest.mark.parametrize("text", ["", "# nothing\n", "just a word\n", "- 1\n"])
def test_a_yaml_file_without_a_table_is_refused(tmp_path: Path, text: str) -> None:
    assert "mine.yaml" in refused_yaml(tmp_path, text)


# rosters --------------------------------------------------------------------------------------


def test_a_roster_becomes_teams_units_and_distances(tmp_path: Path) -> None:
    company = from_roster(tmp_path)
    assert company.nodes(TEAM) == ["Motor Lab", "Platform"]
    assert company.nodes(UNIT) == ["Motor"]
    seats = Counter(team for _, team, _ in company.edges(SEAT))
    assert seats == {"Motor Lab": 2, "Platform": 2}
    assert company.person("E3")["serves"] == ("data", "labelling", "science")
    assert company.person("E4")["efficiency"]["ml"] == pytest.approx(0.7)
    # both heads report to the chief: two lines of the chart, one weak tie
    assert company.distances()["Motor Lab"]["Platform"] == 1.0
    assert {(a, b) for a, b, _ in company.edges(DECIDES)} == {
        ("Motor Lab", "Motor Lab"),
        ("Platform", "Platform"),
    }
    assert not list(company.edges(APPROVAL))


def test_distance_follows_the_management_tree(tmp_path: Path) -> None:
    deeper = ROWS + "E6,E5,IT,Ops,MLOps Engineer\nE7,,Abroad,Abroad,MLOps Engineer\n"
    distances = from_roster(tmp_path, HEADER + deeper).distances()
    assert distances["Platform"]["Ops"] == 0.5  # one line: as near as two teams get without a tie
    assert distances["Motor Lab"]["Ops"] == 1.5
    assert distances["Motor Lab"]["Abroad"] == 3.0  # another tree


def test_ties_bring_teams_nearer(tmp_path: Path) -> None:
    near = from_roster(tmp_path, ties="Team A,Team B,Length\nmotor lab,PLATFORM,0.25\n")
    assert near.distances()["Motor Lab"]["Platform"] == 0.25


def test_a_column_for_units_overrules_departments(tmp_path: Path) -> None:
    rows = "".join(
        f"{line},{unit}\n" for line, unit in zip(ROWS.splitlines(), ["", "Cars", "Cars", "", ""], strict=True)
    )
    assert from_roster(tmp_path, HEADER.strip() + ",Unit\n" + rows).nodes(UNIT) == ["Cars"]


def test_two_teams_of_a_department_that_face_the_business_are_two_units(tmp_path: Path) -> None:
    company = from_roster(tmp_path, HEADER + ROWS + "E6,E1,Motor,Fleet,Product Owner\n")
    assert company.nodes(UNIT) == ["Motor Lab", "Fleet"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_exports_of_spreadsheets_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    header = " Person ID ,MANAGER_ID,Department,team,Job-Title\r\n"
    rows = (header + ROWS.replace("\n", "\r\n") + "\r\n").replace(",", delimiter)
    assert from_roster(tmp_path, rows, encoding=encoding).nodes(TEAM) == ["Motor Lab", "Platform"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("E3,E2", "E2,E2"), "line 4: person_id = E2: stands twice (first in line 3)"),
        (
            ("E5,E4,IT,Platform", "E3,E4,IT,Platform"),
            "line 6: person_id = E3: sits in two teams, 'Motor Lab' and 'Platform'",
        ),
        (
            ("MLOps Engineer", "MLOps Enginer"),
            "line 5: job_title = MLOps Enginer: 1 person: not in the table of titles; "
            "add a line for it; did you mean 'MLOps Engineer'?",
        ),
        (
            ("E1,,", "E1,E3,"),
            "line 2: manager_id = E3: the line of management runs in a circle: "
            "line 2 -> line 4 -> line 3 -> line 2; leave manager_id empty at the top",
        ),
        (("Motor,Motor Lab,Product Owner", ",,Product Owner"), "'E2' needs a department or a team"),
        (("IT,Platform,MLOps", "IT,Platform,x,MLOps"), "line 5: the row: has 6 cells for 5 columns"),
        (("Product Owner", "MLOps Engineer"), "no business unit: no department has a product manager"),
        (("manager_id,", ""), "column 'manager_id' is missing"),
        (("E5,E4", '"E5,E4'), "not valid CSV"),
    ],
)
def test_roster_faults_name_line_value_and_rule(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    assert message in refused_roster(tmp_path, (HEADER + ROWS).replace(*change))


def test_all_faults_of_a_roster_come_in_one_message(tmp_path: Path) -> None:
    rows = (
        ROWS.replace("E4,E1", "E4,E2/E1")
        .replace("E5,E4", "E2,E4")
        .replace("Actuarial Data Analyst", "Actuary")
    )
    message = refused_roster(tmp_path, HEADER + rows)
    assert "file.csv: 3 problems:" in message
    assert message.index("line 4") < message.index("line 5") < message.index("line 6")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            ("ml_engineer", "ml_enginer"),
            "line 5: role = ml_enginer: unknown role; did you mean 'ml_engineer'?",
        ),
        (("senior,", "boss,"), "line 3: seniority = boss: unknown seniority"),
        (("data:0.7", "date:0.7"), "skills = date:0.7: unknown skill 'date'; did you mean 'data'?"),
        (("data:0.7", "data:lots"), "skills = data:lots: write skill:efficiency"),
        (("data:0.7", "science:0.7"), "is the own skill of a data_scientist"),
        (("Chief,", "product  OWNER,"), "line 3: job_title = Product Owner: stands twice (first in line 2)"),
        (("seniority,", ""), "column 'seniority' is missing"),
    ],
)
def test_faults_of_the_titles(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    assert message in refused_roster(tmp_path, titles=TITLES.replace(*change, 1))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Motor Lab,Platfrom,1", "team_b = Platfrom: no such team in the roster; did you mean 'Platform'?"),
        ("Motor Lab,Platform,-1", "length = -1: must be a number from 0 to 20"),
        ("Motor Lab,Platform,nan", "length = nan: must be a number"),
        ("Motor Lab,Motor Lab,1", "ties a team to itself"),
    ],
)
def test_faults_of_the_ties(tmp_path: Path, row: str, message: str) -> None:
    assert message in refused_roster(tmp_path, ties=f"team_a,team_b,length\n{row}\n")


@pytest.mark.parametrize("text", ["", "\n\n", "﻿"])
def test_an_empty_roster_is_refused(tmp_path: Path, text: str) -> None:
    assert "file.csv: is empty" in refused_roster(tmp_path, text)


def test_a_roster_of_nobody_is_refused(tmp_path: Path) -> None:
    assert "has column names but no rows" in refused_roster(tmp_path, HEADER)
    assert "nobody has a title with a role" in refused_roster(tmp_path, HEADER + "E1,,Board,Board,Chief\n")


# files ----------------------------------------------------------------------------------------


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(HEADER, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"no such file; did you mean 'roster\.csv'"):
        custom(file=str(tmp_path / "rooster.csv"), titles=f"{EXAMPLES}/titles.csv")
    with pytest.raises(SettingsError, match="is a folder"):
        open_input(tmp_path)
    latin = tmp_path / "latin.csv"
    latin.write_bytes((HEADER + ROWS.replace("Board", "Böard")).encode("latin-1"))
    with pytest.raises(SettingsError, match="byte 0xf6 in line 2 is not UTF-8"):
        custom(file=str(latin), titles=f"{EXAMPLES}/titles.csv")


def test_files_of_another_kind_or_missing_ones_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"structure\.file = mine\.json: must end in"):
        custom(file="mine.json")
    with pytest.raises(SettingsError, match=r"structure\.file: structure=custom needs a file"):
        custom()
    with pytest.raises(SettingsError, match=r"structure\.titles: a roster needs a table of titles"):
        custom(file=f"{EXAMPLES}/roster.csv")


def test_shipped_files_are_found_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert open_input(f"{EXAMPLES}/insurer.yaml").name == "insurer.yaml"
