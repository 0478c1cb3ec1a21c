"""Promises are closed by what was credited."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trade.casebook import Payment
from bot.trade.promise import Promise, history, settle_promises


def weekdays(day: date) -> bool:
    return day.weekday() < 5


def settled(amount, due, paid, today, made=date(2026, 11, 16)):
    """One promise of these terms after these payments: (state, paid in time)."""
    promise = Promise(id="p", made=made, due=due, amount=amount)
    payments = [Payment(account="A1", on=on, amount=sum_) for on, sum_ in paid]
    (after,) = settle_promises([promise], payments, today, 1, weekdays)
    return after.state, after.paid


FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("paid", "today", "after"),
    [
        ([(FRIDAY, 5000)], FRIDAY, ("kept", 5000)),
        ([(MONDAY, 5000)], TUESDAY, ("kept", 5000)),  # one banking day later, over a weekend
        ([(TUESDAY, 5000)], TUESDAY, ("broken", 0)),
        ([(FRIDAY, 2000)], TUESDAY, ("partly_kept", 2000)),
        ([(FRIDAY, 2000)], MONDAY, ("open", 2000)),
        ([], MONDAY, ("open", 0)),
        ([], TUESDAY, ("broken", 0)),
        ([(date(2026, 11, 13), 5000)], TUESDAY, ("broken", 0)),  # paid before he promised: another debt's money
        ([(FRIDAY, 3000), (MONDAY, 2500)], TUESDAY, ("kept", 5000)),
    ],
)
def test_five_thousand_by_friday(paid, today, after):
    assert settled(5000, FRIDAY, paid, today) == after


def test_a_payment_counts_once():
    first = Promise(id="first", made=date(2026, 11, 16), due=FRIDAY, amount=3000)
    second = Promise(id="second", made=date(2026, 11, 16), due=MONDAY, amount=3000)
    after = settle_promises(
        [second, first], [Payment(account="A1", on=FRIDAY, amount=4000)], date(2026, 11, 30), 1, weekdays
    )
    assert [(p.id, p.state, p.paid) for p in after] == [("first", "kept", 3000), ("second", "partly_kept", 1000)]


def test_a_promise_without_a_day_is_never_decided_and_one_without_a_sum_is_kept_by_any_payment():
    assert settled(5000, None, [], date(2030, 1, 1)) == ("open", 0)
    assert settled(None, FRIDAY, [(FRIDAY, 10)], TUESDAY) == ("kept", 10)
    assert settled(None, FRIDAY, [], TUESDAY) == ("broken", 0)


@given(
    amount=st.integers(1, 10_000),
    paid=st.lists(st.tuples(st.integers(-5, 15), st.integers(1, 6_000)), max_size=5),
    later=st.integers(0, 30),
)
def test_no_promise_is_kept_without_its_money(amount, paid, later):
    made = date(2026, 11, 16)
    credited = [(made + timedelta(days=d), a) for d, a in paid]
    state, counted = settled(amount, FRIDAY, credited, made + timedelta(days=later))
    in_time = sum(a for on, a in credited if made <= on <= MONDAY)
    assert counted == min(amount, in_time)
    assert (state == "kept") == (in_time >= amount)
    assert (state in ("partly_kept", "broken")) == (in_time < amount and made + timedelta(days=later) > MONDAY)


def test_history_counts_the_broken_ones_since_the_last_kept():
    def past(*states):
        return history(
            Promise(id=str(i), made=FRIDAY, due=FRIDAY + timedelta(days=i), state=s) for i, s in enumerate(states)
        )

    assert past() == "none"
    assert past("open") == "none"
    assert past("kept") == "kept"
    assert past("broken") == "broken_1"
    assert past("broken", "broken", "partly_kept") == "broken_2plus"
    assert past("broken", "broken", "kept") == "kept"
    assert past("broken", "kept", "broken") == "broken_1"
