from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trade.account import Account
from bot.trade.house import House
from bot.trade.negotiation import Offer, asked_for, his_offer, next_working_day, simple_offer, working_days_after

MONDAY = date(2026, 11, 23)
Calendar = Callable[[date], bool]


def owing(overdue: float | None, kind: str | None = "b2b_goods") -> Account:
    return Account(debt_kind=kind, amounts={"overdue": overdue})


@pytest.mark.parametrize(
    ("overdue", "first"),
    [
        (50000, 5000), (12300, 1300), (12000, 1200), (1000, 100), (1001, 200), (999, 100), (990, 100), (480, 50), (101, 20),
        (100, 10), (95, 10), (10, 10), (7, 7), (9.5, 9.5), (1000.01, 200), (860000, 86000), (2310, 300),
    ],
)  # fmt: skip
def test_a_first_payment_is_a_tenth_rounded_up_to_a_hundred_or_to_ten(
    house: House, working_day: Calendar, overdue: float, first: float
):
    assert simple_offer(owing(overdue), house, MONDAY, working_day).first_payment == first


@settings(max_examples=200, deadline=None, derandomize=True)
@given(cents=st.integers(1, 10**10), percent=st.integers(1, 100))
def test_a_first_payment_is_enough_round_and_never_above_what_is_overdue(
    house: House, working_day: Calendar, cents: int, percent: int
):
    overdue, share = cents / 100, percent / 100
    first = simple_offer(owing(overdue), house.with_(minimum_share=share), MONDAY, working_day).first_payment
    step = 100 if overdue >= 1000 else 10
    assert first is not None and 0 < first <= overdue
    assert first == overdue or first % step == 0
    assert first == overdue or overdue * share - 0.001 <= first < overdue * share + step


@pytest.mark.parametrize(("overdue", "share", "first"), [(10000, 0.07, 700), (100, 0.7, 70), (50000, 0.14, 7000)])
def test_a_crooked_fraction_rounds_nothing_up(
    house: House, working_day: Calendar, overdue: float, share: float, first: float
):
    assert simple_offer(owing(overdue), house.with_(minimum_share=share), MONDAY, working_day).first_payment == first


def test_what_is_unknown_stays_out_of_the_offer(house: House, working_day: Calendar):
    friday = date(2026, 11, 27)
    assert simple_offer(Account(), house, MONDAY, working_day) == Offer(due=friday)
    assert simple_offer(owing(None), house, MONDAY, working_day) == Offer(due=friday, instalments=6)
    assert simple_offer(owing(0, "credit_card"), house, MONDAY, working_day) == Offer(due=friday, instalments=12)


def test_an_offer_is_a_sum_a_day_and_the_longest_term(house: House, working_day: Calendar):
    assert simple_offer(owing(12800, "consumer_loan"), house, MONDAY, working_day) == Offer(
        first_payment=1300, due=date(2026, 11, 27), instalments=12
    )


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 11, 23), date(2026, 11, 24)), (date(2026, 11, 27), date(2026, 11, 30)), (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 9, 30), date(2026, 10, 8)), (date(2026, 9, 18), date(2026, 9, 20)), (date(2026, 10, 9), date(2026, 10, 10)),
        (date(2026, 10, 10), date(2026, 10, 12)),
    ],
)  # fmt: skip
def test_the_next_working_day_jumps_weekends_and_the_national_day(working_day: Calendar, day: date, after: date):
    assert next_working_day(day, working_day) == after


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 27)),  # Monday: Tuesday, then three days to Friday
        (date(2026, 11, 25), date(2026, 12, 1)),  # Wednesday: over the weekend
        (date(2026, 11, 27), date(2026, 12, 3)),  # Friday: the next working day is Monday
        (date(2026, 9, 28), date(2026, 10, 9)),  # 29, 30 September, then the holiday to 8 and 9 October
        (date(2026, 10, 1), date(2026, 10, 12)),  # in the holiday: 8, 9, the made-good Saturday, Monday
    ],
)
def test_the_offer_falls_due_three_working_days_after_the_next_one(
    house: House, working_day: Calendar, today: date, due: date
):
    assert simple_offer(Account(), house, today, working_day).due == due


def test_no_days_after_a_day_is_the_day_itself(working_day: Calendar):
    assert working_days_after(date(2026, 10, 3), 0, working_day) == date(2026, 10, 3)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(day=st.dates(date(2026, 1, 1), date(2026, 12, 31)), count=st.integers(0, 30))
def test_counting_working_days_counts_exactly_the_working_ones(working_day: Calendar, day: date, count: int):
    end = working_days_after(day, count, working_day)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(map(working_day, between)) == count
    assert count == 0 or working_day(end)


@pytest.mark.parametrize(
    ("amounts", "stands"),
    [
        ((), "none"), ((100,), "below_floor"), ((4999.99,), "below_floor"), ((5000,), "within_authority"),
        ((300, 8000), "within_authority"), ((49999,), "within_authority"), ((50000,), "overdue_in_full"),
        ((60000, 20), "overdue_in_full"), ((0,), "below_floor"),
    ],
)  # fmt: skip
def test_his_offer_is_the_largest_sum_he_names_against_ours(amounts: tuple[float, ...], stands: str):
    assert his_offer(amounts, owing(50000), Offer(first_payment=5000, due=MONDAY)) == stands


def test_his_offer_is_none_where_ours_is_unknown():
    assert his_offer((5000,), Account(), Offer(first_payment=5000, due=MONDAY)) == "none"
    assert his_offer((5000,), owing(50000), Offer(due=MONDAY)) == "none"


def test_of_a_disputed_trade_debt_only_the_undisputed_part_is_asked_for_and_nothing_where_a_court_decides():
    disputed = Account.parse_obj(
        {"debt_kind": "b2b_goods", "amounts": {"overdue": 50000}, "flags": {"dispute_open": True}}
    )
    known = disputed.with_(amounts={"overdue": 50000, "undisputed": 42000})
    assert (asked_for(disputed), asked_for(Account.parse_obj(known.dict()))) == (None, 42000)
    card = Account.parse_obj({"debt_kind": "credit_card", "amounts": {"overdue": 2310}})
    assert (asked_for(card), asked_for(card.with_(status="enforcement"))) == (2310, None)
