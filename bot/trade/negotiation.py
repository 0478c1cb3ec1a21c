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
# The same step has two names, one a group of debt: lines written for both groups name either.
_TWINS: tuple[tuple[Rung, Rung], ...] = (
    ("full_today", "undisputed_today"),
    ("full_dated", "undisputed_dated"),
    ("instalments", "stamped_plan"),
)
TWINS: dict[Rung, Rung] = dict([*_TWINS, *((b, a) for a, b in _TWINS)])
# These belong to the court, the administrator or an agreement that stands: nothing is offered on the phone.
NO_OFFERS = frozenset({"arrangement", "mediation", "in_suit", "judgment", "enforcement", "bankruptcy", "sold"})
HisOffer = Literal["none", "below_floor", "within_authority", "overdue_in_full"]
WorkingDay = Callable[[date], bool]


class Offer(Value):
    """One proposal: first payment (yuan), by which day, at most how many monthly instalments."""

    first_payment: float | None = None
    due: date
    instalments: int | None = None


def limitation_has_run(account: Account, today: date) -> bool:
    """Whether the limitation period is known to have ended (CV-03): the debt is then asked for no more."""
    return account.limitation_until is not None and account.limitation_until < today


def may_bargain(account: Account) -> bool:
    """Whether anything may be offered on the phone: not where a court, an agreement or a new creditor decides."""
    return account.status not in NO_OFFERS or (account.status == "sold" and account.our_role == "assignee")


def asked_for(account: Account) -> float | None:
    """What may be asked at all: the overdue sum, of a disputed trade debt its undisputed part.

    None where it is unknown and where nothing may be asked on the phone.
    """
    amounts = account.amounts
    if not may_bargain(account):
        return None
    if account.debt_group == "b2b" and (account.flags.dispute_open or amounts.undisputed is not None):
        return amounts.undisputed
    return amounts.overdue


def simple_offer(account: Account, house: House, today: date, is_working_day: WorkingDay) -> Offer:
    """The offer before any ladder.

    First payment = what may be asked x the house's minimum share, rounded up to 100 yuan (10 below 1,000), never above
    it. Due = the house's working days after the next working day. Unknown facts stay None.
    """
    owed, group = asked_for(account), account.debt_group
    first = None
    if owed:
        first = smallest_first(account, owed, house)
    term = getattr(house.longest_term, group) if group else None
    due = working_days_after(next_working_day(today, is_working_day), house.first_payment_working_days, is_working_day)
    return Offer(first_payment=first, due=due, instalments=term)


def smallest_first(account: Account, owed: float, house: House) -> float:
    """The smallest first payment (yuan) of what may be asked: the house's share, rounded up.

    Never below a card's minimum due, or he pays and stays delinquent; verified hardship is spared that.
    """
    least = None if account.flags.hardship_verified else account.amounts.minimum_due
    return max(rounded_up(owed * house.minimum_share, owed), min(least or 0.0, owed))


def rounded_up(sum_: float, most: float) -> float:
    """A sum that can be said: up to the next hundred (ten below 1,000), never above `most`."""
    step = 100 if most >= 1000 else 10
    # round() first: 0.07 * 10000 is 700.0000000000001 and would be rounded up to 800 for nothing
    return min(most, ceil(round(sum_ / step, 6)) * step)


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
