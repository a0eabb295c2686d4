"""The benchmarks' own arithmetic, and that the published table is that of the kept measurements."""

from __future__ import annotations

import heapq
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks import __main__ as program
from benchmarks import growth, network, table
from benchmarks.floor import mean_size
from benchmarks.peers import ours
from benchmarks.peers.network import Network
from benchmarks.replay import Replay
from benchmarks.subjects import subject
from benchmarks.tape import CALENDAR, DRAW, POP, PUSH, as_tape, record
from benchmarks.timing import Scale, interleave, number, ratios, row
from simorg.draws import uniform
from simorg.trace.codes import JobKind

FOLDER = Path(table.__file__).parent
RESULTS = FOLDER / "results.json"
STAMP = {"date": "a day", "commit": "abc", "scale": 1.0, "load_before": 0.0}
MACHINE = {
    "processor": "P",
    "cores": 2,
    "system": "S",
    "python": "CPython 3",
    "packages": {"numpy": "2", "ciw": ""},
}


@pytest.mark.skipif(not RESULTS.exists(), reason="nothing was measured yet: make bench")
def test_the_table_of_the_readme_is_made_from_the_kept_measurements():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    raw = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert text == table.embed(text, raw), "run: python -m benchmarks, or undo the edit"


def kept(tmp_path, monkeypatch, now, before=MACHINE, stamp=STAMP):
    """Return what is read of a file that was measured on one machine, on the machine that there is now."""
    monkeypatch.setattr(program.machine, "describe", lambda: now)
    file = tmp_path / "results.json"
    file.write_text(
        json.dumps({"machine": before, "parts": {"growth": {"stamp": stamp, "result": {"x": 1}}}})
    )
    return program.stored(file)


def test_what_was_measured_with_other_packages_is_kept_and_says_so(tmp_path, monkeypatch):
    now = MACHINE | {"packages": {"numpy": "3", "ciw": "1"}}
    raw = kept(tmp_path, monkeypatch, now)
    assert raw["machine"] == now
    assert raw["parts"]["growth"] == {"stamp": STAMP | {"packages": MACHINE["packages"]}, "result": {"x": 1}}
    again = kept(tmp_path, monkeypatch, MACHINE, now, raw["parts"]["growth"]["stamp"])
    assert again["parts"] == raw["parts"], "what a part says of itself stays"
    monkeypatch.setattr(growth, "rows", lambda result: [])
    assert "before: 0.0, with numpy 2, ciw (none)." in table.table(raw)
    assert "with numpy" not in table.table(again)


@pytest.mark.parametrize("fact", [{"processor": "Q"}, {"cores": 4}, {"system": "T"}, {"python": "CPython 4"}])
def test_what_was_measured_on_another_machine_is_not_kept(fact, tmp_path, monkeypatch):
    assert kept(tmp_path, monkeypatch, MACHINE | fact)["parts"] == {}


def test_every_side_is_timed_once_a_round_and_in_turn():
    calls = []
    sides = {name: lambda n, name=name: calls.append((name, n)) for name in "AB"}
    seconds = interleave(sides, 3)
    assert calls == [("A", 0), ("B", 0), ("A", 1), ("B", 1), ("A", 2), ("B", 2)]
    assert {name: len(found) for name, found in seconds.items()} == {"A": 3, "B": 3}


def test_ratios_are_taken_pair_by_pair_before_their_median():
    paired = ratios([4.0, 30.0, 100.0], [1.0, 10.0, 10.0])
    assert paired == [4.0, 3.0, 10.0]
    assert row("x", paired, "x") == ("x", "4.00 x", "3.00 to 10.0, n = 3", "")


@pytest.mark.parametrize(
    "value, text",
    [(12345.6, "12,346"), (42.21, "42.2"), (3.14159, "3.14"), (0.5, "0.500"), (0.0123, "0.0123")],
)
def test_numbers_have_about_three_digits(value, text):
    assert number(value) == text


def test_a_smaller_scale_never_measures_less_than_the_least():
    assert Scale(0.001).rounds(20) == 2
    assert Scale(0.001).size(1000.0, 10.0) == 10.0
    assert Scale(3.0).size(1000.0, 10.0) == 1000.0


def naive(steps):
    """Return what a replay returns, with heapq."""
    heaps, total = {}, 0.0
    for n, (what, heap, time, order) in enumerate(steps):
        if what == PUSH:
            heapq.heappush(heaps.setdefault(heap, []), (time, order))
        elif what == POP:
            total += heapq.heappop(heaps[heap])[0]
        else:
            total += uniform(1, 0, n & 63, n, 0)
    return total


@pytest.mark.parametrize("seed", range(5))
def test_the_floor_does_what_a_plain_heap_does(seed):
    random, sizes, steps = np.random.default_rng(seed), [0, 0, 0], []
    for n in range(2000):
        heap, what = int(random.integers(3)), int(random.integers(3))
        if what == POP and sizes[heap] == 0:
            what = PUSH
        sizes[heap] += {PUSH: 1, POP: -1, DRAW: 0}[what]
        steps.append((what, heap, float(random.integers(20)), n))
    floor = Replay(as_tape(steps))
    assert floor.run() == pytest.approx(naive(steps), abs=1e-9)
    assert floor.run() == floor.run()


def test_the_tape_holds_what_the_reference_asked_of_its_heaps():
    one = subject("mechanisms=none", "horizon_days=100", "warm_up_days=50")
    whole = record(one.plan, 0)
    strict = whole.of_calendar()
    jobs = np.count_nonzero((whole.what == PUSH) & (whole.heap != CALENDAR))
    rows = one.run(0, "reference").rows
    queued = rows[np.isin(rows["event"], (20, 22))]
    listed = (queued["code"] >> 8 == JobKind.APPROVE).sum()
    assert jobs == len(queued) - listed > 0, "a push into a heap is a job queued or preempted, no sign-off"
    assert np.count_nonzero(strict.what == DRAW) == np.count_nonzero(whole.what == DRAW) > 0
    assert 0 < mean_size(strict) < len(strict.what)
    assert np.diff(strict.time[strict.what == PUSH]).min() < 0.0, "timers are set in any order"


def test_the_network_has_the_throughput_and_sojourn_of_jackson():
    outcomes = [ours.prepare(Network(), 3000.0, "reference")(n) for n in range(3)]
    assert np.mean([one.customers for one in outcomes]) == pytest.approx(3000.0, rel=0.06)
    mean = np.mean([one.mean_sojourn_days for one in outcomes])
    assert mean == pytest.approx(network.theory(Network()), rel=0.15)


def test_simulators_that_disagree_are_refused():
    truth = {"mean_sojourn_days": [10.0, 10.1, 9.9, 10.0]}
    network.refuse_disagreement(truth, {"mean_sojourn_days": [10.05, 9.9, 10.0, 10.1]}, "like", 0.99)
    with pytest.raises(AssertionError, match="other: mean_sojourn_days is 12"):
        network.refuse_disagreement(truth, {"mean_sojourn_days": [12.0, 12.1, 11.9, 12.0]}, "other", 0.99)


@pytest.mark.parametrize("what", growth.FACTORS)
def test_growth_multiplies_one_thing(what):
    base = subject()
    larger = subject(*growth.overrides(base.settings, what, 4))
    people, units = len(base.plan.people), len(base.plan.units)
    factor = 4 if what == "people" else 1
    assert (len(larger.plan.people), len(larger.plan.units)) == (factor * people, factor * units)
    assert larger.settings.horizon_days == (4 if what == "horizon" else 1) * base.settings.horizon_days


@pytest.mark.parametrize("name", ["engines", "floor", "replications", "growth", "memory"])
def test_a_part_that_cannot_be_measured_says_why(name):
    raw = {"machine": MACHINE, "parts": {name: {"stamp": STAMP, "result": {"missing": "no such engine"}}}}
    text = table.embed(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", raw)
    assert "| not available | no such engine |" in text
    assert text.startswith("before") and text.endswith("after\n") and "old" not in text
    assert table.embed(text, raw) == text
    assert "ciw" not in text
