"""huashu tickets: what we promised debtors to do, and the answer that the next call opens with."""

import getpass

import click

from bot.desk import open_desk
from bot.desk.tickets import answer_ticket
from bot.record import newest
from bot.trade.ticket import Ticket


@click.command("tickets")
@click.option("--all", "everything", is_flag=True, help="办完的也列")
@click.option("--answer", nargs=2, metavar="编号 答复", help="写上答复；下一通电话先说它")
@click.option("--by", default=getpass.getuser, help="谁答复的")
def command(everything: bool, answer: tuple[str, str] | None, by: str) -> None:
    """列出答应债务人去办的事；逾期的在前。"""
    desk = open_desk()
    assert desk.record
    book = desk.content.tickets
    if answer:
        if not answer[1].strip():
            raise click.UsageError("答复是空的；写一句债务人听得懂的结果")
        try:
            done = answer_ticket(desk, answer[0], answer[1], by)
        except ValueError as fault:
            raise click.ClickException(str(fault)) from None
        click.echo(
            f"记下了：{book.kinds[done.kind].zh}。下一通电话先说：{book.answered.format(事项=book.kinds[done.kind].zh, 回复=answer[1])}"
        )
        return
    today = desk.clock().date()
    rows = newest(reversed(desk.record.latest("tickets", 10_000)))
    shown = [(Ticket.of_row(row), row["account"]) for row in rows if everything or row.get("answer") is None]
    for ticket, account in sorted(shown, key=lambda pair: (not pair[0].open, pair[0].due)):
        state = f"已答复：{ticket.answer}" if not ticket.open else "逾期" if ticket.due < today else "在办"
        click.echo(
            f"{ticket.due:%Y-%m-%d}  {book.kinds[ticket.kind].zh}  {ticket.owner}  {account}  {state}  {ticket.id}"
        )
    if not shown:
        click.echo("没有没办完的工单。")
