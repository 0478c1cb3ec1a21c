"""What has been kept long enough is erased: the words go, the chain still verifies (house.yml: retention_years).

Five years is the longest that any rule asks for (compliance-facts §1); PI-07 asks for the shortest that serves. An account whose debt
stands, or that saw anything within those years, is alive: its facts, what was agreed and what was paid on it are kept however old
(CC-04: a recorded agreement is kept at least until it is settled; a payment that went would bring the debt back).
"""

from collections import Counter
from datetime import date

from bot.desk.desk import Desk
from bot.record.record import Row

TABLES = ("exchanges", "lines", "calls", "contacts", "payments", "promises", "offers", "tickets", "approvals", "rehearsals",
          "scorecards", "marks", "appeals", "corrections", "accounts")  # fmt: skip
WHILE_ALIVE = frozenset({"promises", "offers", "approvals", "payments"})  # what was agreed, and what was paid on it
SEEN_BY = (
    "payments",
    "calls",
    "contacts",
    "promises",
    "tickets",
    "approvals",
)  # rows that show that an account is alive
REASON = "保存期满"


def cutoff(today: date, years: int) -> date:
    """The day before which rows have been kept long enough: the same day, years ago; the 29th of February counts as the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - years, today.month, day)


def expired(desk: Desk, today: date) -> list[tuple[str, Row]]:
    """(table, row) of everything that has been kept long enough."""
    assert desk.record is not None
    before = cutoff(today, desk.book.house.retention_years).isoformat()
    alive = {key for key in desk.record.ids_from("accounts", "") if _is_alive(desk, key, before)}
    found = []
    for table in TABLES:
        for row in desk.record.older_than(table, before):
            if table in WHILE_ALIVE and row.get("account") in alive:
                continue
            if table == "accounts" and _is_newest(desk, row) and row["id"] in alive:
                continue
            found.append((table, row))
    return found


def forget(desk: Desk, today: date) -> Counter[str]:
    """Erases what is expired; how many rows of each table. Each erasure is on record with its reason."""
    assert desk.record is not None
    counted: Counter[str] = Counter()
    rows = expired(desk, today)
    with desk.record.writing():
        for table, row in rows:
            desk.record.erase(table, row["seq"], REASON)
            if table == "calls" and row.get("call"):
                desk.record.forget_standing(row["call"])
            counted[table] += 1
    desk.record.fold()
    return counted


def _is_alive(desk: Desk, key: str, before: str) -> bool:
    """Whether anything is owed (a sum nobody knows counts), or anything happened since the day before which rows go."""
    assert desk.record is not None
    overdue = desk.accounts.account(key).amounts.overdue
    if overdue is None or overdue > 0:
        return True
    newest = desk.record.one("accounts", key)
    if newest is not None and newest["at"] >= before:
        return True
    return any(row["at"] >= before for table in SEEN_BY for row in desk.record.of_account(table, key))


def _is_newest(desk: Desk, row: Row) -> bool:
    assert desk.record is not None
    newest = desk.record.one("accounts", row["id"])
    return newest is not None and newest["seq"] == row["seq"]
