from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trade.book import Book
from bot.trade.outcome import _RESULTS, NOTE_LIMIT, note, promise_in, result_in
from bot.trade.reading import Entity

FIVE = Entity(type="amount", text="五千", value=5000)
FRIDAY = Entity(type="date", text="周五", value="2026-11-27")
OPEN_DAY = Entity(type="date", text="发工资那天", vague=True)
AT_FOUR = Entity(type="date", text="周五下午四点", value="2026-11-27T16:00")


@pytest.mark.parametrize(
    ("text", "entities", "code"),
    [
        ("他答应周五还五千走对公", (FIVE, FRIDAY), "promise"), ("周五给五千", (FIVE, FRIDAY), "promise"), ("他说五千", (FIVE,), "talked"),
        ("聊了几句没定", (), "talked"), ("承诺了", (), "promise"), ("要跳楼轻生，已报主管", (), "danger"), ("空号", (), "dead_number"),
        ("没人接", (), "no_answer"), ("骂了一句挂了", (), "hung_up"), ("他妈接的，请她转告了", (), "message_left"),
        ("让我别再打了", (), "contact_refused"), ("说要投诉", (), "complaint"), ("说还了，等核", (), "paid_to_verify"),
        ("就是不还", (), "refused"), ("拒付，五千周五免谈", (FIVE, FRIDAY), "refused"), ("货有质量问题", (), "dispute_quality"),
        ("想分期", (), "plan_asked"), ("要打折", (), "reduction_asked"), ("住院了", (), "hardship"), ("下午再打", (), "call_back"),
        ("法院已经立案", (), "legal"), ("说不是他借的，不承认", (), "debt_denied"),
    ],
)  # fmt: skip
def test_a_result_is_what_the_words_name(text: str, entities: tuple, code: str):
    assert result_in(text, entities) == code


def test_every_result_that_words_can_name_stands_in_the_book(book: Book):
    assert {code for _, code in _RESULTS} | {"promise", "talked"} <= set(book.results)


@pytest.mark.parametrize(
    ("text", "entities", "by", "lacks"),
    [
        ("周五下午四点还五千走对公，等甲方的款", (FIVE, AT_FOUR), ("对公", "甲方"), ()),
        ("周五还五千走对公", (FIVE, FRIDAY), ("对公", None), ("钟点", "钱从哪来")),
        ("周五还五千", (FIVE, FRIDAY), (None, None), ("钟点", "渠道", "钱从哪来")),
        ("发工资那天转，用微信", (OPEN_DAY,), ("微信", "工资"), ("金额", "日期", "钟点")),
        ("在app里还五千", (FIVE,), ("App", None), ("日期", "钟点", "钱从哪来")),
        ("答应了", (), (None, None), ("金额", "日期", "钟点", "渠道", "钱从哪来")),
    ],
)  # fmt: skip
def test_a_promise_says_what_it_lacks(text: str, entities: tuple, by: tuple, lacks: tuple[str, ...]):
    known = {e.type: e.value for e in entities}
    channel, source = by
    promise = {"amount": known.get("amount"), "on": known.get("date"), "channel": channel, "source": source}
    assert promise_in(text, entities) == (promise, lacks)


def test_the_due_day_stands_on_file():
    assert promise_in("到期日还五千", (FIVE,), date(2026, 11, 26))[0]["on"] == "2026-11-26"


def test_a_note_is_written_in_the_order_of_the_house():
    promise = {"amount": 5000, "on": "2026-11-27T16:00", "channel": "对公"}
    assert note("本人，已核实", ("没钱/资金紧张", "等回款/三角债"), promise, "承诺还款", "承诺日前一个工作日提醒") == (
        "本人，已核实；没钱/资金紧张、等回款/三角债；承诺11/27 五千对公；承诺还款；承诺日前一个工作日提醒"
    )


def test_a_note_leaves_out_what_there_is_not():
    assert note("家人朋友", (), None, "已请转告", "") == "家人朋友；已请转告"
    assert note("本人", (), {"amount": None, "on": "2026-11-27"}, "谈过未定", "再约") == "本人；谈过未定；再约"
    assert note("本人", (), {"amount": 480, "on": None}, "承诺还款", "") == "本人；承诺 四百八；承诺还款"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    reasons=st.lists(st.sampled_from(["没钱/资金紧张", "等回款/三角债", "拿合作/发货谈条件"]), max_size=20).map(tuple),
    amount=st.one_of(st.none(), st.floats(0.01, 10**8)), on=st.one_of(st.none(), st.dates().map(str)),
    channel=st.sampled_from([None, "对公", "自动扣款"]), then=st.text("承诺日前一个工作日提醒；", max_size=200),
)  # fmt: skip
def test_a_note_is_never_longer_than_a_hundred_characters(
    reasons: tuple[str, ...], amount: float | None, on: str | None, channel: str | None, then: str
):
    promise = {"amount": amount, "on": on, "channel": channel}
    written = note("本人，已核实", reasons, promise, "承诺还款", then)
    assert written.startswith("本人，已核实")
    assert len(written) <= NOTE_LIMIT == 100
