"""When the next job lies in another team: the way, wrong teams, questions, deciders, what is lost, backups.

The n-th handoff of a case has the draws from 64 n on: its hops and questions in order, the way to the right
team last (63). Knowledge that is lost draws by how often that happened to the item.
"""

from __future__ import annotations

import math

from simorg.organisation.graph import Draft, Organisation
from simorg.rules import purposes
from simorg.trace.codes import Cause
from tests.mechanisms.conftest import Play
from tests.mechanisms.luck import Draws, binomial, draws_of, fault_rate, poisson, rate, waited
from tests.mechanisms.story import UNIFORM, office, stage, story
from tests.mechanisms.telling import change, idea, incident, old, rows

ANN, BEA, CY, DEE = {"data": 1.0}, {"ml": 1.0}, {"software": 1.0}, {"product": 1.0}
SHARED = {"lab": {"ann": ANN}, "shop": {"bea": BEA}}
DESK = {"desk": {"dee": DEE}}
A1 = old(0)
GATHER, BUILD = stage("gather", "data", 1.0), stage("build", "ml", 1.0)


def shop_asks_desk(draft: Draft) -> None:
    """Let the desk decide for the shop."""
    draft.decides("shop", "desk")


def two(length: float = 0.5) -> Organisation:
    """Return a lab that gathers data and a shop that builds, so far apart."""
    return office(SHARED, {"a": "lab"}, {("lab", "shop"): length})


def asked(u: Draws, mean: float, item: int = 0, handoff: int = 1) -> int:
    """Return how many questions the receiver has at a handoff."""
    return poisson(u(purposes.QUESTIONS, item or idea(0), 64 * handoff), mean)


def test_the_way_takes_time_by_distance(play: Play) -> None:
    """Gathered by 11; 0.5 x 3 days on the way; built from 12.5 on. Its next stage is the shop's too."""
    plan = story(
        two(), days=20.0, ideas={"a": 10.0}, initiative=(GATHER, BUILD, stage("tune", "ml", 1.0)),
        handoff={"latency_days": 3.0},
    )  # fmt: skip
    assert play(plan, "HANDOFF", "JOB_S") == rows("""
        10    JOB_STARTED  a1#1  WORK.data.4  1    ann@lab
        11    HANDOFF      a1    lab          1.5  @shop
        12.5  JOB_STARTED  a1#2  WORK.ml.4    1    bea@shop
        13.5  JOB_STARTED  a1#3  WORK.ml.4    1    bea@shop
    """)


def test_the_receiver_asks_the_sender_one_question_after_the_other(play: Play) -> None:
    """2 on average, and 2 by the draw, whatever the distance. 0.5 x 1 day there, 0.25 days of ann by data.

    Handed over from 11 to 11.5; answers at 12.25 and 13 (class 2); built from then on.
    """
    plan = story(
        two(), days=20.0, ideas={"a": 10.0}, initiative=(GATHER, BUILD),
        handoff={"latency_days": 1.0, "questions": 2.0, "answer_days": 0.25},
        luck=lambda u: asked(u, 2.0) == 2,
    )  # fmt: skip
    assert play(plan, "HANDOFF", "QUESTION", "JOB_F") == rows("""
        11     JOB_FINISHED       a1#1  WORK.data.4    1     ann@lab
        11     HANDOFF            a1    lab            0.5   @shop
        11.5   QUESTION_ASKED     a1    lab            1     @shop
        12.25  JOB_FINISHED       a1#2  ANSWER.data.2  0.25  ann@lab
        12.25  QUESTION_ANSWERED  a1    1              0.75  @shop
        12.25  QUESTION_ASKED     a1    lab            2     @shop
        13     JOB_FINISHED       a1#3  ANSWER.data.2  0.25  ann@lab
        13     QUESTION_ANSWERED  a1    1              0.75  @shop
        14     JOB_FINISHED       a1#4  WORK.ml.4      1     bea@shop
    """)


def test_the_less_is_new_the_less_is_asked(play: Play) -> None:
    """Of 4 questions about an idea 0.5 remain for an improvement, 0.25 for a fix, 0.125 for a retraining.

    Changes start with the lab, their owner, so the shop asks at once, at 8. The draw of each is one question
    by its own mean (2, 1, 0.5) and another number by those beside it.
    """
    lab = {"ann": ANN | {"operations": 1.0}}
    apart = office({"lab": lab, "shop": {"bea": BEA}}, {"a": "lab"}, {("lab", "shop"): 0.5})
    one = {"initial_models_per_unit": 1}
    wish = {"improvements_per_model_year": rate(8.0, purposes.IMPROVEMENT_GAP, A1, 1)}
    reasons = {
        2.0: {"demand": one | wish},
        1.0: {"demand": one, "faults": {"per_model_year": fault_rate(8.0, A1)},
              "monitoring": {"fault_alert_works": 1.0}, "response": {"code_fix_share": 1.0}},
        0.5: {"demand": one, "retraining": {"policy": "scheduled", "period_days": 8.0}},
    }  # fmt: skip
    for mean, reason in reasons.items():
        plan = story(
            apart, days=8.5, change=(BUILD,), **reason,
            handoff={"questions": 4.0, "novelty_improvement": 0.5, "novelty_fix": 0.25,
                     "novelty_retrain": 0.125},
            luck=lambda u, mean=mean: [asked(u, m, change(A1)) for m in (2 * mean, mean, mean / 2)]
            == [2, 1, 0]
            and waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1),
        )  # fmt: skip
        assert [row[2] for row in play(plan, "QUESTION_ASKED")] == ["A1:change1"], mean


def test_strangers_answer_less_and_then_somebody_decides(play: Play) -> None:
    """0.75 of the questions to strangers, 3 apart, have no answer; at 1.5 0.375: the first, not the second.

    Asked at 12.5; 2 days of patience; 0.25 x 1 day to the desk that decides, 0.125 days of dee (counted by
    her own skill), and back. The second takes 1.5 days there, and ann no time.
    """
    never = [(purposes.UNANSWERED, idea(0), 64 + n) for n in (0, 1)]
    ties = {("lab", "shop"): 1.5, ("shop", "desk"): 0.25}
    plan = story(
        office(SHARED | DESK, {"a": "lab"}, ties, wire=shop_asks_desk), days=24.0, ideas={"a": 10.0},
        initiative=(GATHER, BUILD),
        handoff={"latency_days": 1.0, "questions": 2.0, "unanswered": 0.75, "patience_days": 2.0,
                 "decision_days": 0.125},
        luck=lambda u: asked(u, 2.0) == 2 and 0.25 < u(*never[0]) < 0.375 <= u(*never[1]) < 0.75,
    )  # fmt: skip
    assert play(plan, "QUESTION", "JOB_Q") == rows("""
        10      JOB_QUEUED         a1#1  WORK.data.4       1      @lab
        12.5    QUESTION_ASKED     a1    lab               1      @shop
        14.75   JOB_QUEUED         a1#2  DECIDE.product.2  0.125  @desk
        15.125  QUESTION_ANSWERED  a1    2                 2.625  @shop
        15.125  QUESTION_ASKED     a1    lab               2      @shop
        16.625  QUESTION_ANSWERED  a1    1                 1.5    @shop
        16.625  JOB_QUEUED         a1#3  WORK.ml.4         1      @shop
    """)


def test_where_nobody_decides_it_is_lost_and_leaves_defects_there(play: Play) -> None:
    """Both questions to strangers are lost, after 2 days each: 13 and 15. They leave 2 and 1 of integration.

    These belong to the stage that a1 is in, `build`; the gate there finds them: 0.5 x 3 x 1 day of ml.
    """

    def left(u: Draws) -> list[int]:
        return [poisson(u(purposes.LOST_KNOWLEDGE, idea(0), n), 1.0) for n in (1, 2)]

    build = stage("build", "ml", 1.0, gate=True, catches={"integration": 0.9})
    plan = story(
        two(3.0), days=24.0, ideas={"a": 10.0}, initiative=(GATHER, build), defects={"rework_share": 0.5},
        handoff={"questions": 2.0, "unanswered": 1.0, "patience_days": 2.0, "defects_per_loss": 1.0},
        luck=lambda u: asked(u, 2.0) == 2 and left(u) == [2, 1]
        and binomial(u(purposes.GATE_CATCH, idea(0), 5), 3, 0.9) == 3,
    )  # fmt: skip
    assert play(plan, "QUESTION", "DEFECTS", "JOB_S") == rows("""
        10    JOB_STARTED      a1#1  WORK.data.4  1    ann@lab
        11    QUESTION_ASKED   a1    lab          1    @shop
        13    QUESTION_LOST    a1    lab          2    @shop
        13    DEFECTS_CREATED  a1    integration  2    @shop
        13    QUESTION_ASKED   a1    lab          2    @shop
        15    QUESTION_LOST    a1    lab          2    @shop
        15    DEFECTS_CREATED  a1    integration  1    @shop
        15    JOB_STARTED      a1#2  WORK.ml.4    1    bea@shop
        16    DEFECTS_CAUGHT   a1    integration  3    @shop
        16    JOB_STARTED      a1#3  REWORK.ml.4  1.5  bea@shop
        17.5  JOB_STARTED      a1#4  WORK.ml.4    1    bea@shop
    """)


def test_seniors_of_the_deciding_team_decide_else_who_is_fastest_there(play: Play) -> None:
    """Decisions have a queue of their own, at the speed of the best skill of who may: dee 0.5, not pat 1.

    Dee is senior and decides in 0.125 / 0.5 = 0.25 days, counted by her own skill, data. Where all may, pat.
    """
    desk = {"desk": {"pat": {"product": 1.0}, "dee": {"data": 0.5}}}
    for seniors, who, skill, days in ((("dee",), "dee", "data", 0.25), ((), "pat", "product", 0.125)):
        plan = story(
            office(SHARED | desk, {"a": "lab"}, wire=shop_asks_desk, seniors=seniors), days=20.0,
            ideas={"a": 10.0}, initiative=(GATHER, BUILD),
            handoff={"questions": 1.0, "unanswered": 1.0, "decision_days": 0.125},
            luck=lambda u: asked(u, 1.0) == 1,
        )  # fmt: skip
        assert play(plan, "JOB_F")[1:2] == rows(f"""
            {11 + days} JOB_FINISHED a1#2 DECIDE.{skill}.2 {days} {who}@desk
        """)


def test_urgent_work_travels_faster_and_has_less_patience(play: Play) -> None:
    """A fix of A1's fault at 8: 0.25 of every delay. 0.5 x 1 x 0.25 on the way, then patience 2 x 0.25.

    To the desk and back 0.25 x 1 x 0.25 each; its work is class 1, like the fix, which is built from 9.25 on.
    """
    lab = {"ann": ANN | {"operations": 1.0}}
    ties = {("lab", "shop"): 0.5, ("shop", "desk"): 0.25}
    plan = story(
        office({"lab": lab, "shop": {"bea": BEA}} | DESK, {"a": "lab"}, ties, wire=shop_asks_desk),
        days=10.0, change=(BUILD,), demand={"initial_models_per_unit": 1},
        faults={"per_model_year": fault_rate(8.0, A1)}, monitoring={"fault_alert_works": 1.0},
        response={"code_fix_share": 1.0},
        handoff={"latency_days": 1.0, "questions": 1.0, "novelty_fix": 1.0, "unanswered": 1.0,
                 "patience_days": 2.0, "decision_days": 0.5, "urgent_factor": 0.25},
        luck=lambda u: asked(u, 1.0, change(A1)) == 1 and u(purposes.UNANSWERED, change(A1), 64) < 1 / 6
        and waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    assert play(plan, "HANDOFF", "QUESTION", "JOB_S") == rows("""
        8       HANDOFF            A1:change1    lab               0.125  @shop
        8.125   QUESTION_ASKED     A1:change1    lab               1      @shop
        8.6875  JOB_STARTED        A1:change1#1  DECIDE.product.1  0.5    dee@desk
        9.25    QUESTION_ANSWERED  A1:change1    2                 1.125  @shop
        9.25    JOB_STARTED        A1:change1#2  WORK.ml.1         1      bea@shop
    """)


def test_work_goes_astray_and_is_tossed_on(play: Play) -> None:
    """From the lab to the shop, 1 away: wrong with 0.5. The draw means the second of desk and yard.

    2.5 days to the yard, where cy finds out in 0.25 days (class 2), by the skill that he has; tossed on with
    0.4, to the desk, 3 away, where dee finds out the same; not tossed on again: 3 days to the shop. Nothing
    goes to a team without people.
    """
    teams = SHARED | {"nobody": {}} | DESK | {"yard": {"cy": CY}}
    ties = {("lab", "shop"): 1.0, ("lab", "yard"): 2.5, ("lab", "nobody"): 0.1}
    wrong = [(purposes.ROUTED_WRONG, idea(0), 64 + n) for n in range(3)]
    plan = story(
        office(teams, {"a": "lab"}, ties), days=30.0, ideas={"a": 10.0}, initiative=(GATHER, BUILD),
        handoff={"latency_days": 1.0},
        routing={"wrong_handoff": 0.5, "further_toss": 0.4, "triage_days": 0.25},
        luck=lambda u: u(*wrong[0]) < 0.5 and u(*wrong[1]) < 0.4 <= u(*wrong[2])
        and u(purposes.WRONG_TEAM, idea(0), 64) > 0.7,
    )  # fmt: skip
    assert play(plan, "HANDOFF", "ROUTED", "JOB_F") == rows("""
        11     JOB_FINISHED  a1#1  WORK.data.4        1     ann@lab
        11     HANDOFF       a1    lab                2.5   @yard
        13.5   ROUTED_WRONG  a1    shop               0     @yard
        13.75  JOB_FINISHED  a1#2  TRIAGE.software.2  0.25  cy@yard
        13.75  HANDOFF       a1    yard               3     @desk
        16.75  ROUTED_WRONG  a1    shop               0     @desk
        17     JOB_FINISHED  a1#3  TRIAGE.product.2   0.25  dee@desk
        17     HANDOFF       a1    desk               3     @shop
        21     JOB_FINISHED  a1#4  WORK.ml.4          1     bea@shop
    """)


def test_a_wrong_team_may_give_it_back_to_where_it_came_from(play: Play) -> None:
    """To the desk, 2 away, and tossed on: back to the lab if the draw is below 0.5, else to the yard, 3 away.

    In the lab ann finds out in 0.25 days that it is not hers, and this time it finds its way to the shop, 1
    away. The first wrong hop never goes back, whatever the draw.
    """
    teams = SHARED | DESK | {"yard": {"cy": CY}}
    ties = {("lab", "shop"): 1.0, ("lab", "desk"): 2.0}
    wrong = [(purposes.ROUTED_WRONG, idea(0), 64 + n) for n in range(3)]
    back = [(purposes.BACK_TO_SENDER, idea(0), 64 + n) for n in range(2)]
    for low, high, days, second in ((0.0, 0.5, 2.0, "lab"), (0.5, 1.0, 3.0, "yard")):
        plan = story(
            office(teams, {"a": "lab"}, ties), days=17.4, ideas={"a": 10.0}, initiative=(GATHER, BUILD),
            handoff={"latency_days": 1.0},
            routing={"wrong_handoff": 0.5, "further_toss": 0.4, "back_to_sender": 0.5, "triage_days": 0.25},
            luck=lambda u, low=low, high=high: u(*wrong[0]) < 0.5 and u(*wrong[1]) < 0.4 <= u(*wrong[2])
            and u(*back[0]) < 0.5 and low < u(*back[1]) < high and u(purposes.WRONG_TEAM, idea(0), 64) < 0.5,
        )  # fmt: skip
        assert play(plan, "HANDOFF", "ROUTED")[:5] == rows(f"""
            11     HANDOFF       a1    lab   2  @desk
            13     ROUTED_WRONG  a1    shop  0  @desk
            13.25  HANDOFF       a1    desk  {days}  @{second}
            {13.25 + days}  ROUTED_WRONG  a1  shop  0  @{second}
            {13.5 + days}  HANDOFF  a1  {second}  {1 if second == "lab" else 3}  @shop
        """)


def test_large_teams_are_mistaken_more_often(play: Play) -> None:
    """Desk of one and yard of three. A draw of 0.25 to 0.5 means the first of two, and the second of four."""
    yard = {"yard": dict.fromkeys(("cy", "cal", "cem"), CY)}
    for by_size, wrong in ((False, "desk"), (True, "yard")):
        plan = story(
            office(SHARED | DESK | yard, {"a": "lab"}), days=12.0, ideas={"a": 10.0},
            initiative=(GATHER, BUILD),
            routing={"wrong_handoff": 1.0, "further_toss": 0.0, "wrong_by_size": by_size},
            luck=lambda u: u(purposes.ROUTED_WRONG, idea(0), 64) < 0.95
            and 0.25 < u(purposes.WRONG_TEAM, idea(0), 64) < 0.5,
        )  # fmt: skip
        assert play(plan, "ROUTED") == rows(f"11  ROUTED_WRONG  a1  shop  0  @{wrong}")


def test_the_chance_of_going_astray_follows_distance(play: Play) -> None:
    """w (1 - exp(-d)) / (1 - exp(-1)), at most 0.95: with w = 0.5 at 0.5 it is 0.311; the draw decides.

    At 3 with w = 1 it would be 1.5. After one wrong team there is no other to be tossed to.
    """
    at_half = 0.5 * (1 - math.exp(-0.5)) / (1 - math.exp(-1))
    cases = (
        (0.5, 0.5, 0.25, at_half, True), (0.5, 0.5, at_half, 0.5, False), (3.0, 1.0, 0.9, 0.95, True),
        (3.0, 1.0, 0.95, 1.0, False),
    )  # fmt: skip
    for length, w, low, high, goes in cases:
        plan = story(
            office(SHARED | DESK, {"a": "lab"}, {("lab", "shop"): length}), days=20.0, ideas={"a": 10.0},
            initiative=(GATHER, BUILD), routing={"wrong_handoff": w, "further_toss": 0.99},
            luck=lambda u, low=low, high=high: low < u(purposes.ROUTED_WRONG, idea(0), 64) < high
            and u(purposes.ROUTED_WRONG, idea(0), 65) < 0.9,
        )  # fmt: skip
        assert len(play(plan, "ROUTED")) == int(goes)
    nowhere = story(
        two(), days=20.0, ideas={"a": 10.0}, initiative=(GATHER, BUILD), routing={"wrong_handoff": 1.0},
        luck=lambda u: u(purposes.ROUTED_WRONG, idea(0), 64) < 0.5,
    )  # fmt: skip
    assert play(nowhere, "ROUTED") == []


def test_a_useful_hop_saves_the_questions(play: Play) -> None:
    """0.1 of the wrong hops help: a1 went to the desk, its draw decides. Without a hop there is no help."""
    for wrong, low, high, questions in ((1.0, 0.0, 0.1, 0), (1.0, 0.1, 1.0, 2), (0.0, 0.0, 0.1, 2)):
        plan = story(
            office(SHARED | DESK, {"a": "lab"}, {("lab", "shop"): 3.0}), days=20.0, ideas={"a": 10.0},
            initiative=(GATHER, BUILD), handoff={"questions": 2.0},
            routing={"wrong_handoff": wrong, "further_toss": 0.0, "useful_hop_share": 0.1},
            luck=lambda u, low=low, high=high: u(purposes.ROUTED_WRONG, idea(0), 64) < 0.95
            and low < u(purposes.USEFUL_HOP, idea(0), 64) < high and asked(u, 2.0) == 2,
        )  # fmt: skip
        assert len(play(plan, "ROUTED")) == int(wrong)
        assert len(play(plan, "QUESTION_ASKED")) == questions


def test_incidents_go_astray_at_a_rate_of_their_own_and_ask_nothing(play: Play) -> None:
    """A1's fault at 8: from the lab to operations by way of the desk, all work of class 0."""
    teams = {"lab": {"ann": ANN | BEA}, "ops": {"oli": {"operations": 1.0}}} | DESK
    plan = story(
        office(teams, {"a": "lab"}, {("lab", "ops"): 1.0}), days=10.0, demand={"initial_models_per_unit": 1},
        faults={"per_model_year": fault_rate(8.0, A1)}, monitoring={"fault_alert_works": 1.0},
        routing={"wrong_incident": 0.5, "further_toss": 0.0, "triage_days": 0.25},
        handoff={"questions": 4.0}, response={"acknowledge_days": 0.25},
        luck=lambda u: u(purposes.ROUTED_WRONG, incident(A1, Cause.FAULT), 64) < 0.5
        and waited(u, purposes.FAULT_GAP, A1, 2) > waited(u, purposes.FAULT_GAP, A1, 1),
    )  # fmt: skip
    assert play(plan, "HANDOFF", "ROUTED", "QUESTION", "JOB_F") == rows("""
        8     HANDOFF       A1:fault1    lab                       0     @desk
        8     ROUTED_WRONG  A1:fault1    ops                       0     @desk
        8.25  JOB_FINISHED  A1:fault1#1  TRIAGE.product.0          0.25  dee@desk
        8.25  HANDOFF       A1:fault1    desk                      0     @ops
        8.5   JOB_FINISHED  A1:fault1#2  ACKNOWLEDGE.operations.0  0.25  oli@ops
    """)


def backed_up(pool: tuple[str, ...], units: str, speed: float = 1.0) -> Organisation:
    """Return units that work with ann in the lab, which a pool of others, named before it, backs up."""

    def wire(draft: Draft) -> None:
        for unit in units:
            draft.backup(unit, "ml", "pool")

    teams = {"pool": {name: {"ml": speed} for name in pool}, "lab": {"ann": ANN | BEA}}
    routes = {(unit, "ml"): "lab" for unit in units}
    return office(teams, dict.fromkeys(units, "lab"), {("lab", "pool"): 0.0}, routes=routes, wire=wire)


def test_a_backup_helps_when_only_it_could_start_at_once(play: Play) -> None:
    """a1 at 10 to the lab. b1 at 10.5: ann is busy, so pia. c1 at 11: pim. d1 at 11.5: nobody, it waits."""
    plan = story(
        backed_up(("pia", "pim"), "abcd"), days=13.8, initiative=(stage("build", "ml", 2.0),),
        ideas={"a": 10.0, "b": 10.5, "c": 11.0, "d": 11.5},
    )  # fmt: skip
    assert play(plan, "HANDOFF", "JOB_S") == rows("""
        10    JOB_STARTED  a1#1  WORK.ml.4  2  ann@lab
        10.5  JOB_STARTED  b1#1  WORK.ml.4  2  pia@pool
        11    JOB_STARTED  c1#1  WORK.ml.4  2  pim@pool
        12    JOB_STARTED  d1#1  WORK.ml.4  2  ann@lab
    """)


def test_who_has_it_in_a_skill_goes_on_with_it(play: Play) -> None:
    """Two stages of ml. Ann does both of a1, until 14. b1 went to pia at 10.5, who needs 4 days for each.

    At 14.5 ann is idle, and pia goes on with b1 all the same.
    """
    plan = story(
        backed_up(("pia",), "ab", 0.5), days=18.2, ideas={"a": 10.0, "b": 10.5},
        initiative=(stage("build", "ml", 2.0), stage("tune", "ml", 2.0)),
    )  # fmt: skip
    assert play(plan, "HANDOFF", "JOB_S") == rows("""
        10    JOB_STARTED  a1#1  WORK.ml.4  2  ann@lab
        10.5  JOB_STARTED  b1#1  WORK.ml.4  2  pia@pool
        12    JOB_STARTED  a1#2  WORK.ml.4  2  ann@lab
        14.5  JOB_STARTED  b1#2  WORK.ml.4  2  pia@pool
    """)


def test_to_have_it_in_another_skill_is_no_reason_to_stay(play: Play) -> None:
    """Ann gathers a1 until 11, and b1, which is more urgent, before she builds a1, which waits in the lab.

    At 12 she is idle, but that job is before b1's, which goes to pia, though the lab had it until then.
    """
    plan = story(
        backed_up(("pia",), "ab"), days=13.5, ideas={"a": 10.0, "b": 10.5},
        initiative=(GATHER, stage("build", "ml", 2.0)), demand={"unit_priorities": (4, 3)},
    )  # fmt: skip
    assert play(plan, "HANDOFF", "JOB_S") == rows("""
        10  JOB_STARTED  a1#1  WORK.data.4  1  ann@lab
        11  JOB_STARTED  b1#1  WORK.data.3  1  ann@lab
        12  HANDOFF      b1    lab          0  @pool
        12  JOB_STARTED  b1#2  WORK.ml.3    2  pia@pool
        12  JOB_STARTED  a1#2  WORK.ml.4    2  ann@lab
    """)


def test_who_did_the_latest_job_is_asked_by_the_skill_of_that(play: Play) -> None:
    """Lab, shop and yard; the yard's one question, at its handoff, is answered by the shop's ml."""
    plan = story(
        office(SHARED | {"yard": {"cy": CY}}, {"a": "lab"}), days=20.0, ideas={"a": 10.0},
        initiative=(GATHER, BUILD, stage("mount", "software", 1.0)),
        handoff={"questions": 1.0, "answer_days": 0.25},
        luck=lambda u: [asked(u, 1.0, 0, n) for n in (1, 2)] == [0, 1],
    )  # fmt: skip
    assert play(plan, "JOB_F")[1:] == rows("""
        12     JOB_FINISHED  a1#2  WORK.ml.4        1     bea@shop
        12.25  JOB_FINISHED  a1#3  ANSWER.ml.2      0.25  bea@shop
        13.25  JOB_FINISHED  a1#4  WORK.software.4  1     cy@yard
    """)


def test_planned_changes_are_not_urgent(play: Play) -> None:
    """Urgent work takes a quarter of the way, a retraining by the calendar all of it: 0.5 x 2 days."""
    plan = story(
        two(), days=9.5, demand={"initial_models_per_unit": 1}, change=(BUILD,),
        retraining={"policy": "scheduled", "period_days": 8.0},
        handoff={"latency_days": 2.0, "urgent_factor": 0.25},
    )  # fmt: skip
    assert play(plan, "HANDOFF", "JOB_S") == rows("""
        8  HANDOFF      A1:change1    lab        1  @shop
        9  JOB_STARTED  A1:change1#1  WORK.ml.3  1  bea@shop
    """)


def test_each_hop_is_drawn_by_its_number(play: Play) -> None:
    """Five teams are wrong; a1 goes astray twice. The first is drawn of five, the second of the other four.

    Ways (1 long, all of them) and triage are drawn at 64 and 65, the last way at 127.
    """
    p, a, others = purposes, idea(0), [f"team{n}" for n in range(5)]
    teams = SHARED | {name: {f"of_{name}": DEE} for name in others}
    ties = {(one, other): 1.0 for one in teams for other in teams if one < other}
    plan = story(
        office(teams, {"a": "lab"}, ties), days=40.0, ideas={"a": 10.0}, initiative=(GATHER, BUILD),
        routing={"wrong_handoff": 0.5, "further_toss": 0.4, "triage_days": UNIFORM},
        handoff={"latency_days": UNIFORM},
        luck=lambda u: u(p.ROUTED_WRONG, a, 64) < 0.5 and u(p.ROUTED_WRONG, a, 65) < 0.4
        and u(p.ROUTED_WRONG, a, 66) > 0.5 and u(p.WRONG_TEAM, a, 65) < 0.25 < u(p.WRONG_TEAM, a, 63),
    )  # fmt: skip
    u = draws_of(plan)
    first = others[int(u(p.WRONG_TEAM, a, 64) * 5)]
    left = [name for name in others if name != first]
    second = left[int(u(p.WRONG_TEAM, a, 65) * 4)]
    told = play(plan)
    assert [row[5] for row in told if row[1] == "ROUTED_WRONG"] == [f"@{first}", f"@{second}"]
    assert [row[4] for row in told if row[1] == "HANDOFF"] == [u(p.LATENCY, a, n) for n in (64, 65, 127)]
    assert [row[4] for row in told if row[1] == "JOB_QUEUED"][1:3] == [
        u(p.TRIAGE_EFFORT, a, n) for n in (64, 65)
    ]


def test_jobs_that_wait_count_against_whoever_is_idle(play: Play) -> None:
    """Three ideas at one instant. The first is queued in the lab, so ann is as good as taken: b1 to the pool.

    Then pia is as good as taken too, and c1 goes where it is routed.
    """
    plan = story(
        backed_up(("pia",), "abc"), days=11.0, ideas=dict.fromkeys("abc", 10.0),
        initiative=(stage("build", "ml", 2.0),),
    )  # fmt: skip
    assert play(plan, "JOB_Q") == rows("""
        10  JOB_QUEUED  a1#1  WORK.ml.4  2  @lab
        10  JOB_QUEUED  b1#1  WORK.ml.4  2  @pool
        10  JOB_QUEUED  c1#1  WORK.ml.4  2  @lab
    """)


def test_each_part_of_a_handoff_is_drawn_by_its_number(play: Play) -> None:
    """One wrong hop, then the way to the shop; the first question is decided, the second answered.

    Then a second handoff, back to the lab, without any of it. All ways are 1 long; patience is 2 days.
    """
    p, a = purposes, idea(0)
    ties = {("lab", "shop"): 1.0, ("lab", "desk"): 1.0, ("shop", "desk"): 1.0}

    def lucky(u: Draws) -> bool:
        unanswered = [u(p.UNANSWERED, a, 64 + n) < 1 / 3 for n in (0, 1)]
        astray = [u(p.ROUTED_WRONG, a, n) < 0.5 for n in (64, 128)]
        return unanswered == [True, False] == astray and [asked(u, 2.0, 0, n) for n in (1, 2)] == [2, 0]

    plan = story(
        office(SHARED | DESK, {"a": "lab"}, ties, wire=shop_asks_desk), days=40.0, ideas={"a": 10.0},
        initiative=(GATHER, BUILD, stage("store", "data", 1.0)), luck=lucky,
        routing={"wrong_handoff": 0.5, "further_toss": 0.0, "triage_days": UNIFORM},
        handoff={"latency_days": UNIFORM, "questions": 2.0, "unanswered": 1.0, "answer_days": UNIFORM,
                 "decision_days": UNIFORM, "patience_days": 2.0},
    )  # fmt: skip
    u = draws_of(plan)
    ways = [u(p.LATENCY, a, n) for n in (64, 64 + 63, 128 + 63)]
    triage, decision, answer = (
        u(p.TRIAGE_EFFORT, a, 64),
        u(p.DECISION_EFFORT, a, 64),
        u(p.ANSWER_EFFORT, a, 65),
    )
    told = play(plan)
    assert [row[4] for row in told if row[1] == "HANDOFF"] == ways
    assert [row[4] for row in told if row[1] == "JOB_QUEUED"] == [1.0, triage, decision, answer, 1.0, 1.0]
    first = 11.0 + ways[0] + triage + ways[1]
    decided = first + 2.0 + u(p.DECISION_LATENCY, a, 64) + decision + u(p.DECISION_RETURN, a, 64)
    answered = decided + u(p.QUESTION_LATENCY, a, 65) + answer
    assert [row[0] for row in told if row[1] == "QUESTION_ANSWERED"] == [decided, answered]
