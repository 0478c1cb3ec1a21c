"""May we dial now, and what the figures claim."""

from datetime import datetime, timedelta

import pytest

from bot.content import Content
from bot.trade.account import Account
from bot.trade.casebook import Contact
from bot.trade.contact_rules import frequency, may_dial

MONDAY = datetime(2026, 11, 23, 10, 0)
CARD = Account.parse_obj({"debt_kind": "credit_card", "numbers": [{"value": "13900139000"}]})


def dials(*answered: bool | None, tail: str = "9000", **known) -> list[Contact]:
    return [
        Contact(account="A1", at=MONDAY - timedelta(minutes=n + 1), tail=tail, effective=e, **known)
        for n, e in enumerate(answered)
    ]


@pytest.fixture
def ask(content: Content):
    def may(contacts=(), account=CARD, now=MONDAY, imported=True, **known):
        return may_dial(account, content.book.house, now, frequency(contacts, now.date(), imported), **known)

    return may


def test_the_figures_say_what_they_count(ask):
    assert ask(dials(True)).said == "今天有效通话 1/3（含拨打记录导入）"
    assert ask(dials(True), imported=False).said == "今天有效通话 1/3（只算本系统内，别处打过的不知道）"


def test_only_our_own_answered_calls_of_today_count(ask):
    yesterday = [c.with_(at=c.at - timedelta(days=1)) for c in dials(True, True, True)]
    inbound = dials(True, True, True, direction="inbound")
    written = dials(True, True, True, channel="sms")
    assert ask([*yesterday, *inbound, *written]).allowed


def test_the_third_answered_call_is_the_last_of_the_day(ask):
    full = ask(dials(True, True, True))
    assert (full.allowed, full.why, full.next_at) == (False, "今天有效通话已满 3 通", datetime(2026, 11, 24, 8))
    assert ask(dials(True, True)).allowed


def test_six_dials_nobody_answered_end_a_number_for_the_day(ask):
    six = dials(False, False, None, False, False, False)
    assert ask(six, number="13900139000").why == "这个号码今天没接已满 6 次"
    assert ask(six, number="13800138000").allowed  # his other number
    assert not ask(six).allowed  # his only number on file


@pytest.mark.parametrize(
    ("hour", "allowed", "next_at"),
    [(7, False, datetime(2026, 11, 23, 8)), (8, True, None), (21, True, None), (22, False, datetime(2026, 11, 24, 8))],
)
def test_hours(ask, hour, allowed, next_at):
    answer = ask(now=MONDAY.replace(hour=hour))
    assert (answer.allowed, answer.next_at) == (allowed, next_at)


def test_who_calls_in_or_asked_for_this_hour_is_answered(ask):
    night = MONDAY.replace(hour=23)
    full = dials(True, True, True)
    assert ask(full, now=night, inbound=True).why == "对方打进来的，照接"
    assert ask(full, now=night, asked_for_now=True).why == "他约的这个时间，照约"


def test_what_he_asked_for_is_kept_whatever_the_hour(ask):
    only_sms = CARD.with_(flags=CARD.flags.with_(channel_only="sms"))
    assert ask(account=only_sms, asked_for_now=True).why == "他要求只用短信"
    assert ask(account=only_sms, channel="sms").allowed
    banned = CARD.with_(flags=CARD.flags.with_(do_not_call=("13900139000",)))
    assert ask(account=banned, number="13900139000").why == "尾号 9000 不许再打"
    assert ask(account=banned, number="13800138000").allowed


def test_trade_debtors_have_no_such_hours(ask):
    dealer = Account.parse_obj({"debt_kind": "b2b_goods"})
    assert ask(dials(True, True, True, True), account=dealer, now=MONDAY.replace(hour=23)).allowed
    assert not ask(account=dealer.with_(flags=dealer.flags.with_(channel_only="email"))).allowed


def test_an_unknown_kind_of_debt_is_treated_as_a_consumers(ask):
    assert not ask(account=Account(), now=MONDAY.replace(hour=23)).allowed
