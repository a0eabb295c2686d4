"""Requests: where they arrive, how they move on, whom they wait for, who does them and when."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from simorg.organisation.graph import Draft
from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, Found, draws_of, rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import old, request, request_about, rows

PEOPLE = {
    "lab": {"ann": {"ml": 1.0}, "bob": {"ml": 1.0}},
    "pool": {"pia": {"data": 1.0}},
    "desk": {"dan": {"software": 1.0}},
}
OFFICE = office(PEOPLE, {"a": "lab"}, ties={("pool", "lab"): 1.0, ("pool", "desk"): 2.0})
ONE, TWO = request(0, 1), request(0, 2)
PLAIN: dict[str, Any] = {
    "skill_weights": {"data": 1.0}, "effort_days": 0.5, "instant": 0.0, "blocked": 0.0, "back_to_sender": 0.0,
    "moves_on_first": 0.0, "moves_on_second": 0.0, "moves_on_further": 0.0,
}  # fmt: skip
"""Questions about data, which pia answers in half a day."""


def first_on(day: float) -> Found:
    """Find the requests of a quarter of which the first comes on a day."""
    return rate(day, purposes.REQUEST_GAP, ONE, per_days=65.0)


def second_on(u: Draws) -> float:
    """Return the day on which a second request comes, if the first comes on day 10."""
    return 10.0 * (1.0 + waited(u, purposes.REQUEST_GAP, TWO) / waited(u, purposes.REQUEST_GAP, ONE))


def no_third(u: Draws) -> bool:
    """Return whether a third comes more than 10 days after the second."""
    return waited(u, purposes.REQUEST_GAP, request(0, 3)) > waited(u, purposes.REQUEST_GAP, ONE)


def test_a_request_is_a_job_of_whom_the_unit_asks_for_the_skill(play: Play) -> None:
    """Pia serves data for a. Two requests, the first on day 10; half a day each at half her time: one day.

    The second comes while the first is looked at and waits for it.
    """
    plan = story(
        office(PEOPLE, {"a": "lab"}, availability={"pia": 0.5}), days=14.0,
        requests=PLAIN | {"per_unit_quarter": first_on(10.0)},
        luck=lambda u: 10.2 < second_on(u) < 10.8 and no_third(u),
    )  # fmt: skip
    u = draws_of(plan)
    gap = waited(u, purposes.REQUEST_GAP, ONE)
    second = (gap + waited(u, purposes.REQUEST_GAP, TWO)) / (plan.settings.requests.per_unit_quarter / 65.0)
    assert play(plan) == rows(f"""
        10        REQUEST_ARRIVED   a:request1    -               0                @pool
        10        JOB_QUEUED        a:request1#1  REQUEST.data.3  0.5              @pool
        10        JOB_STARTED       a:request1#1  REQUEST.data.3  0.5              pia@pool
        {second}  REQUEST_ARRIVED   a:request2    -               0                @pool
        {second}  JOB_QUEUED        a:request2#1  REQUEST.data.3  0.5              @pool
        11        JOB_FINISHED      a:request1#1  REQUEST.data.3  1                pia@pool
        11        REQUEST_RESOLVED  a:request1    -               1                @pool
        11        JOB_STARTED       a:request2#1  REQUEST.data.3  0.5              pia@pool
        12        JOB_FINISHED      a:request2#1  REQUEST.data.3  1                pia@pool
        12        REQUEST_RESOLVED  a:request2    -               {12.0 - second}  @pool
    """)


def test_it_goes_to_the_team_needed_and_back_and_to_another(play: Play) -> None:
    """After the first visit and the second another team is needed, after a third as well, then none.

    From the pool to the lab; the draw there is below 0.5: back to the pool; there it is not, so it goes to
    another than the lab, however likely that would be: the desk. The lab and the desk know nothing of data
    and do it as what they are.
    """
    plan = story(
        OFFICE, days=13.0,
        requests=PLAIN | {"per_unit_quarter": first_on(10.0), "moves_on_first": 1.0, "moves_on_second": 1.0,
                          "moves_on_further": 0.5, "back_to_sender": 0.5},
        luck=lambda u: second_on(u) > 13.0 and u(purposes.REQUEST_NEXT, ONE, 1) < 0.5
        and u(purposes.REQUEST_BACK, ONE, 1) < 0.5 and u(purposes.REQUEST_BACK, ONE, 2) < 0.5
        and u(purposes.REQUEST_MOVES, ONE, 3) < 0.5 <= u(purposes.REQUEST_MOVES, ONE, 4)
        and u(purposes.REQUEST_BACK, ONE, 3) >= 0.5 and u(purposes.REQUEST_NEXT, ONE, 3) < 0.8,
    )  # fmt: skip
    assert play(plan, "REQUEST", "JOB_FINISHED") == rows("""
        10    REQUEST_ARRIVED   a:request1    -                   0    @pool
        10.5  JOB_FINISHED      a:request1#1  REQUEST.data.3      0.5  pia@pool
        10.5  REQUEST_MOVED     a:request1    pool                1    @lab
        11    JOB_FINISHED      a:request1#2  REQUEST.ml.3        0.5  ann@lab
        11    REQUEST_MOVED     a:request1    lab                 2    @pool
        11.5  JOB_FINISHED      a:request1#3  REQUEST.data.3      0.5  pia@pool
        11.5  REQUEST_MOVED     a:request1    pool                3    @desk
        12    JOB_FINISHED      a:request1#4  REQUEST.software.3  0.5  dan@desk
        12    REQUEST_RESOLVED  a:request1    -                   2    @desk
    """)


def test_without_memory_the_row_decides_whatever_was_before(play: Play) -> None:
    """The same, but that nobody remembers where it came from: from the pool to the lab, by a draw of 0.8."""
    plan = story(
        OFFICE, days=30.0,
        requests=PLAIN | {"per_unit_quarter": first_on(10.0), "moves_on_first": 1.0, "moves_on_second": 1.0,
                          "moves_on_further": 0.5, "back_to_sender": None},
        luck=lambda u: second_on(u) > 30.0 and u(purposes.REQUEST_MOVES, ONE, 3) < 0.5
        and u(purposes.REQUEST_NEXT, ONE, 1) < 0.5 and u(purposes.REQUEST_NEXT, ONE, 2) < 0.8
        and 0.75 < u(purposes.REQUEST_NEXT, ONE, 3) < 0.8,
    )  # fmt: skip
    assert [row[5] for row in play(plan, "REQUEST_M")][:3] == ["@lab", "@pool", "@lab"]


FIVE = PEOPLE | {"board": {"bo": {"risk": 1.0}}, "shop": {"sue": {"science": 1.0}}}


ALIKE = {"lab": 0.25, "pool": 0.5, "board": 0.25}
QUARTERS = {"lab": 0.25, "pool": 0.25, "board": 0.25, "shop": 0.25}
WAYS = (
    (0.45, "pool", ALIKE, "lab"),
    (0.55, "pool", ALIKE, "board"),
    (0.95, "pool", {"lab": 0.1, "pool": 0.9}, "lab"),
    (0.05, "lab", {"lab": 0.9, "pool": 0.1}, "pool"),
    (0.6, "board", {"lab": 0.5, "pool": 0.5}, "pool"),
    (0.5, "pool", {"pool": 1.0}, "pool"),
    (0.25, "pool", QUARTERS, "lab"),
    (0.5, "pool", QUARTERS, "board"),
    (0.9, "pool", QUARTERS, "shop"),
)
"""A draw, where a request came from, the row of the desk, and whom it gets."""


def test_others_than_the_one_before_keep_their_odds(play: Play) -> None:
    """It comes from a team to the desk, by a stated way, and the desk needs another than that team.

    A draw of 0.45 or 0.55 between two that are left, alike, is the former or the latter; 0.25, 0.5 and 0.9
    are the first, the second and the last of three, alike, of which one comes before the team left out. Where
    there is but one left, it is that one whatever the draw; who was not in the row leaves it as it is; and
    where nobody else is in it, it goes back.
    """
    for draw, came, shares, following in WAYS:
        asked = PLAIN | {"per_unit_quarter": first_on(10.0)}
        plan = story(
            office(FIVE, {"a": "lab"}, wire=by_the_desk(came, shares)), days=12.0, requests=asked,
            luck=lambda u, draw=draw: second_on(u) > 12.0
            and abs(u(purposes.REQUEST_NEXT, ONE, 2) - draw) < 0.04,
        )  # fmt: skip
        assert [row[5] for row in play(plan, "REQUEST_M")] == ["@desk", f"@{following}"]


def by_the_desk(came: str, shares: dict[str, float]) -> Callable[[Draft], None]:
    """Return what lets requests arrive at a team that passes on to the desk, which passes on by a row."""

    def wire(draft: Draft) -> None:
        draft.first_line("a", came, 1.0)
        draft.moves(came, 1, {came: 0.0, "desk": 1.0})
        draft.moves("desk", 2, {"desk": 0.0, **shares})

    return wire


def test_the_next_team_is_likelier_the_more_people_it_has_and_the_nearer_it_is(play: Play) -> None:
    """From the pool: the lab, two people at distance 1, or the desk, one at 2: 2 e^-1 to e^-2, or 0.845.

    One draw lies a little below, the other a little above. Heads alone would say 0.667, distance 0.731.
    """
    lab = 2.0 * math.exp(-1.0) / (2.0 * math.exp(-1.0) + math.exp(-2.0))
    plan = story(
        OFFICE, days=30.0, requests=PLAIN | {"per_unit_quarter": first_on(10.0), "moves_on_first": 1.0},
        luck=lambda u: lab - 0.04 < u(purposes.REQUEST_NEXT, ONE, 1) < lab
        and lab < u(purposes.REQUEST_NEXT, TWO, 1) < lab + 0.04
        and second_on(u) < 25.0,
    )  # fmt: skip
    found = [row[2:6] for row in play(plan, "REQUEST_M")][:2]
    assert found == [("a:request1", "pool", 1.0, "@lab"), ("a:request2", "pool", 1.0, "@desk")]


def test_chances_of_moving_on_are_those_of_the_hop_class(play: Play) -> None:
    """0.3 after the first visit, 0.6 after the second, 0.9 after the third and the fourth.

    Draws of about 0.2, 0.5, 0.8 and 0.8 move it on; 0.95 ends it, in the fifth visit.
    """
    two = office({"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"data": 1.0}}}, {"a": "lab"})
    plan = story(
        two, days=20.0,
        requests=PLAIN | {"per_unit_quarter": first_on(10.0), "moves_on_first": 0.3, "moves_on_second": 0.6,
                          "moves_on_further": 0.9},
        luck=lambda u: second_on(u) > 20.0
        and u(purposes.REQUEST_MOVES, ONE, 1) < 0.3 < u(purposes.REQUEST_MOVES, ONE, 2) < 0.6
        and all(0.6 < u(purposes.REQUEST_MOVES, ONE, n) < 0.9 for n in (3, 4))
        and u(purposes.REQUEST_MOVES, ONE, 5) > 0.9,
    )  # fmt: skip
    assert play(plan, "REQUEST_M", "REQUEST_R") == rows("""
        10.5  REQUEST_MOVED     a:request1  pool  1    @lab
        11    REQUEST_MOVED     a:request1  lab   2    @pool
        11.5  REQUEST_MOVED     a:request1  pool  3    @lab
        12    REQUEST_MOVED     a:request1  lab   4    @pool
        12.5  REQUEST_RESOLVED  a:request1  -     2.5  @pool
    """)


def test_whoever_is_blocked_waits_outside_before_anybody_works(play: Play) -> None:
    """Half of the visits: the draw of the first is above, that of the second below 0.5.

    The wait is its own draw, 0.5 to 1 day; meanwhile the lab is free for the idea of day 10.75.
    """
    plan = story(
        office({"lab": {"ann": {"ml": 1.0}}, "pool": {"pia": {"data": 1.0}}}, {"a": "lab"}), days=15.0,
        ideas={"a": 10.75}, initiative=(stage("build", "ml", 0.125),),
        requests=PLAIN | {"per_unit_quarter": first_on(10.0), "moves_on_first": 1.0, "blocked": 0.5,
                          "blocked_days": UNIFORM},
        luck=lambda u: second_on(u) > 15.0 and u(purposes.REQUEST_BLOCKED_TIME, ONE, 2) > 0.5
        and u(purposes.REQUEST_BLOCKED, ONE, 2) < 0.5 <= u(purposes.REQUEST_BLOCKED, ONE, 1),
    )  # fmt: skip
    back = 10.5 + draws_of(plan)(purposes.REQUEST_BLOCKED_TIME, ONE, 2)
    assert play(plan, "REQUEST", "JOB_STARTED") == rows(f"""
        10       REQUEST_ARRIVED    a:request1    -               0            @pool
        10       JOB_STARTED        a:request1#1  REQUEST.data.3  0.5          pia@pool
        10.5     REQUEST_MOVED      a:request1    pool            1            @lab
        10.5     REQUEST_BLOCKED    a:request1    -               0            @lab
        10.75    JOB_STARTED        a1#1          WORK.ml.4       0.125        ann@lab
        {back}   REQUEST_UNBLOCKED  a:request1    -               {back - 10.5}  @lab
        {back}   JOB_STARTED        a:request1#2  REQUEST.ml.3    0.5          ann@lab
        {back + 0.5}  REQUEST_RESOLVED  a:request1  -  {back + 0.5 - 10.0}  @lab
    """)


def test_what_is_answered_at_once_interrupts_and_what_is_not_waits_its_turn(play: Play) -> None:
    """Pia is at an idea from 8 to 12. At 10 a request comes that she answers at once: half a day.

    So the idea lasts till 12.5. The second request, which nobody answers at once, waits for that.
    """
    plan = story(
        OFFICE, days=14.0, ideas={"a": 8.0}, initiative=(stage("collect", "data", 4.0),),
        work={"preempting_class": 0},
        requests=PLAIN | {"per_unit_quarter": first_on(10.0), "instant": 0.5},
        luck=lambda u: u(purposes.REQUEST_INSTANT, ONE, 1) < 0.5 <= u(purposes.REQUEST_INSTANT, TWO, 1)
        and 10.6 < second_on(u) < 12.0 and no_third(u),
    )  # fmt: skip
    assert play(plan, "JOB_S", "JOB_P") == rows("""
        8     JOB_STARTED    a1#1          WORK.data.4     4    pia@pool
        10    JOB_PREEMPTED  a1#1          WORK.data.4     2    pia@pool
        10    JOB_STARTED    a:request1#1  REQUEST.data.0  0.5  pia@pool
        10.5  JOB_STARTED    a1#1          WORK.data.4     2    pia@pool
        12.5  JOB_STARTED    a:request2#1  REQUEST.data.3  0.5  pia@pool
    """)


def test_a_model_is_asked_about_until_it_retires_and_what_was_asked_goes_on(play: Play) -> None:
    """A1 of the unit is asked about on day 4 and retires at about 5; the second question would come by 8.

    The answer takes 3 days, and comes when the model is gone.
    """
    model = old(0)
    first, second = request_about(model, 1), request_about(model, 2)
    plan = story(
        OFFICE, days=20.0, demand={"initial_models_per_unit": 1, "model_lifetime_years": 0.01},
        requests=PLAIN | {"per_model_year": rate(4.0, purposes.REQUEST_GAP, first),
                          "effort_days": 3.0},
        luck=lambda u: 4.9 < waited(u, purposes.LIFETIME, model) * 2.6 < 5.1
        and 0.5 < waited(u, purposes.REQUEST_GAP, second) / waited(u, purposes.REQUEST_GAP, first) < 1.0,
    )  # fmt: skip
    told = play(plan, "REQUEST", "MODEL_R")
    assert [row for row in told if row[1] != "MODEL_RETIRED"] == rows("""
        4  REQUEST_ARRIVED   A1:request1  -  0  @pool
        7  REQUEST_RESOLVED  A1:request1  -  3  @pool
    """)
    assert 4.9 < told[1][0] < 5.1


def test_skills_are_asked_for_by_their_weights_and_efforts_drawn_anew_at_each_visit(play: Play) -> None:
    """Data with 3 of 4, ML with 1; the draws are 0.7 and 0.8. Work of a visit is its draw.

    The second, about ML, goes to the lab, where another team is needed: it comes to the pool or the desk.
    """
    asked = PLAIN | {"skill_weights": {"ml": 1.0, "data": 3.0}, "effort_days": UNIFORM, "moves_on_first": 0.5}
    plan = story(
        OFFICE, days=40.0, requests=asked | {"per_unit_quarter": first_on(10.0)},
        luck=lambda u: 0.7 < u(purposes.REQUEST_SKILL, ONE) < 0.75 < u(purposes.REQUEST_SKILL, TWO) < 0.8
        and u(purposes.REQUEST_MOVES, TWO, 1) < 0.5 <= u(purposes.REQUEST_MOVES, ONE, 1)
        and second_on(u) < 30.0,
    )  # fmt: skip
    u, told = draws_of(plan), play(plan, "REQUEST_A", "JOB_Q")
    where = [row for row in told if row[1] == "REQUEST_ARRIVED"][:2]
    assert [(row[2], row[5]) for row in where] == [("a:request1", "@pool"), ("a:request2", "@lab")]
    efforts = {row[2]: row[4] for row in told if row[1] == "JOB_QUEUED"}
    assert efforts["a:request1#1"] == pytest.approx(u(purposes.REQUEST_EFFORT, ONE, 1))
    assert efforts["a:request2#1"] == pytest.approx(u(purposes.REQUEST_EFFORT, TWO, 1))
    assert efforts["a:request2#2"] == pytest.approx(u(purposes.REQUEST_EFFORT, TWO, 2))


def test_an_organisation_may_state_first_lines_moves_and_the_work_of_a_visit(
    play: Play,
) -> None:
    """One in four arrives at the desk, the others at the lab; the draw of the first is above 0.75.

    The desk resolves 0.2 and passes 0.3 on to the lab, 0.5 to the pool: of what moves on, 0.375 goes to the
    lab, and the draw is a little above. For the pool a visit is four times the work, and it resolves all,
    though by the settings a second team passes everything on.
    """

    def wire(draft: Draft) -> None:
        draft.first_line("a", "lab", 3.0)
        draft.first_line("a", "desk", 1.0)
        draft.moves("desk", 1, {"desk": 0.2, "lab": 0.3, "pool": 0.5})
        draft.moves("pool", 2, {"pool": 1.0})
        draft.request_effort("pool", 4.0)

    plan = story(
        office(PEOPLE, {"a": "lab"}, ties={("pool", "lab"): 1.0, ("pool", "desk"): 2.0}, wire=wire),
        days=15.0,
        requests=PLAIN | {"per_unit_quarter": first_on(10.0), "moves_on_second": 1.0},
        luck=lambda u: second_on(u) > 15.0 and u(purposes.REQUEST_FIRST, ONE) > 0.75
        and u(purposes.REQUEST_MOVES, ONE, 1) < 0.8 and 0.375 < u(purposes.REQUEST_NEXT, ONE, 1) < 0.42,
    )  # fmt: skip
    assert play(plan, "REQUEST", "JOB_FINISHED") == rows("""
        10    REQUEST_ARRIVED   a:request1    -                   0    @desk
        10.5  JOB_FINISHED      a:request1#1  REQUEST.software.3  0.5  dan@desk
        10.5  REQUEST_MOVED     a:request1    desk                1    @pool
        12.5  JOB_FINISHED      a:request1#2  REQUEST.data.3      2    pia@pool
        12.5  REQUEST_RESOLVED  a:request1    -                   2.5  @pool
    """)
