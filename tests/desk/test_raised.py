"""Approvals, help and danger: raised in a call, answered by the supervisor, back on the card of the same call."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.desk import Desk, Heard
from bot.desk.answers import correct_reading, give_opening
from bot.desk.case import set_party
from bot.desk.closing import log_outcome
from bot.desk.due import due
from bot.desk.once import once
from bot.desk.raised import answers_in, call_supervisor, card, request_approval, say
from bot.desk.reply import plain
from bot.desk.rewording import another_wording
from bot.desk.supervising import decide, granted_of, release, waiting
from bot.desk.tickets import open_ticket
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


def months(count: int) -> Entity:
    return Entity(type="instalments", text=f"{count}期", value=count)


def amount(yuan: float) -> Entity:
    return Entity(type="amount", text=f"{yuan:g}", value=yuan)


def test_an_approval_comes_back_onto_the_card_of_the_same_call(desk: Desk, settings: Any) -> None:
    card(desk, heard("我一下拿不出来", "no_money"))
    asked = request_approval(
        desk, heard("帮我报首付二百分六期", exchange="e2", entities=(Entity(type="amount", text="二百", value=200), Entity(type="instalments", text="六期", value=6)))
    )  # fmt: skip
    assert asked.text == "报上去了：分期（首笔两百，余款分六期）。批下来之前先别答应他。"
    assert [(row["kind"], row["call"]) for row in waiting(desk)] == [("instalments", "call-1")]
    assert "news" not in card(desk, heard("那你快点", "agree", exchange="e3")).payload
    decide(desk, "e2:instalments", "countered", "组长", "首付两百五", Terms(first_payment=250, instalments=3))
    told = card(desk, heard("到底能不能分", "request_instalment", exchange="e4"))
    assert told.payload["news"] == ["分期只批到（首笔两百五，余款分三期）。首付两百五。"]
    assert told.text.startswith("【批复】分期只批到（首笔两百五，余款分三期）。首付两百五。\n【要求分期】")
    again = card(desk, heard("到底能不能分", "request_instalment", exchange="e4"))
    assert (again.text, again.payload) == (told.text, plain(told.payload))  # a retry is answered from the record
    assert told.payload["say"] == "批下来了，每期六百八十七块。头一期哪天方便？"  # (2,310 - 250) / 3
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


def test_what_was_granted_on_an_account_is_what_was_asked_or_what_was_countered(desk: Desk) -> None:
    call = desk.call_of(heard(""))
    assert granted_of(desk, call) is None
    tenth = Entity(type="percent", text="百分之十", value=10)
    request_approval(desk, heard("申请减免百分之十", exchange="e2", entities=(tenth,)))
    assert granted_of(desk, call) is None  # asked is not granted
    decide(desk, "e2:reduction", "approved", "组长")
    assert granted_of(desk, call) == Terms(percent_off=10)
    twelve = Entity(type="instalments", text="十二期", value=12)
    request_approval(desk, heard("申请分十二期", exchange="e3", entities=(twelve,)))
    decide(desk, "e3:instalments", "countered", "组长", "", Terms(instalments=6))
    assert granted_of(desk, call) == Terms(instalments=6)


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
    later_still = due(desk, MONDAY.date() + timedelta(days=30))
    assert [(item.owner, item.what) for item in later_still] == [("主管", "已停拨：确认人平安后再放行")]
    he_calls = heard("开场白", call="call-9", exchange="e9", direction="inbound", **later)
    opened = give_opening(desk, he_calls).payload
    assert opened["playbook"] == "self_harm"  # and S or F find its play again
    softer = another_wording(desk, he_calls._replace(text="软一点", exchange="e10")).payload
    assert (softer["playbook"], softer["wording"]) == ("self_harm", "softer") and softer["say"] != opened["say"]
    key = waiting(desk)[0]["account"]
    release(desk, str(key), "主管王", "家属已陪同，本人安全")
    free = give_opening(desk, heard("开场白", call="call-3", exchange="e4", **later))
    assert free.payload["dial"]["allowed"] is True
    with pytest.raises(ValueError, match="没有被停"):
        release(desk, str(key), "主管王", "又一次")


def test_a_key_tells_the_supervisor_what_was_said_last(desk: Desk) -> None:
    by_key = heard("/call_supervisor", exchange="k1", heard_by="key")
    call_supervisor(desk, by_key)
    card(desk, heard("你叫你们领导来", "refuse", exchange="e2"))
    call_supervisor(desk, by_key._replace(exchange="k2"))
    card(desk, heard("/abuse", "abuse", exchange="e3", heard_by="key"))
    call_supervisor(desk, by_key._replace(exchange="k3"))
    assert [row["reason"] for row in waiting(desk)] == ["", "你叫你们领导来", "辱骂/威胁催收员"]


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
    assert closed.text == "记下了：约回拨。之后：下次联系（按约的时间），明天 07:30。"
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
    assert [item.what for item in thursday] == ["承诺还款：下次联系（提醒一声、到点查账）"]
    friday_list = due(desk, datetime(2026, 11, 27).date())
    assert [item.what for item in friday_list] == ["承诺还款：下次联系（提醒一声、到点查账）", "承诺到期：今天五百"]
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
    card(desk, heard("你们那货坏了", "product_issue", account="wang_building_materials", call="call-0", exchange="e0"))
    assert desk.record is not None and desk.record.latest("tickets") == []  # shown, not yet said
    card(desk, heard("就上一批", "product_issue", call="call-0", exchange="e00"))
    assert [(row["kind"], row["why"]) for row in desk.record.latest("tickets")] == [("quality", "你们那货坏了")]


def test_a_hard_stop_s_work_does_not_wait_for_its_line(desk: Desk) -> None:
    card(desk, heard("从来没借过，身份证被人用了", "not_my_debt", account="zhang_consumer_loan"))
    assert desk.record is not None
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


def test_what_a_call_loaded_never_overwrites_what_came_since(desk: Desk) -> None:
    """A payment and a flag written while a card is being made are still there afterwards."""
    before = desk.call_of(heard("", account="li_credit_card"))
    desk.keep(before)
    desk.accounts.amend(before, {"complaint_open": True}, reports_credit=False)
    desk.keep(before)  # the same Call, loaded before
    account = desk.call_of(heard("")).account
    assert (account.flags.complaint_open, account.reports_credit) == (True, False)


def test_danger_follows_what_was_said_and_not_what_stands(desk: Desk) -> None:
    card(desk, heard("我不想活了", "self_harm"))
    key = str(waiting(desk)[0]["account"])
    account = desk.call_of(heard("")).account.number
    inbound = {"account": account, "call": "call-2", "direction": "inbound"}
    kept = card(desk, heard("我就问问欠多少", "request_details", exchange="e2", **inbound))
    assert (kept.payload["stop"], kept.payload["playbook"]) == ("danger", "self_harm")  # held: the person comes first
    assert [row["reason"] for row in waiting(desk)] == ["我不想活了"]
    release(desk, key, "主管王", "家属陪着")
    free = card(desk, heard("周五还五百", "promise_to_pay", exchange="e3", **inbound))
    assert free.payload.get("stop") is None
    assert desk.call_of(heard("", **inbound)).account.flags.on_hold is False
    card(desk, heard("我还是不想活", "self_harm", exchange="e4", **inbound))
    assert desk.call_of(heard("", **inbound)).account.flags.on_hold is True
    assert [row["reason"] for row in waiting(desk)] == ["我不想活了", "我还是不想活"]


def test_a_card_and_what_it_raises_stand_together_or_not_at_all(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: Any, **__: Any) -> None:
        raise RuntimeError("断电")

    words = heard("我不想活了", "self_harm")
    with monkeypatch.context() as broken:
        broken.setattr("bot.desk.raised._raise_danger", lost)
        with pytest.raises(RuntimeError):
            card(desk, words)
    assert desk.record is not None
    assert (desk.record.latest("exchanges"), desk.record.standing("call-1")) == ([], None)
    assert card(desk, words).payload["stop"] == "danger"
    assert [row["kind"] for row in waiting(desk)] == ["danger"]


def test_a_grant_is_never_more_than_is_due_and_adds_to_the_one_before(desk: Desk) -> None:
    card(desk, heard("没钱", "no_money"))
    months = Entity(type="instalments", text="十二期", value=12)
    asked = request_approval(
        desk,
        heard(
            "他欠八万，申请分十二期", exchange="e2", entities=(Entity(type="amount", text="八万", value=80000), months)
        ),
    )
    assert asked.payload["raised"]["asked"]["first_payment"] is None  # the debt he names is no first payment
    decide(desk, "e2:instalments", "approved", "组长")
    card(desk, heard("快点", "stall", exchange="e3"))
    request_approval(
        desk,
        heard("减免百分之十，报一下", exchange="e4", entities=(Entity(type="percent", text="百分之十", value=10),)),
    )
    decide(desk, "e4:reduction", "approved", "组长")
    card(desk, heard("怎么说", "request_details", exchange="e5"))
    granted = desk.call_of(heard("")).granted
    assert granted == Terms(instalments=12, percent_off=10)
    assert granted.by_month(2310) == pytest.approx(173.25)


def test_what_nobody_may_grant_is_left_to_the_words(desk: Desk) -> None:
    many = (
        Entity(type="instalments", text="七十二期", value=72),
        Entity(type="percent", text="百分之一百二", value=120),
    )
    asked = request_approval(desk, heard("申请分七十二期，减百分之一百二", entities=many))
    assert (asked.payload["raised"]["asked"], asked.payload["raised"]["reason"]) == (
        {"first_payment": None, "instalments": None, "percent_off": None, "on": None}, "申请分七十二期，减百分之一百二",
    )  # fmt: skip


def test_the_line_just_said_is_not_shown_again_with_his_name_in_it(desk: Desk) -> None:
    outsider = {"account": "li_credit_card", "party": "contact"}
    shown = [
        card(desk, heard("她没在", "third_party", exchange=f"e{i}", **outsider)).payload.get("say") for i in range(4)
    ]
    said = [line for line in shown if line]
    assert len(said) == len(set(said)), said


def test_no_name_stands_in_any_table_but_accounts(desk: Desk) -> None:
    card(desk, heard("我是李红，不想活了", "self_harm"))
    open_ticket(desk, heard("李红说被骂了，记个投诉工单", exchange="e2"))
    log_outcome(desk, heard("李红答应周五还五百", exchange="e3"))
    correct_reading(desk, heard("李红不是这个意思", exchange="e4"))
    assert desk.record is not None
    for table in ("exchanges", "approvals", "tickets", "calls", "corrections", "promises", "lines"):
        assert desk.record.search(table, "李红") == [], table


def test_pauses_only_grow_and_an_agreed_call_back_outlives_a_call_nobody_logged(desk: Desk) -> None:
    card(desk, heard("他已经走了", "incapacitated"))
    until = desk.call_of(heard("")).account.paused_until
    card(desk, heard("再说也不是我借的", "not_my_debt", exchange="e2"))
    assert desk.call_of(heard("")).account.paused_until == until
    at = Entity(type="date", text="明天下午三点", value="2026-11-24T15:00")
    log_outcome(
        desk, heard("约明天下午三点回拨", call="c2", exchange="e3", entities=(at,), account="wang_building_materials")
    )
    number = desk.call_of(heard("", call="c2")).account.number
    card(desk, heard("没钱", "no_money", call="c3", exchange="e4", account=number))
    work = due(desk, datetime(2026, 11, 24).date())
    assert any("约好 15:00" in item.what for item in work)


def test_our_own_dials_count_for_the_number_on_the_line(desk: Desk) -> None:
    number = "13900139000"
    for n in range(6):
        card(desk, heard("喂", "ask_repeat", call=f"dial-{n}", exchange=f"x{n}", number=number))
    account = desk.call_of(heard("", call="dial-0")).account.number
    seventh = give_opening(desk, heard("开场白", call="dial-7", exchange="x7", account=account, number=number))
    assert (seventh.payload["dial"]["allowed"], seventh.payload["dial"]["why"]) == (False, "这个号码今天没接已满 6 次")


def test_a_command_asked_twice_is_done_once(desk: Desk) -> None:
    asked = heard("转售后处理一下", exchange="t1", account="wang_building_materials")
    first = once(desk, asked, partial(open_ticket, desk))
    assert (first.text, first.payload["new"]) == ("开好了：质量，售后，后天前答复。", True)
    again = once(desk, asked, partial(open_ticket, desk))
    assert (again.text, again.payload) == (first.text, plain(first.payload))
    other = once(desk, asked._replace(exchange="t2"), partial(open_ticket, desk))
    assert other.text == "已有一张没办完的：质量，售后，后天前答复。"


@pytest.mark.parametrize(
    ("state", "terms", "why"),
    [("approved", Terms(instalments=6), "不带数"), ("refused", Terms(), "这一条不是报批"), ("countered", Terms(), "还价要给数")],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(desk: Desk, state: Any, terms: Terms, why: str) -> None:
    call_supervisor(desk, heard("帮我叫一下主管"))
    with pytest.raises(ValueError, match=why):
        decide(desk, "e1:help", state, "组长", "", terms)


@pytest.mark.parametrize(
    ("line", "moves", "party", "broken"),
    [
        ("您看第五条，早到期了", ("cite_contract",), "contact", ["disclose_debt.by_what_it_does"]),
        ("您帮他看看什么时候能还", ("ask_payment",), "contact", ["disclose_debt.by_what_it_does"]),
        ("麻烦请他回个电话", ("leave_message",), "contact", []),
        ("您看第五条，早到期了", ("cite_contract",), "verified", []),
        ("您看第五条，早到期了", ("cite_contract",), "spouse_joint", ["disclose_debt.by_what_it_does"]),  # of a cardholder
    ],
)  # fmt: skip
def test_who_must_not_know_hears_of_the_debt_by_what_a_line_does(
    desk: Desk, line: str, moves: Any, party: Any, broken: list[str]
) -> None:
    call = desk.call_of(heard("", account="li_credit_card")).with_(party=party)
    found = desk.check(LineReading(text=line, moves=moves), call)["violations"]
    assert [f["rule"] for f in found] == broken


def test_a_wife_who_keeps_the_shop_s_books_may_hear_it(desk: Desk) -> None:
    call = desk.call_of(heard("", account="zhao_sole_trader")).with_(party="spouse_joint")
    assert desk.check(LineReading(text="这笔您看哪天付", moves=("ask_payment",)), call)["violations"] == []


def test_nobody_approves_what_he_asked_for_and_no_first_sum_is_more_than_is_owed(desk: Desk) -> None:
    request_approval(desk, heard("申请分十二期", exchange="a1", user="wang", entities=(months(12),)))
    raised = str(waiting(desk)[0]["id"])
    with pytest.raises(ValueError, match="自己报的不能自己批；请另一位主管或管理员批"):
        decide(desk, raised, "approved", "wang")
    with pytest.raises(ValueError, match=r"首笔不能超过逾期的 2,310\.00 元"):
        decide(desk, raised, "countered", "lin", granted=Terms(first_payment=2311))
    assert decide(desk, raised, "countered", "lin", granted=Terms(first_payment=2310)).state == "countered"


def test_the_supervisor_s_answer_waits_while_somebody_else_is_on_the_line(desk: Desk) -> None:
    card(desk, heard("没钱", "no_money"))
    request_approval(desk, heard("申请分十二期", exchange="a1", entities=(months(12),)))
    decide(desk, str(waiting(desk)[0]["id"]), "approved", "lin")
    outside = card(desk, heard("我是她同事", "third_party", exchange="e2")).payload
    assert "news" not in outside and answers_in(desk, "call-1") == ()
    repeated = card(desk, heard("没钱", "no_money", exchange="e1")).payload
    assert repeated == {"kind": "nothing"}  # the card before the change of party is none for him
    set_party(desk, heard("本人，核实过了", exchange="e3"))
    assert answers_in(desk, "call-1") == ("批下来了：分期（分十二期），可以答应他。",)
