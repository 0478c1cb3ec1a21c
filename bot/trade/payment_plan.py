"""A sum split over days, and the table of it: principal, interest, days on which banks work, sums that add up to the fen."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.trade.interest import Rate, simple_interest
from bot.trade.negotiation import WorkingDay
from bot.trade.value import Value


class Due(NamedTuple):
    """A sum (yuan) and the day on which it is due."""

    on: date
    amount: float


Schedule = tuple[Due, ...]


def total(schedule: Sequence[Due]) -> float:
    return round(sum(due.amount for due in schedule), 2)


def in_instalments(owed: float, first: float, first_on: date, months: int) -> Schedule:
    """A first payment, then the rest in equal monthly ones on the same day of the month.

    Monthly sums are whole yuan; what does not divide goes into the first month. Nothing is left over and nothing is
    asked twice: the parts add up to what is owed. Raises ValueError for sums or months that make no plan.
    """
    if owed <= 0 or not 0 <= first <= owed or months < 1:
        raise ValueError(f"排不出计划：欠 {owed:g}，首付 {first:g}，{months} 期")
    rest = round(owed - first, 2)
    months = min(months, max(1, int(rest)))  # no month of nothing
    each = float(int(rest / months))
    parts = [round(rest - each * (months - 1), 2), *[each] * (months - 1)] if rest else []
    head = [Due(first_on, round(first, 2))] if first else []
    return (*head, *(Due(month_after(first_on, n), part) for n, part in enumerate(parts, start=1)))


class Row(NamedTuple):
    """One instalment: principal and the simple interest that what was still owed bore since the one before."""

    number: int
    on: date
    principal: float
    interest: float

    @property
    def amount(self) -> float:
        return round(self.principal + self.interest, 2)


class PlanTable(Value):
    """A plan as it is put on paper. All sums in yuan; `moved` counts due days put off to a day on which banks work."""

    begins: date
    owed: float
    rate: Rate
    rows: tuple[Row, ...]
    moved: int = 0

    @property
    def interest(self) -> float:
        return round(sum(row.interest for row in self.rows), 2)

    @property
    def total(self) -> float:
        """What is paid in all: the principal and the interest, to the fen."""
        return round(self.owed + self.interest, 2)


def plan_table(
    owed: float, first: float, begins: date, months: int, rate: Rate, is_working_day: WorkingDay
) -> PlanTable:
    """A first payment on the day it begins, then monthly ones; a due day that is none for banks moves to the next that is.

    Interest is simple: each period bears it on the principal still owed, never on interest. Raises ValueError for sums or
    months that make no plan.
    """
    rows: list[Row] = []
    left, since, moved = owed, begins, 0
    for number, due in enumerate(in_instalments(owed, first, begins, months), start=1):
        on = working_day_from(due.on, is_working_day)
        moved += on != due.on
        rows.append(Row(number, on, due.amount, simple_interest(left, rate, since, on)))
        left, since = round(left - due.amount, 2), on
    return PlanTable(begins=begins, owed=round(owed, 2), rate=rate, rows=tuple(rows), moved=moved)


def working_day_from(day: date, is_working_day: WorkingDay) -> date:
    """The day itself where banks work, else the next that they do."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def month_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def at_least_as_good(ours: Sequence[Due], his: Sequence[Due]) -> bool:
    """Whether we have, on every day, received at least as much under the first schedule as under the second."""
    return all(_by(ours, due.on) >= _by(his, due.on) - 0.005 for due in his)


def _by(schedule: Sequence[Due], day: date) -> float:
    return sum(due.amount for due in schedule if due.on <= day)
