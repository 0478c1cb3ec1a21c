"""A plan out of a sentence: the sum, what is paid first, the months, and the interest where it is asked for."""

import re
from typing import Any, NamedTuple

from bot.desk.calendar import is_working_day
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import plain
from bot.trade.account import Account
from bot.trade.exchange import Call
from bot.trade.interest import Rate, rate_of
from bot.trade.law import LICENSED
from bot.trade.payment_plan import PlanTable, plan_table
from bot.trade.reading import Entity

NOTHING = Rate(a_year=0, basis="none")
_FIRST = re.compile("首付|首笔|先付")
_INTEREST = re.compile("利息|年化|年利率|利率")
_NONE = re.compile(r"(不|免|无|别)(算|计|要|收|加|带)?利息|免息|无息")
_OTHER_TIMES = re.compile("月利|月息|日利|日息|日万分|每[天日]|分利|万分之")
_NEAR = 6  # characters between a word and the share it speaks of: 年化大概六个点


class Asked(NamedTuple):
    """What a sentence says of a plan; None where it says nothing."""

    owed: float | None
    first: float
    months: int | None
    rate: Rate


def asked_plan(heard: Heard, account: Account, owed: float | None) -> Asked:
    """The plan a sentence asks for; `owed` is what stands on file, a larger sum is not believed.

    Raises ValueError where interest is asked for at a rate that cannot be worked out or may not be asked.
    """
    entities = heard.reading.entities
    sums = [e.value for e in entities if e.type == "amount" and e.value]
    months = next((int(e.value) for e in entities if e.type == "instalments" and e.value), None)
    total = max(sums, default=None) if not (sums and len(sums) == 1 and _FIRST.search(heard.text)) else None
    whole = total or owed
    first = min((s for s in sums if whole and s < whole), default=0.0) if _FIRST.search(heard.text) else 0.0
    share = _share_after(_FIRST, heard.text, entities)
    if not first and whole and share:
        first = round(whole * share / 100, 2)
    return Asked(whole, first, months, _rate(heard, account))


def table_of(desk: Desk, heard: Heard, asked: Asked) -> PlanTable:
    """The table. Raises ValueError for sums or months that make no plan."""
    assert asked.owed is not None and asked.months is not None
    return plan_table(asked.owed, asked.first, desk.day(heard), asked.months, asked.rate, is_working_day)


def plan_payload(plan: PlanTable) -> dict[str, Any]:
    """A plan as clients get it."""
    rows = [
        {"number": r.number, "on": r.on, "principal": r.principal, "interest": r.interest, "amount": r.amount}
        for r in plan.rows
    ]
    return plain({"owed": plan.owed, "interest": plan.interest, "total": plan.total, "rate": plan.rate.dict(), "rows": rows,
                  "moved": plan.moved})  # fmt: skip


def longest_of(desk: Desk, call: Call) -> int:
    """Months the house allows without an approval."""
    return int(getattr(desk.book.house.longest_term, call.account.debt_group or "consumer"))


def _rate(heard: Heard, account: Account) -> Rate:
    """The rate the words name, else the contract's; none unless interest is asked for.

    A loan bears what its contract says and nothing else (CV-04); between traders a rate may be named, and is told as such.
    """
    if _OTHER_TIMES.search(heard.text):
        raise ValueError("只按年利率算；请换成年化几个点")
    if not _INTEREST.search(heard.text) or _NONE.search(heard.text):
        return NOTHING
    named, agreed = _share_after(_INTEREST, heard.text, heard.reading.entities), account.contract.rate
    if named is None or (agreed is not None and named / 100 <= agreed):
        if agreed is None:
            raise ValueError("没说年利率，合同里也没登记")
        at = agreed if named is None else named / 100
        return rate_of(account.with_(contract=account.contract.with_(rate=at)))
    if agreed is not None:
        raise ValueError(f"合同约定年利率 {agreed * 100:g}%，不能按 {named:g}% 算")
    if account.debt_kind in (*LICENSED, "private_loan"):
        raise ValueError("合同没登记年利率；借款没约定利息就不计，先登记再算")
    return Rate(a_year=named / 100, basis="named")


def _share_after(word: re.Pattern[str], text: str, entities: tuple[Entity, ...]) -> float | None:
    """The per cent that follows a word closely: 首付两成, 年化六个点."""
    for entity in entities:
        if entity.type != "percent" or not entity.value or entity.of:
            continue
        at = text.find(entity.text)
        if at >= 0 and any(m.end() <= at <= m.end() + _NEAR for m in word.finditer(text)):
            return entity.value
    return None
