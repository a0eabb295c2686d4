"""The compiled engine returns the trace of the reference engine, byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings

from simorg import load
from simorg.engines import compiled, reference
from simorg.plan import Plan, build, plan_of
from simorg.trace.difference import report
from simorg.trace.rows import SimulationError, Trace
from tests.agreement.ties import tied, tied_plans
from tests.organisations import plans

CONF = Path(__file__).resolve().parents[2] / "conf"
SHORT = ("horizon_days=100", "warm_up_days=10")
DEFAULTS = yaml.safe_load((CONF / "config.yaml").read_text(encoding="utf-8"))["defaults"]
GROUPS = {name for part in DEFAULTS if isinstance(part, dict) for name in part}

NO_PART_OF_A_PLAN = {"engine", "executor", "experiment"}
TEXTBOOK = sorted(path.stem for path in (CONF / "textbook").glob("*.yaml"))
PRESETS = sorted(
    f"{path.parent.name}={path.stem}"
    for path in CONF.glob("*/*.yaml")
    if path.parent.name in GROUPS - NO_PART_OF_A_PLAN and path.stem not in ("custom", "default")
)
OWN_ORGANISATIONS = {
    "insurer": ["structure.file=simorg:examples/insurer.yaml"],
    "roster": [
        "structure.file=simorg:examples/roster.csv",
        "structure.titles=simorg:examples/titles.csv",
        "structure.ties=simorg:examples/ties.csv",
    ],
}
LEVERS = ("velocity", "validation", "visibility", "versioning")
SPECIAL = {
    "nobody preempts": ["work.preempting_class=-1"],
    "everybody preempts": ["work.preempting_class=15"],
    "initiatives preempt": ["work.preempting_class=4"],
    "levers at 0": [f"practices.{lever}=0" for lever in LEVERS],
    "levers at 1": [f"practices.{lever}=1" for lever in LEVERS],
    "all automated": ["retraining.automated_low=1", "retraining.automated_high=1", "drift=fast"],
    "overload": ["demand.initiatives_per_unit_quarter=60"],
    "models die young": ["demand.model_lifetime_years=0.1", "drift=fast", "faults.per_model_year=50"],
    "false alarms": ["monitoring=strong", "monitoring.false_alarm=0.3"],
    "wrong teams": ["routing.wrong_handoff=0.9", "routing.further_toss=0.9", "routing.wrong_incident=0.9"],
    "back to the sender": [
        "routing.wrong_handoff=0.9",
        "routing.further_toss=0.9",
        "routing.back_to_sender=0.6",
        "routing.wrong_by_size=true",
    ],
    "reviews": ["review.held=true", "review.period_days=3", "drift=fast", "demand.model_lifetime_years=0.5"],
    "reviews without end": [
        "review.held=true",
        "review.period_days=0.05",
        "review.days_per_model={family: uniform, low: 0, high: 1}",
    ],
    "busy models, blind users": [
        "monitoring.traffic_cv=2",
        "monitoring.complaints_power=1",
        "monitoring.unseen_drift_share=0.5",
    ],
    "classes of incidents": [
        "severity.classes=true",
        "severity.minor_priority=4",
        "severity.paged_wrong_factor=0.5",
        "monitoring.traffic_cv=2",
    ],
    "mixture of mitigation": ["mitigation.mixture=true", "faults.per_model_year=30"],
    "lanes": [
        "lanes.hotfix=true",
        "lanes.expedited_steps=2",
        "response.fallback=0.5",
        "breaks.per_model_year=10",
    ],
    "outages": ["outages.per_year=30", "outages.hits=0.7", "demand.model_lifetime_years=0.5"],
    "on call": ["on_call.rota=true", "on_call.shift_days=3", "on_call.right=0.8", "faults.per_model_year=20"],
    "on call, several items at once": [
        "on_call.rota=true",
        "on_call.shift_days=1",
        "work.items_at_once=3",
        "work.preempting_class=-1",
        "on_call.right=1",
    ],
    "all trouble": [
        "on_call.rota=true",
        "outages.per_year=12",
        "lanes.hotfix=true",
        "lanes.expedited_steps=1",
        "mitigation.mixture=true",
        "severity.classes=true",
        "review.held=true",
        "monitoring.traffic_cv=1",
    ],
    "requests": ["requests.per_model_year=30", "requests.per_unit_quarter=40"],
    "requests that travel, blocked, at once": [
        "requests.per_unit_quarter=60",
        "requests.blocked=0.6",
        "requests.moves_on_first=1",
        "requests.moves_on_further=0.95",
        "requests.back_to_sender=0.7",
        "requests.instant=0.6",
        "work.items_at_once=3",
        "structure=functional_silos",
    ],
    "requests about models that die young": [
        "requests.per_model_year=200",
        "requests.blocked_days={family: constant, mean: 1}",
        "requests.effort_days={family: constant, mean: 0}",
        "demand.model_lifetime_years=0.2",
    ],
    "questions": ["handoff.questions=6", "handoff.unanswered=0.9"],
    "approvals refused": ["approvals.reject=0.6", "structure=centre_of_excellence"],
    "anybody signs, before everything": ["approvals.four_eyes=false", "approvals.after_the_fact=false"],
    "the only able person signs": ["structure=embedded_squads", "workforce=small", "approvals.reject=0.5"],
    "stand-ins at once": ["structure=embedded_squads", "work.stand_in_days=0"],
    "stand-ins late": ["structure=informal_network", "work.stand_in_days=4"],
    "many in hand": ["work.items_at_once=3", "work.slice_days=0.5", "work.order=newest_first"],
    "two in hand, initiatives preempt": ["work.items_at_once=2", "work.preempting_class=4"],
    "due dates": ["work.order=due_date", "work.items_at_once=100", "work.preempting_class=-1"],
    "other duties": [
        "duties.share.data_engineer=0.5",
        "duties.share.ml_engineer=0.3",
        "duties.share.product_manager=0.8",
        "work.items_at_once=3",
        "duties.priority=2",
    ],
    "equal rights": ["structure.equal=[decides,backs_up,approves,owns]"],
}


def assert_equal(one: Trace, other: Trace, label: str = "") -> None:
    """Fail with a page about the first difference, if there is one."""
    difference = report(one, other, one.engine, other.engine)
    assert not difference, f"{label} replication {one.replication}: {difference}"


def agree(plan: Plan, replication: int, label: str = "") -> None:
    """Assert that both engines do the same, or fail with the same words."""
    try:
        expected = reference.simulate(plan, replication)
    except SimulationError as error:
        with pytest.raises(compiled.SimulationError) as raised:
            compiled.simulate(plan, replication)
        assert str(raised.value) == str(error)
        return
    assert_equal(expected, compiled.simulate(plan, replication), label)


@pytest.mark.parametrize("case", TEXTBOOK)
def test_textbook_cases(case: str) -> None:
    plan = plan_of(load([f"+textbook={case}", "horizon_days=600", "warm_up_days=100"]))
    for replication in range(2):
        agree(plan, replication, case)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset(preset: str) -> None:
    agree(build(load([preset, *SHORT])), 0, preset)


@pytest.mark.parametrize("name", OWN_ORGANISATIONS)
def test_organisations_of_ones_own(name: str) -> None:
    agree(build(load(["structure=custom", *OWN_ORGANISATIONS[name], *SHORT])), 0, name)


@pytest.mark.parametrize("name", SPECIAL)
def test_corners(name: str) -> None:
    agree(build(load([*SPECIAL[name], *SHORT])), 0, name)


@pytest.mark.parametrize("days", [(1.0,), (0.0,), (1.0, 0.0), (2.0, 1.0, 1.0)], ids=str)
@pytest.mark.parametrize("workforce", ["sixty_people", "one_person"])
def test_whole_days(days: tuple[float, ...], workforce: str) -> None:
    chosen = tied(load([f"workforce={workforce}", "drift=fast", *SHORT]), days)
    agree(build(chosen), 0, str(days))


def test_same_plan_again_and_in_any_order() -> None:
    plan = build(load(list(SHORT)))
    once = [compiled.simulate(plan, n) for n in (0, 1, 2)]
    again = [compiled.simulate(plan, n) for n in (2, 0, 1)]
    for a, b in zip(once, (again[1], again[2], again[0]), strict=True):
        assert_equal(a, b)


quick = settings(
    max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
thorough = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@quick
@given(plan=plans(60.0))
def test_made_up_organisations(plan: Plan) -> None:
    agree(plan, 0)


@quick
@given(plan=tied_plans(40.0))
def test_made_up_organisations_in_which_all_ties(plan: Plan) -> None:
    agree(plan, 0)


@pytest.mark.slow
@thorough
@given(plan=plans(150.0))
def test_many_made_up_organisations(plan: Plan) -> None:
    agree(plan, 0)


@pytest.mark.slow
@thorough
@given(plan=tied_plans(60.0))
def test_many_made_up_organisations_in_which_all_ties(plan: Plan) -> None:
    agree(plan, 0)


STRUCTURES = [preset for preset in PRESETS if preset.startswith("structure=")]


@pytest.mark.slow
@pytest.mark.parametrize("first", [0, 50, 100, 150])
@pytest.mark.parametrize("preset", STRUCTURES)
def test_structures_over_two_hundred_seeds(preset: str, first: int) -> None:
    """Half a year each: every mechanism is at work by then, and 1,200 runs stay affordable."""
    chosen = load([preset, "horizon_days=130", "warm_up_days=10"])
    for seed in range(first, first + 50):
        agree(build(chosen.model_copy(update={"seed": seed})), 0, f"{preset} seed={seed}")


@pytest.mark.slow
@pytest.mark.parametrize("preset", STRUCTURES)
def test_structures_to_the_whole_horizon(preset: str) -> None:
    plan = build(load([preset]))
    for replication in range(8):
        agree(plan, replication, preset)


@pytest.mark.slow
@pytest.mark.parametrize("case", TEXTBOOK)
def test_textbook_cases_at_length(case: str) -> None:
    plan = plan_of(load([f"+textbook={case}", "horizon_days=4000", "warm_up_days=400"]))
    for replication in range(5):
        agree(plan, replication, case)


@pytest.mark.slow
def test_a_world_that_outgrows_its_size_loses_nothing() -> None:
    queue = ["+textbook=mmc", "textbook.arrival_rate=20", "textbook.servers=1"]
    plan = plan_of(load([*queue, "horizon_days=600", "warm_up_days=10"]))
    agree(plan, 0, "overload")
