"""What was offered in one call, by us and by him: the ledger that no later line undercuts."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from bot.trade.negotiation import Rung
from bot.trade.payment_plan import Due, Schedule, month_after
from bot.trade.reading import Entity
from bot.trade.value import Value

Return = Literal[
    "sum_today", "larger_first", "shorter_term", "written_confirmation", "papers", "security", "source_named"
]


class Proposal(Value):
    """One proposal: money by day, the rung it stands on, what it asks in return."""

    rung: Rung | None = None
    schedule: Schedule = ()
    returns: tuple[Return, ...] = ()
    approval: bool = False

    @property
    def first(self) -> Due | None:
        return self.schedule[0] if self.schedule else None


class Entry(Value):
    """One line of the ledger: who offered what."""

    by: Literal["us", "him"]
    proposal: Proposal


Ledger = tuple[Entry, ...]


def last_of(ledger: Ledger, by: Literal["us", "him"]) -> Proposal | None:
    """The newest proposal of one side; None where it made none."""
    return next((entry.proposal for entry in reversed(ledger) if entry.by == by), None)


def most_he_named(ledger: Ledger) -> float | None:
    """The largest single sum (yuan) that he offered himself."""
    return max((due.amount for entry in ledger if entry.by == "him" for due in entry.proposal.schedule), default=None)


def his_proposal(entities: Sequence[Entity], today: date, undated: date) -> Proposal | None:
    """What he offers with these words: every sum on the day named beside it; None where he names no sum.

    A sum said with a number of instalments comes every month. A sum without a day counts as coming on `undated`, the
    last day a promise may name; days gone by are no days to pay on.
    """
    sums = [float(e.value) for e in entities if e.type == "amount" and e.value]
    days = [
        day for e in entities if e.type == "date" and e.value and (day := date.fromisoformat(e.value[:10])) >= today
    ]
    months = next((int(e.value) for e in entities if e.type == "instalments" and e.value), None)
    if not sums:
        return None
    first_day = days[0] if days else undated
    if months and len(sums) == 1:
        return Proposal(schedule=tuple(Due(month_after(first_day, n), sums[0]) for n in range(months)))
    if len(days) == len(sums):
        return Proposal(schedule=tuple(sorted(Due(day, sum_) for day, sum_ in zip(days, sums, strict=True))))
    return Proposal(schedule=(Due(first_day, max(sums)),))
