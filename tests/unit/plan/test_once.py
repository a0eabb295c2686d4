"""A plan is built once, and what runs leave behind in shared worlds reaches no other run."""

from __future__ import annotations

from pathlib import Path

import simorg
from simorg.engines import compiled
from simorg.engines.compiled import layout
from simorg.plan import plan_of

SHORT = ["horizon_days=120", "warm_up_days=10"]
EXAMPLES = Path(__file__).resolve().parents[3] / "conf" / "examples"


def test_equal_settings_have_one_plan() -> None:
    first = plan_of(simorg.load(SHORT))
    assert plan_of(simorg.load(SHORT)) is first
    assert plan_of(simorg.load([*SHORT, "seed=5"])) is not first


def test_a_table_that_is_changed_in_settings_is_seen() -> None:
    settings = simorg.load(SHORT)
    before = plan_of(settings)
    settings.workforce.headcount["data_engineer"] += 3
    assert len(plan_of(settings).people) == len(before.people) + 3


def test_a_roster_that_is_edited_is_read_again(tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    lines = (EXAMPLES / "roster.csv").read_text().splitlines()
    roster.write_text("\n".join(lines))
    titles = f"structure.titles={EXAMPLES / 'titles.csv'}"
    settings = simorg.load(["structure=custom", f"structure.file={roster}", titles])
    before = plan_of(settings)
    _, *rest = lines[-1].split(",")
    roster.write_text("\n".join([*lines, ",".join(["E9999", *rest])]))
    assert len(plan_of(settings).people) == len(before.people) + 1


def test_a_world_that_another_plan_has_used_is_as_good_as_new() -> None:
    organisations = (
        ["workforce=small"], ["structure=functional_silos"], ["+textbook=mmc"], ["workforce=small", "seed=3"],
    )  # fmt: skip
    plans = [plan_of(simorg.load([*given, *SHORT])) for given in organisations]
    mixed = [compiled.simulate(plan, 0).rows.tobytes() for plan in plans * 2]
    alone = []
    for plan in plans * 2:
        layout.SPARE.clear()
        alone.append(compiled.simulate(plan, 0).rows.tobytes())
    assert mixed == alone
