"""「写条短信提醒他」: which message is meant, and what comes of it in this call."""

from datetime import datetime
from typing import Any

import pytest

from bot.desk import Desk, Heard
from bot.desk.closing import log_outcome
from bot.desk.drafting import draft_message
from bot.desk.raised import card
from bot.trade.reading import Entity, LineReading, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)


def heard(text: str, *labels: str, entities: tuple[Entity, ...] = (), **known: Any) -> Heard:
    known = {"account": "wang_building_materials", "at": MONDAY, "exchange": text, **known}
    return Heard(call="c", text=text, intent="", reading=Reading.by_hand(labels, text, entities),
                 line=LineReading(text=text), **known)  # fmt: skip


def test_the_message_that_fits_the_stage_is_drafted(desk: Desk) -> None:
    reply = draft_message(desk, heard("帮我写条催款短信"))
    assert reply.text == (
        "【逾期通知短信】\n【恒信账款服务】王总您好，恒泰建材有限公司的建材货款截至2026年11月22日逾期50,000.00元。"
        "请于2026年11月27日前支付，或回电400-800-0000说明安排；一次付有困难、对数目有异议也请告知，我们先核。已付请忽略。\n——\n照案件填的，核对后自己发。"
    )
    assert (reply.payload["kind"], reply.payload["message"], reply.payload["channel"]) == (
        "draft",
        "overdue_notice",
        "sms",
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("写封邮件给他财务", "overdue_email_b2b"), ("对账函来一份", "statement_of_account"), ("发他的微信咋写", "documents_sent"),
        ("没接电话，发短信请他回电", "call_back_please"), ("写一份", "overdue_notice"),
    ],
)  # fmt: skip
def test_which_message_is_meant(desk: Desk, words: str, message: str) -> None:
    assert draft_message(desk, heard(words)).payload["message"] == message


def test_without_a_word_the_draft_of_the_card_is_meant(desk: Desk) -> None:
    shown = card(desk, heard("你们账上是多少我要对一下", "request_details", "request_proof"))
    assert {"send_draft": "documents"} in shown.payload["do"]
    assert draft_message(desk, heard("帮我写一份")).payload["message"] == "documents_sent"


def test_a_letter_nobody_decided_is_not_drafted(desk: Desk) -> None:
    reply = draft_message(desk, heard("起草一份催款函"))
    assert reply.text == "催款函现在不能起草：发催告函还没批；批了才能起草。"
    assert reply.payload["body"] is None


def test_the_promise_of_this_call_is_confirmed(desk: Desk) -> None:
    day = Entity(type="date", text="周五", value="2026-11-27T15:00")
    money = Entity(type="amount", text="五千", value=5000)
    log_outcome(desk, heard("记一下他答应周五下午三点还五千走对公", entities=(day, money)))
    reply = draft_message(desk, heard("发条确认短信"))
    assert "按刚才通话：2026年11月27日15:00前支付5,000.00元" in reply.text


def test_nothing_is_dunned_after_a_stop(desk: Desk) -> None:
    card(desk, heard("我不想活了", "self_harm"))
    reply = draft_message(desk, heard("写条催款短信"))
    assert reply.payload["body"] is None
    assert "他说的事要先停，这通里不催" in reply.text


def test_a_plan_is_drafted_with_its_table(desk: Desk) -> None:
    ask = (Entity(type="amount", text="一万", value=10000), Entity(type="instalments", text="四期", value=4))
    reply = draft_message(desk, heard("出个还款计划，首付一万，余款分四期", entities=ask))
    assert "第3笔　2027年1月25日　本金 10,000.00　利息 0.00　合计 10,000.00\n" in reply.text
    assert "节假日安排未公布" in reply.text
    too_long = draft_message(
        desk, heard("出个还款计划分十二期", entities=(Entity(type="instalments", text="十二期", value=12),))
    )
    assert too_long.text == "排不出计划：12 期超过 6 期，要先报批。"
