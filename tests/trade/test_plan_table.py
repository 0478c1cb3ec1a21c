"""The plan as it is put on paper."""

from collections.abc import Callable
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.trade.interest import Rate
from bot.trade.payment_plan import PlanTable, Row, plan_table

SIX = Rate(a_year=0.06, basis="agreed")
NONE = Rate(a_year=0, basis="none")


def weekday(day: date) -> bool:
    return day.weekday() < 5


def test_each_period_bears_interest_on_what_is_still_owed_and_no_due_day_is_a_weekend() -> None:
    plan = plan_table(50_000, 10_000, date(2026, 11, 30), 4, SIX, weekday)
    assert plan == PlanTable(
        begins=date(2026, 11, 30), owed=50_000, rate=SIX, moved=2,
        rows=(
            Row(1, date(2026, 11, 30), 10_000, 0.0), Row(2, date(2026, 12, 30), 10_000, 197.26),
            Row(3, date(2027, 2, 1), 10_000, 162.74), Row(4, date(2027, 3, 1), 10_000, 92.05), Row(5, date(2027, 3, 30), 10_000, 47.67),
        ),
    )  # fmt: skip
    assert (plan.interest, plan.total) == (499.72, 50_499.72)


def test_a_holiday_moves_the_day(working_day: Callable[[date], bool]) -> None:
    plan = plan_table(3000, 0, date(2026, 9, 3), 2, NONE, working_day)
    assert [(str(row.on), row.amount) for row in plan.rows] == [("2026-10-08", 1500), ("2026-11-03", 1500)]
    assert plan.moved == 1


@given(owed=st.integers(100, 10_000_000), share=st.floats(0, 0.9), months=st.integers(1, 60), a_year=st.floats(0, 0.24))
def test_nothing_compounds_and_nothing_is_lost(owed: int, share: float, months: int, a_year: float) -> None:
    owed_yuan, begins = owed / 100, date(2026, 11, 23)
    rate = Rate(a_year=a_year, basis="agreed")
    plan = plan_table(owed_yuan, round(owed_yuan * share, 2), begins, months, rate, weekday)
    assert round(sum(row.principal for row in plan.rows), 2) == owed_yuan
    assert all(weekday(row.on) for row in plan.rows)
    left, since = owed_yuan, begins
    for row in plan.rows:  # on the principal still owed alone: interest that came due earlier bears none
        assert row.interest == round(left * a_year * (row.on - since).days / 365, 2)
        left, since = round(left - row.principal, 2), row.on
