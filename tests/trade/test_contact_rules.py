"""May we dial now, and what the figures claim."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Content
from bot.trade.account import Account
from bot.trade.casebook import Contact
from bot.trade.contact_rules import frequency, may_dial
from bot.trade.house import House

MONDAY = datetime(2026, 11, 23, 10, 0)
HOUSE = {
    "version": 1, "company": "甲", "service_line": "1", "hotline": "2", "minimum_share": 0.1, "longest_term": {"consumer": 12, "b2b": 6},
    "first_payment_working_days": 3, "empathy_words": [], "effective_calls_per_day": 3, "unanswered_dials_per_day": 6,
    "failures_before_third": 3, "visit_people": 2, "idle_minutes": 30, "retention_years": 5, "grace_banking_days": 1,
}  # fmt: skip
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


# -- others, visits --------------------------------------------------------------------------------------------

WITH_CONTACT = Account.parse_obj(
    {"debt_kind": "credit_card", "numbers": [{"value": "13900139000", "whose": "self"}, {"value": "13700137000", "whose": "contact"}]}
)  # fmt: skip


@pytest.mark.parametrize(
    ("contacts", "flags", "allowed"),
    [
        ([], {}, False),
        (dials(False, False), {}, False),
        (dials(False, False, False), {}, True),
        (dials(False, False, True, False), {}, False),  # reached in between: the newest is first, two fail since
        (dials(False, False, False, True), {}, True),  # three failures since he was last reached
        (dials(False, False, False, tail="7000"), {}, False),  # the contact's own silence says nothing of the debtor
        ([*dials(False, False, False), *dials(True, direction="inbound")], {}, False),  # he rang us himself
        (dials(None, None, None), {}, False),  # nobody logged what came of them
        ([], {"number_dead": True}, True),
        (dials(False, False, False), {"do_not_call": ["13700137000"]}, False),  # he refused: for good
    ],
)
def test_others_are_rung_only_when_the_debtor_is_out_of_reach(content: Content, contacts, flags, allowed):
    account = WITH_CONTACT.with_(flags=WITH_CONTACT.flags.copy(update=flags))
    counted = frequency(contacts, MONDAY.date(), True, others=frozenset({"7000"}))
    answer = may_dial(account, content.book.house, MONDAY, counted, number="13700137000")
    assert answer.allowed is allowed
    if not allowed and not flags:
        assert answer.why == "本人没失联，不能打联系人：号码没停，也没有连续 3 次没联系上（CBA-05）"
    assert may_dial(account, content.book.house, MONDAY, counted, number="13900139000").allowed  # his own stays free


@pytest.mark.parametrize(("people", "allowed"), [(None, False), (1, False), (2, True), (3, True)])
def test_nobody_visits_a_consumer_alone(ask, people, allowed):
    answer = ask(channel="visit", people=people)
    assert answer.allowed is allowed
    assert allowed or answer.why == "外访至少2个人一起去（CBA-06）；写明几个人去"
    trade = Account(debt_kind="b2b_goods")
    assert ask(account=trade, channel="visit", people=people).allowed


@given(
    st.lists(st.booleans(), max_size=9),
    st.integers(0, 23),
    st.sampled_from(["phone", "visit", "sms"]),
    st.integers(0, 3),
)
def test_no_consumer_is_dialled_at_night_too_often_or_through_others(outcomes, hour, channel, people):
    contacts = dials(*outcomes)
    house = House.parse_obj({**HOUSE, "contact_hours": {"from": "08:00", "to": "22:00"}})
    now = MONDAY.replace(hour=hour)
    counted = frequency(contacts, now.date(), True, others=frozenset({"7000"}))
    own = may_dial(WITH_CONTACT, house, now, counted, number="13900139000", channel=channel, people=people)
    if own.allowed:
        assert (
            8 <= hour < 22 and sum(outcomes) < 3 and outcomes.count(False) < 6 and (channel != "visit" or people >= 2)
        )
    other = may_dial(WITH_CONTACT, house, now, counted, number="13700137000", channel=channel, people=people)
    if other.allowed:
        assert (counted.failed_in_a_row >= 3 and own.allowed) or outcomes.count(False) >= 6
