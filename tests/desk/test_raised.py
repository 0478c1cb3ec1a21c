"""Approvals, help and danger: raised in a call, answered by the supervisor, back on the card of the same call."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.desk import Desk, Heard
from bot.desk.answers import give_opening
from bot.desk.closing import log_outcome
from bot.desk.due import due
from bot.desk.raised import call_supervisor, card, decide, release, request_approval, say, waiting
from bot.desk.reply import plain
from bot.record import verify
from bot.trade.approval import Terms
from bot.trade.reading import Clause, Entity, LineReading, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)


def heard(
    text: str, *labels: str, call: str = "call-1", exchange: str = "e1", entities: tuple[Entity, ...] = (), **known: Any
) -> Heard:
    known = {"account": "li_credit_card", "at": MONDAY, **known}
    return Heard(call=call, exchange=exchange, text=text, intent="", reading=Reading.by_hand(labels, text, entities),
                 line=LineReading(text=text), **known)  # fmt: skip


def amount(yuan: float) -> Entity:
    return Entity(type="amount", text=f"{yuan:g}", value=yuan)


def test_an_approval_comes_back_onto_the_card_of_the_same_call(desk: Desk, settings: Any) -> None:
    card(desk, heard("我一下拿不出来", "no_money"))
    asked = request_approval(
        desk, heard("帮我报首付二百分六期", exchange="e2", entities=(amount(200), Entity(type="instalments", text="六期", value=6)))
    )  # fmt: skip
    assert asked.text == "报上去了：分期（首付两百，分六期）。批下来之前先别答应他。"
    assert [(row["kind"], row["call"]) for row in waiting(desk)] == [("instalments", "call-1")]
    assert "news" not in card(desk, heard("那你快点", "agree", exchange="e3")).payload
    decide(desk, "e2:instalments", "countered", "组长", "首付两百五", Terms(first_payment=250, instalments=3))
    told = card(desk, heard("到底能不能分", "request_instalment", exchange="e4"))
    assert told.payload["news"] == ["分期只批到（首付两百五，分三期）。首付两百五。"]
    assert told.text.startswith("【批复】分期只批到（首付两百五，分三期）。首付两百五。\n【要求分期】")
    again = card(desk, heard("到底能不能分", "request_instalment", exchange="e4"))
    assert (again.text, again.payload) == (told.text, plain(told.payload))  # a retry is answered from the record
    lines = [card(desk, heard("没钱", "no_money", exchange=f"n{i}")).payload.get("say") or "" for i in range(6)]
    assert any("两百五" in line for line in lines), lines
    assert waiting(desk) == []
    assert desk.record is not None
    desk.record.close()
    assert verify(settings.database, settings.seal_key()) is None


def test_a_waiver_may_be_said_once_it_is_granted(desk: Desk) -> None:
    card(desk, heard("违约金太多了", "fee_dispute"))
    waived = LineReading(
        text="违约金我给您免了", violations=(Clause(name="unapproved_waiver", confidence=0.9, text="我给您免了"),)
    )
    before = desk.check(waived, desk.call_of(heard("")))
    assert {f["name"] for f in before["violations"]} == {"unapproved_waiver"}
    request_approval(desk, heard("他要减违约金帮我报一下", exchange="e2"))
    decide(desk, "e2:reduction", "approved", "组长")
    card(desk, heard("怎么说", "request_reduction", exchange="e3"))
    assert desk.check(waived, desk.call_of(heard("")))["violations"] == []
    other = desk.check(waived, desk.call_of(heard("", call="call-2")))
    assert {f["name"] for f in other["violations"]} == {"unapproved_waiver"}  # it was granted in that call


def test_what_cannot_be_answered_says_why(desk: Desk) -> None:
    call_supervisor(desk, heard("帮我叫一下主管"))
    with pytest.raises(ValueError, match="没有这一条：e9"):
        decide(desk, "e9", "approved", "组长")
    with pytest.raises(ValueError, match="还价要给数"):
        decide(desk, "e1:help", "countered", "组长")
    decide(desk, "e1:help", "approved", "组长", "我过来了")
    with pytest.raises(ValueError, match="已经由 组长 答复过"):
        decide(desk, "e1:help", "refused", "组长")
    assert card(desk, heard("你等着", "abuse", exchange="e2")).payload["news"] == ["主管：我过来了。"]
    assert request_approval(desk, heard("帮我报一下", call="call-3", exchange="e3")).text.startswith("报哪一样？")


def test_danger_is_raised_silently_and_holds_every_contact_until_a_person_releases_it(desk: Desk) -> None:
    shown = card(desk, heard("我不想活了", "self_harm"))
    assert shown.payload["stop"] == "danger"
    assert "主管" not in shown.text.split("\n")[0]
    card(desk, heard("别管我", "refuse", exchange="e2"))
    assert [(row["kind"], row["reason"]) for row in waiting(desk)] == [("danger", "我不想活了")]  # raised once
    number = desk.call_of(heard("")).account.number
    assert number
    later = {"account": number, "at": MONDAY + timedelta(days=1)}
    held = give_opening(desk, heard("开场白", call="call-2", exchange="e3", **later))
    assert held.text.startswith("先别拨：上次他的话关系人命，等主管放行。")
    assert due(desk, MONDAY.date() + timedelta(days=30)) == []
    key = waiting(desk)[0]["account"]
    release(desk, str(key), "主管王", "家属已陪同，本人安全")
    free = give_opening(desk, heard("开场白", call="call-3", exchange="e4", **later))
    assert free.payload["dial"]["allowed"] is True
    with pytest.raises(ValueError, match="没有被停"):
        release(desk, str(key), "主管王", "又一次")


def test_a_number_that_nobody_may_dial_again_is_not_dialled(desk: Desk) -> None:
    number = "13900139000"
    card(desk, heard("我是他前妻，别再往我这打", "third_party", "stop_contact", number=number))
    assert desk.call_of(heard("")).dialled == "9000"
    closed = log_outcome(desk, heard("前妻说别再打了", exchange="e2"))
    assert (closed.payload["result"], closed.payload["then"]) == (
        "contact_refused",
        {"flag": "do_not_call", "within_days": 0},
    )
    account = desk.call_of(heard("")).account.number
    banned = give_opening(desk, heard("开场白", call="call-2", exchange="e3", account=account, number=number))
    assert banned.payload["dial"]["why"] == "尾号 9000 不许再打"
    other = give_opening(desk, heard("开场白", call="call-3", exchange="e4", account=account, number="13700137000"))
    assert other.payload["dial"]["allowed"] is True


def test_a_call_at_the_hour_he_asked_for_goes_through_and_stands_on_the_day_s_list(desk: Desk) -> None:
    card(desk, heard("我在开车", "request_callback"))
    at = Entity(type="date", text="明早七点半", value="2026-11-24T07:30")
    closed = log_outcome(desk, heard("约明早七点半回拨", exchange="e2", entities=(at,)))
    assert closed.text == "记下了：约回拨。之后：下次联系（按约定时间），明天 07:30。"
    account = desk.call_of(heard("")).account.number
    early = {"account": account, "exchange": "e3"}
    asked = give_opening(desk, heard("开场白", call="call-2", at=datetime(2026, 11, 24, 7, 20), **early))
    assert asked.payload["dial"]["allowed"] is True
    unasked = give_opening(desk, heard("开场白", call="call-4", at=datetime(2026, 11, 25, 7, 20), **early))
    assert (unasked.payload["dial"]["allowed"], unasked.payload["dial"]["why"]) == (False, "不在可联系时段")


def test_the_day_s_list_names_call_backs_promises_and_what_we_owe(desk: Desk) -> None:
    card(desk, heard("周五还五百", "promise_to_pay"))
    friday = Entity(type="date", text="周五", value="2026-11-27")
    closed = log_outcome(desk, heard("他答应周五还五百走对公", exchange="e2", entities=(amount(500), friday)))
    assert closed.payload["then_by"] == "2026-11-26"  # the working day before
    assert due(desk, MONDAY.date()) == []
    thursday = due(desk, datetime(2026, 11, 26).date())
    assert [item.what for item in thursday] == ["承诺还款：下次联系（承诺日前一个工作日提醒）"]
    friday_list = due(desk, datetime(2026, 11, 27).date())
    assert [item.what for item in friday_list] == ["承诺还款：下次联系（承诺日前一个工作日提醒）", "承诺到期：今天五百"]
    assert due(desk, datetime(2026, 11, 27).date(), owner="别人") == []


def test_a_formal_step_is_spoken_of_once_somebody_decided_it(desk: Desk) -> None:
    suing = LineReading(text="我们会发律师函", moves=("escalate_formal",))
    wang = desk.call_of(heard("", account="wang_building_materials"))
    found = desk.check(suing, wang)["violations"]
    assert [(f["rule"], f["severity"]) for f in found] == [("false_consequence.unapproved_step", "warn")]
    xu = heard("开场白", account="xu_site_works", call="call-2")
    assert desk.check(suing, desk.call_of(xu))["violations"] == []
    assert (
        desk.check(suing, desk.call_of(heard("", account=None, call="call-3")))["violations"] == []
    )  # nothing is on file
    before = give_opening(desk, xu)
    assert "正式步骤：发律师函（法务部 11-18 批）可以照实说；再下一步（申请支付令）要另批，别提" in before.text
    assert "正式步骤" not in give_opening(desk, heard("开场白", account="wang_building_materials", call="call-4")).text


def test_what_a_card_asks_for_is_done_once_its_line_was_said(desk: Desk) -> None:
    card(desk, heard("从来没借过，身份证被人用了", "not_my_debt", account="zhang_consumer_loan"))
    assert desk.record is not None and desk.record.latest("tickets") == []  # shown, not yet said
    card(desk, heard("你们查", "agree", exchange="e2"))
    fraud = desk.record.latest("tickets")
    assert [(row["kind"], row["why"]) for row in fraud] == [("fraud", "从来没借过，身份证被人用了")]
    account = desk.call_of(heard("")).account
    assert str(account.paused_until) == "2026-11-26"
    held = give_opening(desk, heard("开场白", call="call-2", exchange="e3", account=account.number))
    assert (held.payload["dial"]["allowed"], held.payload["dial"]["why"]) == (False, "停催核实中")
    assert [row["why"] for row in desk.record.of_call("calls", "call-2") if row["event"] == "dial"] == ["停催核实中"]


def test_another_line_than_the_card_s_carries_nothing_out(desk: Desk) -> None:
    shown = card(desk, heard("你们那货坏了", "product_issue", account="wang_building_materials"))
    mine = heard("哪一批的", exchange="s1")._replace(speaker="collector_says")
    say(desk, mine)
    assert desk.record is not None and desk.record.latest("tickets") == []
    card(desk, heard("就上一批", "product_issue", exchange="e2"))
    again = desk.call_of(heard("")).shown
    assert again and again.line == shown.payload["say"]  # it was not said, so it is not used up


def test_he_is_reached_by_the_channel_he_named(desk: Desk) -> None:
    card(desk, heard("别打电话，有事发短信", "stop_contact"))
    log_outcome(desk, heard("要求短信联系，晚点再打", exchange="e2"))
    account = desk.call_of(heard("")).account
    assert account.flags.channel_only == "sms"
    for channel, allowed in (("phone", False), ("im", False), ("sms", True), ("letter", True)):
        asked = heard("开场白", call=f"c-{channel}", exchange=f"x-{channel}", account=account.number, channel=channel)
        dial = give_opening(desk, asked).payload["dial"]
        assert (dial["allowed"], dial["why"]) == (allowed, "" if allowed else "他要求只用短信"), channel
