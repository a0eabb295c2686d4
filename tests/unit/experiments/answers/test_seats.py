"""Seats over replications: means worked out by hand, and what is said of them."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import simorg
from simorg.config.errors import SettingsError
from simorg.experiments.answers.hired import busiest_seat
from simorg.experiments.answers.seat_words import overload, seat_words, told
from simorg.experiments.answers.seats import (
    COLUMNS,
    NUMBERS,
    busiest,
    people_for,
    people_table,
    queue_table,
    seat_table,
)
from simorg.experiments.kinds import staffing
from simorg.experiments.results.stored_seats import stored_seats
from simorg.experiments.run import run_experiment

SHORT = [
    "lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "replications=3", "executor.workers=1",
    "experiment.structures=[embedded_squads,functional_silos]",
]  # fmt: skip


def row(team: str, role: str, skills: str, skill: str, people: int = 1, **numbers: float) -> dict[str, Any]:
    """Return a seat of one replication; what is not named is 0."""
    named = {"scenario": "s", "replication": 0, "team": team, "role": role, "skills": skills, "skill": skill}
    filled = dict.fromkeys(NUMBERS, 0.0) | {"asked_share": numbers.get("busy_share", 0.0)} | numbers
    return named | {"people": people, "wait_mean_days": math.nan} | filled


def lending(busy: float = 0.91, asked: float = 1.1, growth: float = 2.0) -> list[dict[str, Any]]:
    """Return a data science team of five, of whom one person alone can do ml; and law, with nothing to do."""
    queue = {"queue_mean_jobs": 6.0, "queue_growth_per_quarter": growth}
    return [
        row("Science", "data_scientist", "science+ml", "science", busy_share=busy, asked_share=asked,
            initiatives_share=0.01, jobs_per_quarter=2.0, wait_mean_days=1.0),
        row("Science", "data_scientist", "science+ml", "ml", busy_share=busy, asked_share=asked, **queue,
            initiatives_share=0.5, coordination_share=busy - 0.51, jobs_per_quarter=30.0, wait_mean_days=9.0),
        row("Science", "data_scientist", "science", "science", 4, busy_share=0.02, initiatives_share=0.02,
            jobs_per_quarter=6.0, wait_mean_days=3.0),
        row("law", "legal_risk_officer", "", "", 2),
    ]  # fmt: skip


def replicated(*replications: list[dict[str, Any]]) -> pd.DataFrame:
    """Return the seats of replications that go on in the order given."""
    rows = [each | {"replication": n} for n, found in enumerate(replications) for each in found]
    return seat_table(pd.DataFrame(rows))


def test_means_are_over_replications_and_waits_over_jobs() -> None:
    one = row("hub", "ml_engineer", "ml", "ml", 2, busy_share=0.5, jobs_per_quarter=10.0, wait_mean_days=1.0)
    two = row("hub", "ml_engineer", "ml", "ml", 2, busy_share=0.7, jobs_per_quarter=30.0, wait_mean_days=2.0)
    none = row("hub", "ml_engineer", "ml", "ml", 2, busy_share=0.6)
    table = replicated([one], [two], [none])
    assert list(table) == COLUMNS
    found = table.iloc[0]
    assert (found["people"], found["n"], found["jobs_per_quarter"]) == (2, 3, pytest.approx(40 / 3))
    assert found["busy_share"] == pytest.approx(0.6)
    assert found["busy_half_width"] == pytest.approx(4.302653 * 0.1 / math.sqrt(3))  # Student, 2 degrees
    assert found["wait_mean_days"] == pytest.approx((10 * 1 + 30 * 2) / 40)
    assert math.isnan(replicated([none]).iloc[0]["wait_mean_days"])
    assert math.isnan(replicated([none]).iloc[0]["busy_half_width"])
    assert list(seat_table(pd.DataFrame())) == COLUMNS


def test_a_queue_is_served_by_all_who_can_do_the_skill() -> None:
    queues = queue_table(replicated(lending(), lending())).set_index("skill")
    assert list(queues.index) == ["ml", "science"]  # those asked for most come first; law has no queue
    ml, science = queues.loc["ml"], queues.loc["science"]
    assert (ml["who"], ml["people"], ml["people_for_85"]) == ("data scientist (1)", 1, 2)
    assert (ml["busy_share"], ml["asked_share"], ml["queue_mean_jobs"]) == pytest.approx((0.91, 1.1, 6.0))
    assert (science["people"], science["jobs_per_quarter"]) == (5, 8.0)
    assert science["busy_share"] == pytest.approx((0.91 + 4 * 0.02) / 5)  # what used to hide the one
    assert science["wait_mean_days"] == pytest.approx((2 * 1.0 + 6 * 3.0) / 8)


def test_people_are_counted_once_and_their_time_adds_up() -> None:
    people = people_table(replicated(lending(), lending()))
    assert people["skills"].tolist() == ["science+ml", "science", ""]
    assert people["people"].sum() == 7
    spent = people[[name for name in people if name.endswith("_share")]].drop(columns="asked_share")
    assert spent.drop(columns="busy_share").sum(axis=1).tolist() == pytest.approx([0.91, 0.02, 0.0])


@pytest.mark.parametrize(
    ("people", "asked", "need"),
    [(1, 0.85, 1), (1, 0.86, 2), (9, 0.837, 9), (3, 0.1, 1), (4, 0.0, 0), (5, 2.0, 12)],
)
def test_head_counts_keep_what_is_asked_for_below_the_target(people: int, asked: float, need: int) -> None:
    assert people_for(people, asked) == need
    assert people * asked <= 0.85 * need + 1e-9


def test_the_busiest_is_the_person_that_the_mean_of_the_team_hides() -> None:
    seats = replicated(lending(), lending())
    (found,) = busiest(seats).to_dict("records")
    assert (found["busy_share"], found["people"]) == (pytest.approx(0.91), 1)
    assert seat_words(found, seats) == "data scientist of Science who can do science and ml"
    assert seat_words(seats.iloc[3], seats) == "legal risk officers of law"


def test_what_one_organisation_says() -> None:
    said = " ".join(told(replicated(lending(), lending(0.93), lending(0.89))))
    assert (
        "Busiest: data scientist of Science who can do science and ml (1 person), busy 91.0 ± 5.0 %" in said
    )
    assert "asked for 110.0 ± 0.0 % of the time; with 2 it would be 85 % at most." in said
    assert "Warning: in s, more is asked of the data scientist of Science who can do science and ml" in said
    assert "(ml in Science +2.00 ± 0.00 jobs a quarter)" in said
    assert "One-person funnels: ml in Science (asked for 110 %, a job waits 9.0 days)." in said
    assert "below 10 % of the time: 6 people: legal risk officers of law (2, 0 %)" in said
    assert "data scientists of Science who can do science (4, 2 %)" in said
    # (0.91 + 4 * 0.02) / 7 people
    assert "goes into initiatives 8.4 % and coordination 5.7 %; 85.9 % is free." in said


def test_a_warning_needs_more_than_chance() -> None:
    assert overload(replicated(lending(asked=1.1), lending(asked=1.11)))
    assert not overload(replicated(lending(asked=1.3), lending(asked=0.9)))
    assert not overload(replicated(lending(asked=0.97), lending(asked=0.99)))
    (said,) = overload(replicated(lending(growth=-2.0), lending(growth=2.0)))
    assert "Queues grow as long as the run lasts, and waiting" in said  # which of them is not shown
    assert overload(replicated(lending(busy=0.99))) and not overload(replicated(lending(busy=0.91)))


def test_nobody_with_anything_to_do() -> None:
    idle = [row("law", "legal_risk_officer", "risk", "risk")]
    assert told(replicated(idle, idle)) == ["Nobody has anything to do: no demand and no live models."]


def test_many_names_are_counted() -> None:
    alone = {"busy_share": 0.9, "jobs_per_quarter": 1.0, "wait_mean_days": 1.0}
    busy = [row(f"unit_{n}", "ml_engineer", "ml", "ml", **alone) for n in range(5)]
    said = " ".join(told(replicated(busy, busy)))
    assert "ml in unit 2 (asked for 90 %, a job waits 1.0 days) and 2 more." in said


def test_a_run_names_the_busiest_and_stores_its_seats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    assert run_experiment(simorg.load(SHORT), Path("results/mine"), out) == 0
    (folder,) = Path("results/runs").iterdir()
    seats = stored_seats(folder)
    pd.testing.assert_frame_equal(seats, stored_seats(Path("results/mine")))
    assert not Path("results/mine/seats").exists()
    assert seats["n"].unique().tolist() == [3]
    assert seats["scenario"].unique().tolist() == ["embedded_squads", "functional_silos"]
    row = busiest(seats).set_index("scenario").loc["functional_silos"]
    assert "busiest people of a team (% busy)" in out.getvalue()
    assert f"{100 * row['busy_half_width']:.1f}" in out.getvalue().split("busiest people of a team")[1]


def test_comparisons_in_a_session_have_seats_too() -> None:
    settings = simorg.load(SHORT)
    found = simorg.compare({"one": settings, "two": settings}, 3, measures=["wip_mean"], workers=1)
    assert found.seats["scenario"].unique().tolist() == ["one", "two"]
    one, two = (
        found.seats[found.seats["scenario"] == name].drop(columns="scenario") for name in ("one", "two")
    )
    pd.testing.assert_frame_equal(one, two.reset_index(drop=True))
    assert one["people"].sum() > 0


def test_staffing_names_the_busiest_people_before_anybody_is_hired() -> None:
    seats = replicated(lending(), lending()).assign(scenario="hub_and_spoke-as_is")
    (said,) = busiest_seat("hub_and_spoke", seats)
    assert said.startswith(
        "Under hub and spoke, the busiest people of one team are the data scientist of Science"
    )
    assert busiest_seat("hub_and_spoke", None) == []
    assert staffing.design(simorg.load(["experiment=staffing"])).seats


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run_experiment(simorg.load(SHORT), out=io.StringIO(), brief=True) == 0
    (found,) = Path("results/runs").iterdir()
    return found


def test_what_a_folder_lacks_is_said(folder: Path) -> None:
    text = (folder / "seats.csv").read_text().replace("queue_mean_jobs", "queue_mean")
    (folder / "seats.csv").write_text(text)
    with pytest.raises(SettingsError, match="has no column queue_mean_jobs; another version"):
        stored_seats(folder)
    (folder / "seats.csv").unlink()
    with pytest.raises(
        SettingsError, match=r"has no seats.csv: it was made before seats were kept.*run it again"
    ):
        stored_seats(folder)
    config = (folder / "config.yaml").read_text()
    (folder / "config.yaml").write_text(config.replace("kind: compare", "kind: crossover"))
    with pytest.raises(SettingsError, match=r"has no seats.csv: an experiment of kind crossover keeps none"):
        stored_seats(folder)


def test_team_names_that_look_like_missing_values_are_names(folder: Path) -> None:
    table = stored_seats(folder).replace({"team": {"ml": "NA"}})
    table.to_csv(folder / "seats.csv", index=False)
    assert "NA" in stored_seats(folder)["team"].tolist()
