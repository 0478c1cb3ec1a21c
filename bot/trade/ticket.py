"""Our own promises: tickets with an owner and a day, and what the next call says of them first."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field

from bot.trade.negotiation import WorkingDay, working_days_after
from bot.trade.playbook import TicketKind
from bot.trade.spoken import spoken_day
from bot.trade.value import Value


class KindOfTicket(Value):
    """Who does it, within how many working days, and the words that name it."""

    zh: str
    owner: str
    days: int = Field(..., ge=0)
    words: tuple[str, ...]


class TicketBook(Value):
    """data/tickets.yml."""

    kinds: dict[TicketKind, KindOfTicket]
    answered: str
    late: str
    waiting: str

    def kind_in(self, text: str) -> TicketKind | None:
        """The kind that the words name; the first of the file where several are named."""
        return next((kind for kind, row in self.kinds.items() if any(word in text for word in row.words)), None)

    def due(self, kind: TicketKind, today: date, is_working_day: WorkingDay) -> date:
        """The day by which it is done."""
        return working_days_after(today, self.kinds[kind].days, is_working_day)


class Ticket(Value):
    """One promise of ours on an account."""

    id: str
    kind: TicketKind
    owner: str
    due: date
    why: str = ""
    answer: str | None = None
    told: bool = Field(False, title="the debtor has heard the answer")

    @property
    def open(self) -> bool:
        return self.answer is None


def say_first(tickets: Iterable[Ticket], book: TicketBook, today: date) -> tuple[str, ...]:
    """What the next call owes the debtor before it asks for anything: answers he has not heard, then apologies."""
    answers, apologies, waiting = [], [], []
    for ticket in sorted(tickets, key=lambda t: t.due):
        subject = book.kinds[ticket.kind].zh + "问题" if ticket.kind == "quality" else book.kinds[ticket.kind].zh
        if ticket.answer is not None:
            if not ticket.told:
                answers.append(book.answered.replace("{事项}", subject).replace("{回复}", ticket.answer))
        elif ticket.due < today:
            apologies.append(book.late.replace("{事项}", subject))
        else:
            waiting.append(book.waiting.replace("{事项}", subject).replace("{期限}", spoken_day(ticket.due, today)))
    return (*answers, *apologies, *waiting)
