"""Whose case is whose: a collector works his own, a supervisor sees the team's, an admin everybody's."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from bot.desk.case import VALUE_ZH
from bot.desk.desk import Desk
from bot.desk.due import KINDS, Kind, Work, due
from bot.desk.screen import yuan
from bot.record.people import Person

_GROUPS_ZH: dict[Kind, str] = {
    "held": "人身危险，等主管", "call_back": "约好的回拨", "promise": "今明到期的承诺", "broken": "没兑现的承诺",
    "answered": "有答复要告诉他", "owed": "我们欠他的", "follow_up": "到日子该联系的",
}  # fmt: skip
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


class Group(NamedTuple):
    """Works of one kind, each with the debtor's name."""

    kind: Kind
    zh: str
    works: list[tuple[Work, str]]


class Day(NamedTuple):
    """What is due, in the order in which it is done; and the cases themselves."""

    due: list[Group]
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
    rows = _filed(desk, owners)
    names = {row["id"]: str(row["facts"].get("name") or "") for row in rows}
    found = [row["id"] for row in rows if wanted in row["id"] or wanted in names[row["id"]]]
    return Day(_groups(desk, names), [_row(desk, key) for key in found[:SHOWN]], max(0, len(found) - SHOWN))


def held(desk: Desk, owners: Owners) -> list[tuple[str, str]]:
    """(account, name) of these owners' accounts that danger holds until a person releases them."""
    assert desk.record is not None
    return [
        (row["id"], str(row["facts"].get("name") or row["id"]))
        for row in desk.record.newest_with("accounts", "$.facts.flags.on_hold", True)
        if owners is None or row["facts"].get("owner") in owners
    ]


def _filed(desk: Desk, owners: Owners) -> list[dict[str, Any]]:
    """The accounts of these owners; for an admin everybody's, also those that nobody works."""
    assert desk.record is not None
    everybody: list[str | None] = [*desk.record.owners(), None]
    return [row for owner in (everybody if owners is None else sorted(owners)) for row in desk.record.owned_by(owner)]


def _groups(desk: Desk, names: Mapping[str, str]) -> list[Group]:
    """The day's work on these accounts by kind: promises of tomorrow too, call-backs by their hour."""
    today = desk.clock().date()
    works = due(desk, today, until=today + timedelta(days=1), among=names.keys())
    promised = {work.account for work in works if work.kind == "promise"}
    now = [
        work for work in works
        if work.kind == "promise" or (work.by <= today and not (work.kind == "follow_up" and work.account in promised))
    ]  # fmt: skip
    groups = []
    for kind in KINDS:
        of_kind = sorted((work for work in now if work.kind == kind), key=lambda work: (work.by, work.at))
        if of_kind:
            groups.append(Group(kind, _GROUPS_ZH[kind], [(work, names[work.account]) for work in of_kind]))
    return groups


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
