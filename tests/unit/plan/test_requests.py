"""Requests in a plan: what a unit asks for, and how little a large organisation needs."""

from __future__ import annotations

import numpy as np
import pytest

from simorg import load
from simorg.config.errors import SettingsError
from simorg.config.vocabulary import SKILLS
from simorg.organisation.graph import Organisation
from simorg.plan import build
from tests.mechanisms.story import office, story


def two_teams() -> Organisation:
    return office(
        {"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"data": 1.0}, "pat": {"data": 1.0}}}, {"a": "lab"}
    )


def test_a_unit_does_not_ask_for_what_nobody_serves_for_it() -> None:
    """Of science, data and ML with 5 : 3 : 1 it asks for data and ML with 3 : 1."""
    asked = {"per_unit_quarter": 1.0, "skill_weights": {"science": 5.0, "data": 3.0, "ml": 1.0}}
    tables = story(two_teams(), days=1.0, requests=asked).requests
    shares = dict(zip(SKILLS, np.diff(tables.skills[0], prepend=0.0).tolist(), strict=True))
    assert {skill: share for skill, share in shares.items() if share} == {"data": 0.75, "ml": 0.25}


def test_a_unit_that_has_nobody_to_ask_is_refused() -> None:
    with pytest.raises(
        SettingsError, match="unit 'a' of 'story' has nobody to ask for science; give a weight"
    ):
        story(two_teams(), days=1.0, requests={"per_unit_quarter": 1.0, "skill_weights": {"science": 1.0}})


def test_a_team_works_on_a_request_as_what_most_of_its_people_are() -> None:
    tables = story(two_teams(), days=1.0, requests={"per_unit_quarter": 1.0}).requests
    lab, pool = tables.queue.tolist()
    data, ml = SKILLS.index("data"), SKILLS.index("ml")
    assert set(lab) == {ml} and set(pool) == {data}


def test_off_there_are_no_tables() -> None:
    off = story(two_teams(), days=1.0, requests={"per_unit_quarter": 0.0, "per_model_year": 0.0}).requests
    assert not any(table.size for table in off)


def test_of_a_thousand_people_each_pair_of_teams_is_one_entry() -> None:
    """The hop classes share a row: T (T - 1) entries of 16 bytes."""
    settings = load(["structure=embedded_squads", "workforce.units=120"])
    heads = {role: 12 * count for role, count in settings.workforce.headcount.items()}
    workforce = settings.workforce.model_copy(update={"headcount": heads})
    plan = build(settings.model_copy(update={"workforce": workforce}))
    teams = int(np.count_nonzero(plan.teams["any_skill"] >= 0))
    assert teams > 100 and len(plan.people) > 700
    assert len(plan.requests.upto) == teams * (teams - 1)
