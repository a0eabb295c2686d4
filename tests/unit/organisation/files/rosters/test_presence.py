"""Who of a roster is there, and how much of the time: status, end dates, part-time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simorg import load, measures
from simorg.engines.run import simulate
from simorg.organisation.files.rosters.days import DAY_FIRST, MONTH_FIRST, read_day, slashed_form
from simorg.organisation.files.rosters.presence import AWAY, HERE, LATER, LEFT, OPEN, status_of
from simorg.plan import build
from tests.rosters import PEOPLE, csv_text, opened, refused, seated, settings_for, with_column

# status ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Active", HERE),
        ("ACTIVE - On Probation", HERE),
        ("yes", HERE),
        ("1", HERE),
        ("A", HERE),
        ("Working notice", HERE),
        ("Voluntarily Terminated", LEFT),
        ("Terminated for Cause", LEFT),
        ("Inactive", LEFT),
        ("not active", LEFT),
        ("no", LEFT),
        ("T", LEFT),
        ("Former employee", LEFT),
        ("Leave of Absence", AWAY),
        ("Active - on leave", AWAY),
        ("Parental leave", AWAY),
        ("Future Start", LATER),
        ("Pre-hire", LATER),
        ("Vacant", OPEN),
        ("Regular", None),
        ("Full-time", None),
    ],
)
def test_words_of_a_status(text: str, reason: str | None) -> None:
    assert status_of(text) == reason


def test_people_who_left_or_are_away_are_left_out_with_the_reason(tmp_path: Path) -> None:
    rows, header = with_column("Employment Status", E7="Terminated", E3="On leave", E9="Active", E11="Future")
    roster = opened(tmp_path, csv_text(rows, header))
    assert roster.left_out == {"left": 1, "on leave": 1, "not started yet": 1}
    assert "8 people have no status: taken as there" in roster.notes
    assert roster.managers["E7"] == "E6"


def test_an_unknown_status_is_refused_once_with_a_count(tmp_path: Path) -> None:
    rows, header = with_column("Status", E7="Regular", E8="Regular", E9="Casual")
    message = refused(tmp_path, csv_text(rows, header))
    assert "2 problems" in message
    assert "line 8: status = Regular: 2 lines: unknown; write active, on leave, left" in message
    seated(tmp_path, csv_text(rows, header), columns={"status": ""})


# end dates ------------------------------------------------------------------------------------


def test_whoever_has_an_end_date_has_left_unless_a_status_or_a_day_says_otherwise(tmp_path: Path) -> None:
    rows, header = with_column("Termination Date", E7="2024-12-31", E8="2027-06-30", E9="9999-12-31")
    text = csv_text(rows, header)
    assert opened(tmp_path, text).left_out == {"left (end date)": 2}
    later = opened(tmp_path, text, as_of="2026-01-01")
    assert later.left_out == {"left (end date)": 1}
    assert "2 people have an end date and still are there" in later.notes
    active = csv_text([(*row, "Active") for row in rows], (*header, "Status"))
    assert not opened(tmp_path, active).left_out
    assert opened(tmp_path, active, as_of="2026-01-01").left_out == {"left (end date)": 1}


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-12-31", "2024-12-31"),
        ("2024-12-31 00:00:00", "2024-12-31"),
        ("2024-12-31T23:59:59Z", "2024-12-31"),
        ("31.12.2024", "2024-12-31"),
        ("31-Dec-2024", "2024-12-31"),
        ("31 December 2024", "2024-12-31"),
        ("December 31, 2024", "2024-12-31"),
        ("20241231", "2024-12-31"),
        ("03/04/2024", None),
        ("soon", None),
    ],
)
def test_days_are_read_as_they_are_written(text: str, iso: str | None) -> None:
    found = read_day(text)
    assert (None if found is None else found.isoformat()) == iso


def test_a_column_tells_whether_the_day_or_the_month_comes_first() -> None:
    assert slashed_form(["03/04/2024", "9/24/2012"]) == MONTH_FIRST
    assert slashed_form(["03/04/2024", "24/9/2012"]) == DAY_FIRST
    assert slashed_form(["03/04/2024"]) is None
    assert slashed_form(["13/04/2024", "04/13/2024"]) is None


def test_a_day_that_could_be_two_is_refused_where_it_matters(tmp_path: Path) -> None:
    rows, header = with_column("End Date", E7="03/04/2024")
    text = csv_text(rows, header)
    assert opened(tmp_path, text).left_out == {"left (end date)": 1}
    message = refused(tmp_path, text, as_of="2024-03-20")
    assert "line 8: end_date = 03/04/2024: no day that can be told (day or month first?)" in message
    rows, header = with_column("End Date", E7="soon")
    assert "end_date = soon: no day" in refused(tmp_path, csv_text(rows, header))


def test_a_day_to_look_at_needs_end_dates(tmp_path: Path) -> None:
    message = refused(tmp_path, csv_text(), as_of="2026-01-01")
    assert "a day to look at (2026-01-01) needs a column of end dates, and there is none" in message


# part-time ------------------------------------------------------------------------------------


def shares(folder: Path, **cells: str) -> dict[str, float]:
    rows, header = with_column("FTE", **cells)
    roster = opened(folder, csv_text(rows, header, delimiter=";"))
    return {member.name: member.fte for member in roster.members if member.name in cells}


def test_shares_of_full_time_are_read_as_they_are_written(tmp_path: Path) -> None:
    assert shares(tmp_path, E7="0.5", E8="0,8", E9="1") == {"E7": 0.5, "E8": 0.8, "E9": 1.0}
    assert shares(tmp_path, E7="50 %", E8="80%", E9="1.0") == {"E7": 0.5, "E8": 0.8, "E9": 1.0}
    assert shares(tmp_path, E7="50", E8="80", E9="100") == {"E7": 0.5, "E8": 0.8, "E9": 1.0}


def test_no_time_at_all_is_not_there_and_an_empty_cell_is_full_time(tmp_path: Path) -> None:
    rows, header = with_column("FTE", E7="0", E8="0.5")
    roster = opened(tmp_path, csv_text(rows, header))
    assert roster.left_out == {"works 0 % of full time": 1}
    assert "1 person works part-time, 0.5 full-time equivalents: they count in part" in roster.notes
    assert "10 people have no fte: taken as working full time" in roster.notes


@pytest.mark.parametrize("cell", ["1.2", "half", "-0.5", "120 %"])
def test_what_is_no_share_is_refused(tmp_path: Path, cell: str) -> None:
    rows, header = with_column("FTE", E7=cell, E8="0.5")
    assert f"line 8: fte = {cell}: must be a share of full time from 0 to 1" in refused(
        tmp_path, csv_text(rows, header)
    )


def test_what_stands_beside_people_who_left_is_no_fault(tmp_path: Path) -> None:
    rows, header = with_column("FTE", E7="1.2", E8="1")
    text = csv_text([(*row, "Terminated" if row[0] == "E7" else "") for row in rows], (*header, "Status"))
    assert opened(tmp_path, text).left_out == {"left": 1}


def test_part_time_is_half_the_time_at_half_the_cost(tmp_path: Path) -> None:
    rows, header = with_column("FTE", E7="0.5")
    whole, half = seated(tmp_path, csv_text()), seated(tmp_path, csv_text(rows, header))
    for key, factor in (("availability", 0.5), ("day_cost_eur", 0.5), ("fte", 0.5)):
        assert half.person("E7")[key] == whole.person("E7")[key] * factor
        assert half.person("E8")[key] == whole.person("E8")[key]
    assert half.person("E7")["efficiency"] == whole.person("E7")["efficiency"]


def test_a_company_of_half_time_people_accounts_for_the_time_it_pays(tmp_path: Path) -> None:
    """Unpaid time is neither work nor absence; the law is that the accounts of paid time add up to 1."""
    rows, header = with_column("FTE", **{row[0]: "0.5" for row in PEOPLE if row[2] != "Data"})
    organisation = seated(tmp_path, csv_text(rows, header))
    settings = load(["horizon_days=130", "warm_up_days=10", "demand.initial_models_per_unit=1"])
    settings = settings.model_copy(update={"structure": settings_for(tmp_path, csv_text()).structure})
    trace = simulate(settings, 0, engine="reference", plan=build(settings, organisation))
    found = measures.compute(trace)
    accounts = [
        value for name, value in found.items() if name.startswith("work_") and name.endswith("_share")
    ]
    assert sum(accounts) == pytest.approx(1.0, abs=1e-12)
    assert found["work_absent_share"] == pytest.approx(0.2)
    people = trace.plan.people
    assert found["people_cost_eur_per_quarter"] == pytest.approx(float(people["day_cost_eur"].sum()) * 65.0)
    assert np.unique(people["availability"] / people["fte"]).tolist() == pytest.approx([0.8])
