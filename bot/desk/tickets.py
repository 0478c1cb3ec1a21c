"""Tickets on record: opened by a sentence or a result, answered by whoever does the work, told at the next call."""

from datetime import date

from bot.desk.account_file import key_of, names_of
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply, plain
from bot.trade.exchange import Call
from bot.trade.playbook import TicketKind
from bot.trade.spoken import spoken_day
from bot.trade.ticket import Ticket, say_first

SETTLES_A_DISPUTE = frozenset({"quality", "reconciliation"})


def open_ticket(desk: Desk, heard: Heard) -> Reply:
    """A ticket of the kind that the words or the card name."""
    call = desk.call_of(heard)
    book = desk.content.tickets
    play = desk.book.play_of(call.shown)
    of_card = next((todo.ticket for todo in play.do if todo.ticket), None) if play else None
    kind = book.kind_in(heard.text) or of_card
    if kind is None:
        kinds = "、".join(row.zh for row in book.kinds.values())
        return Reply.say(f"开哪一种工单？照这样说：转售后处理一下。可开：{kinds}。", "ticket")
    ticket, new = promise_work(desk, heard, call, kind)
    day = spoken_day(ticket.due, desk.day(heard))
    text = f"{'开好了' if new else '已有一张没办完的'}：{book.kinds[kind].zh}，{ticket.owner}，{day}前答复。"
    return Reply.say(text, "ticket", ticket=plain(ticket.dict()), new=new)


def promise_work(desk: Desk, heard: Heard, call: Call, kind: TicketKind) -> tuple[Ticket, bool]:
    """The account's open ticket of this kind, made where there is none; whether it was made now."""
    today = desk.day(heard)
    ticket = Ticket(
        id=heard.exchange, kind=kind, owner=desk.content.tickets.kinds[kind].owner, why=heard.text,
        due=desk.content.tickets.due(kind, today, desk.moment(heard).is_working_day),
    )  # fmt: skip
    if desk.record is None or heard.dry:
        return ticket, True
    account = desk.accounts.file(call)
    standing = next((t for t in tickets_of(desk, account) if t.kind == kind and t.open), None)
    if standing:
        return standing, False
    with desk.record.writing():
        row = {"call": call.id, "account": account, **plain(ticket.dict())}
        desk.record.add("tickets", row, names=names_of(call.account))
        desk.keep(call)  # tickets_open are those of earlier calls: one made a minute ago is not late
    return ticket, True


def tickets_of(desk: Desk, account: str) -> list[Ticket]:
    """An account's tickets, oldest first."""
    return [Ticket.of_row(row) for row in desk.record.of_account("tickets", account)] if desk.record else []


def answer_ticket(desk: Desk, ticket_id: str, answer: str, by: str) -> Ticket:
    """Writes the answer as a new version. Raises ValueError for a ticket that is not there or has its answer."""
    assert desk.record is not None
    row = desk.record.one("tickets", ticket_id)
    if row is None:
        raise ValueError(f"没有工单 {ticket_id}；用 huashu tickets 看编号")
    if row.get("answer") is not None:
        raise ValueError(f"工单 {ticket_id} 已经答复过：{row['answer']}")
    with desk.record.writing():
        desk.record.amend("tickets", row, answer=answer.strip(), answered_by=by)
        if row["kind"] in SETTLES_A_DISPUTE:  # whoever still disputes it says so again, and it stands again
            desk.accounts.change(row["account"], {"dispute_open": False}, forget=("undisputed",))
    return Ticket.of_row({**row, "answer": answer})


def owed(desk: Desk, call: Call, today: date) -> tuple[str, ...]:
    """What this call must say first about our own promises."""
    if desk.record is None or not call.verified or call.in_danger or not call.account.number:
        return ()
    return say_first(tickets_of(desk, key_of(call)), desk.content.tickets, today)


def tell_owed(desk: Desk, call: Call) -> None:
    """With the first words of a call our answers count as told; an opening asked for and never dialled tells nobody."""
    if desk.record is None or not call.verified or call.in_danger or not call.account.number or call.heard:
        return
    for row in desk.record.of_account("tickets", key_of(call)):
        if row.get("answer") is not None and not row.get("told"):
            desk.record.amend("tickets", row, told=True)
