"""What an organisation is warned of before any number: funnels, idle people, missing skills, empty units."""

from __future__ import annotations

from pathlib import Path

import pytest

from simorg.config.groups.structure import StructureSettings
from simorg.config.groups.work import ApprovalSettings
from simorg.config.groups.workforce import WorkforceSettings
from simorg.config.settings import Settings
from simorg.organisation import structures
from simorg.organisation.graph import Organisation
from simorg.organisation.wiring.weak_spots import weak_spots

YAML = """\
units: [motor, claims, health]
teams:
  motor desk: {unit: motor, members: {product_manager: 1, domain_expert: 1, data_engineer: 1}}
  claims desk: {unit: claims, members: {product_manager: 1, domain_expert: 1}}
  platform: {members: {data_engineer: 4, ml_engineer: 2, data_scientist: 2, software_engineer: 2}}
  run: {members: {operations_engineer: 2, legal_risk_officer: 2}}
ties:
  - {a: motor desk, b: claims desk}
"""


def organisation(folder: Path, text: str) -> Organisation:
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    chosen = StructureSettings(name="custom", file=str(folder / "mine.yaml"))
    return structures.build(
        Settings.model_construct(
            structure=chosen, workforce=WorkforceSettings(), approvals=ApprovalSettings()
        )
    )


def test_a_single_person_whom_several_units_need_is_named_by_team_with_those_who_could(
    tmp_path: Path,
) -> None:
    routed = YAML + "routes: {all: {data: motor desk}}\n"
    found = weak_spots(organisation(tmp_path, routed))
    assert "One person of motor desk does all data work of 3 units; others who could: 4 in platform." in found
    assert "4 data engineers of platform have nothing to do: data work goes to motor desk." in found
    assert "health has no team of its own." in found


def test_a_single_person_whom_nobody_can_replace_is_named(tmp_path: Path) -> None:
    found = weak_spots(organisation(tmp_path, YAML.replace("legal_risk_officer: 2", "legal_risk_officer: 1")))
    assert "One person of run does all risk work of 3 units; nobody else can." in found


def test_a_single_keeper_of_live_models_is_named(tmp_path: Path) -> None:
    owned = (
        YAML.replace("data_engineer: 1}", "data_engineer: 1, data_scientist: 1}")
        + "owner: {all: motor desk}\n"
    )
    found = weak_spots(organisation(tmp_path, owned))
    assert "One person of motor desk looks after the live models of 3 units." in found


def test_skills_that_nobody_has_and_skills_that_others_stand_in_for(tmp_path: Path) -> None:
    found = weak_spots(organisation(tmp_path, YAML.replace(", legal_risk_officer: 2", "")))
    assert (
        "Nobody has the skill risk: there are no legal risk officers. A run that needs it is refused."
        in found
    )
    found = weak_spots(organisation(tmp_path, YAML.replace("ml_engineer: 2, ", "")))
    assert "There are no ML engineers: others do ml besides their own work (platform)." in found


def test_a_unit_that_sends_everything_away_is_named(tmp_path: Path) -> None:
    away = "".join(f"    {skill}: claims desk\n" for skill in ("product", "labelling"))
    routed = f"{YAML}routes:\n  motor:\n{away}    data: platform\n"
    assert "motor sends all its work to other teams." in weak_spots(organisation(tmp_path, routed))


@pytest.mark.parametrize("name", structures.available())
def test_structures_that_are_built_in_have_no_idle_people_and_no_missing_skills(name: str) -> None:
    settings = Settings.model_construct(
        structure=StructureSettings(name=name), workforce=WorkforceSettings(), approvals=ApprovalSettings()
    )
    said = " ".join(weak_spots(structures.build(settings)))
    assert "nothing to do" not in said and "Nobody" not in said
