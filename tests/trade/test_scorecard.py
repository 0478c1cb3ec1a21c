from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.load import Content
from bot.trade.rehearse import Turn
from bot.trade.scorecard import Criterion, Point, Rubric, Scorecard, score

STOPS = frozenset({"self_harm", "third_party", "alleges_misconduct"})
DEMANDS = ("ask_payment", "demand_full", "set_deadline", "state_consequence", "escalate_formal")


def we(text: str, *moves: str, broke: tuple[dict, ...] = ()) -> Turn:
    return Turn(speaker="collector", text=text, moves=moves, violations=broke)


def he(text: str, *labels: str) -> Turn:
    return Turn(speaker="debtor", text=text, labels=labels)


def finding(rule: str, severity: str = "block") -> dict[str, str]:
    return {"name": rule.split(".")[0], "rule": rule, "severity": severity, "why": "吓唬人是恐吓"}


def criterion(measure: str, **facts: Any) -> Criterion:
    return Criterion.parse_obj(
        {"id": "one", "zh": "一项", "points": 20, "measure": measure, "why": "该有", "better": "可以这样说", **facts}
    )


def judged(measured: Criterion, *turns: Turn) -> Point:
    card = score(turns, Rubric(version=3, pass_mark=60, criteria=(measured,)), STOPS, DEMANDS)
    return card.points[0]


def good(turn: int | None, words: str, reason: str = "该有") -> Point:
    return Point(criterion="one", zh="一项", earned=20, of=20, turn=turn, words=words, reason=reason)


def bad(turn: int | None, words: str, reason: str) -> Point:
    return Point(
        criterion="one", zh="一项", earned=0, of=20, turn=turn, words=words, reason=reason, better="可以这样说"
    )


ASKED, OFFERED = we("主要是哪块压住了？", "ask_reason"), we("先到五千，行吗？", "offer_plan")
NO_MONEY = he("手头没钱", "no_money")


def test_makes_is_earned_by_the_first_turn_that_makes_it():
    listens = criterion("makes", moves=["empathise", "ask_reason"])
    assert judged(listens, NO_MONEY, OFFERED, ASKED, we("还有呢？", "ask_reason")) == good(3, "主要是哪块压住了？")
    assert judged(listens, NO_MONEY, OFFERED) == bad(None, "", "全程没有：该有")


def test_the_debtors_own_turn_earns_nothing():
    asks = criterion("makes", moves=["ask_reason"])
    his = Turn(speaker="debtor", text="你怎么不问我为什么", moves=("ask_reason",))
    assert judged(asks, his) == bad(None, "", "全程没有：该有")


def test_before_asks_for_the_right_order():
    order = criterion("before", moves=["ask_reason"], then=["offer_plan", "demand_full"])
    assert judged(order, ASKED, OFFERED) == good(1, "主要是哪块压住了？")
    assert judged(order, ASKED) == good(1, "主要是哪块压住了？")
    assert judged(order, OFFERED, ASKED) == bad(1, "先到五千，行吗？", "先后反了：该有")
    assert judged(order, OFFERED) == bad(1, "先到五千，行吗？", "没有做：该有")
    assert judged(order, NO_MONEY) == bad(None, "", "没有做：该有")


def test_asking_and_offering_in_one_breath_is_in_order():
    order = criterion("before", moves=["ask_reason"], then=["offer_plan"])
    assert judged(order, we("卡在哪儿？先到五千？", "ask_reason", "offer_plan")) == good(1, "卡在哪儿？先到五千？")


def test_clean_is_lost_by_the_first_violation_of_any_weight():
    clean = criterion("clean")
    begs = we("求您了哥", broke=(finding("weak_language.beg", "score"),))
    assert judged(clean, ASKED, begs) == bad(2, "求您了哥", "weak_language.beg：吓唬人是恐吓")
    assert judged(clean, ASKED, NO_MONEY) == good(None, "")


@pytest.mark.parametrize(
    "line",
    ["我记一下：周五前到五千，对吗？", "明天中午前三百，对吧", "十五号之前两万三，我记下了", "月底前八千块，您说对吗", "11月28日，8000，对吗",
     "下周三先到一千二百八，您确认一下"],
)  # fmt: skip
def test_a_commitment_read_back_with_sum_and_day_counts(line: str):
    assert judged(criterion("commitment"), we(line, "secure_commitment")) == good(1, line)


@pytest.mark.parametrize(
    "line",
    [
        "我记一下，您周五给，对吗？",  # 一下 and 周五 are no sums
        "行，那就周五，说定了？", "我记一下，您尽快给，对吗？", "五千，对吗？", "打到对公账号，五千，对吗？", "周转开了给五千，对吗？",
        "那就下周一，哪一块先出？", "一百二十天了，周五定一下？", "千万别忘了周五，对吗？",
    ],
)  # fmt: skip
def test_a_commitment_without_a_sum_or_a_day_does_not(line: str):
    assert judged(criterion("commitment"), we(line, "secure_commitment")) == bad(1, line, "复述里缺金额或日期")


def test_a_commitment_never_read_back_does_not_count():
    said = we("周五前五千行吗？", "offer_plan")
    assert judged(criterion("commitment"), said) == bad(None, "", "没有复述确认")


def test_a_second_full_reading_back_makes_up_for_a_poor_first():
    poor, full = we("我记一下，对吗？", "secure_commitment"), we("周五前五千，对吗？", "secure_commitment")
    assert judged(criterion("commitment"), poor, he("对", "agree"), full) == good(3, "周五前五千，对吗？")


def test_a_line_said_twice_loses_no_repeat():
    assert judged(criterion("no_repeat"), ASKED, NO_MONEY, ASKED) == bad(
        3, "主要是哪块压住了？", "同一句说了两遍：该有"
    )
    assert judged(criterion("no_repeat"), ASKED, NO_MONEY, NO_MONEY, OFFERED) == good(None, "")


@pytest.mark.parametrize("demand", DEMANDS)
def test_a_demand_after_a_stop_loses_respect_for_it(demand: str):
    respect = criterion("respects_stop")
    stop, asks = he("我真不想活了", "self_harm"), we("那今天也得还", demand)
    assert judged(respect, asks, stop, we("您在哪儿？", "deescalate")) == good(None, "", "没有顶着停字往前走")
    assert judged(respect, stop, we("您在哪儿？", "deescalate"), asks) == bad(3, "那今天也得还", "该停的时候还在要钱")
    assert judged(respect, NO_MONEY, asks) == good(None, "", "没有顶着停字往前走")


BOTH = Rubric(
    version=3, pass_mark=60,
    criteria=(criterion("makes", id="asks", moves=["ask_reason"], points=60), criterion("clean", id="clean", points=40)),
)  # fmt: skip


def test_the_pass_mark_is_a_share_of_all_points():
    begs = we("求您了", broke=(finding("weak_language.beg", "score"),))
    assert score((ASKED, begs), BOTH, STOPS, DEMANDS, "模型甲") == Scorecard(
        total=60, of=100, passed=True, failed_by=(), rubric=3, model="模型甲",
        points=(
            Point(criterion="asks", zh="一项", earned=60, of=60, turn=1, words="主要是哪块压住了？", reason="该有"),
            Point(criterion="clean", zh="一项", earned=0, of=40, turn=2, words="求您了", reason="weak_language.beg：吓唬人是恐吓", better="可以这样说"),
        ),
    )  # fmt: skip
    assert not score((begs,), BOTH, STOPS, DEMANDS).passed
    assert not score((ASKED, begs), BOTH.with_(pass_mark=61), STOPS, DEMANDS).passed


def test_a_blocking_violation_fails_whatever_the_points():
    rubric = BOTH.with_(criteria=BOTH.criteria[:1])
    threat = we(
        "主要压哪儿？不说就收拾你", "ask_reason", broke=(finding("threat.home_visit"), finding("threat.home_visit"))
    )
    card = score((threat, we("走着瞧", broke=(finding("threat.vague_menace"),))), rubric, STOPS, DEMANDS)
    assert (card.total, card.of, card.passed) == (60, 60, False)
    assert card.failed_by == ("threat.home_visit", "threat.vague_menace")


def test_a_finding_on_the_debtors_words_fails_nobody():
    his = Turn(speaker="debtor", text="弄死你", labels=("abuse",), violations=(finding("threat.bodily_harm"),))
    assert score((ASKED, his), BOTH, STOPS, DEMANDS).dict(include={"passed", "failed_by", "total"}) == {
        "passed": True, "failed_by": (), "total": 100,
    }  # fmt: skip


def test_going_on_after_a_stop_fails_as_an_ignored_stop():
    rubric = BOTH.with_(criteria=(*BOTH.criteria, criterion("respects_stop", id="stop", points=1)))
    card = score((ASKED, he("我是他老婆", "third_party"), we("那您让他今天还", "ask_payment")), rubric, STOPS, DEMANDS)
    assert (card.total, card.of, card.passed, card.failed_by) == (100, 101, False, ("ignored_stop",))


def test_a_good_call_earns_every_point_of_the_shipped_rubric(content: Content):
    turns = (
        we("您好，请问是王强先生吗？", "introduce_self", "verify_identity"), he("是我，手头紧", "no_money"),
        we("不容易，主要是哪块压住了？", "empathise", "ask_reason"), he("甲方没结", "awaiting_receivable"),
        we("那先到五千，余下定个日子？", "offer_plan"), he("行", "agree"),
        we("我记一下：周五前到五千，对吗？", "secure_commitment"), he("对", "agree"),
    )  # fmt: skip
    card = score(turns, content.rubric, STOPS, DEMANDS)
    assert {p.criterion: (p.earned, p.turn) for p in card.points} == {
        "identify": (10, 1), "ask_before_offer": (20, 3), "listen": (10, 3), "move_forward": (20, 5), "commitment": (20, 7),
        "clean": (10, None), "stop": (5, None), "no_repeat": (5, None),
    }  # fmt: skip
    assert (card.total, card.of, card.passed, card.failed_by) == (100, 100, True, ())


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data())
def test_totals_recompute_and_words_stand_where_they_are_said_to(content: Content, data: st.DataObject):
    book = content.book
    ours = st.builds(
        lambda text, moves, rules: we(text, *moves, broke=tuple(finding(*r) for r in rules)),
        st.sampled_from(["这笔怎么安排？", "周五前五千，对吗？", "主要压在哪儿？", "不还收拾你"]),
        st.lists(st.sampled_from(sorted(book.taxonomy.collector_moves)), max_size=3),
        st.lists(st.tuples(st.sampled_from(["threat.home_visit", "weak_language.beg"]), st.sampled_from(["block", "score"])), max_size=1),
    )  # fmt: skip
    his = st.builds(he, st.sampled_from(["没钱", "我是他老婆"]), st.sampled_from(sorted(book.taxonomy.debtor)))
    turns = tuple(data.draw(st.lists(st.one_of(ours, his), max_size=12)))
    card = score(turns, content.rubric, STOPS, DEMANDS, "模型甲")
    assert card == score(turns, content.rubric, STOPS, DEMANDS, "模型甲")
    assert (card.total, card.of) == (sum(p.earned for p in card.points), sum(c.points for c in content.rubric.criteria))
    assert [p.criterion for p in card.points] == [c.id for c in content.rubric.criteria]
    for point in card.points:
        assert point.earned in (0, point.of) and (point.better is None) == (point.earned == point.of)
        assert point.words == (turns[point.turn - 1].text if point.turn else "")
        assert point.turn is None or turns[point.turn - 1].speaker == "collector"
    blocked = {f["rule"] for t in turns for f in t.violations if f["severity"] == "block"}
    assert blocked == set(card.failed_by) - {"ignored_stop"}
    assert card.passed == (not card.failed_by and card.total >= 60)
