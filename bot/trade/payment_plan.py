"""A sum split over days. What is split adds up to the fen; interest, caps and papers are no part of it."""

import calendar
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple


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


def month_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def at_least_as_good(ours: Sequence[Due], his: Sequence[Due]) -> bool:
    """Whether we have, on every day, received at least as much under the first schedule as under the second."""
    return all(_by(ours, due.on) >= _by(his, due.on) - 0.005 for due in his)


def _by(schedule: Sequence[Due], day: date) -> float:
    return sum(due.amount for due in schedule if due.on <= day)
