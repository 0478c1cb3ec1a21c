"""What has been kept long enough is erased: the words go, the chain still verifies (house.yml: retention_years).

Five years is the longest that any rule asks for (compliance-facts §1); PI-07 asks for the shortest that serves. What was agreed is
kept as long as the debt stands, however old (CC-04: a recorded agreement is kept at least until it is settled), and so is
the newest version of an account.
"""

from collections import Counter
from datetime import date

from bot.desk.desk import Desk
from bot.record.record import Row

TABLES = ("exchanges", "lines", "calls", "contacts", "payments", "promises", "offers", "tickets", "approvals", "rehearsals",
          "scorecards", "marks", "appeals", "corrections", "accounts")  # fmt: skip
WHILE_OWED = frozenset({"promises", "offers", "approvals", "payments"})  # what was agreed, and what was paid on it
REASON = "保存期满"


def cutoff(today: date, years: int) -> date:
    """The day before which rows have been kept long enough: the same day, years ago; the 29th of February counts as the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - years, today.month, day)


def expired(desk: Desk, today: date) -> list[tuple[str, Row]]:
    """(table, row) of everything that has been kept long enough."""
    assert desk.record is not None
    before = cutoff(today, desk.book.house.retention_years).isoformat()
    owing = {key for key in desk.record.ids_from("accounts", "") if _owes(desk, key)}
    found = []
    for table in TABLES:
        for row in desk.record.older_than(table, before):
            if table in WHILE_OWED and row.get("account") in owing:
                continue
            if table == "accounts" and _is_newest(desk, row) and row["id"] in owing:
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
    return counted


def _owes(desk: Desk, key: str) -> bool:
    """Whether anything is owed; an account whose sum nobody knows counts as owing."""
    account = desk.accounts.account(key)
    return account.amounts.overdue is None or account.amounts.overdue > 0


def _is_newest(desk: Desk, row: Row) -> bool:
    assert desk.record is not None
    newest = desk.record.one("accounts", row["id"])
    return newest is not None and newest["seq"] == row["seq"]
