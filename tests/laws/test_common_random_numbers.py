"""Draws have addresses: the same idea is the same idea everywhere, and nothing disturbs anything else."""

from __future__ import annotations

from simorg import load
from simorg.config.settings import Settings
from simorg.engines.run import simulate
from simorg.trace.codes import Origin
from simorg.trace.events import Event
from simorg.trace.rows import Trace

STRUCTURES = (
    "centre_of_excellence", "hub_and_spoke", "communities_of_practice", "informal_network", "embedded_squads",
    "functional_silos",
)  # fmt: skip
SHORT = ["horizon_days=200", "warm_up_days=20"]


def ideas(trace: Trace) -> list[tuple[float, int, float]]:
    created = trace.rows[(trace.rows["event"] == Event.ITEM_CREATED) & (trace.rows["code"] == Origin.IDEA)]
    return [(float(row["time"]), int(row["subject"]), float(row["value"])) for row in created]


def settings_of(*overrides: str) -> Settings:
    return load([*SHORT, *overrides])


def test_ideas_are_identical_in_every_structure() -> None:
    """Time, identity and size of every initiative do not depend on the wiring."""
    traces = [simulate(settings_of(f"structure={name}"), 3) for name in STRUCTURES]
    assert len(ideas(traces[0])) > 20
    assert all(ideas(trace) == ideas(traces[0]) for trace in traces[1:])


def test_a_further_draw_in_one_entity_moves_nothing_else() -> None:
    """Switching improvements off leaves every idea, its size and its time untouched."""
    on, off = settings_of(), settings_of("demand.improvements_per_model_year=0")
    assert ideas(simulate(on, 1)) == ideas(simulate(off, 1))


def test_models_of_one_unit_do_not_notice_more_units() -> None:
    """Unit 1 raises the same ideas whether three or six units exist."""
    few = ideas(simulate(settings_of("workforce.units=3"), 0))
    many = ideas(simulate(settings_of("workforce.units=6"), 0))
    assert few == [idea for idea in many if idea in set(few)]


def test_replications_and_seeds_differ() -> None:
    settings = settings_of()
    assert ideas(simulate(settings, 0)) != ideas(simulate(settings, 1))
    assert ideas(simulate(settings, 0)) != ideas(simulate(settings_of("seed=0"), 0))


def test_a_run_leaves_its_settings_unchanged() -> None:
    settings = settings_of()
    before = settings.model_dump_json()
    simulate(settings, 0)
    assert settings.model_dump_json() == before
