"""pm4py, the usual library of process mining, reads our logs; it is installed for one test only."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import simorg
from simorg.cli import main
from simorg.engines.run import simulate
from simorg.trace.log.calendar import starting
from simorg.trace.log.columns import event_log
from tests.logs import ACTIVITY, CASE, MOVE

ROOT = Path(__file__).parents[4]
PM4PY = "pm4py>=2.7,<3"
"""Under the AGPL: put where only one test sees it, never a dependency of the project."""
UNREACHABLE = (
    "No matching distribution",
    "Failed to establish",
    "Temporary failure",
    "timed out",
    "Max retries",
)
SCRIPT = """
import json, sys
import pandas as pd
import pm4py

def told(log):
    log = pm4py.format_dataframe(
        log, case_id="case:concept:name", activity_key="concept:name", timestamp_key="time:timestamp"
    )
    ideas = log[log["case:kind"] == "initiative"]
    graph, starts, ends = pm4py.discover_dfg(log[log["lifecycle:transition"] == "complete"])
    stages = ideas[ideas["event"] == "STAGE_LEFT"]
    hours = [((day * 24 + 9) * 3600, (day * 24 + 17) * 3600) for day in range(5)]
    return {
        "cases": int(log["case:concept:name"].nunique()), "events": len(log),
        "graph": sorted([a, b, int(n)] for (a, b), n in graph.items()),
        "starts": starts, "ends": ends,
        "tree": sorted(str(leaf.label) for leaf in leaves(pm4py.discover_process_tree_inductive(stages))),
        "hours": pm4py.get_all_case_durations(ideas, business_hours=True, business_hour_slots=hours),
    }

def leaves(tree):
    found = [] if tree.children or tree.label is None else [tree]
    return found + [leaf for child in tree.children for leaf in leaves(child)]

answer = {
    "csv": told(pd.read_csv("log.csv")), "parquet": told(pd.read_parquet("log.parquet")),
    "xes": told(pm4py.read_xes("log.xes")), "gz": told(pm4py.read_xes("log.xes.gz")),
}
with open("answer.json", "w") as file:
    json.dump(answer, file)
"""


@pytest.fixture
def pm4py(tmp_path: Path) -> Iterator[Path]:
    """Install pm4py in an environment that goes away with the test."""
    place = tmp_path / "elsewhere"
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    python = place / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PM4PY, "pyarrow"]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode and any(sign in done.stderr for sign in UNREACHABLE):
        pytest.skip(f"pm4py cannot be installed from here: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    yield python
    shutil.rmtree(place)  # pytest would keep it for three sessions


@pytest.mark.slow
def test_pm4py_reads_all_formats_alike(pm4py: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    year = ["structure=hub_and_spoke", "horizon_days=260", "warm_up_days=0"]
    for name in ("log.csv", "log.parquet", "log.xes", "log.xes.gz"):
        assert main(["log", *year, "--output", name]) == 0
    (tmp_path / "mine.py").write_text(SCRIPT)
    subprocess.run([str(pm4py), "mine.py"], check=True, capture_output=True)
    answer = json.loads((tmp_path / "answer.json").read_text())
    assert answer["csv"] == answer["parquet"] == answer["xes"] == answer["gz"]
    log = event_log(simulate(simorg.load(year)), starting())
    found = answer["xes"]
    assert (found["cases"], found["events"]) == (log[CASE].nunique(), len(log))
    done = log[log[MOVE] == "complete"]
    assert sum(n for *_, n in found["graph"]) == len(done) - done[CASE].nunique()
    assert sum(found["starts"].values()) == sum(found["ends"].values()) == done[CASE].nunique()
    left = log[(log["case:kind"] == "initiative") & (log["event"] == "STAGE_LEFT")]
    assert set(found["tree"]) == set(left[ACTIVITY])
    ideas = log[log["case:kind"] == "initiative"].groupby(CASE)["day"]
    expected = sorted((8 * 3600 * (ideas.max() - ideas.min())).tolist())
    assert found["hours"] == pytest.approx(expected, abs=1e-4)


def test_pm4py_is_nowhere_in_the_project() -> None:
    for name in ("pyproject.toml", "constraints.txt", "setup.py", "Makefile"):
        assert "pm4py" not in (ROOT / name).read_text(encoding="utf-8"), name
    for path in [*(ROOT / "simorg").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.split(".")[0] == "pm4py"], path
