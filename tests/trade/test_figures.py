"""The figures of an offer as a collector turns them: every step is one that people say, and the limits are those of all our lines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import Content
from bot.trade.account import Account
from bot.trade.approval import Terms
from bot.trade.figures import Figures, beyond, figures_of, limits, owed_now, step_of, turns, undercuts
from bot.trade.ladder import Bargain, three_numbers
from bot.trade.ledger import Entry, Proposal
from bot.trade.payment_plan import Due, total
from tests.trade.test_ladder import CARD, GOODS, weekdays

MONDAY, FRIDAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture
def bargain(content: Content) -> Callable[..., Bargain]:
    def of(facts: dict[str, Any], **known: Any) -> Bargain:
        book = content.book
        return Bargain(account=Account.parse_obj(facts), house=book.house, ladder=book.ladder, today=MONDAY, **known)

    return of


@pytest.mark.parametrize(
    ("owed", "step"), [(120, 10), (800, 20), (2310, 50), (6900, 200), (50000, 2000), (860000, 20000)]
)
def test_a_step_is_a_sum_that_people_say(owed: float, step: float) -> None:
    assert step_of(owed) == step


def test_one_step_up_and_one_down(bargain: Callable[..., Bargain]) -> None:
    found = turns(Figures(first=480, on=FRIDAY, months=6), bargain(CARD), weekdays)
    assert {name: tuple(turn) for name, turn in found.items()} == {
        "first": (450.0, 500.0),
        "on": (date(2026, 11, 26), NEXT_MONDAY),  # over the weekend, still within the stage's seven days
        "months": (5, 7),
    }


def test_the_ends_have_nothing_beyond_them(bargain: Callable[..., Bargain]) -> None:
    least = turns(Figures(first=50, on=MONDAY), bargain(CARD), weekdays)
    most = turns(Figures(first=2310, on=date(2026, 12, 31)), bargain(CARD), weekdays)  # a month beyond the horizon
    assert (least["first"].down, least["on"].down, least["months"].down) == (None, None, None)
    assert (
        least["months"].up == 2
        and turns(Figures(first=50, on=MONDAY, months=2), bargain(CARD), weekdays)["months"].down == 0
    )
    assert (most["first"].up, most["on"].up, most["months"].up) == (None, None, None)
    assert turns(Figures(first=2300, on=MONDAY), bargain(CARD), weekdays)["first"].up == 2310  # the whole, to the yuan


def test_within_the_limits_nobody_is_asked(bargain: Callable[..., Bargain]) -> None:
    card = bargain(CARD)
    assert tuple(limits(card, weekdays)) == (480.0, NEXT_MONDAY, 12)
    assert beyond(Figures(first=480, on=NEXT_MONDAY, months=12), card, weekdays) == ()
    assert beyond(Figures(first=450, on=FRIDAY, months=13), card, weekdays) == ("首笔低于底线四百八", "超过十二期")


def test_after_broken_promises_the_first_sum_comes_today(bargain: Callable[..., Bargain]) -> None:
    once, twice = bargain(GOODS, promises="broken_1"), bargain(GOODS, promises="broken_2plus")
    assert beyond(Figures(first=5000, on=FRIDAY), once, weekdays) == ("没兑现过，首笔要今天到",)
    assert beyond(Figures(first=20000, on=MONDAY, months=2), twice, weekdays) == ("两次没兑现，不分期",)


def test_what_a_supervisor_granted_is_within_the_limits(bargain: Callable[..., Bargain]) -> None:
    granted = bargain(CARD, granted=Terms(first_payment=300, instalments=18, on=date(2026, 12, 15)))
    assert beyond(Figures(first=300, on=date(2026, 12, 15), months=18), granted, weekdays) == ()
    assert beyond(Figures(first=290, on=date(2026, 12, 16), months=19), granted, weekdays) == (
        "首笔低于底线三百", "超过十八期", "最远只到十二月十五号",
    )  # fmt: skip


def test_a_reduction_that_was_granted_is_off_the_debt(bargain: Callable[..., Bargain]) -> None:
    assert owed_now(bargain(CARD, granted=Terms(percent_off=20))) == 1848
    assert owed_now(bargain({**CARD, "currency": "USD"})) is None  # sums are yuan or they are none of ours
    assert owed_now(bargain({**CARD, "limitation_until": "2026-11-22"})) is None


def test_after_a_broken_promise_a_granted_day_stands(bargain: Callable[..., Bargain]) -> None:
    granted = bargain(CARD, promises="broken_1", granted=Terms(first_payment=800, on=FRIDAY))
    assert beyond(Figures(first=800, on=FRIDAY), granted, weekdays) == ()


def test_the_floor_is_the_one_of_the_three_numbers(bargain: Callable[..., Bargain]) -> None:
    oldest = {**GOODS, "invoices": [{"number": "1", "due": "2026-09-01", "amount": 1000, "paid": 0},
                                    {"number": "2", "due": "2026-10-01", "amount": 49000, "paid": 0}]}  # fmt: skip
    for facts in (CARD, GOODS, oldest):
        told = three_numbers(bargain(facts), weekdays)
        assert told is not None and told.floor == limits(bargain(facts), weekdays).first


def test_an_unknown_kind_of_debt_accuses_nobody_of_broken_promises(bargain: Callable[..., Bargain]) -> None:
    unknown = bargain({"stage": "d1_30", "amounts": {"overdue": 2310}})
    assert beyond(Figures(first=2000, on=MONDAY, months=3), unknown, weekdays) == ("没登记是哪种债，分期要报批",)


def test_nobody_is_talked_down_from_his_own_offer(bargain: Callable[..., Bargain]) -> None:
    his = Entry(by="him", proposal=Proposal(schedule=(Due(FRIDAY, 1000),)))
    offered = bargain(CARD, ledger=(his,))
    assert undercuts(Figures(first=900, on=MONDAY), offered) == 1000
    assert undercuts(Figures(first=1000, on=MONDAY), offered) is None
    assert beyond(Figures(first=900, on=MONDAY), offered, weekdays) == ()  # unwise, but his to decide


def test_figures_are_those_of_the_proposal() -> None:
    plan = Proposal(schedule=(Due(MONDAY, 480), Due(date(2026, 12, 23), 900), Due(date(2027, 1, 23), 930)))
    assert figures_of(plan) == Figures(first=480, on=MONDAY, months=2)
    assert figures_of(Proposal(schedule=(Due(MONDAY, 700), Due(NEXT_MONDAY, 1610)))) == Figures(first=700, on=MONDAY)
    assert figures_of(Proposal(rung="security")) is None


@given(first=st.integers(1, 230_000), months=st.integers(0, 60))
def test_a_plan_adds_up_and_never_asks_for_more_than_is_owed(first: int, months: int) -> None:
    figures = Figures(first=first / 100, on=MONDAY, months=months).of(2310, MONDAY)
    paid = figures.schedule(2310)
    assert total(paid) == (2310 if figures.months else figures.first)
    assert len(paid) == figures.months + 1 and all(due.amount > 0 for due in paid)


def test_where_nothing_is_left_there_are_no_months() -> None:
    assert Figures(first=2310, on=MONDAY, months=13).of(2310, MONDAY).months == 0
    assert Figures(first=2300, on=MONDAY, months=12).of(2310, MONDAY).months == 10  # a yuan a month is the least


@pytest.mark.parametrize(
    ("figures", "told"),
    [
        ({"first": 2311, "on": MONDAY}, "首笔 2311 比可以要的 2310 还多"),
        ({"first": 500, "on": date(2026, 11, 22)}, "那一天已经过了"),
        ({"first": 500, "on": date(9999, 12, 31)}, "或太远了"),
    ],
)
def test_more_than_is_owed_and_days_gone_by_are_refused(figures: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Figures.parse_obj(figures).of(2310, MONDAY)
