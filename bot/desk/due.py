"""Today's work: which accounts must be contacted, and why, gravest first."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Literal, NamedTuple, get_args

from bot.desk.closing import last_call
from bot.desk.desk import Desk
from bot.desk.history import promise_of
from bot.desk.tickets import tickets_of
from bot.desk.words import follows
from bot.trade.account import Account
from bot.trade.approval import Raised
from bot.trade.spoken import spoken_day, spoken_money

# In the order in which a day's list shows them.
Kind = Literal["held", "call_back", "promise", "broken", "answered", "owed", "follow_up"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TABLES = ("calls", "promises", "tickets", "approvals")


class Work(NamedTuple):
    """One thing to do on an account by a day; `at` is the hour where one was agreed (07:30)."""

    by: date
    account: str
    owner: str
    what: str
    kind: Kind
    at: str = ""


def due(
    desk: Desk, today: date, owner: str | None = None, until: date | None = None, among: Collection[str] | None = None
) -> list[Work]:
    """What is due by today (or `until`), oldest first; a held account is the supervisor's alone.

    `among` names the accounts to look at, all of them otherwise: a floor has more than one collector sees.
    """
    assert desk.record is not None
    last = until or today
    found: list[Work] = []
    keys = {key for table in TABLES for key in desk.record.accounts_with(table)} if among is None else set(among)
    for key in sorted(keys):
        filed = desk.accounts.filed(key)
        account = Account.parse_obj(filed["facts"]) if filed else Account()
        if owner and account.owner != owner:
            continue
        if account.flags.on_hold:  # nobody but the supervisor has anything to do here
            found.append(Work(today, key, "主管", "已停拨：确认人平安后再放行", "held"))
            continue
        of_account = _of_account(desk, key, account.owner or "", today)
        found += [work for work in of_account if work.by <= last]
    return sorted(found)


def _of_account(desk: Desk, key: str, owner: str, today: date) -> Iterator[Work]:
    assert desk.record is not None
    closed = last_call(desk, key)
    promises = [promise_of(row) for row in desk.record.of_account("promises", key)]
    # a ticket stands below by itself; a promise that was kept or broken needs no reminder
    done = closed and closed["result"] == "promise" and not any(p.state == "open" for p in promises)
    if closed and closed.get("then_by") and "ticket" not in closed["then"] and not done:
        at = str(closed.get("then_at") or "")[11:16]
        after = f"{desk.book.results[closed['result']].zh}：{follows(closed['then'], desk.book)}"
        what = f"约好 {at} 回拨" if at else after
        yield Work(date.fromisoformat(closed["then_by"]), key, owner, what, "call_back" if at else "follow_up", at)
    spoken_to = max((row["at"][:10] for row in desk.record.of_account("calls", key)), default="")
    for promise in promises:
        sum_ = spoken_money(promise.amount) if promise.amount else "金额未说"
        if promise.due and promise.state == "open":
            yield Work(promise.due, key, owner, f"承诺到期：{spoken_day(promise.due, today)}{sum_}", "promise")
        elif promise.due and promise.state in ("broken", "partly_kept") and spoken_to <= promise.due.isoformat():
            came = f"只到了{spoken_money(promise.paid)}" if promise.paid else "没到"
            yield Work(promise.due, key, owner, f"承诺没兑现：{spoken_day(promise.due, today)}{sum_}{came}", "broken")
    for ticket in tickets_of(desk, key):
        zh = desk.content.tickets.kinds[ticket.kind].zh
        if ticket.open:
            yield Work(ticket.due, key, owner, f"我们欠他：{zh}（{ticket.owner}）没办完", "owed")
        elif not ticket.told:
            yield Work(min(ticket.due, today), key, owner, f"我们欠他：{zh}有结果了，还没告诉他", "answered")
    for row in desk.record.of_account("approvals", key):
        if desk.content.approvals.is_approval(row["id"]) and row["state"] != "asked" and not row.get("told"):
            yield Work(today, key, owner, desk.content.approvals.tell(Raised.of_row(row)), "answered")
