"""The figures of an offer as a collector turns them: the first sum, its day, the months for the rest.

Each has a next value up and down that people would say on the phone. What the turned figures come to is weighed against the
same floor, horizon and term as every line of ours; beyond them a supervisor decides.
"""

from datetime import date, timedelta
from math import floor, log10
from typing import NamedTuple

from pydantic import Field

from bot.trade.approval import LONGEST, MOST, Terms
from bot.trade.ladder import Bargain, bargained, promise_horizon, within_authority
from bot.trade.ledger import Proposal, most_he_named
from bot.trade.negotiation import WorkingDay, asked_for, limitation_has_run, simple_offer
from bot.trade.payment_plan import Due, Schedule, in_instalments
from bot.trade.playbook import BROKEN
from bot.trade.spoken import spoken_count, spoken_day, spoken_money
from bot.trade.value import Value

FARTHEST = timedelta(days=366)  # no first payment is agreed for a later day
BEYOND_THE_HORIZON = timedelta(days=31)  # a supervisor may be asked for a later day
FEWEST = 2  # instalments
SHARE_OF_A_STEP = 0.04  # of what is asked: a few presses reach any sum, and every sum is one that people say


class Figures(Value):
    """A first sum (yuan) on a day, and in how many months the rest is paid; no months leave the rest for later."""

    first: float = Field(..., ge=0.01, lt=MOST)
    on: date
    months: int = Field(0, ge=0, le=LONGEST)

    def of(self, owed: float, today: date) -> "Figures":
        """The figures of a debt: no months where nothing is left for them, never more months than whole yuan.

        Raises ValueError for more than is owed, for days gone by and for days more than a year ahead.
        """
        if self.first > owed:
            raise ValueError(f"首笔 {self.first:g} 比可以要的 {owed:g} 还多")
        if not today <= self.on <= today + FARTHEST:
            raise ValueError("那一天已经过了，或太远了")
        most = int(round(owed - self.first, 2))
        return self if self.months <= most else self.copy(update={"months": most if most >= FEWEST else 0})

    def schedule(self, owed: float) -> Schedule:
        """The money by day."""
        if not self.months:
            return (Due(self.on, self.first),)
        return in_instalments(owed, self.first, self.on, self.months)


class Turn(NamedTuple):
    """One figure one step down and one step up; None at either end."""

    down: float | int | date | None
    up: float | int | date | None


def owed_now(b: Bargain) -> float | None:
    """What may be asked (yuan) after a reduction that was granted; None where nothing may, or where sums are not in yuan."""
    owed = asked_for(b.account)
    if not owed or b.account.currency != "CNY" or limitation_has_run(b.account, b.today):
        return None
    return b.granted.left_of(owed) if b.granted else owed


class Limits(NamedTuple):
    """How far a collector may go alone: the smallest first sum (yuan), its last day, the longest term in months."""

    first: float
    on: date
    months: int


def figures_of(offered: Proposal) -> Figures | None:
    """The figures of a proposal; None where it names no money. A rest on one day of its own is no plan of months."""
    if offered.first is None:
        return None
    months = len(offered.schedule) - 1
    return Figures(first=offered.first.amount, on=offered.first.on, months=months if months >= FEWEST else 0)


def turns(figures: Figures, b: Bargain, is_working_day: WorkingDay) -> dict[str, Turn]:
    """The next value of each figure, by its name. Sums stay within what may be asked, days within a month of the horizon."""
    owed = owed_now(b) or figures.first
    step = step_of(owed)
    down, up = step * ((figures.first - 0.005) // step), step * (figures.first // step + 1)
    last = promise_horizon(b, is_working_day) + BEYOND_THE_HORIZON
    earlier, later = figures.on - timedelta(days=1), figures.on + timedelta(days=1)
    while earlier > b.today and not is_working_day(earlier):
        earlier -= timedelta(days=1)
    while later < last and not is_working_day(later):
        later += timedelta(days=1)
    return {
        "first": Turn(down if down > 0 else None, min(up, owed) if figures.first < owed else None),
        "on": Turn(earlier if earlier >= b.today else None, later if later <= last else None),
        "months": Turn(*_terms_beside(figures.months)) if figures.first < owed else Turn(None, None),
    }


def _terms_beside(months: int) -> tuple[int | None, int | None]:
    """A month less and one more; the rest in one payment is no plan of months, it is left for later."""
    fewer = None if months == 0 else months - 1 if months > FEWEST else 0
    return fewer, None if months >= LONGEST else max(months + 1, FEWEST)


def step_of(owed: float) -> float:
    """Yuan by which a sum is turned: 1, 2 or 5 times a power of ten, about a twenty-fifth of what is asked, never below ten."""
    rough = max(owed * SHARE_OF_A_STEP, 10)
    power = 10 ** floor(log10(rough))
    return float(max(m for m in (1, 2, 5) if m * power <= rough) * power)


def limits(b: Bargain, is_working_day: WorkingDay) -> Limits:
    """The limits of this negotiation, whatever he has offered himself, and with what a supervisor granted."""
    alone, granted = b.with_(ledger=()), b.granted or Terms()
    offer = bargained(simple_offer(b.account, b.house, b.today, is_working_day), alone, is_working_day)
    firsts = [p.first.amount for p in within_authority(alone, is_working_day) if p.first]
    first = granted.first_payment or min([*firsts, offer.first_payment or 0.0])
    last = b.today if b.promises in BROKEN else promise_horizon(alone, is_working_day)
    return Limits(first, max(last, granted.on or last), offer.instalments or 0)


def beyond(figures: Figures, b: Bargain, is_working_day: WorkingDay) -> tuple[str, ...]:
    """Why a supervisor must decide; empty within the collector's own authority."""
    within = limits(b, is_working_day)
    why = []
    if figures.first < within.first - 0.005:
        why.append(f"首笔低于底线{spoken_money(within.first)}")
    if figures.months > within.months:
        why.append(_too_many_months(within.months, b))
    if figures.on > within.on:
        why.append("没兑现过，首笔要今天到" if b.promises in BROKEN else f"最远只到{spoken_day(within.on, b.today)}")
    return tuple(why)


def _too_many_months(most: int, b: Bargain) -> str:
    if b.promises == "broken_2plus":
        return "两次没兑现，不分期"
    return f"超过{spoken_count(most, '期')}" if most else "没登记是哪种债，分期要报批"


def undercuts(figures: Figures, b: Bargain) -> float | None:
    """The sum (yuan) he named himself, where the figures ask for less than that: nobody is talked down from his own offer."""
    named, owed = most_he_named(b.ledger), owed_now(b)
    if named is None or owed is None:
        return None
    return min(named, owed) if figures.first < min(named, owed) - 0.005 else None
