"""Figures come from stored tables alone: the same tables, the same bytes; what they show is what is there."""

from __future__ import annotations

import json
import math
from itertools import pairwise
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from simorg import figures
from simorg.contracts.pictures import misplaced
from simorg.figures import drawings, gallery
from simorg.figures.drawings import cumulative_flow as flows
from simorg.figures.drawings import frontier
from simorg.figures.drawings import incident_life as lives
from simorg.figures.drawings.attribution import ADDS, TAKES
from simorg.figures.gallery import write_all
from simorg.figures.tables import MissingDataError, for_print
from simorg.figures.words import MOST_SCENARIOS, label_of, looks, measure_label
from tests.unit.figures import figure_tables
from tests.unit.figures.figure_tables import MEASURES, STRUCTURES, TABLES

mpl.use("Agg")
DRAWN = [name for name in drawings.names() if name != "organisation"]
WIDTHS = (89.0, 183.0)


@pytest.fixture(autouse=True)
def closed() -> object:
    yield
    plt.close("all")


def tables_of(name: str) -> list[pd.DataFrame]:
    return [TABLES[table]() for table in drawings.drawing(name).TABLES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, table in TABLES.items():
        table().to_csv(tmp_path / f"{name}.csv", index=False)
    (tmp_path / "manifest.json").write_text(json.dumps({"warm_up_days": 260.0}))
    return tmp_path


RUNS = (
    "replications", "pairs of runs", "worlds", "settings", "designs", "Morris", "Sobol",
    "per cent of the time", "one run",
)  # fmt: skip


@pytest.mark.parametrize("width_mm", [WIDTHS[0], pytest.param(WIDTHS[1], marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", DRAWN)
def test_no_text_leaves_the_page_and_one_says_how_many_runs_it_is_of(name: str, width_mm: float) -> None:
    """On other tables than its contract draws, which looks at both widths."""
    ax = getattr(figures, name)(*tables_of(name), width_mm=width_mm)
    assert ax.figure.get_figwidth() <= width_mm / 25.4 + 1e-9
    assert misplaced(ax.figure) == []
    note = " ".join(ax.figure.get_supxlabel().split())
    assert any(word in note for word in RUNS)


def test_the_package_lists_its_figures_and_gives_them_as_functions() -> None:
    assert set(drawings.names()) <= set(dir(figures))
    assert figures.frontier.__doc__ == drawings.drawing("frontier").draw.__doc__
    with pytest.raises(AttributeError, match="no figure 'fronteer'; there are artefacts, attribution"):
        _ = figures.fronteer


def test_figures_leave_the_look_of_the_caller_alone() -> None:
    before = dict(mpl.rcParams)
    figures.lead_time(figure_tables.summary())
    assert dict(mpl.rcParams) == before


def test_the_page_on_figures_lists_them_all() -> None:
    page = (Path(__file__).parents[3] / "docs" / "figures.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert rows == set(drawings.names())


# the gallery


def bytes_of(folder: Path, suffix: str, only: list[str] | None = None) -> dict[str, bytes]:
    """Draw a folder and return what was written."""
    return {path.name: path.read_bytes() for path in write_all(folder, only, (suffix,)).written}


@pytest.mark.slow
def test_the_same_tables_give_the_same_bytes(folder: Path) -> None:
    first = bytes_of(folder, "svg")
    again = bytes_of(folder, "svg", ["crossover", "cumulative_flow", "sensitivity"])
    assert len(again) > 3 and again.items() <= first.items()
    assert {"cumulative_flow.svg", "sensitivity_morris.svg", "crossover_lead_time_p50_days.svg"} <= set(first)
    assert all(b"<dc:date>" not in content for content in first.values())
    assert not (folder / gallery.INCOMING).exists()


def test_print_and_screen_formats_carry_no_dates(folder: Path) -> None:
    for suffix in ("pdf", "png"):
        first, again = (bytes_of(folder, suffix, ["frontier", "crossover"]) for _ in range(2))
        assert first == again and f"frontier.{suffix}" in first
        assert all(b"CreationDate" not in content for content in first.values())


def test_without_a_table_the_other_figures_are_drawn_and_the_reason_is_told(folder: Path) -> None:
    (folder / "timelines.csv").write_text("\n")
    (folder / "facts.csv").unlink()
    (folder / "boundary.csv").unlink()
    for name in (
        "summary",
        "responses",
        "sensitivity",
        "attribution",
        "robustness",
        "pareto",
        "staffing",
        "busy",
    ):
        (folder / f"{name}.csv").unlink()
    drawn = write_all(folder, formats=("svg",))
    assert drawn.skipped["model_health"] == "needs timelines.csv, which has no rows"
    assert drawn.skipped["facts"] == "needs facts.csv, which is not there"
    assert "crossover_throughput_per_quarter.svg" in {path.name for path in drawn.written}


def test_a_figure_asked_for_by_name_is_drawn_alone_or_nothing_is_written(folder: Path) -> None:
    drawn = write_all(folder, only=["frontier"], formats=("pdf",), width_mm=89.0)
    assert [path.name for path in drawn.written] == ["frontier.pdf"]
    (folder / "figures" / "frontier.pdf").unlink()
    (folder / "staffing.csv").unlink()
    with pytest.raises(MissingDataError, match=r"staffing needs staffing\.csv, which is not there"):
        write_all(folder, only=["frontier", "staffing"])
    assert list((folder / "figures").iterdir()) == []


def test_scenarios_of_one_hire_each_are_compared_only_when_asked(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"kind": "staffing"}))
    for name in set(TABLES) - {"summary", "staffing", "busy"}:
        (folder / f"{name}.csv").unlink()
    drawn = write_all(folder, formats=("svg",))
    compared = {name for name in DRAWN if "summary" in drawings.drawing(name).TABLES}
    assert compared == {"frontier", "incident_life", "lead_time", "utilisation", "work_accounts"}
    assert {name for name, why in drawn.skipped.items() if "one more person" in why} == compared
    assert {"staffing.svg", "bottleneck_hub_and_spoke.svg"} <= {path.name for path in drawn.written}
    assert write_all(folder, only=["frontier"], formats=("svg",)).skipped == {}


def test_a_table_without_a_column_is_named_with_the_column(folder: Path) -> None:
    figure_tables.pareto().drop(columns="front").to_csv(folder / "pareto.csv", index=False)
    with pytest.raises(MissingDataError, match=r"needs the columns front in pareto\.csv"):
        write_all(folder, only=["pareto"])


def test_a_summary_without_the_measures_of_a_figure_leaves_it_out(folder: Path) -> None:
    table = figure_tables.summary()
    for name in set(TABLES) - {"summary"}:
        (folder / f"{name}.csv").unlink()
    some = table[table["measure"].isin(["lead_time_p50_days", "slo_breach_share"])]
    some.to_csv(folder / "summary.csv", index=False)
    skipped = write_all(folder, formats=("svg",)).skipped
    assert {"frontier", "incident_life", "lead_time", "utilisation", "work_accounts"} <= set(skipped)
    assert skipped["lead_time"] == "needs measures named lead_*_days in summary.csv"


# frontier, lead time, accounts, utilisation


def test_frontier_names_every_scenario_and_says_which_has_no_value() -> None:
    table = figure_tables.summary(("centre_of_excellence", "hub_and_spoke", "my_own_wiring"))
    table.loc[(table["scenario"] == "hub_and_spoke"), "mean"] = math.nan
    ax = figures.frontier(table)
    texts = {text.get_text() for text in ax.texts}
    assert {"Centre of excellence", "My own wiring"} <= texts
    assert "no value for Hub and spoke" in ax.figure.get_supxlabel()


def test_names_keep_clear_of_the_crosses_of_others() -> None:
    table = figure_tables.summary()
    places = dict(zip(STRUCTURES, ((144.0, 7.97), (147.0, 8.18), (172.0, 8.31), (156.0, 8.34)), strict=True))
    for name, place in places.items():
        for measure, mean, half in zip((frontier.VELOCITY, frontier.HARM), place, (5.0, 0.11), strict=True):
            row = (table["scenario"] == name) & (table["measure"] == measure)
            table.loc[row, ["mean", "low", "high"]] = mean, mean - half, mean + half
    ax = figures.frontier(table, width_mm=89.0)
    ax.figure.draw_without_rendering()
    boxes = {text.get_text(): Text.get_window_extent(text) for text in ax.texts}
    for name, (x, y) in places.items():
        for arm in (((x - 5.0, y), (x + 5.0, y)), ((x, y - 0.11), (x, y + 0.11))):
            line = Bbox(ax.transData.transform(arm))
            crossed = [text for text, box in boxes.items() if box.overlaps(line)]
            assert set(crossed) <= {label_of(name)}


def test_names_without_room_become_a_legend() -> None:
    scenarios = tuple(f"hub_and_spoke-hire_{n}-unit_1" for n in range(10))
    table = figure_tables.summary(scenarios)
    table.loc[table["measure"] == frontier.VELOCITY, ["mean", "low", "high"]] = 150.0, 100.0, 200.0
    here = table["mean"].where(table["measure"] != frontier.HARM, 8.0)
    ax = figures.frontier(table.assign(mean=here), width_mm=89.0)
    names = [text.get_text() for text in ax.figure.legends[0].get_texts()]
    assert names[0] == "Hub and spoke, hire 0, unit 1" and len(names) == 10
    assert len(set(looks(scenarios).values())) == 10
    assert misplaced(ax.figure) == []


def test_frontier_draws_single_runs_without_intervals() -> None:
    table = figure_tables.summary()
    table[["low", "high"]] = math.nan
    assert len(figures.frontier(table.assign(n=1)).containers) == len(STRUCTURES)


def test_a_sweep_of_many_scenarios_is_cut_and_says_so() -> None:
    table = figure_tables.summary(tuple(f"scenario_{n}" for n in range(30)))
    ax = figures.lead_time(table)
    assert len(ax.get_yticklabels()) == MOST_SCENARIOS
    assert f"first {MOST_SCENARIOS} of 30 scenarios" in ax.figure.get_supxlabel()


@pytest.mark.parametrize(("name", "total"), [("lead_time", 96.0), ("work_accounts", 1.0)])
def test_bars_add_up_and_follow_the_order_of_the_table(name: str, total: float) -> None:
    ax = getattr(figures, name)(figure_tables.summary())
    ends = [bar.get_x() + bar.get_width() for bars in ax.containers for bar in [bars[0]]]
    assert max(ends) == pytest.approx(total)
    assert ax.get_yticklabels()[0].get_text() == "Centre of excellence"
    assert ax.yaxis_inverted()


def test_a_part_that_nobody_has_named_is_drawn_too() -> None:
    table = figure_tables.summary()
    more = table[table["measure"] == "work_idle_share"].assign(measure="work_mourning_share")
    ax = figures.work_accounts(pd.concat([table, more]))
    assert "Mourning" in {text.get_text() for text in ax.figure.legends[0].get_texts()}


def test_lead_time_of_a_scenario_without_deliveries_says_so() -> None:
    table = figure_tables.summary()
    table.loc[table["scenario"] == "hub_and_spoke", "mean"] = math.nan
    assert " no delivery" in {text.get_text() for text in figures.lead_time(table).texts}
    assert figures.lead_time(table.assign(mean=math.nan)).get_xlim()[1] == pytest.approx(1.1)


def test_the_busiest_role_of_a_structure_is_a_full_marker_and_stands_at_the_top() -> None:
    table = figure_tables.summary(("hub_and_spoke",))
    ax = figures.utilisation(table)
    full = [line for line in ax.lines if line.get_marker() == "s" and line.get_markerfacecolor() != "white"]
    role = table[table["measure"].str.match("utilisation_(?!max)")].set_index("measure")["mean"].idxmax()
    assert ax.get_yticklabels()[0].get_text() == label_of(role.removeprefix("utilisation_"))
    assert sorted(line.get_ydata()[0] for line in full) == [0, 5]  # the bottleneck, and the row of one team


@pytest.mark.parametrize("name", ["frontier", "work_accounts", "utilisation", "incident_life"])
def test_a_summary_without_any_value_is_no_figure(name: str) -> None:
    with pytest.raises(MissingDataError, match="values of"):
        getattr(figures, name)(figure_tables.summary().assign(mean=math.nan))


# over time


@pytest.mark.parametrize("count", [1, 2, 3])
def test_model_health_has_one_panel_a_scenario_on_one_scale(count: int) -> None:
    ax = figures.model_health(figure_tables.timelines(STRUCTURES[:count]), warm_up_days=260.0)
    panels = ax.figure.axes[1:] or [ax]
    assert len(panels) == count
    assert {panel.get_ylim() for panel in panels} == {(0.0, 0.18)}


@pytest.mark.parametrize("count", [1, 3])
def test_the_time_path_has_a_column_a_structure_and_all_others_behind_each(count: int) -> None:
    ax = figures.time_path(figure_tables.timelines(STRUCTURES[:count]), warm_up_days=260.0)
    panels = ax.figure.axes[1:]
    assert len(panels) == 4 * count
    for row in range(4):
        mine = panels[row * count : (row + 1) * count]
        assert len({panel.get_ylim() for panel in mine}) == 1, "one scale a row"
        paths = [[line for line in panel.lines if len(line.get_xdata()) == 12] for panel in mine]
        assert [len(each) for each in paths] == [count] * count
        own = [each[-1].get_color() for each in paths]
        assert len(set(own)) == count
    waiting = [panel.lines[count - 1].get_ydata()[0] for panel in panels[count : 2 * count]]
    assert waiting == pytest.approx([1.5 + n for n in range(count)])
    delivered = panels[2 * count].lines[count - 1].get_ydata()
    assert delivered == pytest.approx([1.4] * 12), "1.4 a bin of 65 days, which is a quarter"


def test_model_health_without_models_still_draws() -> None:
    table = figure_tables.timelines()
    table[["silent_breach_share", "known_breach_share", "healthy_share"]] = math.nan
    assert len(figures.model_health(table).figure.axes) == 1 + len(STRUCTURES)


def test_the_bands_of_a_cumulative_flow_add_up_to_the_ideas_raised() -> None:
    mine = figure_tables.timelines(STRUCTURES[:1])
    bands = flows.flow(mine, ["wip_work", "wip_queue"])
    assert bands.drop(columns="day").sum(axis=1).tolist() == pytest.approx(mine["created_total"].tolist())
    ax = figures.cumulative_flow(mine, dropped=True)
    assert ax.get_ylim()[1] == pytest.approx(1.05 * 84.0)
    assert "42 by the end" in figures.cumulative_flow(mine).figure.get_supxlabel()


def test_an_empty_bin_has_no_work_in_progress_to_divide() -> None:
    mine = figure_tables.timelines(STRUCTURES[:1]).assign(wip_work=0.0, wip_queue=0.0)
    assert flows.flow(mine, ["wip_work", "wip_queue"]).notna().all(axis=None)


def test_milestones_of_an_incident_are_in_order_and_can_be_of_one_cause() -> None:
    table = figure_tables.summary()
    assert [delay.milestone for delay in lives.delays_of(table)] == [
        "detect",
        "acknowledge",
        "restore",
        "restore",
    ]
    assert [delay.measure for delay in lives.delays_of(table, "fault")] == [
        "time_to_detect_p50_days_fault", "time_to_restore_p50_days_fault",
    ]  # fmt: skip
    assert "cause fault" in figures.incident_life(table, cause="fault").figure.get_supxlabel()


# experiments


def test_response_curves_hold_further_levers_and_say_so() -> None:
    ax = figures.responses(figure_tables.responses(3))
    assert "Structure: size held at 1" in ax.figure.get_supxlabel()
    assert len(ax.figure.axes) == 1 + 12  # four measures by three values of the second lever
    assert misplaced(ax.figure) == []
    with pytest.raises(MissingDataError, match=r"no lever drift\.speed.*there are"):
        figures.responses(figure_tables.responses(2), x="drift.speed")


def test_a_sweep_without_a_moving_lever_is_refused() -> None:
    table = figure_tables.responses()
    with pytest.raises(MissingDataError, match="a lever with more than one value"):
        figures.responses(table[table[figure_tables.IDEAS] == 1.0])


def test_a_lever_of_names_stands_in_a_row_and_one_of_factors_on_a_logarithmic_scale() -> None:
    table = figure_tables.responses().rename(columns={figure_tables.IDEAS: "retraining"})
    table["retraining"] = table["retraining"].map(dict(zip((1.0, 2.0, 3.0, 4.0, 5.0), "edcba", strict=True)))
    ax = figures.responses(table, measures=["throughput_per_quarter"])
    assert [label.get_text() for label in ax.get_xticklabels()] == list("edcba")
    factors = figure_tables.responses(2)
    ax = figures.responses(factors, x="drift.rate", measures=["throughput_per_quarter"])
    assert {panel.get_xscale() for panel in ax.figure.axes[1:]} == {"log"}


def test_a_cell_of_the_map_wears_the_colour_of_the_better_structure() -> None:
    table = figure_tables.crossover()
    look = looks(STRUCTURES)
    for measure, winner in (("lead_time_p50_days", STRUCTURES[1]), ("throughput_per_quarter", STRUCTURES[0])):
        ax = figures.crossover(table, measure=measure)
        mesh = ax.collections[0]
        lowest = table.loc[
            table["measure"] == measure, "difference"
        ].min()  # of hub and spoke less the centre
        assert to_hex(mesh.to_rgba(-abs(lowest))) == look[winner].colour.lower()


def test_a_lever_of_several_keys_has_room_on_the_map() -> None:
    roles = ("data_engineer", "data_scientist", "ml_engineer")
    together = "+".join(f"workforce.headcount.{role}" for role in roles)
    assert misplaced(figures.crossover(figure_tables.crossover().assign(y_key=together)).figure) == []


def test_cells_without_a_difference_shown_are_pale() -> None:
    table = figure_tables.crossover()
    ax = figures.crossover(table, measure="lead_time_p50_days")
    decided, undecided = ax.collections[:2]
    mine = table[table["measure"] == "lead_time_p50_days"]
    open_cells = int((mine["decision"] == "no difference shown").sum())
    assert 0 < open_cells == undecided.get_array().count() == len(mine) - decided.get_array().count()
    assert undecided.get_alpha() < 0.3 and decided.get_alpha() is None
    names = {text.get_text() for text in ax.figure.legends[0].get_texts()}
    assert {"Better under hub and spoke", "Better under centre of excellence"} <= names


def test_shares_are_printed_in_per_cent_and_large_sums_in_millions() -> None:
    table = pd.DataFrame(
        {"measure": ["slo_breach_share", "cost", "cost", "fee"], "mean": [0.253, 2.5e6, -4.0e5, 900.0],
         "unit": ["share", "EUR/quarter", "EUR/quarter", "EUR"]}
    )  # fmt: skip
    printed = for_print(table, ["mean"])
    assert printed["mean"].tolist() == pytest.approx([25.3, 2.5, -0.4, 900.0])
    assert list(printed["unit"]) == ["percentage points", *["million EUR/quarter"] * 2, "EUR"]
    assert table["mean"].tolist() == [0.253, 2.5e6, -4.0e5, 900.0]
    ax = figures.attribution(figure_tables.attribution(), measures=["slo_breach_share"])
    assert ax.get_xlabel() == "Time in SLO breach (%)"
    assert {"15 %", "+0.9", "-1.4"} <= {text.get_text() for text in ax.texts}


def test_the_border_stops_where_it_is_not_known() -> None:
    ax = figures.crossover(figure_tables.crossover(), figure_tables.boundary(), measure="lead_time_p50_days")
    border = next(line for line in ax.lines if line.get_linewidth() == 1.3)
    unknown = figures.crossover(figure_tables.crossover(), figure_tables.boundary().assign(y=math.nan))
    assert "border" not in {text.get_text() for text in unknown.figure.legends[0].get_texts()}
    assert [math.isnan(y) for y in border.get_ydata()] == [False] * 5 + [True]


def test_forty_levers_become_twenty_and_others() -> None:
    ax = figures.sensitivity(figure_tables.sensitivity(40), method="morris", measures=["lead_time_p50_days"])
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert len(labels) == 21
    assert labels[0] == "Structure" and labels[-1] == "20 others, largest"
    assert "Seed" not in labels
    longest = max(bar.get_width() for bar in ax.containers[1])
    assert longest == pytest.approx(150.0 * 0.2 / 21.0**1.2)


def test_levers_that_matter_to_any_measure_shown_are_kept() -> None:
    table = figure_tables.sensitivity(40)
    smallest = "group_4.lever_number_39"
    here = (
        (table["measure"] == "slo_breach_share") & (table["key"] == smallest) & (table["index"] == "mu_star")
    )
    table.loc[here, "value"] = 1.0
    ax = figures.sensitivity(table, method="morris")
    panels = ax.figure.axes[1:]
    labels = [label.get_text() for label in panels[0].get_yticklabels()]
    assert len(panels) == 4 and len(labels) == 21
    assert labels[19] == "Group 4: lever number 39"  # smallest in the first panel, largest in another


def test_the_noise_floor_is_of_the_index_that_ranks_and_no_interval_is_cut() -> None:
    table = figure_tables.sensitivity(6)
    table.loc[table["index"] == "S1", ["low", "noise_floor"]] = -0.1, 0.5
    ax = figures.sensitivity(table, method="sobol", measures=["lead_time_p50_days"])
    floors = [bar for bars in ax.containers for bar in bars if bar.get_alpha() == 0.3]
    assert len(floors) == 6 and {bar.get_width() for bar in floors} == {0.02}
    assert all(bar.get_y() + bar.get_height() <= row + 1e-9 for row, bar in enumerate(floors))
    assert ax.get_xlim()[0] < -0.1


def test_few_levers_have_no_others() -> None:
    ax = figures.sensitivity(figure_tables.sensitivity(6), measures=["lead_time_p50_days"])
    assert len(ax.get_yticklabels()) == 6
    with pytest.raises(MissingDataError, match="no indices of the method fast"):
        figures.sensitivity(figure_tables.sensitivity(6), method="fast")


def test_the_steps_of_a_waterfall_lead_from_the_one_mean_to_the_other() -> None:
    ax = figures.attribution(figure_tables.attribution(), measures=["lead_time_p50_days"])
    bars = [container[0] for container in ax.containers]
    assert (
        misplaced(figures.attribution(figure_tables.attribution().assign(low=math.nan, high=math.nan)).figure)
        == []
    )
    assert bars[0].get_x() == pytest.approx(150.0)
    assert bars[-1].get_x() + bars[-1].get_width() == pytest.approx(145.0)
    for one, other in pairwise(bars):
        assert other.get_x() == pytest.approx(one.get_x() + one.get_width())
    assert "Total" not in {label.get_text() for label in ax.get_yticklabels()}
    nothing = figure_tables.attribution()
    nothing.loc[nothing["axis"] == "ties", "share"] = -7e-16
    assert "0" in {
        text.get_text() for text in figures.attribution(nothing, measures=["lead_time_p50_days"]).texts
    }
    assert [to_hex(bar.get_facecolor()) for bar in bars[:2]] == [ADDS.lower(), TAKES.lower()]


def test_the_bottleneck_stands_at_the_top_and_undecided_differences_are_hollow() -> None:
    ax = figures.staffing(figure_tables.staffing(), measures=["lead_time_p50_days"])
    busy, change = ax.figure.axes[1:]
    assert busy.get_yticklabels()[0].get_text() == "ML engineer, centre"
    hollow = [line for line in change.lines if line.get_markerfacecolor() == "white"]
    assert 0 < len(hollow) < 20
    both = pd.concat([figure_tables.staffing().assign(structure=name) for name in STRUCTURES[:2]])
    assert set(drawings.drawing("staffing").variants(both)) == set(STRUCTURES[:2])
    assert "Hub and spoke" in figures.staffing(both, structure=STRUCTURES[1]).figure.get_supxlabel()
    single = figure_tables.staffing(1).assign(team=math.nan)
    assert figures.staffing(single).figure.axes[1].get_yticklabels()[0].get_text() == "ML engineer"


def test_the_frame_moves_with_the_bottleneck() -> None:
    ax = figures.bottleneck(figure_tables.busy())
    frames = {patch.get_y(): patch.get_x() for patch in ax.patches}
    assert len(frames) == 1 + len(figure_tables.ROLES)
    *before, after = (frames[row] for row in sorted(frames))
    assert (
        set(before) == {4.06} and after == 3.06
    )  # one more operations engineer: then ML engineers are busiest


def test_a_selection_says_who_is_left_and_whether_it_is_sure() -> None:
    ax = figures.selection(figure_tables.selection())
    assert [text.get_text() for text in ax.texts] == [
        "chosen; 180 runs", "in to the end; 180 runs", "out after 40; 40 runs", "out after 90; 90 runs",
    ]  # fmt: skip
    unsure = figure_tables.selection().assign(guaranteed=False)
    assert "not guaranteed" in figures.selection(unsure).figure.get_supxlabel()


@pytest.mark.parametrize("objectives", [2, 3])
@pytest.mark.parametrize("width_mm", WIDTHS)
def test_a_search_has_a_panel_a_pair_of_objectives(objectives: int, width_mm: float) -> None:
    ax = figures.pareto(figure_tables.pareto(objectives), width_mm=width_mm)
    assert len(ax.figure.axes) == (1 if objectives == 2 else 4)
    assert misplaced(ax.figure) == []
    assert "36 designs; 12 on the front" in " ".join(ax.figure.get_supxlabel().split())
    assert "as it is" not in {text.get_text() for text in ax.figure.findobj(Text)}


@pytest.mark.parametrize("width_mm", WIDTHS)
def test_the_organisation_as_it_is_is_named_among_the_designs(width_mm: float) -> None:
    front = figure_tables.pareto()
    front.loc[1, "scenario"] = "as_is-again"
    ax = figures.pareto(front, figure_tables.designs(), width_mm=width_mm)
    note = " ".join(ax.figure.get_supxlabel().split())
    assert note.startswith("35 of 80 designs are drawn, those run again on fresh random numbers")
    (named,) = (text for text in ax.texts if text.get_text() == "as it is")
    ring = next(line for line in ax.lines if line.get_markersize() == 9.0)
    assert named.xy == (ring.get_xdata()[0], ring.get_ydata()[0]) == tuple(front.loc[1, list(MEASURES)[:2]])


def test_a_search_with_one_objective_has_no_front() -> None:
    with pytest.raises(MissingDataError, match="two or more objectives"):
        figures.pareto(figure_tables.pareto(1))


def test_statements_carry_their_verdicts_in_words() -> None:
    texts = [text.get_text() for text in figures.facts(figure_tables.facts()).texts]
    assert [texts.count(word) for word in ("confirmed", "open", "refuted")] == [12, 6, 6]
    assert {"Flow", "Structure", "Machine learning"} <= set(texts)


def test_a_difference_that_a_right_makes_is_full_as_wired_and_hollow_with_that_right_equal() -> None:
    ax = figures.artefacts(figure_tables.artefacts(), measures=["lead_time_p50_days"])
    points = [line for line in ax.lines if line.get_linestyle() == "None"]
    hollow = {line.get_marker() for line in points if line.get_markerfacecolor() == "white"}
    assert hollow == {"s", "p"}, "who decides equal, all equal"
    assert len(points) == 3 * 6
    assert [label.get_text() for label in ax.get_yticklabels()] == [label_of(name) for name in STRUCTURES[1:]]
    assert "Equal: who decides" in {text.get_text() for text in ax.figure.legends[0].get_texts()}


def test_parts_alone_stand_between_none_and_all_a_structure_beside_the_other() -> None:
    ax = figures.mechanisms(figure_tables.levels(), measures=["lead_time_p50_days"])
    points = [line for line in ax.lines if line.get_linestyle() == "None"]
    assert len(points) == len(STRUCTURES) * 4
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == ["None of the parts", "Several items", "Other duties", "All parts"]
    first = {round(float(line.get_ydata()[0])): float(line.get_xdata()[0]) for line in points[:4]}
    assert first[0] == first[1] < first[2] == first[3]


def test_a_population_is_sorted_and_counted_band_by_band() -> None:
    table = figure_tables.differences()
    ax = figures.population(table, measures=["throughput_per_quarter"])
    mine = table[table["measure"] == "throughput_per_quarter"]
    for n, structure in enumerate(STRUCTURES[1:]):
        x, y = ax.collections[2 * n + 1].get_offsets().T
        assert (x[:-1] <= x[1:]).all() and (y[:-1] < y[1:]).all()
        counts = mine.loc[mine["structure"] == structure, "holds"].value_counts()
        assert ax.texts[n].get_text() == ", ".join(str(counts[word]) for word in ("better", "worse", "open"))
    table.loc[0, ["difference", "low", "high"]] = 1e6
    note = " ".join(figures.population(table).figure.get_supxlabel().split())
    assert "1 points lie beyond the frames" in note and "30 organisations, each of 10 replications" in note


# words


def test_labels_are_what_a_reader_expects() -> None:
    assert label_of("hub_and_spoke-ml_engineer") == "Hub and spoke + ML engineer"
    assert label_of("hub_and_spoke-as_is") == "Hub and spoke, as is"
    assert measure_label("silent_breach_share", "share") == "Breached time nobody knows of (share)"
    assert measure_label("incidents_per_model_year", "incidents/model-year") == "Incidents per model-year"
    assert measure_label("throughput_per_quarter", "1/quarter") == "Initiatives delivered per quarter"
    assert measure_label("people_cost_eur_per_quarter", "EUR/quarter") == "Cost of people (EUR per quarter)"


def test_scenarios_that_are_no_structure_take_colours_that_are_left() -> None:
    look = looks(["hub_and_spoke", "mine", "yours"])
    assert len({each.colour for each in look.values()}) == 3
    assert look["hub_and_spoke"] == looks(["hub_and_spoke"])["hub_and_spoke"]
