"""Published figures beside the default organisation: rows are well made, and the page says what was found."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd
import pytest

import simorg
from simorg.config.citations import cited
from simorg.config.levers import apply
from simorg.config.settings import Settings
from simorg.config.sources import SOURCES
from simorg.measures import registry
from simorg.validation import face_validity as module
from simorg.validation.face_validity import face_validity, in_published_unit, touched, verdict
from simorg.validation.published import THEMES, UNPUBLISHED, Published
from simorg.validation.tried import NO_DUTIES, TRIED, Try
from simorg.validation.validity_page import as_markdown

ROWS = [item for items in THEMES.values() for item in items]
DEFAULT = simorg.load([])


@pytest.mark.parametrize("item", ROWS, ids=lambda item: item.quantity)
def test_a_published_figure_is_well_made(item: Published) -> None:
    assert item.low < item.high
    assert item.measure in registry()
    assert item.factor > 0.0 or item.factor == -1.0
    assert item.factor != -1.0 or registry()[item.measure].unit == "share"
    assert set(cited(item.source)) <= set(SOURCES)
    assert item.mark == ("J" if item.differs else "")


def test_every_quantity_has_one_row_and_every_try_a_row() -> None:
    quantities = [item.quantity for item in ROWS]
    assert len(set(quantities)) == len(quantities)
    assert set(TRIED) <= set(quantities)
    assert set(UNPUBLISHED) <= set(registry())


@pytest.mark.parametrize(
    "tried",
    {each.settings: each for tries in TRIED.values() for each in tries}.values(),
    ids=lambda t: t.words,
)
def test_what_is_tried_changes_settings(tried: Try) -> None:
    assert apply(DEFAULT, tried.levers) != DEFAULT


def test_levers_of_one_group_are_told_once() -> None:
    assert NO_DUTIES.settings == "duties.share.*=0.0"
    few = Try("", {"drift.rate": 0.0, "work.items_at_once": 1})
    assert few.settings == "drift.rate=0.0 work.items_at_once=1"


def test_a_verdict_says_where_a_value_lies() -> None:
    assert verdict(2.0, 2.0, 4.0) == verdict(4.0, 2.0, 4.0) == "inside"
    assert verdict(1.0, 2.0, 4.0) == "too low, x 0.5"
    assert verdict(5.0, 2.0, 4.0) == "too high, x 1.25"
    assert verdict(math.nan, 2.0, 4.0) == "missing"


def test_values_are_told_in_the_unit_of_the_source() -> None:
    item = Published("q", "h", 0.0, 1.0, "slo_breach_share", 8.0, "s")
    assert in_published_unit(item, pd.Series([0.5])).tolist() == [4.0]
    assert in_published_unit(item._replace(factor=-1.0), pd.Series([0.3])).tolist() == [0.7]


def test_a_source_touches_the_parameters_that_cite_it() -> None:
    assert "response.diagnose_model_days" in touched("26 % of teams: [arize2022]")
    assert touched("nobody") == ()


TEAMS = "teams that need a week or more to detect and fix"
QUANTITIES = {
    "lead_time_mean_days": 20.0 * 65.0 / 3.0,  # 20 months
    "yield_share": 0.22,
    "slow_units_share": 0.5,
    "work_idle_share": 0.2,
    "utilisation_max_role_in_team": 0.9,
    "throughput_per_quarter": 3.0,
}


def made_up(named: Mapping[str, Settings], replications: int, workers: int | None) -> dict[str, pd.DataFrame]:
    """Return numbers that nobody simulated: lead times a third shorter where nobody has other duties."""
    found = {}
    for name, settings in named.items():
        days = 1.0 if any(settings.duties.share.values()) else 2.0 / 3.0
        rows = [
            dict.fromkeys(registry(), math.nan)
            | QUANTITIES
            | {"lead_time_mean_days": QUANTITIES["lead_time_mean_days"] * days + replication, "status": "ok"}
            for replication in range(replications)
        ]
        found[name] = pd.DataFrame(rows)
        if name.endswith("b0003"):
            found[name]["utilisation_max_role_in_team"] = 1.0
    return found


def test_misses_are_tried_and_stand_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_runs", made_up)
    few = ("idea to production, mean", "ideas that end in production", TEAMS)
    monkeypatch.setattr(module, "TRIED", {quantity: TRIED[quantity][:2] for quantity in few})
    found = face_validity(3, population=5)
    rows = {row["quantity"]: row for row in found.rows.to_dict("records")}
    assert rows["ideas that end in production"]["verdict"] == "inside"
    idea = rows["idea to production, mean"]
    assert idea["verdict"].startswith("too high") and idea["mark"] == "J"
    assert idea["hub_and_spoke"] == pytest.approx(20.0 + 3.0 / 65.0)
    assert rows["change failure rate"]["verdict"] == "missing"
    teams = rows[TEAMS]
    assert teams["hub_and_spoke"] == 0.5 and math.isnan(teams["centre_of_excellence"])
    assert (found.population, found.candidates) == (4, 5)
    assert found.unpublished["hub_and_spoke"].iloc[0] == pytest.approx(0.2)
    tries = found.tried[found.tried["quantity"] == "idea to production, mean"].set_index("settings")
    moved = tries.loc["duties.share.*=0.0"]
    assert moved["change"] == pytest.approx(-20.0 / 3.0) and moved["half_width"] == pytest.approx(
        0.0, abs=1e-9
    )
    assert tries.loc["work.items_at_once=1"]["change"] == pytest.approx(0.0)
    assert list(found.tried["quantity"]) == [few[0], few[0], TEAMS, TEAMS]  # nothing for what lies inside
    page = as_markdown(found)
    assert "**1 of 43 quantities lie inside" in page and "0 of the 22" in page
    assert "| `duties.share.*=0.0` | 13.4 | -6.67 ± " in page
    assert "Nothing was tried for: change failure rate" in page
    assert "*touches* " in page and "*input:* " in page and "*J:* " in page
