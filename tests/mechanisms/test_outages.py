"""One cause, many faults: outages of what all models run on."""

from __future__ import annotations

import math

from simorg.rules import purposes
from simorg.trace.address import OF_UNIT, asset_address
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, draws_of, fault_rate, rate, waited
from tests.mechanisms.story import UNIFORM, office, story
from tests.mechanisms.telling import old, rows

OFFICE = office({"lab": {"ann": {"ml": 1.0, "operations": 1.0}}}, {"a": "lab", "b": "lab"})
SCIENCE = office({"lab": {"ann": {"ml": 1.0, "operations": 1.0, "science": 1.0}}}, {"a": "lab", "b": "lab"})
PLATFORM = asset_address(0, OF_UNIT)
A1, A2, B1 = old(0, 1), old(0, 2), old(1, 1)
ALERT = {"fault_alert_works": 1.0}
FOREVER = {"configure_days": 99.0}


def hits(u: Draws, n: int) -> list[bool]:
    """Return which of A1, A2, B1, B2 the n-th outage hits, at 0.5."""
    return [u(purposes.OUTAGE_HITS, old(unit, k), n) < 0.5 for unit in (0, 1) for k in (1, 2)]


def test_an_outage_hits_some_models_of_all_units_and_spares_what_is_down(play: Play) -> None:
    """The first, at 8, hits A1 and B1; the second comes a draw later and would hit A1 and A2.

    A1 still has its fault, so only A2 is struck. Each loss is the draw of the model for that outage.
    """
    plan = story(
        OFFICE, days=30.0, demand={"initial_models_per_unit": 2}, faults={"loss": UNIFORM}, response=FOREVER,
        outages={"per_year": rate(8.0, purposes.OUTAGE_GAP, PLATFORM, 1), "hits": 0.5},
        luck=lambda u: hits(u, 1) == [True, False, True, False] and hits(u, 2) == [True, True, False, False]
        and waited(u, purposes.OUTAGE_GAP, PLATFORM, 2) < 2 * waited(u, purposes.OUTAGE_GAP, PLATFORM, 1)
        and waited(u, purposes.OUTAGE_GAP, PLATFORM, 3) > 3 * waited(u, purposes.OUTAGE_GAP, PLATFORM, 1),
    )  # fmt: skip
    u = draws_of(plan)
    again = 8.0 + waited(u, purposes.OUTAGE_GAP, PLATFORM, 2) / (plan.settings.outages.per_year / 260.0)
    loss = {(model, n): u(purposes.OUTAGE_LOSS, model, n) for model in (A1, A2, B1) for n in (1, 2)}
    assert play(plan, "INCIDENT_O") == rows(f"""
        8        INCIDENT_ONSET  A1:fault1  FAULT  {loss[A1, 1]}  @lab
        8        INCIDENT_ONSET  B1:fault1  FAULT  {loss[B1, 1]}  @lab
        {again}  INCIDENT_ONSET  A2:fault1  FAULT  {loss[A2, 2]}  @lab
    """)


def test_an_outage_leaves_the_faults_of_a_model_by_itself_as_they_are(play: Play) -> None:
    """A1 has a fault by itself at 8; the next one a draw after it is restored at 10, whatever else comes.

    An outage at 4 makes its first fault, over at 6: the one at 8 is its second.
    """
    for hit in (0.0, 1.0):
        plan = story(
            OFFICE, days=25.0, demand={"initial_models_per_unit": 1},
            faults={"per_model_year": fault_rate(8.0, A1)}, monitoring=ALERT,
            response={"configure_days": 2.0},
            outages={"per_year": rate(4.0, purposes.OUTAGE_GAP, PLATFORM, 1), "hits": hit},
            luck=lambda u: waited(u, purposes.OUTAGE_GAP, PLATFORM, 2)
            > 9 * waited(u, purposes.OUTAGE_GAP, PLATFORM, 1)
            and waited(u, purposes.FAULT_GAP, A1, 2) < waited(u, purposes.FAULT_GAP, A1, 1)
            and waited(u, purposes.FAULT_GAP, A1, 3) > 3 * waited(u, purposes.FAULT_GAP, A1, 1)
            and waited(u, purposes.FAULT_GAP, B1, 1) > 4 * waited(u, purposes.FAULT_GAP, A1, 1),
        )  # fmt: skip
        gap = math.exp(math.log(waited(draws_of(plan), purposes.FAULT_GAP, A1, 2)))
        again = 10.0 + gap / (plan.settings.faults.per_model_year / 260.0)
        own = [8.0, again]
        onsets = [row[0] for row in play(plan, "INCIDENT_O") if row[2].startswith("A1")]
        assert onsets == ([4.0, *own] if hit else own)


def test_who_is_hurt_by_something_else_is_hit_all_the_same(play: Play) -> None:
    """A1 is in breach from 8 on and nobody knows; the outage at 10 would lose 1.5 of it: all there is."""
    plan = story(
        SCIENCE, days=12.0, demand={"initial_models_per_unit": 1}, faults={"loss": 1.5}, response=FOREVER,
        drift={"law": "gradual", "rate": 0.0625, "slo_margin": 0.5},
        outages={"per_year": rate(10.0, purposes.OUTAGE_GAP, PLATFORM, 1), "hits": 0.5},
        luck=lambda u: hits(u, 1)[0]
        and waited(u, purposes.OUTAGE_GAP, PLATFORM, 2) > waited(u, purposes.OUTAGE_GAP, PLATFORM, 1),
    )  # fmt: skip
    assert [row for row in play(plan, "INCIDENT_O") if row[2].startswith("A1")] == rows("""
        8   INCIDENT_ONSET  A1:natural_drift1  NATURAL_DRIFT  0.5  @lab
        10  INCIDENT_ONSET  A1:fault1          FAULT          1    @lab
    """)
