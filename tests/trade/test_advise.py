import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.load import Content
from bot.trade.account import Account, Channel
from bot.trade.advise import (
    advise,
    because,
    hear,
    next_play,
    opening,
    wording,
)
from bot.trade.book import Book
from bot.trade.compliance import Hearing, check_line
from bot.trade.exchange import Call, LastPromise, Nothing, Shown, Silence, Suggestion, said, settle
from bot.trade.ledger import Entry, Proposal
from bot.trade.moment import Moment, rungs_closed, situation_of, spoken_of
from bot.trade.negotiation import Offer, asked_for
from bot.trade.party import OUTSIDERS, UNVERIFIED, Party
from bot.trade.payment_plan import Due, total
from bot.trade.playbook import Playbook, Promises, Source, TicketKind
from bot.trade.reading import Entity, Ranked, Reading
from bot.trade.spoken import spoken_money
from bot.trade.stops import Stop, gravest
from bot.trade.wording import FIRST_SENTENCE_LIMIT, first_sentence

Accounts = dict[str, Account]
PARTIES = get_args(Party)


def on_the_line(party: str, account: Account = Account(), **facts: Any) -> Call:
    return Call(account=account, party=party, verified=party not in UNVERIFIED | OUTSIDERS, **facts)


def answers(call: Call, book: Book, moment: Moment, *heard: str | tuple[str, ...]) -> tuple[list[Any], Call]:
    """What is shown for each utterance of a call whose lines are read aloud, and the call afterwards."""
    shown = []
    for labels in heard:
        reading = Reading.by_hand((labels,) if isinstance(labels, str) else labels)
        advice = advise(settle(call), reading, book, moment)
        call = advice.call
        shown.append(advice.answer)
    return shown, call


def lines(call: Call, book: Book, moment: Moment, *heard: str | tuple[str, ...]) -> list[tuple[str, str, str] | str]:
    """(playbook, play, line) for each utterance, or why there is silence."""
    shown, _ = answers(call, book, moment, *heard)
    return [(a.playbook, a.play, a.say) if isinstance(a, Suggestion) else a.why for a in shown]


# -- one card, whole -------------------------------------------------------------------------------------------


def test_a_card_shows_the_line_the_move_what_not_to_say_and_where_both_come_from(
    book: Book, accounts: Accounts, moment: Moment
):
    call = Call(id="一通", account=accounts["wang_building_materials"])
    advice = advise(call, Reading.by_hand(("no_money",), "账上没钱"), book, moment)
    item = {"file": "no_money.yml", "version": book.version, "source": "催收资料"}
    assert advice.answer == Suggestion(
        label="no_money", zh="没钱/资金紧张", confidence=1.0, playbook="no_money", play="where_it_sits", move="ask_ability",
        move_zh="摸还款来源", wording="say", say="钱主要压哪儿了，货上还是人家账上？",
        softer="做生意都有卡的时候，这回是卡在哪一块？", firmer="光说没钱我没法往上回。钱压在哪一头？",
        ask_first=("是这个月紧，还是紧了一阵子了？", "下一笔进账是哪天，谁打给您？", "这阵子别的账是怎么付出去的？"),
        never=("你去别的平台先借一笔补上", "没钱就让你爸妈先替你垫上", "没钱还抽好烟，你就是装穷", "不还清一分都不收"),
        because=(
            {**item, "item": "find-cause-first", "why": "先弄清造成拖欠的原因"},
            {**item, "item": "type-cash-flow", "why": "资金周转性拖欠:资本运作投资类"},
            {**item, "item": "excuse-funds-tight", "why": "是资金紧张,还是故意"},
        ),
    )  # fmt: skip
    assert advice.call == call.with_(
        heard=("no_money",), pending=True,
        shown=Shown(playbook="no_money", play="where_it_sits", wording="say", move="ask_ability", line="钱主要压哪儿了，货上还是人家账上？"),
    )  # fmt: skip


def test_the_same_excuse_again_and_again_goes_down_the_ladder_and_never_repeats(
    book: Book, accounts: Accounts, moment: Moment
):
    call = Call(account=accounts["wang_building_materials"])
    assert lines(call, book, moment, *["no_money"] * 6) == [
        ("no_money", "where_it_sits", "钱主要压哪儿了，货上还是人家账上？"),
        ("no_money", "others_got_paid", "这个月付出去的款里，我们排第几？"),
        ("no_money", "dated_first_sum", "账上再紧也排一笔：周五走五千，成吗？"),
        ("no_money", "paper_today", "今天没钱，那对账单今天盖个章？"),
        ("no_money", "dated_first_sum", "我不压您全款，周五先走五千，余下排个表？"),
        ("no_money", "paper_today", "钱慢一步没事，账先对清，章今天能盖吗？"),
    ]


def test_his_own_sum_and_day_are_read_back_to_him(book: Book, accounts: Accounts, moment: Moment):
    named = (Entity(type="amount", text="八千", value=8000), Entity(type="date", text="周五", value="2026-11-27"))
    reading = Reading.by_hand(("no_money", "offer_partial"), "真没钱，周五先给八千", named)
    answer = advise(Call(account=accounts["wang_building_materials"]), reading, book, moment).answer
    assert (answer.play, answer.move, answer.say, answer.also_said) == (
        "his_own_day", "secure_commitment", "行，周五到八千。从哪笔钱里出？", ("offer_partial",),
    )  # fmt: skip


def test_without_the_sum_and_day_the_play_that_needs_them_is_passed_over(
    book: Book, accounts: Accounts, moment: Moment
):
    call = Call(account=accounts["wang_building_materials"])
    assert lines(call, book, moment, ("no_money", "offer_partial")) == [
        ("no_money", "where_it_sits", "钱主要压哪儿了，货上还是人家账上？")
    ]


def test_the_play_that_expected_this_answer_comes_first(book: Book, accounts: Accounts, moment: Moment):
    zhang = Call(account=accounts["zhang_consumer_loan"])
    assert lines(zhang, book, moment, "no_money", "no_money", "stall") == [
        ("no_money", "this_month_or_always", "是就这个月紧，还是一直紧？"),
        ("no_money", "sum_within_reach", "咱定个够得着的：周四前先到一千三？"),
        ("no_money", "pin_next_income", "张先生这边下一笔进账大概哪天？"),  # expect: {stall: pin_next_income}
    ]
    assert [play[0] for play in lines(zhang, book, moment, "no_money", "sue_me")] == ["no_money", "sue_me"]


def test_the_same_words_and_the_same_call_give_the_same_answer(book: Book, accounts: Accounts, moment: Moment):
    call = Call(account=accounts["sun_factory"], after=("ask_reason",), heard=("stall",))
    reading = Reading.by_hand(("internal_process", "payer_absent"), "领导不在，单子没签")
    assert advise(call, reading, book, moment) == advise(call, reading, book, moment)


# -- honesty ---------------------------------------------------------------------------------------------------


def test_a_nothing_word_leaves_the_card_and_the_call_where_they_are(book: Book, moment: Moment):
    call = Call(heard=("stall",))
    advice = advise(call, Reading(text="嗯"), book, moment)
    assert (advice.answer, advice.call) == (Nothing(), call)


def test_below_the_floor_the_two_nearest_plays_are_named(book: Book, accounts: Accounts, moment: Moment):
    call = Call(account=accounts["wang_building_materials"])
    chances = (("stall", 0.31), ("out_of_scope", 0.2), ("no_money", 0.19), ("agree", 0.1))
    unsure = Reading(text="那个", abstained=True, ranking=tuple(Ranked(name=n, confidence=c) for n, c in chances))
    advice = advise(call, unsure, book, moment)
    assert advice.call == call
    assert advice.answer.dict() == {
        "kind": "silence", "why": "unsure", "stop": None, "party": "verified",
        "nearest": (
            {"label": "stall", "zh": "含糊拖延", "confidence": 0.31, "play": "which_money_is_awaited", "say": "王总是在等哪笔钱，还是没定下来？"},
            {"label": "no_money", "zh": "没钱/资金紧张", "confidence": 0.19, "play": "where_it_sits", "say": "钱主要压哪儿了，货上还是人家账上？"},
        ),
    }  # fmt: skip


def test_out_of_scope_is_answered_by_silence_and_the_nearest(book: Book, accounts: Accounts, moment: Moment):
    call = Call(account=accounts["li_credit_card"])
    weather = Reading(
        text="今天天气不错",
        ranking=(Ranked(name="out_of_scope", confidence=0.9), Ranked(name="flattery", confidence=0.05)),
    )
    answer = advise(call, weather, book, moment).answer
    assert (answer.why, [(n.label, n.confidence) for n in answer.nearest]) == ("out_of_scope", [("flattery", 0.05)])
    assert advise(call, Reading.by_hand(("out_of_scope",)), book, moment).answer == Silence(why="out_of_scope")


def test_when_every_line_is_used_up_there_is_silence_and_no_repeat(book: Book, accounts: Accounts, moment: Moment):
    shown = lines(on_the_line("stranger", accounts["li_credit_card"]), book, moment, *["stall"] * 7)
    assert shown[-1] == "no_play"
    assert len(set(shown[:-1])) == 6 and {play for _, play, _ in shown[:-1]} == {"stranger_bye", "good_bye"}


def test_the_nearest_plays_of_a_silence_keep_to_the_party(book: Book, accounts: Accounts, moment: Moment):
    unsure = Reading(
        text="那个",
        abstained=True,
        ranking=(Ranked(name="no_money", confidence=0.3), Ranked(name="refuse", confidence=0.2)),
    )
    answer = advise(on_the_line("contact", accounts["wang_building_materials"]), unsure, book, moment).answer
    assert [(n.label, n.play, n.say) for n in answer.nearest] == [
        ("no_money", "relay_by_name", "麻烦您让王强先生方便时回个电话。"), ("refuse", "relay_by_name", "麻烦您让王强先生方便时回个电话。"),
    ]  # fmt: skip


# -- stops -----------------------------------------------------------------------------------------------------


def test_danger_answers_every_later_label(book: Book, accounts: Accounts, moment: Moment):
    heard = ("no_money", "self_harm", "promise_to_pay", "refuse", "request_instalment")
    shown, call = answers(Call(account=accounts["li_credit_card"]), book, moment, *heard)
    assert [(a.label, a.playbook, a.stop) for a in shown] == [
        ("no_money", "no_money", None), ("self_harm", "self_harm", "danger"), ("promise_to_pay", "self_harm", "danger"),
        ("refuse", "self_harm", "danger"), ("request_instalment", "self_harm", "danger"),
    ]  # fmt: skip
    assert shown[1].say == "您先别挂，钱的事今天不谈。您现在在哪儿？"
    assert call.stops == (Stop(label="self_harm", grade="danger"),)


def test_what_nobody_understands_is_no_silence_once_a_life_is_at_stake(book: Book, accounts: Accounts, moment: Moment):
    _, call = answers(Call(account=accounts["li_credit_card"]), book, moment, "self_harm")
    for reading in (Reading(text="我还能怎么办", ranking=(Ranked(name="stall", confidence=0.2),), abstained=True),
                    Reading(text="今晚月亮真圆", ranking=(Ranked(name="out_of_scope", confidence=0.9),))):  # fmt: skip
        answer = advise(call, reading, book, moment).answer
        assert (answer.kind, answer.playbook, answer.stop) == ("suggestion", "self_harm", "danger")


def test_danger_said_beside_something_else_still_comes_first(book: Book, accounts: Accounts, moment: Moment):
    call = Call(account=accounts["li_credit_card"])
    assert lines(call, book, moment, ("no_money", "self_harm")) == [
        ("self_harm", "stay_debtor", "您先别挂，钱的事今天不谈。您现在在哪儿？")
    ]


def test_abuse_is_danger_only_at_the_door(book: Book, accounts: Accounts, moment: Moment):
    by_channel = {
        channel: answers(Call(account=accounts["li_credit_card"], channel=channel), book, moment, "abuse")[0][0]
        for channel in ("visit", "phone")
    }
    assert (by_channel["visit"].playbook, by_channel["visit"].stop) == ("self_harm", "danger")
    assert (by_channel["phone"].playbook, by_channel["phone"].stop) == ("abuse", None)


@pytest.mark.parametrize(
    ("label", "party", "line"),
    [
        ("third_party", "contact", "麻烦您让李红女士方便时回个电话。"), ("wrong_number", "stranger", "打错了，打扰您。这个号以后不打了。"),
        ("machine_answer", "machine", "麻烦让李红女士本人回个电话。"), ("vulnerable", "minor", "没关系，不着急，改天我再打。"),
    ],
)  # fmt: skip
def test_privacy_moves_the_party_and_takes_the_verification_back(
    book: Book, accounts: Accounts, moment: Moment, label: str, party: str, line: str
):
    (answer,), call = answers(Call(account=accounts["li_credit_card"]), book, moment, label)
    assert (answer.say, answer.stop, answer.party, answer.ask_first) == (line, "privacy", party, ())
    assert (call.party, call.verified, call.stops) == (party, False, (Stop(label=label, grade="privacy"),))


def test_a_partner_who_keeps_the_books_stays_who_she_is(book: Book, accounts: Accounts, moment: Moment):
    (answer,), call = answers(on_the_line("spouse_joint", accounts["zhao_sole_trader"]), book, moment, "third_party")
    assert (answer.say, call.party, call.verified) == ("店里账是您在管吧？那跟您对也行。", "spouse_joint", True)


def test_a_lawyer_is_an_agent_from_then_on_and_verification_stands(book: Book, accounts: Accounts, moment: Moment):
    (answer,), call = answers(Call(account=accounts["wang_building_materials"]), book, moment, "represented")
    assert (answer.say, answer.stop, call.party, call.verified) == (
        "可以，麻烦发一份盖公章的委托书。",
        "pause",
        "agent",
        True,
    )


def test_who_names_himself_is_claimed_and_not_verified(book: Book, accounts: Accounts, moment: Moment):
    (answer,), call = answers(on_the_line("unknown", accounts["li_credit_card"]), book, moment, "confirm_identity")
    assert (answer.say, call.party, call.verified) == ("好，跟您核一下，您的全名是？", "claimed", False)


def test_pause_takes_the_demands_away_and_leaves_the_rest(book: Book, accounts: Accounts, moment: Moment):
    wang = Call(account=accounts["wang_building_materials"])
    assert lines(wang, book, moment, "sue_me") == [
        ("sue_me", "the_part_nobody_disputes", "没争议的是五万。这部分哪天能付？")
    ]
    paused, _ = answers(wang, book, moment, "alleges_misconduct", "sue_me")
    assert [(a.play, a.say, a.stop) for a in paused] == [
        ("write_it_down", "这事我先记下，给您查清楚。是哪天的事？", "pause"),
        ("your_right_what_is_unfair", "那是您的权利，我不拦。您觉得哪点不公道？", "pause"),
    ]


def test_soft_takes_the_demand_from_the_first_card_only(book: Book, accounts: Accounts, moment: Moment):
    li = Call(account=accounts["li_credit_card"])
    first, _ = answers(li, book, moment, ("confirm_identity", "hardship"))
    assert [(a.move, a.say, a.stop) for a in first] == [
        ("verify_identity", "好，找您核个情况。现在说话方便吗？", "soft")
    ]
    later, _ = answers(li, book, moment, "hardship", "confirm_identity")
    assert [(a.move, a.say) for a in later] == [
        ("empathise", "先不说钱，李女士这会儿方便说两句吗？"), ("ask_payment", "说一声，这通有录音。您逾期两千三百一，今天能付吗？"),
    ]  # fmt: skip


def test_a_stop_is_set_once_and_the_gravest_is_shown(book: Book, accounts: Accounts, moment: Moment):
    shown, call = answers(
        Call(account=accounts["li_credit_card"]), book, moment, "hardship", "hardship", "alleges_misconduct"
    )
    assert [a.stop for a in shown] == ["soft", "soft", "pause"]
    assert call.stops == (Stop(label="hardship", grade="soft"), Stop(label="alleges_misconduct", grade="pause"))


def test_hear_tells_a_new_soft_stop_from_an_old_one(book: Book, moment: Moment):
    reading = Reading.by_hand(("hardship",))
    once, first = hear(Call(), reading, book, moment)
    twice, again = hear(once, reading, book, moment)
    assert (first, again, twice.heard, twice.stops) == (True, False, ("hardship", "hardship"), once.stops)


# -- who may hear ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "line"),
    [
        ("contact", "麻烦您让王强先生方便时回个电话。"), ("stranger", "是我们拨错了，打扰您，再见。"), ("minor", "没事的，今天先说到这儿。"),
        ("machine", "好的，我换个时间再打。"), ("unknown", "往下聊之前先核实一下，您全名是？"), ("claimed", "往下聊之前先核实一下，您全名是？"),
    ],
)  # fmt: skip
def test_who_is_not_the_debtor_hears_a_line_written_for_him(
    book: Book, accounts: Accounts, moment: Moment, party: str, line: str
):
    (answer,), _ = answers(on_the_line(party, accounts["wang_building_materials"]), book, moment, "no_money")
    assert answer.say == line


def test_a_cardholders_colleague_and_partner_are_only_asked_to_pass_on(book: Book, accounts: Accounts, moment: Moment):
    for party in ("staff", "spouse_joint"):
        (answer,), _ = answers(on_the_line(party, accounts["li_credit_card"]), book, moment, "no_money")
        assert (answer.playbook, answer.say, answer.ask_first) == ("third_party", "麻烦您让他方便时回个电话。", ())


def test_a_line_this_party_may_not_hear_gives_way_to_one_it_may(book: Book, accounts: Accounts, moment: Moment):
    wang = accounts["wang_building_materials"]
    told = {p: wording(on_the_line(p, wang), "{债权人}的{欠款}，今天能到{首付}吗？", book, moment) for p in PARTIES}
    whole = "恒泰建材有限公司的五万，今天能到五千吗？"
    may = {"verified", "guarantor", "co_debtor", "legal_rep", "finance", "handler", "spouse_joint"}
    assert told == {p: whole if p in may else None for p in PARTIES}


def test_the_opening_depends_on_who_answers(book: Book, accounts: Accounts, moment: Moment):
    li, found = accounts["li_credit_card"], {}
    for party in ("verified", "unknown", "claimed", "contact", "stranger", "minor", "machine", "staff", "agent"):
        _, shown = opening(on_the_line(party, li), book, moment)
        found[party] = (shown.play.id, shown.line)
    assert found == {
        "verified": ("card_first_weeks", "您好，宁川银行信用卡中心，电话有录音。账单两千三百一，今天能还清吗？"),
        "unknown": ("first_words", "您好，我是恒信账款服务的，请问是李红女士吗？"),
        "claimed": ("says_it_is_him", "谢谢，请您自己报一下证件后四位，我核对？"),
        "contact": ("someone_who_knows_him", "您好，麻烦请李红女士方便时回个电话。"),
        "stranger": ("not_his_number_any_more", "打扰您了，这个号以后不打了。"),
        "minor": ("a_child_answers", "小朋友没事，大人有空回电话就好，再见。"),
        "machine": ("after_the_tone", "麻烦请李红女士本人回个电话，谢谢。"),
        "staff": ("home_or_workplace", "没有别的，请李红女士得空回个电话。"),
        "agent": ("his_representative", "您好，谈之前先看本人签的委托书，方便发来吗？"),
    }


def test_a_promise_that_was_broken_is_the_first_word(book: Book, accounts: Accounts, moment: Moment):
    call = Call(account=accounts["wang_building_materials"], promises="broken_1",
                last_promise=LastPromise(amount=5000, on=date(2026, 11, 20)))  # fmt: skip
    playbook, shown = opening(call, book, moment)
    assert playbook == "openings"
    play, line = shown.play, shown.line
    assert (play.id, line) == ("the_day_has_passed", "上次说好的五千还没到。电话有录音，哪一步没走通？")


# -- never a second empathy, never an unlawful or endless line ---------------------------------------------------


def book_of(book: Book, label: str, *plays: dict[str, Any]) -> Book:
    """The real book with one playbook of our own."""
    mine = [
        {"id": f"play_{'abcdefg'[i]}", "move": "ask_reason", "from": [{"practice": "例子"}], **p}
        for i, p in enumerate(plays)
    ]
    return replace(
        book, playbooks={**book.playbooks, label: Playbook.parse_obj({"label": label, "goal": "例子", "plays": mine})}
    )


def test_empathy_is_shown_once_a_call(book: Book, moment: Moment):
    mine = book_of(
        book, "no_money",
        {"say": "听着不容易，是哪天起的？", "softer": "我理解，先说说卡在哪儿？", "firmer": "卡在哪儿，说一件？"},
        {"say": "您辛苦，下一笔进账哪天？", "softer": "下一笔进账是哪天？", "firmer": "难处我懂，哪天能有钱？"},
    )  # fmt: skip
    shown, _ = answers(Call(), mine, moment, *["no_money"] * 4)
    assert [(a.say, a.softer, a.firmer) for a in shown[:3]] == [
        ("听着不容易，是哪天起的？", "我理解，先说说卡在哪儿？", "卡在哪儿，说一件？"),
        ("卡在哪儿，说一件？", None, "卡在哪儿，说一件？"),
        ("下一笔进账是哪天？", "下一笔进账是哪天？", None),
    ]
    assert shown[3] == Silence(why="no_play")


def test_a_line_that_breaks_a_rule_is_never_shown(book: Book, moment: Moment):
    mine = book_of(
        book, "refuse",
        {"say": "再不还让人上门收拾你", "softer": "您小心家人", "firmer": "打断你的腿"},
        {"say": "走着瞧，你等着", "softer": "哪儿谈不拢，您说？", "firmer": "后果自负"},
    )  # fmt: skip
    (answer,), _ = answers(Call(), mine, moment, "refuse")
    assert (answer.play, answer.wording, answer.say, answer.softer, answer.firmer) == (
        "play_b", "softer", "哪儿谈不拢，您说？", "哪儿谈不拢，您说？", None,
    )  # fmt: skip


def test_a_first_sentence_too_long_for_one_glance_is_passed_over(book: Book, accounts: Accounts, moment: Moment):
    far = Account(
        **{
            **accounts["wang_building_materials"].dict(by_alias=True),
            "creditor": "恒泰新型建筑材料贸易与工程服务有限责任公司宁川分公司",
        }
    )
    _, shown = opening(Call(account=far), book, moment)
    play, line = shown.play, shown.line
    assert len(first_sentence(line)) <= FIRST_SENTENCE_LIMIT
    assert (play.id, line) == ("who_am_i_speaking_to", "您好，请问怎么称呼您？")


def test_a_missing_fact_is_passed_over_and_never_a_hole(book: Book, moment: Moment):
    mine = book_of(
        book, "stall",
        {"say": "{欠款}今天能到吗？", "softer": "{首付}先到行吗？", "firmer": "{逾期天数}了，哪天？"},
        {"say": "{上次理由}好些没有？", "softer": "哪天能定下来？", "firmer": "{正式步骤}之前定一天？"},
    )  # fmt: skip
    (answer,), _ = answers(Call(), mine, moment, "stall")
    assert (answer.play, answer.say, answer.firmer) == ("play_b", "哪天能定下来？", None)


# -- the moment ------------------------------------------------------------------------------------------------


def test_the_situation_is_the_call_the_words_and_the_clock(book: Book, accounts: Accounts, moment: Moment):
    call = Call(
        account=accounts["wang_building_materials"], heard=("no_money", "stall", "no_money"), after=("ask_reason",), rung="instalments",
        said_last_time="no_money", promises="kept", tickets_open=("quality",), channel="im", direction="inbound",
    )  # fmt: skip
    reading = Reading.by_hand(
        ("no_money", "stall"), "你是机器人吧，先给六千", (Entity(type="amount", text="六千", value=6000),)
    )
    now = situation_of(call, reading, book, moment)
    assert now.dict(exclude={"account"}) == {
        "party": "verified", "verified": True, "direction": "inbound", "channel": "im", "heard_before": "2+", "said_last_time": "same", "named": ("robot",),
        "also_said": ("stall",), "after": ("ask_reason",), "promises": "kept", "his_offer": "within_authority", "rung": "instalments",
        "tickets_open": ("quality",), "in_hours": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("heard", "last", "before", "same"),
    [((), None, 0, "none"), (("stall",), "stall", 1, "same"), (("no_money",), "no_money", 0, "other"), (("stall",) * 5, None, "2+", "none")],
)  # fmt: skip
def test_what_was_heard_before_is_counted_by_label(
    book: Book, moment: Moment, heard: tuple[str, ...], last: str | None, before: int | str, same: str
):
    now = situation_of(Call(heard=heard, said_last_time=last), Reading.by_hand(("stall",)), book, moment)
    assert (now.heard_before, now.said_last_time) == (before, same)


def test_late_in_the_evening_is_out_of_hours(book: Book, moment: Moment):
    late = moment.with_(now=datetime(2026, 11, 23, 22, 0))
    assert situation_of(Call(), Reading(), book, late).in_hours is False


def test_lines_speak_of_his_largest_sum_his_first_day_and_the_last_promise(book: Book, moment: Moment):
    named = (
        Entity(type="amount", text="三百", value=300), Entity(type="amount", text="八千", value=8000), Entity(type="date", text="月底", vague=True),
        Entity(type="date", text="周五下午三点", value="2026-11-27T15:00"),
    )  # fmt: skip
    call = Call(
        said_last_time="awaiting_receivable",
        last_promise=LastPromise(amount=500, on=date(2026, 11, 20)),
        collector="306",
    )
    spoken = spoken_of(call, Reading(entities=named), book, moment, Offer(due=date(2026, 11, 27)))
    assert spoken.dict(exclude={"account", "house", "offer"}) == {
        "today": date(2026, 11, 23), "collector": "306", "his_sum": 8000, "his_day": date(2026, 11, 27), "last_reason": "在等回款", "last_reason_his": "在等回款",
        "promised_sum": 500, "promised_day": date(2026, 11, 20), "his_hour": time(15, 0), "granted": None, "latest": None,
    }  # fmt: skip


def test_the_next_play_is_another_play_and_no_other_wording(book: Book, accounts: Accounts, moment: Moment):
    call = settle(answers(Call(account=accounts["wang_building_materials"]), book, moment, "no_money")[1])
    playbook, shown = next_play(call, book.playbooks["no_money"], book, moment)
    play, line = shown.play, shown.line
    assert (playbook, call.shown.play, play.id, line) == (
        "no_money",
        "where_it_sits",
        "dated_first_sum",
        "账上再紧也排一笔：周五走五千，成吗？",
    )


def test_a_wording_said_before_or_unlawful_is_none(book: Book, moment: Moment):
    assert wording(Call(), "卡在哪儿了？", book, moment) == "卡在哪儿了？"
    assert wording(Call(said=("卡在哪儿了？",)), "卡在哪儿了？", book, moment) is None
    assert wording(Call(said=("您不容易，卡在哪儿？",)), "您也辛苦，哪天有钱？", book, moment) is None
    assert wording(Call(), "再不还上门收拾你", book, moment) is None


def test_what_the_collector_said_is_part_of_the_call():
    call = said(
        Call(said=("您好",), after=("introduce_self",), rung="full_today"), "先到五千？", ("offer_plan", "ask_payment")
    )
    assert call == Call(
        said=("您好", "先到五千？"), after=("introduce_self", "offer_plan", "ask_payment"), rung="full_today"
    )
    offers = Proposal(rung="instalments", schedule=(Due(date(2026, 11, 27), 5000),))
    shown = Shown(
        playbook="no_money",
        play="p",
        wording="say",
        move="offer_plan",
        line="先到五千？",
        rung="instalments",
        offers=offers,
    )
    read_out = said(Call(shown=shown, pending=True), "先到五千？", ("offer_plan",))
    assert (read_out.rung, read_out.ledger, read_out.pending) == (
        "instalments",
        (Entry(by="us", proposal=offers),),
        False,
    )
    said_otherwise = said(Call(shown=shown, pending=True), "您先放一点吧", ("ask_payment",))
    assert (said_otherwise.rung, said_otherwise.ledger) == (None, ())


def test_no_line_stands_on_a_rung_that_the_negotiation_has_closed(book: Book, moment: Moment, accounts: Accounts):
    """After two broken promises no plan is offered, whatever he says; where a court decides nothing is."""
    for account in accounts.values():
        for facts in ({"promises": "broken_2plus"}, {"account": account.with_(status="enforcement")}):
            call = Call.parse_obj({"account": account, **facts})
            for label in book.playbooks:
                shown, after = answers(call, book, moment, label, label, label)
                rungs = {s.rung for s in shown if isinstance(s, Suggestion)}
                closed = rungs & rungs_closed(after, book, moment)
                assert not closed, (account.number, label, closed)
                for entry in after.ledger:
                    assert total(entry.proposal.schedule) <= (asked_for(call.account) or 0)


def test_what_he_offers_and_what_we_offer_stand_in_the_ledger(book: Book, moment: Moment, accounts: Accounts):
    call = Call(account=accounts["wang_building_materials"])
    friday = Entity(type="date", text="周三", value="2026-11-25")
    offer = Reading.by_hand(
        ("offer_partial",), "周三先给你三千", (Entity(type="amount", text="三千", value=3000), friday)
    )
    heard = advise(call, offer, book, moment)
    his = Proposal(schedule=(Due(date(2026, 11, 25), 3000),))
    assert heard.call.ledger == (Entry(by="him", proposal=his),)
    shown = heard.call.shown
    assert (shown.line, shown.offers) == (
        "这数报上去过不了，后天前凑到五千呢？",
        Proposal(rung="part_today_rest_dated", schedule=(Due(date(2026, 11, 25), 5000),)),
    )
    assert settle(heard.call).ledger == (Entry(by="him", proposal=his), Entry(by="us", proposal=shown.offers))


def test_a_play_says_whether_it_stands_on_law_document_or_custom(book: Book):
    law = next(name for name, law in book.laws.items() if not law.settled)
    play = book.playbooks["no_money"].plays[0].with_(
        from_=(Source(law="CV-10"), Source(law=law), Source(item="probe-with-questions", anchor="通过一些问题"), Source(practice="先听后谈"))
    )  # fmt: skip
    place = {"file": "no_money.yml", "version": book.version}
    assert because("no_money", play, book, Account()) == (
        {**place, "law": "CV-10", "source": book.laws["CV-10"].cite, "why": book.laws["CV-10"].says, "confidence": book.laws["CV-10"].confidence},
        {**place, "law": law, "source": book.laws[law].cite + "（未核实，不作定论）", "why": book.laws[law].says, "confidence": book.laws[law].confidence},
        {**place, "item": "probe-with-questions", "source": "催收资料", "why": "通过一些问题"},
        {**place, "source": "行业惯例，非文件", "why": "先听后谈"},
    )  # fmt: skip


# -- any call at all -------------------------------------------------------------------------------------------

DEBT_WORDS = re.compile("欠|债|逾期|催收")
SUM_WORDS = re.compile(r"[0-9一二三四五六七八九十两][零一二三四五六七八九十两]*[百千万亿块元]")


@st.composite
def sums(draw: st.DrawFn) -> float:
    return draw(
        st.one_of(
            st.integers(1, 999),
            st.integers(1000, 99_999),
            st.integers(100_000, 10**7),
            st.integers(1, 10**7).map(lambda c: c / 100),
        )
    )


@st.composite
def cases(draw: st.DrawFn, samples: Accounts) -> Account:
    """A sample case, as it is or with other figures, or with some facts forgotten."""
    account = draw(st.sampled_from(list(samples.values())))
    facts = account.dict(exclude_none=True, by_alias=True)
    if draw(st.booleans()):
        overdue = draw(sums())
        facts |= {
            "days_overdue": draw(st.integers(0, 2000)),
            "amounts": {"overdue": overdue, "undisputed": draw(st.sampled_from([overdue, overdue / 2]))},
        }
        facts.pop("stage", None)
    for forgotten in draw(
        st.lists(
            st.sampled_from(["name", "sex", "creditor", "debt_kind", "amounts", "product", "our_role"]), max_size=3
        )
    ):
        facts.pop(forgotten, None)
    facts["flags"] = {
        flag: draw(st.booleans())
        for flag in draw(st.sets(st.sampled_from(["proof_seen", "hardship_verified", "dispute_open"])))
    }
    return Account.parse_obj(facts)


@st.composite
def calls(draw: st.DrawFn, content: Content, today: date) -> Call:
    labels, moves = sorted(content.book.taxonomy.debtor), sorted(content.book.taxonomy.collector_moves)
    party = draw(st.sampled_from(PARTIES))
    settled = party == "verified" or (party not in UNVERIFIED | OUTSIDERS and draw(st.booleans()))
    day = st.integers(-400, 400).map(lambda n: today + timedelta(days=n))
    return Call(
        account=draw(cases(dict(content.accounts))), party=party, verified=settled, direction=draw(st.sampled_from(["inbound", "outbound"])),
        channel=draw(st.sampled_from(get_args(Channel))), promises=draw(st.sampled_from(get_args(Promises))),
        last_promise=LastPromise(amount=draw(st.none() | sums()), on=draw(st.none() | day)),
        said_last_time=draw(st.none() | st.sampled_from(labels)), after=tuple(draw(st.lists(st.sampled_from(moves), max_size=3))),
        heard=tuple(draw(st.lists(st.sampled_from(labels), max_size=3))), collector=draw(st.none() | st.just("306")),
        tickets_open=tuple(draw(st.sets(st.sampled_from(get_args(TicketKind)), max_size=2))),
    )  # fmt: skip


@st.composite
def readings(draw: st.DrawFn, labels: list[str], today: date) -> Reading:
    named: list[Entity] = []
    if draw(st.booleans()):
        named.append(Entity(type="amount", text="那个数", value=draw(sums())))
    if draw(st.booleans()):
        named.append(
            Entity(type="date", text="那天", value=(today + timedelta(days=draw(st.integers(-3, 400)))).isoformat())
        )
    heard = tuple(draw(st.lists(st.sampled_from(labels), min_size=1, max_size=3, unique=True)))
    kind = draw(st.sampled_from(["sure"] * 8 + ["unsure", "nothing"]))
    if kind == "nothing":
        return Reading(text="嗯")
    if kind == "unsure":
        return Reading(
            text="那个",
            abstained=True,
            ranking=tuple(Ranked(name=n, confidence=0.3) for n in heard),
            entities=tuple(named),
        )
    return Reading.by_hand(heard, "这个事", tuple(named))


def told(answer: Any) -> list[str]:
    """Every line an answer offers to be said."""
    if isinstance(answer, Suggestion):
        return [line for line in (answer.say, answer.softer, answer.firmer) if line]
    return [near.say for near in answer.nearest if near.say] if isinstance(answer, Silence) else []


def facts_withheld(call: Call, reading: Reading, book: Book, moment: Moment) -> set[str]:
    """Sums, creditor and product as they would be spoken, where this party may not hear them."""
    account, hears = call.account, book.disclosure
    secrets: set[str] = set()
    if not hears.may_hear(call.party, account.debt_group, "in_role") and account.creditor:
        secrets.add(account.creditor)
    if not hears.may_hear(call.party, account.debt_group, "all"):
        figures = (
            account.amounts.overdue,
            account.amounts.minimum_due,
            account.amounts.undisputed,
            call.last_promise.amount,
            *reading.amounts(),
        )
        secrets |= {spoken_money(yuan) for yuan in figures if yuan and yuan >= 100}
    return secrets


def check_a_whole_call(data: st.DataObject, content: Content) -> None:
    """The promises that no sequence of labels, parties, accounts, promises and histories may break."""
    book = content.book
    moment = Moment(
        now=data.draw(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))),
        is_working_day=lambda day: day.weekday() < 5,
    )
    today = moment.now.date()
    call = data.draw(calls(content, today))
    labels = sorted(book.taxonomy.debtor)
    for _ in range(data.draw(st.integers(1, 8))):
        if data.draw(st.integers(0, 7)) == 0:
            party = data.draw(st.sampled_from(PARTIES))
            call = call.with_(party=party, verified=party not in UNVERIFIED | OUTSIDERS)
        reading = data.draw(readings(labels, today))
        call = settle(call)
        said_before = set(call.said)
        advice = advise(call, reading, book, moment)
        assert advice == advise(call, reading, book, moment)
        call, answer = advice.call, advice.answer
        first = opening(call, book, moment)
        for line in told(answer) + ([first[1].line] if first else []):
            check_a_line(line, call, reading, book, moment)
        if isinstance(answer, Suggestion):
            check_a_card(answer, call, said_before, book)
    spoken = list(settle(call).said)
    assert len(spoken) == len(set(spoken))
    assert sum(any(word in line for word in book.house.empathy_words) for line in spoken) <= 1


def check_a_line(line: str, call: Call, reading: Reading, book: Book, moment: Moment) -> None:
    assert "{" not in line and "}" not in line
    assert 0 < len(first_sentence(line)) <= FIRST_SENTENCE_LIMIT
    assert (
        check_line(
            line, book.rules, Hearing(to=call.party, channel=call.channel, debt=call.account.debt_kind or "consumer")
        )
        == ()
    )
    assert not any(secret in line for secret in facts_withheld(call, reading, book, moment))
    if call.party in OUTSIDERS:
        assert not DEBT_WORDS.search(line)
        assert not SUM_WORDS.search(line)


def check_a_card(answer: Suggestion, call: Call, said_before: set[str], book: Book) -> None:
    assert not {answer.say, answer.softer, answer.firmer} & said_before
    assert call.shown is not None and call.shown.line == answer.say and call.pending
    stop = gravest(call.stops)
    assert answer.stop == (stop.grade if stop else None)
    if stop and stop.grade in ("danger", "privacy", "pause"):
        assert not book.stops.is_demand(answer.move)
    if stop and stop.grade == "danger":
        assert answer.playbook == "self_harm"
    assert answer.because and all(b["version"] == book.version and b["source"] for b in answer.because)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(data=st.data())
def test_no_call_whatever_breaks_a_promise(content: Content, data: st.DataObject):
    check_a_whole_call(data, content)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(data=st.data())
def test_no_call_of_ten_thousand_breaks_a_promise(content: Content, data: st.DataObject):
    check_a_whole_call(data, content)


@pytest.mark.parametrize("party", sorted(OUTSIDERS))
def test_an_outsider_never_hears_of_a_debt_whatever_he_says(book: Book, accounts: Accounts, moment: Moment, party: str):
    """Every label twice over, on every sample case: no sum, no creditor, no debt."""
    for account in accounts.values():
        for label in book.playbooks:
            shown, call = answers(on_the_line(party, account), book, moment, label, label)
            for answer in shown:
                for line in told(answer):
                    assert not DEBT_WORDS.search(line) and not SUM_WORDS.search(line)
                    assert call.party not in OUTSIDERS or not account.creditor or account.creditor not in line


@pytest.mark.parametrize("label", ["promise_to_pay", "offer_partial", "no_money", "agree", "request_extension"])
def test_no_promise_is_sealed_for_a_day_beyond_the_horizon(book: Book, moment: Moment, accounts: Accounts, label: str):
    far = (Entity(type="amount", text="三千", value=3000), Entity(type="date", text="年底", value="2026-12-31"))
    for account in accounts.values():
        call = Call(account=account)
        for labels in ((label,), (label, "promise_to_pay"), (label, "offer_partial")):
            answer = advise(call, Reading.by_hand(labels, "年底给你三千", far), book, moment).answer
            sealed = (
                isinstance(answer, Suggestion) and answer.move == "secure_commitment" and "十二月三十一号" in answer.say
            )
            assert not (sealed and account.stage), (account.number, labels, answer)
