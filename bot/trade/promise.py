"""Promises to pay, decided by what was credited: kept, partly kept or broken. Nobody's word closes a promise."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from pydantic import Field

from bot.trade.casebook import Payment
from bot.trade.negotiation import WorkingDay, working_days_after
from bot.trade.playbook import Promises
from bot.trade.value import Value

State = Literal["open", "kept", "partly_kept", "broken"]


class Promise(Value):
    """A promise to pay on one account; `made` and `due` are days in Shanghai, amounts yuan."""

    id: str
    made: date
    due: date | None = None
    amount: float | None = None
    state: State = "open"
    paid: float = Field(0, ge=0, title="credited in time")


def settle_promises(
    promises: Iterable[Promise], payments: Iterable[Payment], today: date, grace: int, is_working_day: WorkingDay
) -> tuple[Promise, ...]:
    """One account's promises after these payments, earliest due first.

    Kept: the promised sum was credited from the day it was given until the due day plus `grace` banking days
    (house.yml). Until that day is over a promise that is not kept stays open. A payment counts once: what the earliest
    promise uses up is gone for the next. A promise without a day is never decided; one without a sum is kept by any
    payment in time.
    """
    credited = sorted(payments, key=lambda p: p.on)
    left = [p.amount for p in credited]
    settled = []
    for promise in sorted(promises, key=lambda p: (p.due or date.max, p.made)):
        if promise.due is None:
            settled.append(promise)
            continue
        last = working_days_after(promise.due, grace, is_working_day)
        paid = 0.0
        for i, payment in enumerate(credited):
            if promise.made <= payment.on <= last:
                used = left[i] if promise.amount is None else min(left[i], promise.amount - paid)
                left[i], paid = left[i] - used, paid + used
        paid = round(paid, 2)
        settled.append(promise.with_(paid=paid, state=_state(promise.amount, paid, over=today > last)))
    return tuple(settled)


def _state(wanted: float | None, paid: float, over: bool) -> State:
    if paid and (wanted is None or paid >= wanted):
        return "kept"
    if not over:
        return "open"
    return "partly_kept" if paid else "broken"


def history(promises: Iterable[Promise]) -> Promises:
    """What the promises so far come to, for the conditions of plays: broken ones since the last kept one count.

    A partly kept promise is no kept one, but nobody calls it broken to his face: where it is the last, it is `partly`.
    """
    broken = 0
    last: Promises = "none"
    for promise in sorted(promises, key=lambda p: (p.due or date.max, p.made)):
        if promise.state == "kept":
            broken, last = 0, "kept"
        elif promise.state == "broken":
            broken += 1
        elif promise.state == "partly_kept":
            last = "partly"
    return "broken_2plus" if broken >= 2 else "broken_1" if broken else last
