"""The people of a file in every structure: the same ones, by the company's name, hires included."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from simorg import load, plan
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.design import design_of, scenario_table, structures_of
from simorg.experiments.designs.checks import refuse_inert
from simorg.experiments.designs.factors import factors
from simorg.experiments.run import run_experiment
from simorg.organisation import structures
from simorg.organisation.graph import PERSON, ROUTE, SEAT, TEAM, UNIT, Organisation
from simorg.organisation.people import make_person
from simorg.organisation.wiring.staff import Seat, Staff, people_of
from tests.loaded import loaded
from tests.rosters import PEOPLE, TITLES, csv_text

BANK = [
    "structure.file=simorg:examples/roster.csv",
    "structure.titles=simorg:examples/titles.csv",
    "structure.ties=simorg:examples/ties.csv",
]
INSURER = ["structure.file=simorg:examples/insurer.yaml"]
QUICK = ["horizon_days=60", "warm_up_days=5", "replications=2", "executor.workers=1", "lifecycle=minimal"]


def bank(*overrides: str) -> Settings:
    return loaded(*BANK, *overrides)


def people(organisation: Organisation) -> dict[str, tuple[object, ...]]:
    """Return all that a structure must not change, by name."""
    kept = ("role", "seniority", "availability", "day_cost_eur", "fte")
    return {
        name: (*(organisation.person(name)[key] for key in kept), organisation.person(name)["efficiency"])
        for name in organisation.nodes(PERSON)
    }


# seats ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("files", [BANK, INSURER], ids=["roster", "yaml"])
@pytest.mark.parametrize("name", structures.available())
def test_every_structure_seats_the_people_and_units_of_the_file(files: list[str], name: str) -> None:
    own = structures.build(loaded(*files, "structure=custom"))
    other = structures.build(loaded(*files, f"structure={name}"))
    assert people(other) == people(own)
    assert other.nodes(UNIT) == own.nodes(UNIT)
    assert "" not in other.nodes(TEAM)
    plan.build(loaded(*files, f"structure={name}"))


@pytest.mark.parametrize("name", structures.available())
def test_people_of_a_unit_keep_it_as_their_home(name: str) -> None:
    own = structures.build(bank("structure=custom"))
    homes = {team: own.graph.nodes[(TEAM, team)]["unit"] for team in own.nodes(TEAM)}
    other = structures.build(bank(f"structure={name}"))
    for person, team, _ in own.edges(SEAT):
        if homes[team]:
            assert other.person(person)["home_unit"] == homes[team]


def test_central_people_are_spread_over_the_units_by_role_and_seniority() -> None:
    workforce = load().workforce
    ranks = ("senior", "junior", "senior", "regular", "junior", "regular")
    seats = [
        Seat(make_person(f"d{n}", "data_engineer", rank, "", workforce), "platform", ("data",))
        for n, rank in enumerate(ranks)
    ]
    seats.append(Seat(make_person("own", "data_engineer", "regular", "a", workforce), "desk", ("data",)))
    seats.append(Seat(make_person("ops", "operations_engineer", "regular", "", workforce), "run", ()))
    found = people_of(Staff(("a", "b", "c"), {"platform": "", "desk": "a", "run": ""}, tuple(seats)))
    engineers = Counter(person.home_unit for person in found if person.role == "data_engineer")
    assert sorted(engineers.values()) == [2, 2, 3] and engineers["a"] >= 2
    seniors = [person.home_unit for person in found if person.seniority == "senior"]
    assert len(set(seniors)) == 2
    assert found[-1].home_unit == ""


def test_a_unit_called_like_a_team_of_a_structure_is_refused(tmp_path: Path) -> None:
    text = "units: [hub]\nteams:\n  desk: {unit: hub, members: {product_manager: 1, data_scientist: 1}}\n"
    (tmp_path / "mine.yaml").write_text(text)
    settings = load([f"structure.file={tmp_path}/mine.yaml"])
    with pytest.raises(SettingsError, match="unit 'hub': is what a structure calls a team of its own"):
        structures.build(settings)


def test_part_time_people_of_a_yaml_file_count_in_part(tmp_path: Path) -> None:
    text = (
        "units: [a]\nteams:\n  desk:\n    unit: a\n    members:\n"
        "      - {role: product_manager, fte: 0.5}\n      - {role: data_scientist}\n"
    )
    (tmp_path / "mine.yaml").write_text(text)
    mine = structures.build(load(["structure=custom", f"structure.file={tmp_path}/mine.yaml"]))
    assert mine.person("product_manager_01")["fte"] == 0.5
    assert mine.person("product_manager_01")["availability"] == pytest.approx(0.4)
    (tmp_path / "mine.yaml").write_text(text.replace("0.5", "0"))
    with pytest.raises(SettingsError, match=r"members\[0\].fte = 0: must be a number from 0.01 to 1"):
        structures.build(load(["structure=custom", f"structure.file={tmp_path}/mine.yaml"]))


# names ----------------------------------------------------------------------------------------


def test_the_company_stands_in_tables_by_its_name() -> None:
    wanted = "experiment.structures=[custom,hub_and_spoke]"
    assert structures_of(bank(wanted)) == ("roster", "hub_and_spoke")
    assert structures_of(load([*INSURER, wanted])) == ("insurer", "hub_and_spoke")
    assert structures_of(bank(wanted, "structure.company='Acme-Bank [EU]'")) == (
        "Acme Bank (EU)",
        "hub_and_spoke",
    )
    assert structures_of(bank(wanted, "structure.company=hub_and_spoke"))[0] == "hub_and_spoke_as_is"


def test_a_design_names_its_structures_and_builds_them() -> None:
    design = design_of(bank("experiment=my_organisation", "structure.company=Acme"))
    table = scenario_table(design)
    assert table["structure"].tolist()[:3] == ["Acme", "centre_of_excellence", "hub_and_spoke"]
    assert design.baseline == "Acme"
    assert structures.build(design.named("Acme").settings).name == "Acme"
    assert structures.build(design.named("hub_and_spoke").settings).name == "hub_and_spoke"


def test_custom_without_a_file_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"say where it is: structure\.file=roster\.csv"):
        structures_of(load(["experiment.structures=[custom,hub_and_spoke]"]))


# hires ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hire", "team"),
    [
        ("data_engineer", "Data Platform"),
        ("data_engineer@fraud", "Fraud"),
        ("senior data_scientist@Payments", "Fraud"),
        ("legal_risk_officer@Model Platform", "Model Platform"),
    ],
)
def test_a_hire_sits_in_the_team_named_or_where_most_of_the_role_sit(hire: str, team: str) -> None:
    before = structures.build(bank("structure=custom"))
    after = structures.build(bank("structure=custom", f"workforce.hires=['{hire}']"))
    (new,) = set(after.nodes(PERSON)) - set(before.nodes(PERSON))
    seats = {person: place for person, place, _ in after.edges(SEAT)}
    assert seats[new] == team
    assert {person: place for person, place in seats.items() if person != new} == {
        person: place for person, place, _ in before.edges(SEAT)
    }


@pytest.mark.parametrize("name", structures.available())
def test_a_hire_moves_nobody_else_in_any_structure(name: str) -> None:
    before = structures.build(bank(f"structure={name}"))
    after = structures.build(bank(f"structure={name}", "workforce.hires=[data_engineer,ml_engineer@Fraud]"))
    seats = {person: place for person, place, _ in after.edges(SEAT)}
    assert len(after.nodes(PERSON)) == len(before.nodes(PERSON)) + 2
    assert all(seats[person] == place for person, place, _ in before.edges(SEAT))


def test_hires_into_teams_that_are_not_there_are_refused() -> None:
    with pytest.raises(
        SettingsError, match=r"no team or unit 'Frod' in your organisation; did you mean 'Fraud'"
    ):
        structures.build(bank("workforce.hires=[data_engineer@Frod]"))
    with pytest.raises(SettingsError, match="unknown role in 'date_engineer@Fraud'"):
        bank("workforce.hires=[date_engineer@Fraud]")


def test_a_role_that_nobody_has_needs_a_team(tmp_path: Path) -> None:
    text = csv_text([row for row in PEOPLE if row[0] != "E12"])
    (tmp_path / "hr.csv").write_text(text)
    (tmp_path / "titles.csv").write_text(TITLES)
    files = [f"structure.file={tmp_path}/hr.csv", f"structure.titles={tmp_path}/titles.csv"]
    with pytest.raises(SettingsError, match="say into which team, as in 'legal_risk_officer@TEAM'"):
        structures.build(load([*files, "structure=custom", "workforce.hires=[legal_risk_officer]"]))
    hired = load([*files, "structure=custom", "workforce.hires=[legal_risk_officer@Run]"])
    routes = {(unit, data["skill"]): team for unit, team, data in structures.build(hired).edges(ROUTE)}
    assert routes["Motor", "risk"] == "Run"
    with pytest.raises(SettingsError, match=r"workforce\.hires=\['legal_risk_officer@TEAM'\]"):
        plan.build(load([*files, "structure=custom"]))


def test_staffing_hires_into_teams_of_mine() -> None:
    design = design_of(bank("experiment=staffing", "experiment.structures=[custom,hub_and_spoke]"))
    names = [scenario.name for scenario in design.scenarios]
    assert names[0] == "roster-as_is" and "roster-data_engineer-Data Platform" in names
    assert sum(name.startswith("hub_and_spoke-") for name in names) == len(names) / 2
    wanted = "experiment.staffing.units=[Fraud,Lending]"
    into = design_of(bank("experiment=staffing", "experiment.staffing.roles=[data_engineer]", wanted))
    assert [scenario.name for scenario in into.scenarios][1:] == [
        "hub_and_spoke-data_engineer-Fraud",
        "hub_and_spoke-data_engineer-Lending",
    ]
    with pytest.raises(SettingsError, match="no team or unit 'unit_1'"):
        design_of(bank("experiment=staffing", "experiment.staffing.units=[unit_1]"))


# settings that count units, and settings that a file replaces ------------------------------------


def test_weights_are_counted_against_the_units_of_the_organisation() -> None:
    plan.build(bank("structure=custom", "demand.unit_weights=[1,2,1,1]"))
    with pytest.raises(SettingsError) as caught:
        plan.build(bank("structure=hub_and_spoke", "demand.unit_weights=[1,1,1,1,1,1]"))
    assert "6 entries for the 4 units of 'hub_and_spoke', in this order: Credit Decisions" in str(
        caught.value
    )
    with pytest.raises(SettingsError, match=r"demand\.unit_priorities"):
        plan.build(bank("structure=custom", "demand.unit_priorities=[1,2]"))
    with pytest.raises(SettingsError, match="4 entries for 6 units"):
        load(["demand.unit_weights=[1,2,1,1]"])


def test_levers_that_a_file_replaces_are_refused() -> None:
    for key in ("workforce.units", "workforce.headcount.ml_engineer", "workforce.senior_share"):
        with pytest.raises(SettingsError, match="changes nothing here: the people and units are those of"):
            refuse_inert(bank(), key)
        refuse_inert(load(), key)
    refuse_inert(load(INSURER), "workforce.senior_share")
    refuse_inert(bank(), "workforce.availability")
    with pytest.raises(SettingsError, match=r"workforce\.units"):
        design_of(bank("experiment=demand_growth"))


def test_uncertain_parameters_leave_out_what_a_file_replaces() -> None:
    keys = {factor.key for factor in factors(bank(), ())}
    assert "workforce.units" in {factor.key for factor in factors(load(), ())}
    assert not keys & {"workforce.units", "workforce.senior_share"} and "workforce.availability" in keys


# experiments ----------------------------------------------------------------------------------


LONG = ("attribution", "crossover", "sweep", "selection")  # 64 mixtures, maps, many candidates
KINDS = {
    "my_organisation": [],
    "staffing": ["experiment.staffing.roles=[data_engineer]"],
    "attribution": ["experiment.attribution.start=custom", "replications=1"],
    "selection": ["experiment.selection.first_stage=2", "experiment.selection.cap=3"],
    "crossover": ["experiment.crossover.x_values=[2,3]", "experiment.crossover.y_values=[0,0.3]"],
    "sweep": ["experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002]}]"],
}


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=pytest.mark.slow if kind in LONG else ()) for kind in KINDS]
)
def test_every_kind_of_experiment_takes_my_people(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    chosen = [] if kind == "attribution" else ["experiment.structures=[custom,hub_and_spoke]"]
    overrides = [*BANK, "structure.company=Acme", f"experiment={kind}", *QUICK, *chosen, *KINDS[kind]]
    assert run_experiment(load([*overrides, "engine=reference"])) == 0
    (folder,) = (tmp_path / "results" / "runs").iterdir()
    said = (folder / "answer.md").read_text()
    assert "Acme" in said and "custom" not in said
    runs = pd.read_parquet(folder / "runs")
    assert set(runs["structure"]) == ({"mixture"} if kind == "attribution" else {"Acme", "hub_and_spoke"})


def test_an_answer_says_first_what_is_odd_and_what_a_roster_cannot_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    files = [text for text in BANK if "ties" not in text]
    chosen = ["experiment=my_organisation", "experiment.structures=[custom,hub_and_spoke]"]
    assert run_experiment(load([*files, *chosen, *QUICK, "engine=reference"])) == 0
    (answer,) = (tmp_path / "results" / "runs").glob("*/answer.md")
    lines = [line for line in answer.read_text().split("\n") if line]
    assert lines[1].startswith("roster as it is")
    told = [
        line for line in lines if "has no sign-offs and no backups, because a roster does not know" in line
    ]
    assert len(told) == 1
    assert "In the other structures 12 people of corporate teams have a home unit" in answer.read_text()
