"""Sums split over days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trade.payment_plan import Due, at_least_as_good, in_instalments, month_after, total

FRIDAY = date(2026, 11, 27)


def test_fifty_thousand_with_five_down_and_six_months():
    assert in_instalments(50_000, 5_000, FRIDAY, 6) == (
        Due(FRIDAY, 5000), Due(date(2026, 12, 27), 7500), Due(date(2027, 1, 27), 7500), Due(date(2027, 2, 27), 7500),
        Due(date(2027, 3, 27), 7500), Due(date(2027, 4, 27), 7500), Due(date(2027, 5, 27), 7500),
    )  # fmt: skip


def test_what_does_not_divide_goes_into_the_first_month_and_a_month_without_that_day_ends_on_its_last():
    plan = in_instalments(1000.5, 0, date(2026, 12, 31), 3)
    assert [(str(d.on), d.amount) for d in plan] == [("2027-01-31", 334.5), ("2027-02-28", 333), ("2027-03-31", 333)]


@given(owed=st.decimals(1, 1_000_000, places=2), share=st.floats(0, 1), months=st.integers(1, 60))
def test_nothing_is_left_over_and_nothing_asked_twice(owed, share, months):
    owed = float(owed)
    first = round(owed * share, 2)
    plan = in_instalments(owed, min(first, owed), FRIDAY, months)
    assert total(plan) == owed
    assert all(due.amount > 0 for due in plan)
    assert [due.on for due in plan] == sorted({due.on for due in plan})
    assert len(plan) <= months + 1


@pytest.mark.parametrize(("owed", "first", "months"), [(0, 0, 3), (100, 200, 3), (100, -1, 3), (100, 10, 0)])
def test_what_makes_no_plan_is_refused(owed, first, months):
    with pytest.raises(ValueError, match="排不出计划"):
        in_instalments(owed, first, FRIDAY, months)


def test_sooner_and_more_is_better():
    today, later = date(2026, 11, 23), date(2026, 12, 23)
    assert at_least_as_good((Due(today, 500),), (Due(later, 500),))
    assert not at_least_as_good((Due(later, 500),), (Due(today, 500),))
    assert not at_least_as_good((Due(later, 900),), (Due(today, 100), Due(later, 800)))
    assert at_least_as_good((Due(today, 100), Due(later, 900)), (Due(today, 100), Due(later, 800)))
    assert month_after(date(2026, 11, 30), 3) == date(2027, 2, 28)
