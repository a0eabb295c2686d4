"""Experiments as a user runs them: bad input is refused before anything is written, and nothing is lost."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

import simorg
from simorg import cli
from simorg.config.settings import Settings
from simorg.experiments.answers import beside
from simorg.experiments.results import run_folder
from simorg.experiments.run import run_experiment
from simorg.experiments.running import task
from tests.unit.experiments.made_up_runs import BUSY, INCIDENTS, LEAD, SPEED, noise

TINY = ["lifecycle=minimal", "horizon_days=60", "warm_up_days=10", "executor.workers=1"]
PRECISE = [
    "experiment=sweep", "replications=4", "experiment.precision.relative=0.2", "experiment.precision.cap=60",
    "experiment.sweep.levers=[{key: drift.rate, values: [0.001, 0.002]}]",
]  # fmt: skip
SELECTION = [
    "experiment=selection", "experiment.selection.first_stage=6", "experiment.selection.cap=30",
    "experiment.structures=[embedded_squads,hub_and_spoke,informal_network]"]  # fmt: skip
OPTIMISE = [
    "experiment=optimise", "replications=2", "experiment.optimise.designs=12",
    "experiment.optimise.together=4", "experiment.optimise.confirm=5",
]  # fmt: skip
POPULATION = [
    "experiment=population", "replications=4", "experiment.structures=[embedded_squads,hub_and_spoke]",
    f"experiment.measures=[{LEAD},{INCIDENTS}]", "experiment.population.backgrounds=6",
    "experiment.population.candidates=20", "experiment.population.keys=[drift.rate]",
]  # fmt: skip
ADAPTIVE = {"precise": PRECISE, "selection": SELECTION, "optimise": OPTIMISE, "population": POPULATION}
TWICE = ("precise", "optimise")
"""A rule of precision and one that makes designs of its own; the others are slow tests."""
TWO_IN_QUICK_TESTS = pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=() if kind in TWICE else pytest.mark.slow) for kind in ADAPTIVE]
)
FEW = ["experiment.population.backgrounds=6", "experiment.population.candidates=20"]
TWO_WORLDS = ["experiment.robustness.worlds=2"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(run_folder, "MOST_ROWS", 1)
    return tmp_path


def made_up(settings: Settings, replication: int) -> dict[str, float]:
    """Return objectives that staffing, structure and practices pull apart."""
    heads, seed = settings.workforce.headcount, settings.seed
    lead = (
        300.0 / heads["data_engineer"] + 5000.0 * settings.drift.rate + 40.0 * settings.practices.validation
    )
    stream = len(settings.structure.name)
    return {
        LEAD: lead + stream + 20.0 * noise(seed, replication, stream),
        INCIDENTS: 40.0 / heads["operations_engineer"] - 3.0 * settings.practices.validation
        + noise(seed, replication, 1),
        SPEED: 5.0, BUSY: 0.95 + 0.2 * noise(seed, 0),
    }  # fmt: skip


def pretend(monkeypatch: pytest.MonkeyPatch, most: int = sys.maxsize) -> list[tuple[str, int]]:
    """Put made-up numbers in place of simulating, interrupted after so many; list what is run."""
    ran: list[tuple[str, int]] = []

    def run_one(settings: Settings, plan: object, replication: int, which: task.Task) -> object:
        if len(ran) >= most:
            raise KeyboardInterrupt
        ran.append((which.scenario, replication))
        return made_up(settings, replication), [], []

    monkeypatch.setattr(task, "_run_one", run_one)
    return ran


def run(folder: Path, *changes: str) -> int:
    folder.mkdir(exist_ok=True)
    return run_experiment(simorg.load([*TINY, *changes]), folder / "published", io.StringIO())


def tables(folder: Path) -> dict[str, bytes]:
    (found,) = (folder / "runs").iterdir()
    return {path.name: path.read_bytes() for path in (*found.glob("*.csv"), found / "answer.md")}


@TWO_IN_QUICK_TESTS
def test_a_killed_and_resumed_adaptive_experiment_gives_equal_tables(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = pretend(monkeypatch)
    assert run(tmp_path / "whole", *ADAPTIVE[kind]) == 0
    assert len(whole) == len(set(whole))
    for share in (0.1, 0.3, 0.3):
        pretend(monkeypatch, int(share * len(whole)))
        assert run(tmp_path / "killed", *ADAPTIVE[kind]) == 130
    rest = pretend(monkeypatch)
    assert run(tmp_path / "killed", *ADAPTIVE[kind]) == 0
    assert 0 < len(rest) < len(whole)
    assert set(rest) <= set(whole)
    assert tables(tmp_path / "killed") == tables(tmp_path / "whole")


@TWO_IN_QUICK_TESTS
def test_workers_change_nothing(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(monkeypatch)
    assert run(tmp_path / "one", *ADAPTIVE[kind]) == 0
    assert run(tmp_path / "two", *ADAPTIVE[kind], "executor.workers=2", "engine=compiled") == 0
    assert tables(tmp_path / "one") == tables(tmp_path / "two")


@pytest.mark.slow
def test_more_replications_send_a_search_elsewhere_without_mixing_its_designs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretend(monkeypatch)
    assert run(tmp_path / "grown", *OPTIMISE) == 0
    assert run(tmp_path / "grown", *OPTIMISE, "replications=4") == 0
    assert run(tmp_path / "fresh", *OPTIMISE, "replications=4") == 0
    assert tables(tmp_path / "grown") == tables(tmp_path / "fresh")


def test_only_publishing_a_population_keeps_its_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of one's own, as reproducing uses, leaves the package alone."""
    pretend(monkeypatch)
    kept = tmp_path / "population.json"
    monkeypatch.setattr(beside, "FILE", kept)
    assert run(tmp_path / "again", *POPULATION) == 0
    assert not kept.exists()
    out = io.StringIO()
    assert run_experiment(simorg.load([*TINY, *POPULATION, "experiment.publish=true"]), out=out) == 0
    assert kept.exists() and "Kept for the sentences under comparisons" in out.getvalue()
    assert (tmp_path / "results" / "population" / "population.csv").exists()


A_PART = "{name: outages, keys: [outages]}"
BAD: dict[str, tuple[list[str], str]] = {
    "sweep: unknown key": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: drift.rat, values: [1]}]"], "drift.rat",
    ),
    "sweep: empty design": (["experiment=sweep", "experiment.sweep.levers=[]"], "empty design"),
    "sweep: no values": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: drift.rate, values: []}]"], "one value or more",
    ),
    "sweep: value twice": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: drift.rate, values: [0.1,0.1]}]"],
        "levers[0].values: '0.1' appears twice",
    ),
    "sweep: key twice": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: drift.rate, values: [0.1]}, "
         "{key: drift.rate, values: [0.2]}]"], "levers[1].key = drift.rate: is there already",
    ),
    "sweep: value that breaks a bound": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: approvals.reject, values: [0.1,1.5]}]"],
        "experiment.sweep.levers[0].key: approvals.reject = 1.5",
    ),
    "sweep: structure as a lever": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: structure, values: [hub_and_spoke]}]"],
        "list structures in experiment.structures",
    ),
    "sweep: how to run as a lever": (
        ["experiment=sweep", "experiment.sweep.levers=[{key: executor.workers, values: [1,2]}]"],
        "says how to run",
    ),
    "ablation: no preset": (
        ["experiment.kind=ablation", "experiment.ablation.without=mechanisms"], "must be GROUP=NAME",
    ),
    "ablation: unknown preset": (
        ["experiment.kind=ablation", "experiment.ablation.without='mechanisms=non'"],
        "mechanisms has no preset 'non'; did you mean 'none'?",
    ),
    "ablation: a preset that sets nothing": (
        ["experiment.kind=ablation", "experiment.ablation.without='mechanisms=all'"], "sets nothing",
    ),
    "ablation: a key without a part": (
        ["experiment=mechanisms", f"experiment.ablation.parts=[{A_PART}]"], "also sets duties.share.",
    ),
    "ablation: a part twice": (
        ["experiment=mechanisms", f"experiment.ablation.parts=[{A_PART}, {A_PART}]"],
        "'outages' appears twice",
    ),
    "ablation: a key in two parts": (
        ["experiment=mechanisms", f"experiment.ablation.parts=[{A_PART}, {{name: x, keys: [outages]}}]"],
        "parts[1].keys[0] = outages: outages.per_year belongs to another part already",
    ),
    "ablation: a key that is none of the preset": (
        ["experiment=mechanisms", "experiment.ablation.parts=[{name: x, keys: [outage.per_year]}]"],
        "is no key of the preset; did you mean 'outages.per_year'?",
    ),
    "ablation: a part with the name of a variant": (
        ["experiment=mechanisms", "experiment.ablation.parts=[{name: all, keys: [outages]}]"],
        "parts[0].name = all: is the name of a variant",
    ),
    "ablation: a part of nothing": (
        ["experiment=mechanisms", "experiment.ablation.parts=[{name: x, keys: []}]"],
        "parts[0].keys = []: say which keys x has",
    ),
    "ablation: a name that is none": (
        ["experiment=mechanisms", "experiment.ablation.parts=[{name: My-part, keys: [outages]}]"],
        "experiment.ablation.parts[0].name",
    ),
    "no structure": (["experiment=sweep", "experiment.structures=[]"], "empty design"),
    "structure twice": (
        ["experiment=sweep", "experiment.structures=[hub_and_spoke,hub_and_spoke]"], "appears twice",
    ),
    "unknown structure": (["experiment=sweep", "experiment.structures=[hub]"], "unknown structure 'hub'"),
    "unknown measure": (["experiment=sweep", "experiment.measures=[lead]"], "unknown measure 'lead'"),
    "no measure": (["experiment=sweep", "experiment.measures=[]"], "name at least one measure"),
    "measure twice": (
        ["experiment=sweep", "experiment.measures=[yield_share,yield_share]"], "'yield_share' appears twice",
    ),
    "measures of a kind that decides by its own": (
        ["experiment=selection", "experiment.measures=[wip_mean]"],
        "selection answers for what it decides by; name that in experiment.selection.measure",
    ),
    "measures of a search": (
        ["experiment=optimise", "experiment.measures=[wip_mean]"], "experiment.optimise.objectives",
    ),
    "sweep: zipped lists of different length": (
        ["experiment=sweep", "experiment.sweep.zip=true", "experiment.sweep.levers="
         "[{key: drift.rate, values: [0.1, 0.2]}, {key: handoff.questions, values: [1]}]"],
        "experiment.sweep.levers[1].values: 1 values, but drift.rate has 2",
    ),
    "staffing: three hires": (["experiment=staffing", "experiment.staffing.hires=3"], "nearest valid: 2"),
    "precision: unknown measure": (
        ["experiment.precision.relative=0.1", "experiment.precision.measures=[lead]"],
        "precision.measures: unknown measure 'lead'",
    ),
    "precision: no measure": (
        ["experiment.precision.relative=0.1", "experiment.precision.measures=[]"], "name at least one",
    ),
    "precision: cap below the start": (
        ["experiment.precision.relative=0.1", "experiment.precision.cap=10", "replications=20"],
        "experiment.precision.cap = 10",
    ),
    "precision: a kind with a rule of its own": (
        ["experiment=selection", "experiment.precision.relative=0.1"], "a rule of its own",
    ),
    "facts: measures": (
        ["experiment=facts", "experiment.measures=[yield_share]"],
        "experiment.measures = [yield_share]: experiment.kind = facts takes none",
    ),
    "facts: structures": (
        ["experiment=facts", "experiment.structures=[hub_and_spoke]"], "the structure is one of the things",
    ),
    "facts: unknown statement": (
        ["experiment=facts", "experiment.facts.statements=[litles_law]"], "did you mean 'littles_law'?",
    ),
    "crossover: one structure": (
        ["experiment=crossover", "experiment.structures=[hub_and_spoke]"], "at least two structures",
    ),
    "crossover: one value": (
        ["experiment=crossover", "experiment.crossover.x_values=[2]"], "experiment.crossover.x_values = [2",
    ),
    "crossover: value twice": (
        ["experiment=crossover", "experiment.crossover.y_values=[0.1,0.2,0.1]"], "'0.1' appears twice",
    ),
    "crossover: one condition twice": (
        ["experiment=crossover", "experiment.crossover.y=demand.initiatives_per_unit_quarter"],
        "must not be the first condition",
    ),
    "crossover: unknown key": (
        ["experiment=crossover", "experiment.crossover.x=nothing"], "experiment.crossover.x: nothing",
    ),
    "robustness: one structure": (
        ["experiment=robustness", "experiment.structures=[hub_and_spoke]"], "at least two structures",
    ),
    "robustness: unknown key": (
        ["experiment=robustness", "experiment.robustness.keys=[drif]"],
        "experiment.robustness.keys: no parameter with a range is called 'drif'",
    ),
    "robustness: a measure that cannot be better": (
        ["experiment=robustness", *TWO_WORLDS, "experiment.measures=[jobs_per_day]"],
        "better neither low nor high",
    ),
    "population: one structure": (
        ["experiment=population", *FEW, "experiment.structures=[hub_and_spoke]"], "at least two structures",
    ),
    "population: pilot longer than the rest": (
        ["experiment=population", *FEW, "experiment.population.pilot=20"], "must be <= replications = 10",
    ),
    "population: fewer candidates than members": (
        ["experiment=population", "experiment.population.candidates=99"], "nearest valid: 100",
    ),
    "population: unknown key": (
        ["experiment=population", *FEW, "experiment.population.keys=[drif]"],
        "experiment.population.keys: no parameter with a range is called 'drif'",
    ),
    "population: a measure that cannot be better": (
        ["experiment=population", *FEW, "experiment.measures=[jobs_per_day]"], "better neither low nor high",
    ),
    "population: a precision of its own": (
        ["experiment=population", *FEW, "experiment.precision.relative=0.1"], "a rule of its own",
    ),
    "artefacts: one structure": (
        ["experiment=artefacts", "experiment.structures=[hub_and_spoke]"], "at least two structures",
    ),
    "artefacts: rights that are equal already": (
        ["experiment=artefacts", "structure.equal=[decides]"], "structure.equal = [decides]: must be empty",
    ),
    "selection: one structure": (
        ["experiment=selection", "experiment.structures=[hub_and_spoke]"], "at least two structures",
    ),
    "selection: cap below the first stage": (
        ["experiment=selection", "experiment.selection.cap=5"], "experiment.selection.cap = 5",
    ),
    "selection: unknown measure": (
        ["experiment=selection", "experiment.selection.measure=lead"], "unknown measure 'lead'",
    ),
    "sensitivity: odd levels": (
        ["experiment=sensitivity", "experiment.sensitivity.levels=5"], "must be even; nearest valid: 6",
    ),
    "sensitivity: fewer levels than structures": (
        ["experiment=sensitivity", "experiment.sensitivity.levels=2"], "nearest valid: 4",
    ),
    "sensitivity: no power of two": (
        ["experiment=sensitivity", "experiment.sensitivity.method=sobol",
         "experiment.sensitivity.samples=100"],
        "must be a power of two for Sobol indices; nearest valid: 128",
    ),
    "sensitivity: too few trajectories": (
        ["experiment=sensitivity", "experiment.sensitivity.samples=3"], "samples = 3: must be >= 4",
    ),
    "sensitivity: too few base points": (
        ["experiment=sensitivity_sobol", "experiment.sensitivity.samples=2"], "nearest valid: 4",
    ),
    "sensitivity: levels odd and too few": (
        ["experiment=sensitivity", "experiment.sensitivity.levels=3"], "must be even; nearest valid: 4",
    ),
    "sensitivity: unknown key": (
        ["experiment=sensitivity", "experiment.sensitivity.keys=[handof]"], "called 'handof'",
    ),
    "sensitivity: several structures, none varied": (
        ["experiment=sensitivity", "experiment.sensitivity.structure_as_factor=false"], "name one structure",
    ),
    "attribution: unknown structure": (
        ["experiment=attribution", "experiment.attribution.end=hub"], "experiment.attribution.end = hub",
    ),
    "attribution: nothing to explain": (
        ["experiment=attribution", "experiment.attribution.end=centre_of_excellence"], "must not be",
    ),
    "staffing: unknown role": (
        ["experiment=staffing", "experiment.staffing.roles=[engineer]"], "unknown role 'engineer'",
    ),
    "staffing: role twice": (
        ["experiment=staffing", "experiment.staffing.roles=[ml_engineer,ml_engineer]"], "appears twice",
    ),
    "staffing: unknown unit": (["experiment=staffing", "experiment.staffing.units=[unit_9]"],
        "experiment.staffing.units: unknown home unit 'unit_9'"),
    "staffing: hires already": (
        ["experiment=staffing", "workforce.hires=[ml_engineer]"], "workforce.hires: must be empty",
    ),
    "optimise: empty design": (
        ["experiment=optimise", "experiment.optimise.space=[]", "experiment.structures=null"], "empty design",
    ),
    "optimise: unknown key": (
        ["experiment=optimise", "experiment.optimise.space=[{key: practices.speed, values: [0,1]}]"],
        "practices.speed",
    ),
    "optimise: a choice that breaks a bound": (
        ["experiment=optimise", "experiment.optimise.space=[{key: practices.velocity, values: [0.5,2]}]"],
        "experiment.optimise.space[0].key: practices.velocity = 2",
    ),
    "optimise: neither values nor a range": (
        ["experiment=optimise", "experiment.optimise.space=[{key: practices.velocity}]"], "two numbers",
    ),
    "optimise: a range of three": (
        ["experiment=optimise", "experiment.optimise.space=[{key: practices.velocity, between: [0,0.5,1]}]"],
        "must be two numbers",
    ),
    "optimise: a range upside down": (
        ["experiment=optimise", "experiment.optimise.space=[{key: drift.rate, between: [0.002,0.001]}]"],
        "lower number first; nearest valid: [0.001, 0.002]",
    ),
    "optimise: broken heads": (
        ["experiment=optimise", "experiment.optimise.space=[{key: workforce.units, between: [2,4.5]}]"],
        "must be whole numbers",
    ),
    "optimise: one role among fixed ones": (
        ["experiment=optimise",
         "experiment.optimise.space=[{key: workforce.headcount.ml_engineer, between: [4,9]}]"],
        "alone cannot change",
    ),
    "optimise: hires at the same head count": (
        ["experiment=optimise", "experiment.optimise.space=[{key: workforce.hires, values: [ml_engineer]}]"],
        "same_headcount=false",
    ),
    "optimise: structure in the space": (
        ["experiment=optimise", "experiment.optimise.space=[{key: structure, values: [hub_and_spoke]}]"],
        "list structures in experiment.structures",
    ),
    "optimise: key twice": (
        ["experiment=optimise", "experiment.optimise.space=[{key: practices.velocity, values: [0,1]}, "
         "{key: practices.velocity, values: [0.5]}]"], "appears twice",
    ),
    "optimise: no objective": (
        ["experiment=optimise", "experiment.optimise.objectives=[]"], "name at least one measure",
    ),
    "optimise: unknown objective": (
        ["experiment=optimise", "experiment.optimise.objectives=[{measure: lead, better: lower}]"],
        "unknown measure 'lead'",
    ),
    "optimise: objective twice": (
        ["experiment=optimise", "experiment.optimise.objectives=[{measure: yield_share, better: lower}, "
         "{measure: yield_share, better: higher}]"], "appears twice",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_clear_error_and_writes_nothing(
    case: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    overrides, said = BAD[case]
    assert cli.main(["run", *TINY, *overrides]) == 2
    error = " ".join(capfd.readouterr().err.split())
    assert said in error
    assert "Traceback" not in error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("kind", "package", "extra"),
    [("sensitivity", "SALib", "sensitivity"), ("optimise", "optuna", "optimise")],
)
def test_a_missing_package_is_named_with_what_to_install(
    kind: str, package: str, extra: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def without(name: str) -> None:
        for module in [m for m in sys.modules if m.split(".")[0] == name]:
            monkeypatch.delitem(sys.modules, module)
        monkeypatch.setitem(sys.modules, name, None)

    without(package)
    assert cli.main(["run", *TINY, f"experiment={kind}", "experiment.name=without", "seed=77"]) == 2
    assert f"install simorg[{extra}]" in " ".join(capfd.readouterr().err.split())
