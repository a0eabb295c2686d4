"""Absent, {} and null are three different things, for every setting that is a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from simorg.config.compose import load, resolved, settings_from_config
from simorg.config.errors import SettingsError
from simorg.config.groups.workforce import DEFAULT_SECOND_SKILLS, WorkforceSettings
from simorg.config.registry import registry
from simorg.config.tables import settle_tables
from simorg.organisation.people import people

SKILLS = "workforce.second_skills"


def second_skills(*overrides: str) -> dict[str, dict[str, float]]:
    return load(list(overrides)).workforce.second_skills


def changed(**roles: dict[str, float]) -> dict[str, dict[str, float]]:
    return {**DEFAULT_SECOND_SKILLS, **roles}


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ([], DEFAULT_SECOND_SKILLS),
        ([f"{SKILLS}={{ml_engineer: {{}}}}"], changed(ml_engineer={})),
        ([f"{SKILLS}.ml_engineer={{}}"], changed(ml_engineer={})),
        ([f"{SKILLS}={{}}"], {}),
        ([f"{SKILLS}={{}}", f"{SKILLS}={{ml_engineer: {{data: 0.5}}}}"], {"ml_engineer": {"data": 0.5}}),
        ([f"{SKILLS}={{}}", f"{SKILLS}.ml_engineer.data=0.5"], {"ml_engineer": {"data": 0.5}}),
        (
            [f"{SKILLS}.ml_engineer={{}}", f"{SKILLS}.ml_engineer.data=0.5"],
            changed(ml_engineer={"data": 0.5}),
        ),
        ([f"{SKILLS}.ml_engineer.data=0.5", f"{SKILLS}.ml_engineer={{}}"], changed(ml_engineer={})),
        ([f"{SKILLS}.ml_engineer={{}}", "workforce=one_person"], changed(ml_engineer={})),
    ],
)
def test_an_empty_table_is_empty(overrides: list[str], expected: dict[str, dict[str, float]]) -> None:
    assert second_skills(*overrides) == expected


def test_what_is_not_empty_is_added_to_what_stands_there() -> None:
    more = DEFAULT_SECOND_SKILLS["ml_engineer"] | {"data": 0.9}
    assert second_skills(f"{SKILLS}={{ml_engineer: {{data: 0.9}}}}") == changed(ml_engineer=more)


def test_a_role_without_second_skills_does_nothing_else() -> None:
    workforce = load([f"{SKILLS}={{ml_engineer: {{}}}}"]).workforce
    able = {
        skill for person in people(workforce) if person.role == "ml_engineer" for skill in person.efficiency
    }
    assert able == {"ml"}


def test_an_empty_table_in_python_is_empty() -> None:
    assert WorkforceSettings(second_skills={"ml_engineer": {}}).second_skills == {"ml_engineer": {}}
    settings = load([f"{SKILLS}={{ml_engineer: {{}}}}"])
    assert settings_from_config(resolved(settings)) == settings
    data = resolved(load())
    data["workforce"]["second_skills"] = {}
    assert settings_from_config(data).workforce.second_skills == {}


def test_an_empty_table_of_a_preset_is_empty(tmp_path: Path) -> None:
    (tmp_path / "workforce").mkdir()
    (tmp_path / "workforce" / "mine.yaml").write_text("second_skills:\n  ml_engineer: {}\n")
    (tmp_path / "experiment").mkdir()
    body = "# @package _global_\nworkforce:\n  second_skills: {}\n"
    (tmp_path / "experiment" / "emptied.yaml").write_text(body)
    found = f"hydra.searchpath=[file://{tmp_path}]"
    assert second_skills(found, "workforce=mine") == changed(ml_engineer={})
    assert second_skills(found, "workforce=mine", f"{SKILLS}.ml_engineer.data=0.5") == changed(
        ml_engineer={"data": 0.5}
    )
    assert second_skills(found, "workforce=mine", "experiment=emptied") == {}


def test_tables_of_stages_can_be_emptied() -> None:
    standing = load().lifecycle.initiative
    stages = load(
        ["lifecycle.initiative.2.defects={}", "lifecycle.initiative.5.catches={}"]
    ).lifecycle.initiative
    assert (stages[2].defects, stages[5].catches) == ({}, {})
    assert standing[2].defects and standing[5].catches
    assert stages[3] == standing[3]


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("workforce.headcount={}", "headcount must hold at least one person"),
        ("workforce.headcount=null", "must be a table"),
        (f"{SKILLS}=null", "must be a table"),
        (f"{SKILLS}={{ml_engineer: null}}", "second_skills.ml_engineer = null: must be a table"),
        ("workforce.headcount={ml_engineer: null}", "headcount.ml_engineer = null: must be a whole number"),
        ("lifecycle.initiative.2.defects=null", "defects = null: must be a table"),
        ("handoff.latency_days={}", "needs exactly {mean, cv} or {median, sigma}, got {}"),
        ("release.steps.0.effort={}", "release.steps[0].effort: a lognormal distribution needs exactly"),
    ],
)
def test_empty_and_null_are_told_where_they_cannot_be(override: str, told: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load([override])
    assert told in str(caught.value)


def test_people_without_a_cost_are_refused() -> None:
    with pytest.raises(SettingsError, match="must name a cost"):
        people(load(["workforce.day_cost_eur={}"]).workforce)


def test_every_table_of_the_registry_can_be_emptied() -> None:
    tables = [row.key for row in registry() if row.type.startswith("table") and "[" not in row.key]
    assert {SKILLS, "workforce.headcount", "workforce.day_cost_eur"} <= set(tables)
    for key in tables:
        data = resolved(load())
        group, _, name = key.partition(".")
        settle_tables(data, [{group: {name: {}}}])
        assert data[group][name] == {}


def test_a_group_of_settings_is_no_table() -> None:
    data = resolved(load())
    settle_tables(data, [{"drift": {}}, {"structure": {"mix": {}}}, {"workforce": "one_person"}])
    assert data == resolved(load())
