"""Rights are handed out by one rule to all: structure is wiring, and wiring has no gaps."""

from __future__ import annotations

from pathlib import Path

import pytest

from simorg import load
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.organisation import structures
from simorg.organisation.files.yaml_writer import to_yaml
from simorg.organisation.graph import (
    APPROVAL,
    BACKUP,
    DECIDES,
    OWNER,
    PERSON,
    SEAT,
    TEAM,
    UNIT,
    Organisation,
    deciders,
)
from simorg.organisation.wiring.rights_table import rights_table
from simorg.plan import build
from tests.loaded import loaded

BUILT_IN = structures.available()
RIGHTS = ("decides", "backs_up", "approves", "owns")


def made(name: str, *overrides: str) -> tuple[Settings, Organisation]:
    settings = loaded(f"structure={name}", *overrides)
    return settings, structures.build(settings)


def from_text(text: str, folder: Path, *overrides: str) -> tuple[Settings, Organisation]:
    path = folder / "organisation.yaml"
    path.write_text(text, encoding="utf-8")
    return made("custom", f"structure.file={path}", *overrides)


def serving(organisation: Organisation) -> set[tuple[str, str]]:
    return {(t, s) for p, t, _ in organisation.edges(SEAT) for s in organisation.person(p)["serves"]}


@pytest.mark.parametrize("units", [1, 9])
@pytest.mark.parametrize("name", BUILT_IN)
def test_the_teams_without_a_decider_are_the_same_in_every_structure_none(name: str, units: int) -> None:
    _, organisation = made(name, f"workforce.units={units}")
    assert sorted(team for team, _, _ in organisation.edges(DECIDES)) == sorted(organisation.nodes(TEAM))


@pytest.mark.parametrize("name", BUILT_IN)
def test_where_a_structure_names_nobody_the_team_decides_for_itself(name: str) -> None:
    _, organisation = made(name)
    decided = {team: decider for team, decider, _ in organisation.edges(DECIDES)}
    corporate = [t for t in ("software", "operations", "risk") if t in decided and "product" not in decided]
    assert all(decided[team] == team for team in corporate)


@pytest.mark.parametrize("name", BUILT_IN)
def test_one_skill_signs_in_every_structure(name: str) -> None:
    for skill in ("science", "ml"):
        _, organisation = made(name, f"approvals.skill={skill}")
        assert {data["skill"] for _, _, data in organisation.edges(APPROVAL)} <= {skill}
    _, organisation = made(name, "structure.equal=[approves]")
    gates = {(unit, data["share"]) for unit, _, data in organisation.edges(APPROVAL)}
    assert gates == {(unit, 1.0) for unit in organisation.nodes(UNIT)}


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_unit_has_one_owner_and_every_backup_can_do_the_work_and_is_not_asked_first(name: str) -> None:
    _, organisation = made(name)
    assert [unit for unit, _, _ in organisation.edges(OWNER)] == organisation.nodes(UNIT)
    able = serving(organisation)
    plan = build(loaded(f"structure={name}"))
    assert all((team, data["skill"]) in able for _, team, data in organisation.edges(BACKUP))
    assert not ((plan.backup >= 0) & (plan.backup == plan.route)).any()


@pytest.mark.parametrize("name", BUILT_IN)
def test_equal_rights_are_those_of_the_rule_whatever_the_structure(name: str) -> None:
    _, organisation = made(name, f"structure.equal=[{','.join(RIGHTS)}]")
    assert all(team == decider for team, decider, _ in organisation.edges(DECIDES))
    assert not list(organisation.edges(BACKUP))
    able = serving(organisation)
    assert all({(team, "ml"), (team, "science")} & able for _, team, _ in organisation.edges(OWNER))


def test_each_right_can_be_made_equal_alone() -> None:
    _, usual = made("hub_and_spoke")
    for right, relation in zip(RIGHTS, (DECIDES, BACKUP, APPROVAL, OWNER), strict=True):
        _, organisation = made("hub_and_spoke", f"structure.equal=[{right}]")
        for other in (DECIDES, BACKUP, APPROVAL, OWNER):
            same = list(organisation.edges(other)) == list(usual.edges(other))
            # the hub's sign-offs and owners are what the rule gives as well, as the wiring stands
            assert same or other == relation
    assert list(usual.edges(BACKUP))


def test_an_unknown_right_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError, match="decide"):
        load(["structure.equal=[decide]"])


def test_seniors_decide_and_everybody_where_there_is_none() -> None:
    _, organisation = made("centre_of_excellence")
    deciding = deciders(organisation)
    seated = {person: team for person, team, _ in organisation.edges(SEAT)}
    centre = [organisation.person(p) for p in organisation.nodes(PERSON) if seated[p] == "centre"]
    assert {p["name"] for p in centre if p["seniority"] == "senior"} == {p["name"] for p in centre} & deciding
    _, juniors = made("centre_of_excellence", "workforce.senior_share=0")
    assert deciders(juniors) == set(juniors.nodes(PERSON))


def test_communities_stand_in_for_each_other_and_the_hub_helps() -> None:
    helped = {}
    for name in ("communities_of_practice", "hub_and_spoke"):
        _, organisation = made(name)
        helped[name] = {(unit, data["skill"]): team for unit, team, data in organisation.edges(BACKUP)}
    assert helped["communities_of_practice"]["unit_6", "ml"] == "unit_1"
    assert {skill for _, skill in helped["communities_of_practice"]} == {"data", "science", "ml"}
    assert set(helped["hub_and_spoke"].values()) == {"hub"}


@pytest.mark.parametrize("name", BUILT_IN)
def test_what_is_written_as_yaml_builds_the_same_organisation(name: str, tmp_path: Path) -> None:
    settings, organisation = made(name, "workforce.hires=[senior ml_engineer@unit_2]")
    _, again = from_text(to_yaml(organisation, settings), tmp_path)
    plan, other = build(settings, organisation), build(settings, again)
    for field in ("people", "efficiency", "stands_in", "teams", "distance", "units", "route", "backup",
                  "approvals", "approval_first", "approval_count"):  # fmt: skip
        assert getattr(plan, field).tobytes() == getattr(other, field).tobytes(), field
    assert plan.labels == other.labels
    assert rights_table(organisation) == rights_table(again)


TWO_TEAMS = """
units: [shop]
teams:
  shop: {unit: shop, members: {product_manager: 1, domain_expert: 1, data_scientist: 2, ml_engineer: 1}}
  data: {members: {data_engineer: 2, data_scientist: 1}}
  rest: {members: {software_engineer: 1, operations_engineer: 1, legal_risk_officer: 1}}
ties: [{a: shop, b: data}, {a: shop, b: rest}]
"""


def test_a_file_can_state_every_right(tmp_path: Path) -> None:
    text = TWO_TEAMS + (
        "owner: data\nbackups: {all: {science: data}}\ndeciders: {data: shop, rest: nobody}\n"
        "approvals: [{by: shop, share: 0.5}]\n"
    )
    _, organisation = from_text(text, tmp_path)
    assert list(organisation.edges(OWNER)) == [("shop", "data", {"relation": "owner"})]
    assert [(u, t, d["skill"]) for u, t, d in organisation.edges(BACKUP)] == [("shop", "data", "science")]
    assert {t: d for t, d, _ in organisation.edges(DECIDES)} == {"shop": "shop", "data": "shop"}
    assert [(t, d["skill"], d["share"]) for _, t, d in organisation.edges(APPROVAL)] == [
        ("shop", "science", 0.5)
    ]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("deciders: {data: shopp}", "deciders.data = shopp: unknown team.*'shop'"),
        ("deciders: boss", "deciders = boss: unknown team"),
        ("backups: {all: {ml: rest}}", "backups.all.ml = rest: nobody in this team serves 'ml'"),
        ("backups: {shop: {science: shop}}", "would back up itself"),
        ("approvals: [{by: rest, skill: science}]", "nobody in 'rest' serves it"),
        ("approvals: [{skill: science}]", r"approvals\[0\].by.*must be given"),
        ("owner: {shop: nobody}", "owner.shop = nobody: unknown team"),
    ],
)  # fmt: skip
def test_a_right_that_cannot_be_is_one_message(more: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=message) as refusal:
        from_text(TWO_TEAMS + more, tmp_path)
    assert str(refusal.value).count("\n") <= 1


def test_a_team_can_say_who_of_it_decides(tmp_path: Path) -> None:
    text = TWO_TEAMS.replace("unit: shop, m", "unit: shop, decided_by: product_manager, m")
    _, organisation = from_text(text, tmp_path)
    assert "product_manager_01" in deciders(organisation)
    assert not {"data_scientist_01", "ml_engineer_01"} & deciders(organisation)
    with pytest.raises(SettingsError, match="decided_by = software_engineer: nobody in this team"):
        from_text(
            TWO_TEAMS.replace("unit: shop, m", "unit: shop, decided_by: software_engineer, m"), tmp_path
        )


def test_an_approval_before_an_unknown_stage_is_refused(tmp_path: Path) -> None:
    settings, organisation = from_text(TWO_TEAMS + "approvals: [{by: shop, before: releas}]", tmp_path)
    with pytest.raises(SettingsError, match=r"before 'releas'.*no such stage.*'release'"):
        build(settings, organisation)


@pytest.mark.parametrize("length", ["0", "0.0"])
def test_a_tie_of_length_zero_is_one(length: str, tmp_path: Path) -> None:
    _, organisation = from_text(
        TWO_TEAMS.replace("{a: shop, b: data}", f"{{a: shop, b: data, length: {length}}}"), tmp_path
    )
    assert organisation.distances()["shop"]["data"] == 0.0


@pytest.mark.parametrize("length", ["false", "''", "null", "far"])
def test_a_tie_of_no_length_is_refused(length: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"ties\[0\].length"):
        from_text(
            TWO_TEAMS.replace("{a: shop, b: data}", f"{{a: shop, b: data, length: {length}}}"), tmp_path
        )


def test_the_table_of_the_documentation_is_that_of_the_code() -> None:
    text = (Path(__file__).parents[4] / "docs" / "structures.md").read_text(encoding="utf-8")
    for name in BUILT_IN:
        _, organisation = made(name)
        for row in rights_table(organisation):
            assert f"| `{name}` | {row.right} | {row.who} | {row.for_whom} |" in text
