"""The Desk: what a call knows comes out of the record, and what it writes says nothing it should not."""

from datetime import datetime
from functools import partial
from typing import Any

import pytest

from bot.desk import Desk, Heard
from bot.desk.answers import correct_reading, give_opening, inner_line, next_move
from bot.desk.case import set_party, take_in_case
from bot.desk.closing import log_outcome, summary
from bot.desk.drills import end, say, start
from bot.desk.once import once
from bot.desk.rewording import another_wording
from bot.desk.transcript import transcript
from bot.record import verify
from bot.trade.ledger import most_he_named
from bot.trade.reading import Clause, Entity, LineReading, Ranked, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)


def heard(text: str, *labels: str, exchange: str = "e1", entities: tuple[Entity, ...] = (), **known: Any) -> Heard:
    line = known.pop("line", LineReading(text=text))
    return Heard(call="call-1", exchange=exchange, text=text, intent=labels[0] if labels else "nothing",
                 reading=Reading.by_hand(labels, text, entities), line=line, at=MONDAY, **known)  # fmt: skip


def test_the_line_shown_counts_as_said_when_nothing_else_was(desk: Desk) -> None:
    says = [desk.suggest(heard("没钱", "no_money", exchange=f"e{i}")).payload["say"] for i in range(3)]
    assert len(set(says)) == 3
    assert [t.said_by for t in transcript(desk, "call-1") if t.speaker == "collector"] == ["assumed"] * 3


def test_what_was_really_said_replaces_the_line_shown(desk: Desk) -> None:
    desk.suggest(heard("没钱", "no_money"))
    desk.say(heard("那您什么时候有钱？", exchange="e2", speaker="collector_says", answers="e1",
                   line=LineReading(text="那您什么时候有钱？", moves=("ask_ability",))))  # fmt: skip
    assert [(t.speaker, t.text) for t in transcript(desk, "call-1")] == [
        ("debtor", "没钱"),
        ("collector", "那您什么时候有钱？"),
    ]
    assert desk.call_of(heard("")).after == ("ask_ability",)


def test_a_line_put_in_place_of_another_is_the_one_that_counts_as_said(desk: Desk) -> None:
    opening = give_opening(desk, heard("开场白", "ask_opening", exchange="e0", account="li_credit_card")).payload["say"]
    shown = desk.suggest(heard("没钱", "no_money", account="li_credit_card")).payload["say"]
    softer = another_wording(desk, heard("软一点", exchange="e2", account="li_credit_card")).payload["say"]
    another = next_move(desk, heard("下一步", exchange="e3", account="li_credit_card")).payload["say"]
    desk.suggest(heard("再说吧", "stall", exchange="e4", account="li_credit_card"))
    assert len({opening, shown, softer, another}) == 4
    spoken = [(turn.said_by, turn.text) for turn in transcript(desk, "call-1")]
    assert [text for who, text in spoken if who] == [opening, softer, another, spoken[-1][1]]
    assert desk.call_of(heard("", account="li_credit_card")).said == (opening, softer, another)


def test_a_question_to_the_assistant_is_nobody_s_turn(desk: Desk) -> None:
    desk.suggest(heard("他说没钱怎么接", "no_money", exchange="q1", speaker="collector_asks", account="li_credit_card"))
    desk.suggest(heard("我给忘了", "forgot", exchange="e2", speaker="debtor", account="li_credit_card"))
    assert [turn.text for turn in transcript(desk, "call-1") if turn.speaker == "debtor"] == ["我给忘了"]
    weather = Reading(text="今天天气怎么样", ranking=(Ranked(name="out_of_scope", confidence=0.97),))
    asked = heard("今天天气怎么样", exchange="q3", speaker="collector_asks", account="li_credit_card")
    assert desk.suggest(asked._replace(reading=weather)).text == "这个我答不了。能问什么，打「帮助」看。"


def test_names_are_kept_in_accounts_alone(desk: Desk) -> None:
    desk.suggest(heard("王强不在", "payer_absent", account="wang_building_materials"))
    desk.suggest(heard("我就是王强，没钱", "no_money", exchange="e2", account="wang_building_materials"))
    assert desk.record is not None
    kept = [
        row for table in ("exchanges", "lines", "calls", "corrections") for row in desk.record.of_call(table, "call-1")
    ]
    assert "王强" not in repr(kept) and "王总" not in repr(kept)
    assert desk.record.one("accounts", "HT-2026-0117@恒泰建材有限公司")["facts"]["name"] == "王强"  # type: ignore[index]


def test_a_dry_message_is_answered_and_not_recorded(desk: Desk) -> None:
    assert desk.suggest(heard("没钱", "no_money", dry=True)).payload["kind"] == "suggestion"
    assert desk.record is not None and desk.record.head()[0] == 0


def test_a_silence_goes_to_the_queue(desk: Desk) -> None:
    reading = Reading(text="嘎嘎", ranking=(), abstained=True)
    reply = desk.suggest(heard("嘎嘎")._replace(reading=reading, intent="unsure"))
    assert (reply.payload["kind"], reply.payload["why"]) == ("silence", "unsure")
    assert desk.record is not None
    assert [(r["queue"], r["why"]) for r in desk.record.of_call("corrections", "call-1")] == [("silence", "unsure")]


def test_a_demand_after_a_stop_is_named(desk: Desk) -> None:
    desk.suggest(heard("我不想活了", "self_harm"))
    reply = desk.say(
        heard(
            "今天必须还",
            exchange="e2",
            speaker="collector_says",
            line=LineReading(text="今天必须还", moves=("set_deadline",)),
        )
    )
    assert [v["rule"] for v in reply.payload["violations"]] == ["ignored_stop.self_harm"]


def test_what_only_the_classifier_hears_is_a_learned_finding(desk: Desk) -> None:
    line = LineReading(
        text="您家门口那条路晚上挺黑的",
        violations=(Clause(name="threat", confidence=0.9, text="您家门口那条路晚上挺黑的"),),
    )
    found = desk.check(line, desk.call_of(heard("")))["violations"]
    assert [(f["name"], f["rule"], f["words"]) for f in found] == [
        ("threat", "threat.learned", "您家门口那条路晚上挺黑的")
    ]


def test_softer_and_firmer_are_other_words_for_the_same_move(desk: Desk) -> None:
    shown = desk.suggest(heard("管钱的不在", "payer_absent", account="sun_factory", party="finance")).payload
    softer = another_wording(desk, heard("软一点", exchange="e2")).payload
    firmer = another_wording(desk, heard("硬一点", exchange="e3")).payload
    assert softer["play"] == firmer["play"] == shown["play"]
    assert len({shown["say"], softer["say"], firmer["say"]}) == 3


def test_the_next_move_is_another_play(desk: Desk) -> None:
    shown = desk.suggest(heard("没钱", "no_money", account="wang_building_materials")).payload
    assert next_move(desk, heard("下一步", exchange="e2")).payload["play"] != shown["play"]
    assert next_move(desk, heard("下一步")._replace(call="empty")).payload["kind"] == "silence"


def test_the_opening_depends_on_who_is_on_the_line(desk: Desk) -> None:
    lines = {
        party: give_opening(desk, heard("开场白", account="li_credit_card", party=party)._replace(call=party)).payload[
            "say"
        ]
        for party in ("unknown", "claimed", "verified")
    }
    assert len(set(lines.values())) == 3
    assert "两千三" not in lines["unknown"] and "两千三" not in lines["claimed"]


def test_case_facts_are_taken_from_a_sentence(desk: Desk) -> None:
    told = heard(
        "个体户欠货款八万逾期四十五天", "inform_case", entities=(Entity(type="amount", text="八万", value=80000),)
    )
    reply = take_in_case(desk, told)
    assert reply.payload["facts"] == {
        "debt_kind": "b2b_goods",
        "debtor_kind": "sole_trader",
        "days_overdue": 45,
        "overdue": 80000,
    }
    account = desk.call_of(heard("")).account
    assert (account.stage, account.amounts.overdue) == ("d31_90", 80000)


@pytest.mark.parametrize(
    ("words", "account", "party"),
    [
        ("现在是他老婆接的", "li_credit_card", "contact"), ("换成会计了", "sun_factory", "finance"),
        ("老板娘接的", "zhao_sole_trader", "spouse_joint"), ("老板娘接的", "li_credit_card", "contact"),
        ("担保人接的", "he_private_loan", "guarantor"), ("担保人接的", "li_credit_card", "contact"), ("本人，核实过了", "li_credit_card", "verified"),
    ],
)  # fmt: skip
def test_the_party_is_set_by_one_sentence(desk: Desk, words: str, account: str, party: str) -> None:
    assert set_party(desk, heard(words, "set_party", account=account)).payload["party"] == party
    assert desk.call_of(heard("")).party == party


def test_an_outcome_says_what_must_follow_and_what_the_promise_lacks(desk: Desk) -> None:
    desk.suggest(heard("周五还", "promise_to_pay"))
    entities = (Entity(type="amount", text="五千", value=5000), Entity(type="date", text="周五", value="2026-11-27"))
    reply = log_outcome(desk, heard("记一下他答应周五还五千", "log_outcome", exchange="e2", entities=entities))
    assert (reply.payload["result"], reply.payload["lacks"]) == ("promise", ["钟点", "渠道", "钱从哪来"])
    note = summary(desk, heard("总结", exchange="e3")).payload["note"]
    assert note == "本人，已核实；明确承诺还款；承诺11/27 五千；承诺还款；11/26前 下次联系（提醒一声、到点查账）"


def test_a_wrong_reading_is_queued_with_the_next_likeliest(desk: Desk) -> None:
    desk.suggest(heard("没钱", "no_money"))
    reply = correct_reading(desk, heard("不是这个意思", "correct_reading", exchange="e2"))
    assert (reply.payload["kind"], reply.payload["was"]) == ("correction", "no_money")


def test_the_line_inside_a_question_is_what_is_checked() -> None:
    assert inner_line("我能不能说再不还就告诉你单位") == "再不还就告诉你单位"
    assert inner_line("这么发「今天不还就上门」违规吗") == "今天不还就上门"


def test_a_drill_is_led_and_scored_with_points_that_cite_words(desk: Desk) -> None:
    first = start(desk, heard("陪我练一个没钱的老板", "start_role_play"))
    assert first.payload["persona"] == "lao_wang"
    line = "主要是哪块压住了？"
    turn = say(desk, heard(line, exchange="e2", line=LineReading(text=line, moves=("ask_reason",))))
    assert turn.payload["ended"] is None
    card = end(desk, heard("不练了", exchange="e3")).payload
    assert card["of"] == 100 and len(card["points"]) >= 5
    asked = next(p for p in card["points"] if p["criterion"] == "ask_before_offer")
    assert (asked["earned"], asked["turn"], asked["words"]) == (20, 2, line)


def test_the_record_of_all_this_verifies(desk: Desk) -> None:
    desk.suggest(heard("没钱", "no_money"))
    desk.note_head("stop")
    assert verify(desk.settings.database, desk.settings.seal_key()) is None


def filed(desk: Desk, **facts: Any) -> None:
    """An account as an import files it."""
    assert desk.record is not None
    facts = {"number": "A1", "name": "周建", "debt_kind": "consumer_loan", "debtor_kind": "individual", **facts}
    desk.record.add("accounts", {"id": "A1", "facts": facts, "imported": True})


def promised(desk: Desk, row_id: str, state: str, on: str) -> None:
    assert desk.record is not None
    row = {"id": row_id, "call": f"call-{row_id}", "account": "A1", "amount": 1000, "on": on, "made": "2026-11-02"}
    desk.record.add("promises", {**row, "state": "open"})
    desk.record.add("promises", {**row, "state": state})


def test_a_call_begins_with_what_the_account_has_behind_it(desk: Desk) -> None:
    filed(desk)
    desk.suggest(heard("是我", "confirm_identity", exchange="e1", account="A1"))
    desk.suggest(heard("甲方的款还没下来", "awaiting_receivable", exchange="e2"))
    promised(desk, "p1", "broken", "2026-11-06")
    promised(desk, "p2", "broken", "2026-11-13")
    later = heard("你们的货有问题", "product_issue", exchange="e3", account="A1")._replace(call="call-2")
    call = desk.call_of(later)
    assert (call.said_last_time, call.promises, call.last_promise.amount) == (
        "awaiting_receivable",
        "broken_2plus",
        1000,
    )
    assert str(call.last_promise.on) in ("2026-11-06", "2026-11-13")


def test_figures_of_a_file_grow_older_and_what_a_call_tells_is_of_today(content: Any, settings: Any) -> None:
    from bot.record import open_record

    desk = Desk(content, open_record(settings.database, settings.seal_key()), settings, clock=lambda: MONDAY)
    filed(desk, days_overdue=28, amounts={"overdue": 5000, "as_of": "2026-11-20"})
    assert desk.record is not None
    desk.record.add("payments", {"id": "t1", "account": "A1", "on": "2026-11-21", "amount": 800})
    assert (
        desk.accounts.account("A1").days_overdue,
        desk.accounts.account("A1").stage,
        desk.accounts.account("A1").amounts.overdue,
    ) == (
        31,
        "d31_90",
        4200,
    )
    desk.suggest(heard("没钱", "no_money", account="A1"))
    assert len([r for r in desk.record.latest("accounts")]) == 1  # growing older is no new version
    told = heard("逾期四十五天", "inform_case", exchange="e2", account="A1")
    take_in_case(desk, told)
    newest = desk.record.one("accounts", "A1")
    assert newest is not None
    assert (newest["facts"]["days_overdue"], newest["facts"]["amounts"]["as_of"]) == (45, "2026-11-23")
    assert desk.accounts.account("A1").days_overdue == 45
    desk.record.close()


def test_three_numbers_stand_before_the_opening(desk: Desk) -> None:
    reply = give_opening(desk, heard("开场白怎么说", account="wang_building_materials"))
    assert reply.text.splitlines()[0] == (
        "要多少：今天五万　可退到：周五五千，余款分6期（换材料或盖章）　底线：首笔五千，再低要报批"
    )
    numbers = reply.payload["numbers"]
    assert (numbers["asked"], numbers["ask"]["rung"], numbers["fall_to"]["rung"], numbers["floor"]) == (
        50000,
        "undisputed_today",
        "stamped_plan",
        5000,
    )


def test_the_numbers_follow_his_broken_promises_and_are_not_shown_beside_an_outsider(desk: Desk) -> None:
    filed(desk, days_overdue=20, amounts={"overdue": 2310, "minimum_due": 480})
    promised(desk, "p1", "broken", "2026-11-06")
    promised(desk, "p2", "broken", "2026-11-13")
    reply = give_opening(desk, heard("开场白", account="A1"))
    assert reply.payload["numbers"]["line"] == (
        "要多少：今天两千三百一　可退到：今天四百八（换书面确认、说清钱从哪来）　底线：首笔四百八，再低要报批　失信两次以上：只认今天入账的钱"
    )
    outsider = give_opening(desk, heard("开场白", account="A1", party="contact")._replace(call="call-2"))
    assert "numbers" not in outsider.payload


def test_what_he_named_himself_is_the_least_we_ask_from_then_on(desk: Desk) -> None:
    named = (Entity(type="amount", text="八千", value=8000),)
    desk.suggest(heard("我先还八千", "offer_partial", entities=named, account="wang_building_materials"))
    assert most_he_named(desk.call_of(heard("")).ledger) == 8000
    owed = (Entity(type="amount", text="三万", value=30000),)
    desk.suggest(heard("你们这账是三万不是五万", "amount_dispute", exchange="e2", entities=owed))
    assert most_he_named(desk.call_of(heard("")).ledger) == 8000  # a sum he disputes is no offer
    lines = [desk.suggest(heard("没钱", "no_money", exchange=f"n{i}")).payload.get("say") or "" for i in range(6)]
    assert not any("五千" in line for line in lines)
    assert any("八千" in line for line in lines)


def test_a_change_of_party_is_taken_back_by_one_step(desk: Desk) -> None:
    assert set_party(desk, heard("按错了")).text == "这通里对方没有换过人。"
    desk.suggest(heard("我是他老婆", "third_party", exchange="e1", account="li_credit_card"))
    assert desk.call_of(heard("")).party == "contact"
    back = set_party(desk, heard("按错了，还是刚才那位", exchange="e2"))
    assert back.text == "退回：本人，已核实。可以谈全部。"
    call = desk.call_of(heard(""))
    assert (call.party, call.verified) == ("verified", True)
    assert call.stops == ()  # nobody listens who may not
    assert desk.record is not None
    assert [row["party"] for row in desk.record.of_call("calls", "call-1") if row["event"] == "party"] == ["verified"]


def test_a_key_puts_somebody_on_the_line_and_takes_it_back(desk: Desk) -> None:
    on_the_line = heard("/set_party", heard_by="key", party="finance", account="wang_building_materials")
    told = set_party(desk, on_the_line)
    assert told.text.splitlines()[:3] == [
        "对方：财务。可以谈全部。", "→ 说明欠款", "说：您好，替恒泰建材有限公司打来，电话有录音。发票24031107排到哪一步了？",
    ]  # fmt: skip
    assert (told.payload["kind"], told.payload["party"]) == ("party", "finance")
    outside = set_party(desk, heard("/set_party", exchange="e2", heard_by="key", party="contact")).payload
    assert (outside["level"], outside["say"]) == ("name_only", "您好，麻烦请王强先生方便时回个电话。")
    assert set_party(desk, heard("/set_party", exchange="e3", heard_by="key")).text == "退回：财务。可以谈全部。"
    nobody = set_party(desk, heard("/set_party", exchange="e4", heard_by="key", party="the boss himself"))
    assert nobody.payload == {"kind": "party", "party": "finance"}


def test_another_wording_of_a_line_for_the_debtor_is_none_for_somebody_else(desk: Desk) -> None:
    desk.suggest(heard("没钱", "no_money", account="li_credit_card"))
    set_party(desk, heard("现在是他老婆接的", exchange="e2", account="li_credit_card"))
    asked = heard("软一点", exchange="e3", account="li_credit_card")
    assert another_wording(desk, asked).text == "还没有话可换；先贴一句他说的话。"


def test_a_wording_asked_for_again_stands_once_in_the_record(desk: Desk) -> None:
    desk.suggest(heard("没钱", "no_money", account="li_credit_card"))
    softer, other = (
        heard(words, exchange=f"s{n}", account="li_credit_card") for n, words in enumerate(("软一点", "硬一点"))
    )
    once(desk, softer, partial(another_wording, desk))
    once(desk, other, partial(another_wording, desk))  # of another tab, in between
    once(desk, softer, partial(another_wording, desk))
    assert desk.record is not None
    assert [row["id"] for row in desk.record.of_call("lines", "call-1")] == ["s0", "s1"]


def test_a_call_that_begins_with_who_is_on_the_line_stands_in_the_history_of_its_account(desk: Desk) -> None:
    set_party(desk, heard("/set_party", heard_by="key", party="verified", account="li_credit_card"))
    desk.suggest(heard("忘了", "forgot", exchange="e2", account="li_credit_card"))
    assert desk.record is not None
    rows = desk.record.of_account("calls", "6225-M1-7712@宁川银行信用卡中心")
    assert [(row["call"], row["event"]) for row in rows] == [("call-1", "opened")]


def test_a_stop_for_danger_outlives_every_change_of_party(desk: Desk) -> None:
    desk.suggest(heard("我不想活了", "self_harm", exchange="e1", account="li_credit_card"))
    set_party(desk, heard("现在是他老婆接的", exchange="e2"))
    set_party(desk, heard("换成本人了，核实过", exchange="e3"))
    assert [s.grade for s in desk.call_of(heard("")).stops] == ["danger"]


def test_a_correction_without_candidates_points_to_the_keys(desk: Desk) -> None:
    desk.suggest(heard("/no_money", "no_money", account="li_credit_card"))
    told = correct_reading(desk, heard("/correct_reading", exchange="e2", account="li_credit_card"))
    assert told.text == "记下了，这句读错了。没有别的候选，请按对应的数字或字母。"
