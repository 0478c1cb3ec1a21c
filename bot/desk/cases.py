"""Whose case is whose: a collector works his own, a supervisor sees the team's, an admin everybody's."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.desk.case import VALUE_ZH
from bot.desk.desk import Desk
from bot.desk.due import Work, due
from bot.desk.screen import yuan
from bot.record.people import Person

SHOWN = 300  # cases in one list; further ones are found by searching

Owners = frozenset[str] | None  # None: everybody's


class CaseRow(NamedTuple):
    """One case in the list."""

    key: str
    name: str
    kind: str
    overdue: str
    days: str
    owner: str


class Day(NamedTuple):
    """What is due, gravest first, each with the debtor's name; and the cases themselves."""

    due: list[tuple[Work, str]]
    cases: list[CaseRow]
    more: int


def owners_for(person: Person, everybody: Iterable[Person]) -> Owners:
    """Under whose names the cases stand that this person may open."""
    if person.role == "admin":
        return None
    if person.role == "supervisor":
        return frozenset({person.name, *(p.name for p in everybody if person.team and p.team == person.team)})
    return frozenset({person.name})


def day_of(desk: Desk, owners: Owners, wanted: str = "") -> Day:
    """What is due today, and the cases of these owners whose name, number or creditor holds the words wanted."""
    assert desk.record is not None
    everybody: list[str | None] = [*desk.record.owners(), None]
    rows = [row for owner in (everybody if owners is None else sorted(owners)) for row in desk.record.owned_by(owner)]
    names = {row["id"]: str(row["facts"].get("name") or "") for row in rows}
    works = [(work, names[work.account]) for work in due(desk, desk.clock().date()) if work.account in names]
    found = [row["id"] for row in rows if wanted in row["id"] or wanted in names[row["id"]]]
    return Day(works, [_row(desk, key) for key in found[:SHOWN]], max(0, len(found) - SHOWN))


def _row(desk: Desk, key: str) -> CaseRow:
    account = desk.accounts.account(key)
    overdue, days = account.amounts.overdue, account.days_overdue
    return CaseRow(
        key=key, name=account.name or "（姓名不详）", kind=VALUE_ZH.get(account.debt_kind, ""),
        overdue=yuan(overdue), days=f"{days} 天" if days is not None else "",
        owner=account.owner or "",
    )  # fmt: skip


def may_open(desk: Desk, owners: Owners, key: str) -> bool:
    """Whether one of these owners works the account."""
    filed = desk.accounts.filed(key)
    return filed is not None and (owners is None or filed["facts"].get("owner") in owners)
