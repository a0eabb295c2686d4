"""Replications and paired comparisons: what they share, what they refuse, what they say."""

from __future__ import annotations

import io
import math
import re
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import simorg
from simorg.config.errors import SettingsError
from simorg.config.settings import Settings
from simorg.experiments.answers.alone import alone
from simorg.experiments.answers.compared import sentences
from simorg.experiments.answers.printing import ComparisonTables
from simorg.experiments.answers.summary import compare_pairs, decide, summarise
from simorg.experiments.answers.terminal import LOG_WIDTH
from simorg.experiments.answers.words import (
    QUESTIONS,
    change_unit,
    measure_head,
    measure_name,
    quantity,
    with_interval,
)
from simorg.experiments.compare import Comparison, evaluate
from simorg.experiments.running import pools, task
from simorg.measures import Measure, registry

SHORT = ["lifecycle=minimal", "horizon_days=60", "warm_up_days=10"]
WAIT = Measure("wait", "Wait", "day", "lower", "A wait.")
HEADLINE = tuple(measure.name for measure in registry().values() if measure.headline)


def short(*changes: str) -> Settings:
    return simorg.load([*SHORT, *changes])


def made_up(**columns: list[float]) -> pd.DataFrame:
    """Return runs of one measure, a scenario for each argument."""
    tables = [
        pd.DataFrame({"scenario": name, "replication": range(len(values)), "status": "ok", "wait": values})
        for name, values in columns.items()
    ]
    return pd.concat(tables, ignore_index=True)


def test_replication_r_is_the_same_however_many_are_run_and_by_whom() -> None:
    settings = short("structure=embedded_squads")
    alone = simorg.replicate(settings, 2, workers=1)
    many = simorg.replicate(settings, 12, workers=2)
    pd.testing.assert_frame_equal(many.head(2), alone)
    assert many["replication"].tolist() == list(range(12))
    assert many["wip_mean"].nunique() == 12
    assert many.attrs["units"]["wip_mean"] == "initiatives"
    assert list(many.columns[:6]) == ["replication", "seed", "structure", "status", "error", "command"]


def test_progress_counts_replications() -> None:
    told: list[tuple[int, int]] = []
    simorg.replicate(short(), 3, workers=1, progress=lambda done, wanted: told.append((done, wanted)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_failed_replication_is_a_row_and_says_how_to_repeat_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> object:
        raise ValueError("no such luck")

    monkeypatch.setattr(task, "simulate", failing)
    runs = simorg.replicate(short(), 2, workers=1)
    assert runs["status"].tolist() == ["failed", "failed"]
    assert runs["error"].str.contains("ValueError: no such luck").all()
    assert runs["command"][1] == "simorg.simulate(settings, replication=1, engine='auto')"
    assert runs["lead_time_p50_days"].isna().all()


def test_what_is_compared_shares_seed_horizon_and_warm_up() -> None:
    for change in ("seed=2", "horizon_days=61", "warm_up_days=5"):
        with pytest.raises(SettingsError, match=change.split("=")[0]):
            simorg.compare([short(), short(change)], replications=1)
    with pytest.raises(SettingsError, match="baseline = 'nobody'"):
        simorg.compare([short()], 1, baseline="nobody")
    with pytest.raises(SettingsError, match="did you mean 'wip_mean'"):
        simorg.compare([short()], 1, measures=["wip_men"])


def test_compare_names_scenarios_and_pairs_them() -> None:
    found = simorg.compare(
        [short(), short("drift=none")], 3, measures=["wip_mean", "slo_breach_share"], workers=1
    )
    assert isinstance(found, Comparison)
    assert found.runs["scenario"].unique().tolist() == ["hub_and_spoke_1", "hub_and_spoke_2"]
    assert found.baseline == "hub_and_spoke_1"
    assert found.comparison["scenario"].unique().tolist() == ["hub_and_spoke_2"]
    assert len(found.summary) == 4
    named = simorg.compare(
        {"with": short(), "again": short()}, 3, baseline="again", measures=["wip_mean"], workers=1
    )
    row = named.comparison.iloc[0]
    assert (row["difference"], row["decision"]) == (0.0, "no difference shown")


def test_missing_values_are_counted_and_leave_the_pair() -> None:
    runs = made_up(a=[1.0, 2.0, 3.0, math.nan], b=[2.0, math.nan, 4.5, 9.0])
    summary = summarise(runs, [WAIT]).set_index("scenario")
    assert summary.loc["a", ["mean", "n", "n_missing"]].tolist() == [2.0, 3, 1]
    pair = compare_pairs(runs, [WAIT], "a").iloc[0]
    assert pair["difference"] == 1.25
    assert (pair["n_pairs"], pair["n_missing"]) == (2, 2)


def test_intervals_are_simultaneous_within_a_family() -> None:
    rng = np.linspace(0.0, 1.0, 10)
    one = made_up(a=list(rng), b=list(1.0 - rng))
    two = made_up(a=list(rng), b=list(1.0 - rng), c=list(rng * 2.0))
    alone = compare_pairs(one, [WAIT], "a").iloc[0]
    beside = compare_pairs(two, [WAIT], "a").iloc[0]
    assert beside["difference"] == pytest.approx(alone["difference"])
    assert beside["half_width"] > alone["half_width"]


def test_pairing_on_shared_noise_finds_what_unpaired_runs_hide() -> None:
    noise = [10.0, 50.0, 30.0, 70.0, 20.0]
    runs = made_up(a=noise, b=[value + 1.0 + 0.01 * n for n, value in enumerate(noise)])
    pair = compare_pairs(runs, [WAIT], "a").iloc[0]
    assert pair["decision"] == "higher"
    assert pair["variance_saved"] > 0.99
    assert pair["replications_needed"] == 0.0


def test_decisions_in_words() -> None:
    assert decide(-2.0, -1.0, 2) == "lower"
    assert decide(1.0, 2.0, 2) == "higher"
    assert decide(-1.0, 2.0, 2) == "no difference shown"
    assert decide(math.nan, math.nan, 1) == "too few runs"
    assert decide(0.0, 0.0, 2) == "no difference shown"
    assert decide(0.25, 0.25, 4) == "too few runs"
    assert decide(0.25, 0.25, 5) == "higher"


def test_two_pairs_that_agree_are_too_few() -> None:
    pair = compare_pairs(made_up(a=[1.0, 2.0], b=[1.25, 2.25]), [WAIT], "a").iloc[0]
    assert (pair["decision"], pair["replications_needed"]) == ("too few runs", 3.0)
    same = compare_pairs(made_up(a=[1.0, 2.0], b=[1.0, 2.0]), [WAIT], "a").iloc[0]
    assert (same["decision"], same["replications_needed"]) == ("no difference shown", 0.0)


def test_numbers_have_the_digits_that_their_interval_allows() -> None:
    assert with_interval(145.13, 7.94, "day") == "145.1 ± 7.9"
    assert with_interval(0.2058, 0.00742, "share", "+") == "+20.58 ± 0.74"
    assert with_interval(1234.5, 210.0, "day") == "1,234 ± 210"
    assert quantity(math.nan, "day") == "-"
    assert quantity(0.0, "day") == "0"


def headline(**scenarios: float) -> Comparison:
    """Return a comparison in which every measure of a scenario has one value, with a little noise."""
    measures = [replace(registry()[name], unit="day") for name in HEADLINE]
    rows = [
        {"scenario": name, "replication": r, "status": "ok", "error": "", "command": ""}
        | {measure.name: value + 0.001 * ((r * 7) % 5) * (1 + n) for measure in measures}
        for n, (name, value) in enumerate(scenarios.items())
        for r in range(6)
    ]
    return evaluate(pd.DataFrame(rows), measures, next(iter(scenarios)))


def told(found: Comparison) -> list[str]:
    return sentences(found, QUESTIONS, [registry()[name] for name in HEADLINE])


def test_a_comparison_opens_with_a_recommendation_and_says_what_is_shown_and_what_is_not() -> None:
    first, *rest = told(headline(base=0.5, slow=0.9, equal=0.499))
    assert first.startswith("Stay with base: under slow, median lead time is longer, incidents per healthy")
    assert first.endswith("As far as could be seen, equal would do as well.")
    text = " ".join(rest)
    assert "days longer (worse) under slow than under base; no difference could be seen under equal" in text
    assert "the smallest that could have been seen is 0.00" in text
    same = told(headline(base=0.5, other=0.499))
    assert same[0].startswith("Nothing is shown to speak for leaving base, nor against it: no difference in")
    assert " ".join(same).count("no difference could be seen under other") == 3
    better = told(headline(base=0.5, quick=0.2))
    assert better[0].startswith("Take quick rather than base: median lead time is shorter, incidents per")
    assert better[0].endswith("there, and nothing asked for is shown to be worse.")


def test_what_is_better_in_one_thing_and_worse_in_another_has_a_price() -> None:
    found = headline(base=0.5, other=0.2)
    flipped = found.runs.assign(slo_breach_share=1.0 - found.runs["slo_breach_share"])
    measures = [registry()[name] for name in HEADLINE]
    first = told(evaluate(flipped, measures, "base"))[0]
    assert first.startswith(
        "Leaving base has a price, and what counts more decides: under other, median lead"
    )
    assert "is shorter" in first and "but time in SLO breach is higher" in first


def test_runs_without_a_value_come_first_where_they_are_many() -> None:
    found = headline(base=0.5, slow=0.9)
    gaps = found.runs["lead_time_p50_days"].where(found.runs["replication"] > 1)
    runs = found.runs.assign(lead_time_p50_days=gaps)
    first = told(evaluate(runs, [registry()[name] for name in HEADLINE], "base"))[0]
    assert first.startswith("Caveat: runs without a value are left out of the differences, 33.3 % for median")


def test_a_structure_alone_says_where_its_time_goes_and_what_would_change_it() -> None:
    found = simorg.compare([short("structure=hub_and_spoke", "horizon_days=260")], 2, workers=1)
    text = alone(found)
    assert text[0].startswith("hub and spoke, means with 95 % intervals: median lead time (days)")
    assert text[1].startswith("Most of the mean lead time goes into")
    assert "simorg run experiment=staffing experiment.structures=[hub_and_spoke]" in text[2]
    (only,) = alone(found, ["slo_breach_share"])[:1]
    assert only.startswith("hub and spoke, means with 95 % intervals: time in SLO breach (%) ")
    assert "lead" not in only


@pytest.mark.parametrize("width", [60, 80, 100, LOG_WIDTH, 200])
def test_the_printed_answer_is_never_cut(width: int) -> None:
    out = io.StringIO()
    names = ("centre_of_excellence", "hub_and_spoke", "communities_of_practice", "informal_network", "e", "f")
    found = headline(**{name: 0.5 + 0.1 * n for n, name in enumerate(names)})
    Console(file=out, width=width).print(ComparisonTables(found))
    text = out.getvalue()
    assert "…" not in text
    assert "difference to centre of excellence" in text
    assert len(re.findall(r"higher \+0", text)) >= 5 * len(HEADLINE)
    assert max(map(len, text.splitlines())) <= width


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    """Workers import the package, never the caller's script."""
    script = tmp_path / "script.py"
    script.write_text(
        "import simorg\n"
        "print('once')\n"
        "settings = simorg.load(['horizon_days=40', 'warm_up_days=1'])\n"
        "print(len(simorg.replicate(settings, 3, engine='reference', workers=2)))\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.split() == ["once", "3"], done.stderr


@pytest.mark.filterwarnings("error")
def test_what_runs_at_ctrl_c_is_waited_for_and_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def slow(batch: int) -> list[int]:
        started.append(batch)
        if batch == 3:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
        time.sleep(0.1)
        return [batch]

    monkeypatch.setattr(pools, "run_batch", slow)
    kept: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        for results in pools.run_batches(iter(range(20)), "compiled", 2):  # type: ignore[arg-type]
            kept += results  # type: ignore[arg-type]
    assert sorted(kept) == sorted(started)
    assert 3 in kept
    assert len(kept) < 20


def test_no_value_and_too_few_runs_are_no_absence_of_a_difference() -> None:
    one = headline(base=0.5, other=0.9)
    runs = one.runs[one.runs["replication"] == 0]
    measures = [registry()[name] for name in HEADLINE]
    text = " ".join(told(evaluate(runs, measures, "base")))
    assert text.startswith("Too few runs for a recommendation; replications=20 would give intervals.")
    assert text.count("too few runs to say under other: replications=20 would give an interval.") == 3
    assert "no difference" not in text
    none = one.runs.assign(**dict.fromkeys(HEADLINE, math.nan))
    text = " ".join(told(evaluate(none, measures, "base")))
    assert text.count("no value in any pair of runs under other.") == 3
    assert "No recommendation: no pair of runs has a value" in text
    assert "nan" not in text


def test_units_in_words() -> None:
    said = [change_unit(unit) for unit in ("1/quarter", "EUR/quarter", "day", "share", "changes")]
    assert said == ["per quarter", "EUR per quarter", "days", "percentage points", "changes"]


def test_measures_in_words() -> None:
    assert measure_name("lead_time_p50_days") == "median lead time"
    assert measure_head("lead_time_p50_days") == "Median lead time (days)"
    assert measure_head("slo_breach_share") == "Time in SLO breach (%)"
    assert measure_head("incidents_per_healthy_model_year") == "Incidents per healthy model-year"
    assert measure_head("nobody_knows") == "Nobody knows"
