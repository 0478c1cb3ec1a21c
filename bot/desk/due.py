"""Today's work: which accounts must be contacted, and why, gravest first."""

from datetime import date
from typing import NamedTuple

from bot.desk.closing import last_call
from bot.desk.desk import Desk
from bot.desk.history import promise_of
from bot.desk.tickets import tickets_of
from bot.desk.words import follows
from bot.trade.account import Account
from bot.trade.spoken import spoken_day, spoken_money


class Work(NamedTuple):
    """One thing to do on an account by a day."""

    by: date
    account: str
    owner: str
    what: str


def due(desk: Desk, today: date, owner: str | None = None, until: date | None = None) -> list[Work]:
    """Follow-ups, promises and our tickets due by today (or `until`), oldest first; a held account is the supervisor's alone."""
    assert desk.record is not None
    last = until or today
    found: list[Work] = []
    tables = ("calls", "promises", "tickets")
    for key in sorted({key for table in tables for key in desk.record.accounts_with(table)}):
        filed = desk.accounts.filed(key)
        account = Account.parse_obj(filed["facts"]) if filed else Account()
        if owner and account.owner != owner:
            continue
        if account.flags.on_hold:  # nobody but the supervisor has anything to do here
            found.append(Work(today, key, "主管", "人命关天停着：确认人平安，定放不放行"))
            continue
        found += [Work(by, key, account.owner or "", what) for by, what in _of_account(desk, key, today) if by <= last]
    return sorted(found)


def _of_account(desk: Desk, key: str, today: date) -> list[tuple[date, str]]:
    assert desk.record is not None
    work = []
    closed = last_call(desk, key)
    promises = [promise_of(row) for row in desk.record.of_account("promises", key)]
    # a ticket stands below by itself; a promise that was kept or broken needs no reminder
    done = closed and closed["result"] == "promise" and not any(p.state == "open" for p in promises)
    if closed and closed.get("then_by") and "ticket" not in closed["then"] and not done:
        at = closed.get("then_at")
        what = f"{desk.book.results[closed['result']].zh}：{follows(closed['then'], desk.book)}{f'，约好 {at[11:16]}' if at else ''}"
        work.append((date.fromisoformat(closed["then_by"]), what))
    for promise in promises:
        if promise.due and promise.state == "open":
            sum_ = spoken_money(promise.amount) if promise.amount else "金额未说"
            work.append((promise.due, f"承诺到期：{spoken_day(promise.due, today)}{sum_}"))
    for ticket in tickets_of(desk, key):
        zh = desk.content.tickets.kinds[ticket.kind].zh
        if ticket.open:
            work.append((ticket.due, f"我们欠他：{zh}（{ticket.owner}）没办完"))
        elif not ticket.told:
            work.append((ticket.due, f"我们欠他：{zh}有结果了，还没告诉他"))
    return work
