"""Tickets, the account's past, and plans, as a collector asks for them."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk import Desk, Heard
from bot.desk.answers import give_opening
from bot.desk.closing import log_outcome
from bot.desk.past import past
from bot.desk.plan import plan_payment
from bot.desk.raised import card
from bot.desk.tickets import answer_ticket, open_ticket
from bot.record import verify
from bot.trade.reading import Entity, LineReading, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)


def heard(
    text: str, *labels: str, call: str = "call-1", exchange: str = "e1", entities: tuple[Entity, ...] = (), **known: Any
) -> Heard:
    known = {"account": "wang_building_materials", "at": MONDAY, **known}
    return Heard(call=call, exchange=exchange, text=text, intent="", reading=Reading.by_hand(labels, text, entities),
                 line=LineReading(text=text), **known)  # fmt: skip


def test_a_ticket_is_opened_once_and_told_at_the_next_call(desk: Desk, settings: Any) -> None:
    opened = open_ticket(desk, heard("转售后处理一下"))
    assert opened.text == "开好了：质量，售后，后天前答复。"
    again = open_ticket(desk, heard("再催一下售后", exchange="e2"))
    assert (again.text, again.payload["new"]) == ("已有一张没办完的：质量，售后，后天前答复。", False)
    next_call = give_opening(desk, heard("开场白", call="call-2", exchange="e3"))
    assert next_call.payload["say_first"] == ["您的质量问题还在办，说好后天回您。"]
    late = give_opening(desk, heard("开场白", call="call-3", exchange="e4", at=MONDAY + timedelta(days=7)))
    assert late.payload["say_first"] == ["上次答应您的质量问题还没办好，是我们慢了，对不起。我今天去催，办好就回您。"]
    answer_ticket(desk, "e1", "师傅周四上门换配件", "售后小林")
    told = give_opening(desk, heard("开场白", call="call-4", exchange="e5"))
    assert "先交代：上次答应您的质量问题有结果了：师傅周四上门换配件" in told.text
    again = give_opening(desk, heard("开场白", call="call-5", exchange="e6"))
    assert again.payload["say_first"] == told.payload["say_first"]  # asked for, never dialled: nobody was told
    card(desk, heard("总算修好了", "agree", call="call-5", exchange="e7"))
    assert "say_first" not in give_opening(desk, heard("开场白", call="call-6", exchange="e8")).payload
    with pytest.raises(ValueError, match="已经答复过"):
        answer_ticket(desk, "e1", "又一次", "x")
    with pytest.raises(ValueError, match="没有工单 e99"):
        answer_ticket(desk, "e99", "x", "x")
    assert desk.record is not None
    desk.record.close()
    assert verify(settings.database, settings.seal_key()) is None


def test_an_open_ticket_changes_what_is_said(desk: Desk) -> None:
    open_ticket(desk, heard("质量问题转售后"))
    call = desk.call_of(heard("", call="call-2"))
    assert call.tickets_open == ("quality",)
    card = desk.suggest(heard("你们那货的事没人管", "product_issue", call="call-2", exchange="e2"))
    assert card.payload["play"] == "our_ticket_is_late"


def test_nobody_but_the_debtor_hears_of_our_promises(desk: Desk) -> None:
    open_ticket(desk, heard("转售后处理一下"))
    for n, party in enumerate(("contact", "unknown", "stranger")):
        assert (
            "say_first"
            not in give_opening(desk, heard("开场白", call=f"other-{n}", exchange=f"o{n}", party=party)).payload
        )


def test_a_result_that_needs_work_opens_the_ticket_itself(desk: Desk) -> None:
    log_outcome(desk, heard("记一下他说上周已经还了"))
    assert desk.record is not None
    (row,) = desk.record.of_account("tickets", "HT-2026-0117@恒泰建材有限公司")
    assert (row["kind"], row["owner"], row["due"]) == ("payment_trace", "清算", "2026-11-24")


def test_which_ticket_is_asked_where_nothing_names_it(desk: Desk) -> None:
    assert open_ticket(desk, heard("开个工单")).text == (
        "开哪一种工单？照这样说：转售后处理一下。可开：质量、查款、对账、投诉、个人信息、冒用、法务。"
    )
    desk.suggest(heard("货有问题", "product_issue", exchange="e2"))
    card = desk.call_of(heard("")).shown
    assert card is not None
    if any(todo.ticket for todo in desk.book.play(card.playbook, card.play).do):  # type: ignore[union-attr]
        assert open_ticket(desk, heard("开个工单", exchange="e3")).payload["ticket"]["kind"] == "quality"


def test_a_dry_ticket_is_not_kept(desk: Desk) -> None:
    open_ticket(desk, heard("转售后处理一下", dry=True))
    assert desk.record is not None
    assert desk.record.latest("tickets") == []


def test_the_past_of_an_account(desk: Desk) -> None:
    assert past(desk, heard("上次他怎么说的")).text == "这一户还没有往次通话。"
    desk.suggest(heard("甲方的款没下来", "awaiting_receivable"))
    entities = (Entity(type="amount", text="五千", value=5000), Entity(type="date", text="周五", value="2026-11-27"))
    log_outcome(desk, heard("记一下他答应周五还五千走对公", exchange="e2", entities=entities))
    open_ticket(desk, heard("让财务对账", exchange="e3"))
    reply = past(desk, heard("上次他怎么说的", call="call-2", exchange="e4"))
    assert reply.text.splitlines() == [
        "11-23　等回款/三角债　承诺还款",
        "承诺　11-27 五千　未到期",
        "我方欠他：对账，财务，11-25 前",
    ]
    assert past(desk, heard("上次呢", call="nobody", account=None)).payload["calls"] == []


def amounts(*yuan: float) -> tuple[Entity, ...]:
    return tuple(Entity(type="amount", text=str(y), value=y) for y in yuan)


SIX = (Entity(type="instalments", text="六期", value=6),)


def test_a_plan_is_split_to_the_fen_on_days_that_banks_work(desk: Desk) -> None:
    reply = plan_payment(desk, heard("五万分六期每期多少", entities=(*amounts(50000), *SIX)))
    assert reply.text.splitlines() == [
        "共五万，6期，不含利息。", "2026-12-23　8,335.00", "2027-01-25　8,333.00", "2027-02-23　8,333.00",
        "2027-03-23　8,333.00", "2027-04-23　8,333.00", "2027-05-24　8,333.00", "有 2 笔遇节假日，顺延到银行工作日。",
        "节假日安排未公布：公布年份以后的日子只避开了周末。",
    ]  # fmt: skip
    down = plan_payment(desk, heard("五万首付一万，余款六期", entities=(*amounts(50000, 10000), *SIX)))
    assert down.payload["schedule"][0] == {
        "number": 1,
        "on": "2026-11-23",
        "principal": 10000,
        "interest": 0,
        "amount": 10000,
    }
    assert (down.payload["first"], down.payload["needs_approval"]) == (10000, False)


def per_cent(text: str, value: float) -> tuple[Entity, ...]:
    return (Entity(type="percent", text=text, value=value),)


FOUR = (Entity(type="instalments", text="四期", value=4),)


def test_a_plan_bears_simple_interest_only_where_it_is_asked_for(desk: Desk) -> None:
    words = "五万首付一万，余款四期，年化六个点"
    reply = plan_payment(desk, heard(words, entities=(*amounts(50000, 10000), *FOUR, *per_cent("六个点", 6))))
    assert reply.text.splitlines()[:3] == [
        "共五万，首付一万，4期，按这次说的算，双方书面认了才作数，年利率 6%，单利。", "2026-11-23　10,000.00（本 10,000.00，息 0.00）",
        "2026-12-23　10,197.26（本 10,000.00，息 197.26）",
    ]  # fmt: skip
    both = (*amounts(50000), *per_cent("两成", 20), *FOUR, *per_cent("六个点", 6))
    shares = plan_payment(desk, heard("五万首付两成，余款四期，年化六个点", entities=both))
    assert (shares.payload["first"], shares.payload["table"]["rate"]["a_year"]) == (10000, 0.06)
    none = plan_payment(desk, heard("五万分四期，不算利息", entities=(*amounts(50000), *FOUR)))
    assert none.payload["table"]["rate"]["basis"] == "none"


@pytest.mark.parametrize(
    ("words", "account", "share", "told"),
    [
        ("分四期，年化百分之三十六", "zhang_consumer_loan", 36, "合同没登记年利率；借款没约定利息就不计，先登记再算。"),
        ("分四期，年化百分之三十六", "he_private_loan", 36, ""),
        ("五万分四期，月利率百分之一", "wang_building_materials", 1, "只按年利率算；请换成年化几个点。"),
        ("五万分四期，利率日万分之五", "wang_building_materials", 0.05, "只按年利率算；请换成年化几个点。"),
        ("分四期带利息", "wang_building_materials", None, "没说年利率，合同里也没登记。"),
    ],
)
def test_interest_that_may_not_be_asked_or_cannot_be_told_is_refused(
    desk: Desk, words: str, account: str, share: float | None, told: str
) -> None:
    named = per_cent("百分之三十六" if share == 36 else "百分之一", share) if share else ()
    reply = plan_payment(desk, heard(words, account=account, call=words, entities=(*FOUR, *named)))
    assert reply.payload["schedule"] == []
    assert reply.text.startswith(told)


def test_a_plan_takes_what_is_owed_from_the_account_and_says_what_needs_approval(desk: Desk) -> None:
    twelve = (Entity(type="instalments", text="十二期", value=12),)
    reply = plan_payment(desk, heard("分十二期怎么排", entities=twelve))
    assert reply.text.splitlines()[0] == "共五万，12期，不含利息。超过6期要报批。"
    share = (Entity(type="percent", text="两成", value=20), *twelve)
    assert plan_payment(desk, heard("首付两成剩下十二期", entities=share)).payload["first"] == 10000
    assert plan_payment(desk, heard("每期多少")).text == (
        "还缺期数。照这样说：五万首付一万，余款分四期；要算利息就加一句年化六个点。"
    )
    assert plan_payment(desk, heard("分期怎么排", call="nobody", account=None)).text.startswith("还缺总额、期数")


def test_too_many_calls_today_stop_our_own_dialling_alone(desk: Desk) -> None:
    card: dict[str, Any] = {"account": "li_credit_card"}
    assert (
        give_opening(desk, heard("开场白", **card)).payload["dial"]["said"]
        == "今天有效通话 0/3（只算本系统内，别处打过的不知道）"
    )
    desk.suggest(heard("没钱", "no_money", exchange="e2", **card))
    assert desk.record is not None
    key = desk.record.ids_from("accounts", "6225-M1-7712")[0]
    for n in range(3):
        at = (MONDAY - timedelta(hours=n)).isoformat()
        desk.record.add("contacts", {"id": f"d{n}", "account": key, "at": at, "tail": "9000", "effective": True})
    full = give_opening(desk, heard("开场白", call="call-2", exchange="e3", **card))
    assert full.text.startswith(
        "先别拨：今天有效通话已满 3 通，11-24 08:00 以后再打。今天有效通话 3/3（含拨打记录导入）"
    )
    assert (
        "dial"
        not in give_opening(desk, heard("开场白", call="call-3", exchange="e4", direction="inbound", **card)).payload
    )
    night = give_opening(
        desk, heard("开场白", call="call-4", exchange="e5", account="zhang_consumer_loan", at=MONDAY.replace(hour=22))
    )
    assert (night.payload["dial"]["allowed"], night.payload["dial"]["why"]) == (False, "不在可联系时段")


def test_a_dry_opening_writes_nothing(desk: Desk) -> None:
    give_opening(desk, heard("开场白", dry=True))
    assert desk.record is not None
    assert desk.record.head()[0] == 0
