"""What we may ask for. One simple Offer: a first sum and a day, inside the house's authority."""

from collections.abc import Callable
from datetime import date, timedelta
from math import ceil
from typing import Literal

from bot.trade.account import Account
from bot.trade.house import House
from bot.trade.value import Value

Rung = Literal[
    "full_today", "full_dated", "part_today_rest_dated", "minimum_due", "instalments", "personal_plan",
    "hardship_plan", "undisputed_today", "undisputed_dated", "undisputed_now_rest_reconciled",
    "oldest_with_delivery", "stamped_plan", "security", "reconciliation", "acknowledgement",
]  # fmt: skip
HisOffer = Literal["none", "below_floor", "within_authority", "overdue_in_full"]
WorkingDay = Callable[[date], bool]


class Offer(Value):
    """One proposal: first payment (yuan), by which day, at most how many monthly instalments."""

    first_payment: float | None = None
    due: date
    instalments: int | None = None


def simple_offer(account: Account, house: House, today: date, is_working_day: WorkingDay) -> Offer:
    """The offer before any ladder.

    First payment = overdue x the house's minimum share, rounded up to 100 yuan (10 below 1,000), never above
    what is overdue. Due = the house's working days after the next working day. Unknown facts stay None.
    """
    overdue, group = account.amounts.overdue, account.debt_group
    first = None
    if overdue:
        first = rounded_up(overdue * house.minimum_share, overdue)
    term = getattr(house.longest_term, group) if group else None
    due = working_days_after(next_working_day(today, is_working_day), house.first_payment_working_days, is_working_day)
    return Offer(first_payment=first, due=due, instalments=term)


def rounded_up(sum_: float, most: float) -> float:
    """A sum that can be said: up to the next hundred (ten below 1,000), never above `most`."""
    step = 100 if most >= 1000 else 10
    # round() first: 0.07 * 10000 is 700.0000000000001 and would be rounded up to 800 for nothing
    return min(most, ceil(round(sum_ / step, 6)) * step)


def bargained(offer: Offer, account: Account, he_named: float | None, broken: bool, today: date) -> Offer:
    """The offer after what he has said and done: never below the sum he named himself, today after a broken promise.

    `he_named` is the largest sum he offered in this call; `broken` says that his last promises were not kept.
    """
    first, overdue = offer.first_payment, account.amounts.overdue
    if first is not None and overdue is not None and he_named is not None:
        first = max(first, min(he_named, overdue))
    return offer.with_(first_payment=first, due=today if broken else offer.due)


def next_working_day(day: date, is_working_day: WorkingDay) -> date:
    """The first working day after `day`."""
    day += timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, count: int, is_working_day: WorkingDay) -> date:
    """The day `count` working days after `day`."""
    for _ in range(count):
        day = next_working_day(day, is_working_day)
    return day


def his_offer(amounts: tuple[float, ...], account: Account, offer: Offer) -> HisOffer:
    """How the largest sum in his words stands to what we may accept; none where either is unknown."""
    overdue = account.amounts.overdue
    if not amounts or overdue is None or offer.first_payment is None:
        return "none"
    named = max(amounts)
    if named >= overdue:
        return "overdue_in_full"
    return "within_authority" if named >= offer.first_payment else "below_floor"
