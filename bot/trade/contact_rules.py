"""May we make this contact now: hours, effective calls, dials a number, what the debtor asked for, others, visits.

Only our own dialling of a consumer is limited (house.yml: GBT-03, GBT-04, CBA-03); who calls in, or asked for this hour, is
answered. Figures say what they count: without an imported dial log nobody knows what other systems dialled, so nothing
here ever says "within the limit" on our own calls alone.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Literal

from pydantic import Field

from bot.trade.account import Account, Channel
from bot.trade.casebook import Contact
from bot.trade.house import House
from bot.trade.value import Value

WRITTEN: frozenset[str] = frozenset({"sms", "im", "email", "letter"})


class Frequency(Value):
    """Contacts of one day on one account."""

    effective: int
    unanswered: dict[str, int]
    failed_in_a_row: int = Field(0, title="dials of his own numbers since he was last reached, on any day")
    base: Literal["imported", "own"]

    @property
    def base_zh(self) -> str:
        return "含拨打记录导入" if self.base == "imported" else "只算本系统内"


class MayDial(Value):
    """Whether our own dialling may begin now; if not, why and from when."""

    allowed: bool
    why: str = ""
    next_at: datetime | None = None
    said: str = ""


def frequency(
    contacts: Iterable[Contact], day: date, imported: bool, others: frozenset[str] = frozenset()
) -> Frequency:
    """What a day held so far: outbound telephone contacts alone; an unknown outcome counts as not answered.

    `others` are the last four digits of numbers that are not his own: they neither reach nor fail to reach him. Whoever spoke
    with us, on any channel and whoever began it, was in reach; a dial whose outcome nobody knows is no failure.
    """
    every = sorted((c for c in contacts if c.tail not in others), key=lambda c: c.at)
    told = [c.effective for c in every if c.effective or (c.direction == "outbound" and c.channel == "phone")]
    failed = next((n for n, effective in enumerate(reversed(told)) if effective is not False), len(told))
    dialled = [c for c in contacts if c.at.date() == day and c.direction == "outbound" and c.channel == "phone"]
    unanswered: dict[str, int] = {}
    for contact in dialled:
        if not contact.effective:
            unanswered[contact.tail or ""] = unanswered.get(contact.tail or "", 0) + 1
    effective = sum(bool(c.effective) for c in dialled)
    base: Literal["imported", "own"] = "imported" if imported else "own"
    return Frequency(effective=effective, unanswered=unanswered, failed_in_a_row=failed, base=base)


def may_dial(
    account: Account, house: House, now: datetime, counted: Frequency, number: str | None = None,
    channel: Channel = "phone", inbound: bool = False, asked_for_now: bool = False, people: int | None = None,
) -> MayDial:  # fmt: skip
    """Whether this contact may be made. `number` is the one about to be dialled, `people` how many go on a visit.

    A debtor who calls in, or asked for this hour, is answered at any time; a ban on a number or a channel holds even then
    for our own dialling.
    """
    said = _said(counted, house)
    if inbound:
        return MayDial(allowed=True, why="对方打进来的，照接", said=said)
    flags = account.flags
    if flags.on_hold:
        return MayDial(allowed=False, why="上次他的话关系人命，等主管放行", said=said)
    if account.paused_until and now.date() < account.paused_until:
        again = datetime.combine(account.paused_until, house.contact_hours.from_)
        return MayDial(allowed=False, why="停催核实中", next_at=again, said=said)
    if flags.channel_only and channel not in (flags.channel_only, "letter"):  # a formal letter may always be served
        return MayDial(allowed=False, why=f"他要求只用{_CHANNELS[flags.channel_only]}", said=said)
    if number and number[-4:] in {banned[-4:] for banned in flags.do_not_call or ()}:
        return MayDial(allowed=False, why=f"尾号 {number[-4:]} 不许再打", said=said)
    if account.debt_group == "b2b":
        return MayDial(allowed=True, said=said)
    if channel == "visit" and (people or 0) < house.visit_people:
        why = f"外访至少{house.visit_people}个人一起去（CBA-06）；写明几个人去"
        return MayDial(allowed=False, why=why, said=said)
    if _is_somebody_elses(account, number) and not out_of_reach(account, counted, house):
        why = f"本人没失联，不能打联系人：号码没停，也没有连续 {house.failures_before_third} 次没联系上（CBA-05）"
        return MayDial(allowed=False, why=why, said=said)
    if asked_for_now:
        return MayDial(allowed=True, why="他约的这个时间，照约", said=said)
    if not house.contact_hours.contain(now.time()):
        return MayDial(allowed=False, why="不在可联系时段", next_at=_next(now, house.contact_hours.from_), said=said)
    if counted.effective >= house.effective_calls_per_day:
        return MayDial(
            allowed=False,
            why=f"今天有效通话已满 {house.effective_calls_per_day} 通",
            next_at=_tomorrow(now, house),
            said=said,
        )
    tail = number[-4:] if number else None
    dials = counted.unanswered.get(tail, 0) if tail else max(counted.unanswered.values(), default=0)
    if dials >= house.unanswered_dials_per_day and (tail or len(counted.unanswered) == len(account.numbers or (1,))):
        why = f"这个号码今天没接已满 {house.unanswered_dials_per_day} 次"
        return MayDial(allowed=False, why=why, next_at=_tomorrow(now, house), said=said)
    return MayDial(allowed=True, said=said)


def out_of_reach(account: Account, counted: Frequency, house: House) -> bool:
    """Whether the debtor counts as lost, so that others may be asked to pass on a call-back and nothing else (CBA-05).

    His number is dead, or the dials of his own numbers failed so many times in a row.
    """
    return bool(account.flags.number_dead) or counted.failed_in_a_row >= house.failures_before_third


def _is_somebody_elses(account: Account, number: str | None) -> bool:
    """Whether the number about to be dialled is on file as a contact's."""
    return number is not None and any(
        n.whose == "contact" and n.value[-4:] == number[-4:] for n in account.numbers or ()
    )


_CHANNELS = {"sms": "短信", "im": "微信", "email": "邮件", "letter": "信函"}


def _said(counted: Frequency, house: House) -> str:
    """The figures with their base: 今天有效通话 1/3（只算本系统内，别处打过的不知道）."""
    doubt = "" if counted.base == "imported" else "，别处打过的不知道"
    return f"今天有效通话 {counted.effective}/{house.effective_calls_per_day}（{counted.base_zh}{doubt}）"


def _next(now: datetime, from_: time) -> datetime:
    day = now.date() if now.time() < from_ else now.date() + timedelta(days=1)
    return datetime.combine(day, from_)


def _tomorrow(now: datetime, house: House) -> datetime:
    return datetime.combine(now.date() + timedelta(days=1), house.contact_hours.from_)
