"""How far to go: the order of concessions, what each asks in return, and what the ledger says is possible now.

The ladder (data/ladder.yml) goes from everything today to what needs somebody else's approval. A step down is taken only
for something in return. What he has offered himself is never undercut, and his broken promises shorten our patience: after
one the next offer needs a sum today, after two only money credited today counts.
"""

from datetime import date, timedelta

from pydantic import Field

from bot.trade.account import Account, FormalName, Stage
from bot.trade.approval import Terms
from bot.trade.house import House
from bot.trade.ledger import Ledger, Proposal, Return, last_of, most_he_named
from bot.trade.negotiation import (
    TWINS,
    Offer,
    Rung,
    WorkingDay,
    asked_for,
    limitation_has_run,
    next_working_day,
    rounded_up,
    smallest_first,
)
from bot.trade.payment_plan import Due, Schedule, at_least_as_good, in_instalments, total
from bot.trade.playbook import BROKEN, Promises
from bot.trade.value import Value


class RungRow(Value):
    """One rung: what it asks in return for being lower than the one before, and whether somebody must approve it."""

    rung: Rung
    returns: tuple[Return, ...] = ()
    approval: bool = False
    paper: bool = Field(False, title="no money today: what he signs instead")


class Unapproved(Value):
    """What is said of a formal step that nobody has decided."""

    why: str
    instead: str


class FormalLadder(Value):
    """The formal steps in their order; each needs somebody's decision before a line may speak of it."""

    steps: tuple[FormalName, ...]
    unapproved: Unapproved

    def after(self, step: FormalName) -> FormalName | None:
        """The step that would come next, with a decision of its own; None after the last."""
        at = self.steps.index(step) + 1
        return self.steps[at] if at < len(self.steps) else None


class Restated(Value):
    """How an offer is said whose figures the collector turned; what is said while a supervisor is asked."""

    once: str
    monthly: str
    whole: str
    asking: str


class Ladder(Value):
    """The rungs by group of debt, highest first, and how many days a promise may lie ahead."""

    consumer: tuple[RungRow, ...]
    b2b: tuple[RungRow, ...]
    horizon_days: dict[Stage, int]
    part_today_share: float = Field(..., gt=0, le=1, title="of what is asked, the sum today")
    plan_months: dict[Rung, int]
    formal: FormalLadder
    restated: Restated


class Bargain(Value):
    """Everything a proposal depends on."""

    account: Account
    house: House
    ladder: Ladder
    today: date
    promises: Promises = "none"
    ledger: Ledger = ()
    granted: Terms | None = Field(None, title="figures a supervisor granted in this call")
    disputed: bool = Field(False, title="he disputes part of it in this call, or did before")
    told_of_limitation: bool = False


def proposals(b: Bargain, is_working_day: WorkingDay) -> tuple[Proposal, ...]:
    """Every proposal open to us now, highest first: rungs that the facts, the status and his promises allow."""
    if not asked_for(b.account):
        return ()
    steps = b.ladder.b2b if b.account.debt_group == "b2b" else b.ladder.consumer
    found = []
    for step in steps:
        if step.rung == "hardship_plan" and not b.account.flags.hardship_verified:
            continue
        if step.paper and not _paper_allowed(step, b):
            continue
        schedule = (
            ()
            if step.paper or step.rung == "security"
            else _still_credited(_schedule(step.rung, b, is_working_day), step, b)
        )
        if schedule is None:
            continue
        found.append(Proposal(rung=step.rung, schedule=schedule, returns=step.returns, approval=step.approval))
    return tuple(found)


def within_authority(b: Bargain, is_working_day: WorkingDay) -> list[Proposal]:
    """The proposals of money that need nobody's approval, highest first."""
    return [p for p in proposals(b, is_working_day) if not p.approval and p.schedule]


def first_proposal(b: Bargain, is_working_day: WorkingDay) -> Proposal | None:
    """Where a call begins: verified hardship at its own plan, everybody else at the top."""
    open_now = proposals(b, is_working_day)
    if b.account.flags.hardship_verified:
        own = next((p for p in open_now if p.rung == "hardship_plan"), None)
        if own:
            return own
    return open_now[0] if open_now else None


def next_proposal(b: Bargain, is_working_day: WorkingDay) -> Proposal | None:
    """The next thing to say after what the ledger holds: one rung down, never below his own last offer.

    The first is the top of what is open; once the ladder is used up its last rung stays. His own last offer is taken when
    it is at least as good for us.
    """
    ours, his = last_of(b.ledger, "us"), last_of(b.ledger, "him")
    if ours is None:
        chosen = first_proposal(b, is_working_day)
    else:
        chosen = _below(ours, proposals(b, is_working_day))
    if chosen and his and _takes(chosen, his, asked_for(b.account) or 0):
        return his
    return chosen


def _below(ours: Proposal, open_now: tuple[Proposal, ...]) -> Proposal | None:
    """The rung below the one we stand on; for an offer of ours that is no rung, the first that asks no more than it did.

    The last rung stays once the ladder is used up.
    """
    rungs = [p.rung for p in open_now]
    at = next((rungs.index(r) for r in (ours.rung, TWINS.get(ours.rung) if ours.rung else None) if r in rungs), None)
    if at is not None:
        return open_now[min(at + 1, len(open_now) - 1)]
    lower = (p for p in open_now if p.schedule and at_least_as_good(ours.schedule, p.schedule))
    return next(lower, ours) if open_now else None


def _takes(ours: Proposal, his: Proposal, due: float) -> bool:
    """Whether his own offer is as good for us and asks for no more than is due: then it is his that we confirm."""
    return bool(his.schedule) and total(his.schedule) <= due and at_least_as_good(his.schedule, ours.schedule)


def bargained(offer: Offer, b: Bargain, is_working_day: WorkingDay) -> Offer:
    """The simple offer as this negotiation leaves it.

    What a supervisor granted comes first. Never below the floor of what is open (the brief before a call names the same
    one) nor the largest sum he named, never later than his own day or the stage's horizon; today after a broken
    promise, and no instalments after two.
    """
    granted = b.granted or Terms()
    owed = asked_for(b.account)
    if granted.first_payment and owed:
        first: float | None = min(granted.first_payment, owed)
    else:
        within = within_authority(b, is_working_day)
        first = offer.first_payment and max(offer.first_payment, min(map(_first_sum, within), default=0.0))
    named, his = most_he_named(b.ledger), last_of(b.ledger, "him")
    if first is not None and owed is not None and named is not None:
        first = max(first, min(named, owed))
    due = min(offer.due, promise_horizon(b, is_working_day))
    if his and his.first:
        due = min(due, max(his.first.on, b.today))
    return Offer(
        first_payment=first, due=granted.on or (b.today if b.promises in BROKEN else due),
        instalments=granted.instalments or (None if b.promises == "broken_2plus" else offer.instalments),
    )  # fmt: skip


def promise_horizon(b: Bargain, is_working_day: WorkingDay) -> date:
    """The last day a promise may name: so many days ahead by stage, on a working day."""
    ahead = b.ladder.horizon_days[b.account.stage or "d1_30"]
    day = b.today + timedelta(days=ahead)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return max(day, next_working_day(b.today, is_working_day))


def _schedule(rung: Rung, b: Bargain, is_working_day: WorkingDay) -> Schedule | None:
    """The money a rung asks for, by day; None where the facts for it are missing."""
    amounts, today = b.account.amounts, b.today
    owed = asked_for(b.account)
    assert owed
    by = promise_horizon(b, is_working_day)
    first_day = today if b.promises in BROKEN else by
    if rung in ("full_today", "undisputed_today"):
        return (Due(today, owed),)
    if rung in ("full_dated", "undisputed_dated"):
        return (Due(by, owed),)
    if rung == "undisputed_now_rest_reconciled":  # the disputed rest is reconciled, not paid
        return (Due(today, owed),) if b.disputed or b.account.flags.dispute_open else None
    if rung == "part_today_rest_dated":
        part = rounded_up(owed * b.ladder.part_today_share, owed)
        return (Due(today, part), Due(by, round(owed - part, 2))) if part < owed else None
    if rung == "minimum_due":
        least = amounts.minimum_due
        return (Due(first_day, least),) if least and least < owed else None
    if rung == "oldest_with_delivery":
        oldest = min((i for i in b.account.invoices or () if i.paid < i.amount), key=lambda i: i.due, default=None)
        sum_ = round(oldest.amount - oldest.paid, 2) if oldest else None
        return (Due(first_day, sum_),) if sum_ and sum_ <= owed else None
    if rung in b.ladder.plan_months:
        first = 0.0 if rung == "hardship_plan" else smallest_first(b.account, owed, b.house)
        return in_instalments(owed, first, first_day, b.ladder.plan_months[rung])
    return None


def _still_credited(schedule: Schedule | None, step: RungRow, b: Bargain) -> Schedule | None:
    """What of a schedule still counts: after one broken promise money must come today, after two only that of today.

    None where nothing is left of it. What somebody approves is spared: people who cannot pay are not pressed.
    """
    if schedule is None or step.approval or b.promises not in BROKEN:
        return schedule
    today = tuple(due for due in schedule if due.on == b.today)
    if b.promises == "broken_1":
        return schedule if today else None
    return (today or None) if step.rung not in b.ladder.plan_months else None


def _paper_allowed(step: RungRow, b: Bargain) -> bool:
    """A written acknowledgement revives a debt that is time-barred: not asked for unless he was told so."""
    return step.rung != "acknowledgement" or b.told_of_limitation or not limitation_has_run(b.account, b.today)


def _first_sum(proposal: Proposal) -> float:
    return proposal.first.amount if proposal.first else 0.0


class ThreeNumbers(Value):
    """What to ask, how far to fall, and the floor: before a call, with the reasons."""

    ask: Proposal
    fall_to: Proposal
    floor: float = Field(..., title="yuan of a first payment; below it somebody must approve")
    why: tuple[str, ...] = ()


def three_numbers(b: Bargain, is_working_day: WorkingDay) -> ThreeNumbers | None:
    """要多少, 可退到, 底线; None where nothing may be asked or the sum is unknown."""
    within = within_authority(b, is_working_day)
    ask = first_proposal(b, is_working_day)
    if ask is None or not ask.schedule or not within:
        return None
    fall_to = min(reversed(within), key=_first_sum)
    if b.account.flags.hardship_verified and _first_sum(ask) < _first_sum(fall_to):
        fall_to = ask  # he is spared the first payment that others make
    granted = b.granted.first_payment if b.granted else None
    floor = min(_first_sum(fall_to), granted or _first_sum(fall_to))
    why = []
    if b.promises == "broken_1":
        why.append("失信过一次：先见到今天的钱，再谈日期")
    if b.promises == "broken_2plus":
        why.append("失信两次以上：只认今天入账的钱")
    if b.account.flags.hardship_verified:
        why.append("困难已核实：从困难方案谈起")
    if total(ask.schedule) < (b.account.amounts.overdue or 0) and not b.account.flags.hardship_verified:
        why.append("只要无争议的部分，有争议的先对账")
    return ThreeNumbers(ask=ask, fall_to=fall_to, floor=floor, why=tuple(why))
