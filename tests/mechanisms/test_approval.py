"""Sign-offs before a stage: who signs, how long it takes, what is refused, what is found; and afterwards.

The n-th sign-off that an item asks for draws at n; whether the k-th of a visit is needed, at 16 visits + k.
"""

from __future__ import annotations

from collections.abc import Callable

from simorg.organisation.graph import Draft, Organisation
from simorg.rules import purposes
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, binomial, draws_of, fault_rate, poisson, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import change, idea, old, rows

BUILD, SHIP = stage("build", "ml", 2.0), stage("ship", "ml", 1.0)
LAB, BOARD = {"ann": {"ml": 1.0}}, {"lea": {"risk": 1.0}}
A1 = old(0)
SHIP_VISIT = 256 + 1
"""Number of the first visit to stage 1, `ship`."""


def gated(stage: str = "ship", share: float = 1.0, units: str = "a") -> Organisation:
    """Return a lab whose board, half a unit of distance away, signs off before a stage."""

    def wire(draft: Draft) -> None:
        for unit in units:
            draft.approval(unit, stage, "board", "risk", share)

    return office(
        {"lab": LAB, "board": BOARD}, dict.fromkeys(units, "lab"), {("lab", "board"): 0.5}, wire=wire
    )  # fmt: skip


def refused(n: int, what: int = 0, share: float = 0.5) -> Callable[[Draws], bool]:
    """Return the luck that the first n sign-offs are refused by a share, and the next one is not."""
    address = what or idea(0)
    return lambda u: all(u(purposes.APPROVAL_VERDICT, address, k) < share for k in range(1, n + 1)) and (
        u(purposes.APPROVAL_VERDICT, address, n + 1) >= share
    )  # fmt: skip


def test_an_item_waits_for_the_sign_off_before_a_stage(play: Play) -> None:
    """Built from 10 to 12; 0.5 days to the board, 0.25 days of lea, class 2; shipped from 12.75 on."""
    plan = story(
        gated(), days=20.0, ideas={"a": 10.0}, initiative=(BUILD, SHIP),
        approvals={"effort_days": 0.25}, handoff={"latency_days": 1.0},
    )  # fmt: skip
    assert play(plan, "STAGE_ENT", "APPROVAL", "JOB_Q", "JOB_F") == rows("""
        10     STAGE_ENTERED   a1    build           1     -
        10     JOB_QUEUED      a1#1  WORK.ml.4       2     @lab
        12     JOB_FINISHED    a1#1  WORK.ml.4       2     ann@lab
        12     STAGE_ENTERED   a1    ship            1     -
        12     APPROVAL_ASKED  a1    ship            0     @board
        12.5   JOB_QUEUED      a1#2  APPROVE.risk.2  0.25  @board
        12.75  JOB_FINISHED    a1#2  APPROVE.risk.2  0.25  lea@board
        12.75  APPROVAL_GIVEN  a1    ship            0.75  @board
        12.75  JOB_QUEUED      a1#3  WORK.ml.4       1     @lab
        13.75  JOB_FINISHED    a1#3  WORK.ml.4       1     ann@lab
    """)


def test_what_is_refused_is_revised_and_asked_for_again(play: Play) -> None:
    """The first two verdicts are no. Each time 0.25 of the 2 days of `build` are done again, by ann, class 4.

    12, no at 12.5, revised by 13, no at 13.5, revised by 14, yes at 14.5.
    """
    plan = story(
        gated(), days=20.0, ideas={"a": 10.0}, initiative=(BUILD, SHIP), luck=refused(2),
        approvals={"effort_days": 0.5, "reject": 0.5, "rework_share": 0.25},
    )  # fmt: skip
    assert play(plan, "APPROVAL", "JOB_F") == rows("""
        12    JOB_FINISHED      a1#1  WORK.ml.4       2    ann@lab
        12    APPROVAL_ASKED    a1    ship            0    @board
        12.5  JOB_FINISHED      a1#2  APPROVE.risk.2  0.5  lea@board
        12.5  APPROVAL_REFUSED  a1    ship            0.5  @board
        13    JOB_FINISHED      a1#3  REVISE.ml.4     0.5  ann@lab
        13    APPROVAL_ASKED    a1    ship            0    @board
        13.5  JOB_FINISHED      a1#4  APPROVE.risk.2  0.5  lea@board
        13.5  APPROVAL_REFUSED  a1    ship            0.5  @board
        14    JOB_FINISHED      a1#5  REVISE.ml.4     0.5  ann@lab
        14    APPROVAL_ASKED    a1    ship            0    @board
        14.5  JOB_FINISHED      a1#6  APPROVE.risk.2  0.5  lea@board
        14.5  APPROVAL_GIVEN    a1    ship            0.5  @board
        15.5  JOB_FINISHED      a1#7  WORK.ml.4       1    ann@lab
    """)


def test_before_the_first_stage_nobody_has_anything_to_revise(play: Play) -> None:
    """Nobody has a1 yet, so it is no way to the board; refused at 10.5 it is asked for again at once."""
    plan = story(
        gated("build"), days=20.0, ideas={"a": 10.0}, initiative=(BUILD,), luck=refused(1),
        approvals={"effort_days": 0.5, "reject": 0.5, "rework_share": 1.0}, handoff={"latency_days": 9.0},
    )  # fmt: skip
    assert play(plan, "APPROVAL", "JOB_F") == rows("""
        10    APPROVAL_ASKED    a1    build           0    @board
        10.5  JOB_FINISHED      a1#1  APPROVE.risk.2  0.5  lea@board
        10.5  APPROVAL_REFUSED  a1    build           0.5  @board
        10.5  APPROVAL_ASKED    a1    build           0    @board
        11    JOB_FINISHED      a1#2  APPROVE.risk.2  0.5  lea@board
        11    APPROVAL_GIVEN    a1    build           0.5  @board
        13    JOB_FINISHED      a1#3  WORK.ml.4       2    ann@lab
    """)


def test_sign_offs_are_asked_for_one_after_the_other_in_a_share_of_cases(play: Play) -> None:
    """Unit a asks the desk, then in half of the cases the board; b the board only: b1 need not.

    a1, at 12, needs the board as well (the draw of its second is below a half), b1 (of its first) does not.
    """

    def wire(draft: Draft) -> None:
        draft.approval("b", "ship", "board", "risk", 0.5)
        draft.approval("a", "ship", "desk", "product", 1.0)
        draft.approval("a", "ship", "board", "risk", 0.5)

    lab, desk = {"ann": {"ml": 1.0}, "bob": {"ml": 1.0}}, {"pat": {"product": 1.0}}
    first = SHIP_VISIT * 16
    plan = story(
        office({"lab": lab, "board": BOARD, "desk": desk}, {"a": "lab", "b": "lab"}, wire=wire), days=20.0,
        ideas={"a": 10.0, "b": 10.0}, initiative=(BUILD, SHIP), approvals={"effort_days": 0.5},
        luck=lambda u: u(purposes.APPROVAL_NEEDED, idea(0), first + 1) < 0.5
        <= u(purposes.APPROVAL_NEEDED, idea(1), first),
    )  # fmt: skip
    assert play(plan, "APPROVAL", "STAGE_L") == rows("""
        12    STAGE_LEFT      a1  build  0    -
        12    APPROVAL_ASKED  a1  ship   0    @desk
        12    STAGE_LEFT      b1  build  0    -
        12.5  APPROVAL_GIVEN  a1  ship   0.5  @desk
        12.5  APPROVAL_ASKED  a1  ship   0    @board
        13    APPROVAL_GIVEN  a1  ship   0.5  @board
        13    STAGE_LEFT      b1  ship   0    -
        14    STAGE_LEFT      a1  ship   0    -
    """)


def test_who_signs_may_find_defects_whatever_the_verdict(play: Play) -> None:
    """a1 has 5 defects of class model; the board finds each with a half: 2, refuses, then 2 of 3, agrees.

    2 are mended in 0.125 x 2 x 2 days; the refusal is revised in 0.25 x 2, after that.
    """

    def found(u: Draws, look: int, left: int) -> int:
        return binomial(u(purposes.APPROVAL_CATCH, idea(0), 3 * look + 1), left, 0.5)

    plan = story(
        gated(), days=20.0, ideas={"a": 10.0}, defects={"rework_share": 0.125},
        initiative=(stage("build", "ml", 2.0, defects={"model": 4.0}), SHIP),
        approvals={"effort_days": 0.5, "reject": 0.5, "rework_share": 0.25, "catches": 0.5},
        luck=lambda u: refused(1)(u) and poisson(u(purposes.DEFECTS, idea(0), 4), 4.0) == 5
        and found(u, 1, 5) == 2 == found(u, 2, 3),
    )  # fmt: skip
    assert play(plan, "APPROVAL_R", "APPROVAL_G", "DEFECTS", "JOB_F") == rows("""
        12    JOB_FINISHED      a1#1  WORK.ml.4       2    ann@lab
        12    DEFECTS_CREATED   a1    model           5    @lab
        12.5  JOB_FINISHED      a1#2  APPROVE.risk.2  0.5  lea@board
        12.5  APPROVAL_REFUSED  a1    ship            0.5  @board
        12.5  DEFECTS_CAUGHT    a1    model           2    @lab
        13    JOB_FINISHED      a1#3  REWORK.ml.4     0.5  ann@lab
        13.5  JOB_FINISHED      a1#4  REVISE.ml.4     0.5  ann@lab
        14    JOB_FINISHED      a1#5  APPROVE.risk.2  0.5  lea@board
        14    APPROVAL_GIVEN    a1    ship            0.5  @board
        14    DEFECTS_CAUGHT    a1    model           2    @lab
        14.5  JOB_FINISHED      a1#6  REWORK.ml.4     0.5  ann@lab
        15.5  JOB_FINISHED      a1#7  WORK.ml.4       1    ann@lab
        15.5  DEFECTS_ESCAPED   a1    full            1    -
    """)


def test_way_and_work_of_each_sign_off_are_drawn_for_it(play: Play) -> None:
    """Refused once: the two sign-offs of a1 are the draws 1 and 2."""
    plan = story(
        gated(), days=20.0, ideas={"a": 10.0}, initiative=(stage("build", "ml", 0.0), SHIP), luck=refused(1),
        approvals={"effort_days": UNIFORM, "reject": 0.5}, handoff={"latency_days": UNIFORM},
    )  # fmt: skip
    u = draws_of(plan)
    ways = [0.5 * u(purposes.APPROVAL_LATENCY, idea(0), n) for n in (1, 2)]
    efforts = [u(purposes.APPROVAL_EFFORT, idea(0), n) for n in (1, 2)]
    first = 10.0 + ways[0]
    second = first + efforts[0] + ways[1]
    assert play(plan, "JOB_Q")[:2] == rows(f"""
        {first}   JOB_QUEUED  a1#1  APPROVE.risk.2  {efforts[0]}  @board
        {second}  JOB_QUEUED  a1#2  APPROVE.risk.2  {efforts[1]}  @board
    """)


def signed_at_home(teams: dict[str, dict[str, dict[str, float]]], ties: object = None) -> Organisation:
    """Return an office whose lab signs off its own work before `ship`, by ml."""

    def wire(draft: Draft) -> None:
        for unit in ("a", "b"):
            draft.approval(unit, "ship", "lab", "ml", 1.0)

    return office(teams, {"a": "lab", "b": "lab"}, ties, wire=wire)  # type: ignore[arg-type]


FOUR_EYES = {"effort_days": 0.5, "four_eyes": True}
QUIET_SHIP = stage("ship", "ml", 0.0)


def test_under_four_eyes_somebody_else_signs(play: Play) -> None:
    """Ann, the best, built a1; yet bob signs it, idle as she is. He built b1 (2 / 0.5 days): ann signs."""
    lab = {"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 0.5}}}
    plan = story(
        signed_at_home(lab), days=20.0, ideas={"a": 10.0, "b": 10.0}, initiative=(BUILD, QUIET_SHIP),
        approvals=FOUR_EYES,
    )  # fmt: skip
    assert play(plan, "JOB_S", "APPROVAL_G") == rows("""
        10    JOB_STARTED     a1#1  WORK.ml.4     2    ann@lab
        10    JOB_STARTED     b1#1  WORK.ml.4     2    bob@lab
        14    JOB_STARTED     a1#2  APPROVE.ml.2  0.5  bob@lab
        14    JOB_STARTED     b1#2  APPROVE.ml.2  0.5  ann@lab
        14.5  APPROVAL_GIVEN  b1    ship          0.5  @lab
        15    APPROVAL_GIVEN  a1    ship          3    @lab
    """)


def test_what_needed_nobody_is_nobodys_work(play: Play) -> None:
    """Ann built a1, bob signs it before `test`, which takes nobody: he may sign it before `ship` as well."""

    def wire(draft: Draft) -> None:
        for before in ("test", "ship"):
            draft.approval("a", before, "lab", "ml", 1.0)

    lab = {"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 0.5}}}
    plan = story(
        office(lab, {"a": "lab"}, wire=wire), days=20.0, ideas={"a": 10.0},
        initiative=(BUILD, stage("test", "ml", 0.0), QUIET_SHIP), approvals=FOUR_EYES,
    )  # fmt: skip
    assert play(plan, "JOB_S", "APPROVAL_G") == rows("""
        10  JOB_STARTED     a1#1  WORK.ml.4     2    ann@lab
        12  JOB_STARTED     a1#2  APPROVE.ml.2  0.5  bob@lab
        13  APPROVAL_GIVEN  a1    test          1    @lab
        13  JOB_STARTED     a1#3  APPROVE.ml.2  0.5  bob@lab
        14  APPROVAL_GIVEN  a1    ship          1    @lab
    """)


def test_a_sign_off_that_nobody_free_may_give_does_not_block_the_next(play: Play) -> None:
    """Ann built a1 by 12, bob, half as fast, builds b1 until 14. c1's sign-off would be ann's, not a1's.

    c1 was built by cy, who left nothing else: he is of another team, routed to unit c. At 13 c1's sign-off
    comes to the lab and ann, idle, gives it, though a1's, which she may not, has waited since 12.
    """
    teams = {"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 0.5}}, "shop": {"cy": {"ml": 1.0}}}

    def wire(draft: Draft) -> None:
        for unit in "abc":
            draft.approval(unit, "ship", "lab", "ml", 1.0)

    plan = story(
        office(teams, dict.fromkeys("abc", "lab"), routes={("c", "ml"): "shop"}, wire=wire), days=20.0,
        ideas={"a": 10.0, "b": 10.0, "c": 11.0}, initiative=(BUILD, QUIET_SHIP), approvals=FOUR_EYES,
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10  JOB_STARTED  a1#1  WORK.ml.4     2    ann@lab
        10  JOB_STARTED  b1#1  WORK.ml.4     2    bob@lab
        11  JOB_STARTED  c1#1  WORK.ml.4     2    cy@shop
        13  JOB_STARTED  c1#2  APPROVE.ml.2  0.5  ann@lab
        14  JOB_STARTED  a1#2  APPROVE.ml.2  0.5  bob@lab
        14  JOB_STARTED  b1#2  APPROVE.ml.2  0.5  ann@lab
    """)


def test_where_all_have_worked_on_it_the_nearest_other_team_signs_else_anybody(play: Play) -> None:
    """Ann is alone in the lab. The shop, 1 away, is nearer than the pool: cy signs, 0.5 days' way for him.

    Without others ann signs what she built herself.
    """
    others = {"lab": LAB, "pool": {"pia": {"ml": 1.0}}, "shop": {"cy": {"ml": 1.0}}}
    ties = {("lab", "pool"): 2.0, ("lab", "shop"): 1.0}
    for teams, near, expected in ((others, ties, "cy@shop"), ({"lab": LAB}, {}, "ann@lab")):
        plan = story(
            signed_at_home(teams, near), days=20.0, ideas={"a": 10.0}, initiative=(BUILD, QUIET_SHIP),
            approvals=FOUR_EYES, handoff={"latency_days": 0.5},
        )  # fmt: skip
        started, team = 12.0 if expected == "ann@lab" else 12.5, expected.partition("@")[2]
        assert play(plan, "JOB_S", "APPROVAL")[1:] == rows(f"""
            12             APPROVAL_ASKED  a1    ship          0                    @{team}
            {started}      JOB_STARTED     a1#2  APPROVE.ml.2  0.5                  {expected}
            {started + 0.5} APPROVAL_GIVEN a1    ship          {started + 0.5 - 12} @{team}
        """)


def test_who_mends_a_stage_has_done_it_last(play: Play) -> None:
    """Ann gathers a1 (10 to 12, one defect of class data), bob builds it (to 14): neither could sign.

    The gate finds the defect. Ann gathers b1 since 13, so bob mends: 0.5 x 2 / 0.5 = 2 days, to 16. Now he
    did both stages last, and ann may sign. From 15 to 19 she builds b1, for bob was busy; bob, idle, waits.
    """

    def wire(draft: Draft) -> None:
        draft.approval("a", "ship", "lab", "ml", 1.0)

    lab = {"ann": {"data": 1.0, "ml": 0.5}, "bob": {"ml": 1.0, "data": 0.5}}
    look = stage("look", "ml", 0.0, gate=True, catches={"data": 0.9})
    plan = story(
        office({"lab": lab}, {"a": "lab", "b": "lab"}, wire=wire), days=20.0, ideas={"a": 10.0, "b": 13.0},
        initiative=(stage("gather", "data", 2.0, defects={"data": 0.5}), BUILD, look, QUIET_SHIP),
        approvals=FOUR_EYES, defects={"rework_share": 0.5},
        luck=lambda u: [poisson(u(purposes.DEFECTS, idea(unit), 3), 0.5) for unit in (0, 1)] == [1, 0]
        and binomial(u(purposes.GATE_CATCH, idea(0), 3), 1, 0.9) == 1,
    )  # fmt: skip
    assert play(plan, "JOB_S") == rows("""
        10  JOB_STARTED  a1#1  WORK.data.4    2    ann@lab
        12  JOB_STARTED  a1#2  WORK.ml.4      2    bob@lab
        13  JOB_STARTED  b1#1  WORK.data.4    2    ann@lab
        14  JOB_STARTED  a1#3  REWORK.data.4  1    bob@lab
        15  JOB_STARTED  b1#2  WORK.ml.4      2    ann@lab
        19  JOB_STARTED  a1#4  APPROVE.ml.2   0.5  ann@lab
    """)


def test_who_revises_a_stage_has_done_it_last(play: Play) -> None:
    """Ann built a1 by 12. Bob refuses it at 13 (0.5 / 0.5). She does b1 from 12.25 to 14.25: bob revises it.

    0.25 x 2 / 0.5 = 1 day, to 14. Asked again, ann must sign, from 14.25 on, though bob is idle.
    """
    lab = {"lab": {"ann": {"ml": 1.0}, "bob": {"ml": 0.5}}}
    plan = story(
        signed_at_home(lab), days=16.0, ideas={"a": 10.0, "b": 12.25}, initiative=(BUILD, QUIET_SHIP),
        approvals=FOUR_EYES | {"reject": 0.5, "rework_share": 0.25}, luck=refused(1),
    )  # fmt: skip
    assert play(plan, "JOB_S")[:5] == rows("""
        10     JOB_STARTED  a1#1  WORK.ml.4     2    ann@lab
        12     JOB_STARTED  a1#2  APPROVE.ml.2  0.5  bob@lab
        12.25  JOB_STARTED  b1#1  WORK.ml.4     2    ann@lab
        13     JOB_STARTED  a1#3  REVISE.ml.4   0.5  bob@lab
        14.25  JOB_STARTED  a1#4  APPROVE.ml.2  0.5  ann@lab
    """)


def test_an_expedited_repair_goes_out_first_and_is_signed_off_afterwards(play: Play) -> None:
    """A fault of A1 at 8 is over at once; the fix, with one defect, is built by 10 and out at 11: closed.

    Then the board is asked, 0.5 days away, for 0.25 days (class 1): it refuses, half of 1 day is done again,
    it agrees. It would find every defect, but that one is out.
    """
    teams = {"lab": LAB["ann"] | {"operations": 1.0}}
    organisation = office(
        {"lab": {"ann": teams["lab"]}, "board": BOARD}, {"a": "lab"}, {("lab", "board"): 0.5},
        wire=lambda draft: draft.approval("a", "ship", "board", "risk", 1.0),
    )  # fmt: skip
    plan = story(
        organisation, days=14.0, demand={"initial_models_per_unit": 1},
        change=(stage("build", "ml", 2.0, defects={"model": 1.0}), SHIP),
        faults={"per_model_year": fault_rate(8.0, A1)}, monitoring={"fault_alert_works": 1.0},
        response={"code_fix_share": 1.0}, handoff={"latency_days": 1.0}, defects={"surfacing_days": 1e5},
        approvals={"effort_days": 0.25, "after_the_fact": True, "reject": 0.5, "rework_share": 0.5,
                   "catches": 1.0},
        luck=lambda u: refused(1, change(A1))(u)
        and poisson(u(purposes.DEFECTS, change(A1), 3 * (256 + 1) + 1), 1.0) == 1
        and waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    assert play(plan, "APPROVAL", "ITEM", "INCIDENT_C", "JOB_F", "DEFECTS_CA") == rows("""
        8      ITEM_CREATED      A1:change1    FIX             1     -
        10     JOB_FINISHED      A1:change1#1  WORK.ml.1       2     ann@lab
        11     JOB_FINISHED      A1:change1#2  WORK.ml.1       1     ann@lab
        11     ITEM_DELIVERED    A1:change1    FIX             0     -
        11     APPROVAL_ASKED    A1:change1    ship            0     @board
        11     INCIDENT_CLOSED   A1:fault1     FAULT           3     -
        11.75  JOB_FINISHED      A1:change1#3  APPROVE.risk.1  0.25  lea@board
        11.75  APPROVAL_REFUSED  A1:change1    ship            0.75  @board
        12.25  JOB_FINISHED      A1:change1#4  REVISE.ml.1     0.5   ann@lab
        12.25  APPROVAL_ASKED    A1:change1    ship            0     @board
        13     JOB_FINISHED      A1:change1#5  APPROVE.risk.1  0.25  lea@board
        13     APPROVAL_GIVEN    A1:change1    ship            0.75  @board
    """)


def test_planned_changes_are_signed_off_before(play: Play) -> None:
    """Retrained by the calendar from 8 on: built by 10, asked then, for it is not expedited."""
    plan = story(
        gated(), days=11.5, demand={"initial_models_per_unit": 1}, change=(BUILD, SHIP),
        retraining={"policy": "scheduled", "period_days": 8.0},
        approvals={"effort_days": 0.25, "after_the_fact": True},
    )  # fmt: skip
    assert play(plan, "APPROVAL", "ITEM") == rows("""
        8      ITEM_CREATED    A1:change1  RETRAIN  1     -
        10     APPROVAL_ASKED  A1:change1  ship     0     @board
        10.25  APPROVAL_GIVEN  A1:change1  ship     0.25  @board
        11.25  ITEM_DELIVERED  A1:change1  RETRAIN  0     -
    """)
