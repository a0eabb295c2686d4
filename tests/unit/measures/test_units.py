"""What units would answer, on traces whose numbers were worked out by hand."""

from __future__ import annotations

import math

import numpy as np

from simorg.measures import compute
from simorg.plan import Plan
from simorg.plan.tables import UNIT_ROW
from simorg.trace.address import asset_address
from simorg.trace.codes import Cause
from simorg.trace.events import Event
from tests.traces import Story, incident, tiny_plan, tiny_settings

SETTINGS = tiny_settings(100.0, 5.0)


def four_units() -> Plan:
    plan = tiny_plan(SETTINGS)
    object.__setattr__(plan, "units", np.repeat(plan.units.astype(UNIT_ROW), 4))
    return plan


def models() -> tuple[Story, list[int]]:
    story, addresses = Story(), [asset_address(unit, 1) for unit in range(4)]
    for address in addresses:
        story.tell(0.0, Event.MODEL_LIVE, address, 1, 1.0)
    return story, addresses


def test_units_that_have_seen_nothing_do_not_answer() -> None:
    story, (a, b, *_) = models()
    story.harm(incident(a), Cause.FAULT, 10.0, 11.0, 40.0)  # a plain fault
    story.harm(incident(b, 1), Cause.NATURAL_DRIFT, 10.0, None, 40.0)  # never noticed
    story.harm(incident(b, 2), Cause.NATURAL_DRIFT, 50.0, 51.0)  # never restored
    story.harm(incident(b, 3), Cause.DATA_BREAK, 2.0, 3.0, 30.0)  # before the window
    numbers = compute(story.trace(SETTINGS, four_units()))
    assert numbers["answering_units"] == 0.0
    assert math.isnan(numbers["slow_units_share"])


def test_a_unit_answers_by_its_median() -> None:
    story, (a, b, c, _) = models()
    for n, days in enumerate((1.0, 4.0, 30.0)):  # median 4 days
        story.harm(incident(a, n), Cause.DEFECT, 10.0 + 20.0 * n, 10.5 + 20.0 * n, 10.0 + 20.0 * n + days)
    for n, days in enumerate((4.0, 6.0)):  # median 5 days, a week
        story.harm(incident(b, n), Cause.DATA_BREAK, 10.0 + 20.0 * n, 10.5 + 20.0 * n, 10.0 + 20.0 * n + days)
    story.harm(incident(c), Cause.NATURAL_DRIFT, 10.0, 20.0, 21.0)  # the time to notice counts
    numbers = compute(story.trace(SETTINGS, four_units()))
    assert numbers["answering_units"] == 3.0
    assert numbers["slow_units_share"] == 2 / 3
