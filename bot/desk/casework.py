"""Cases, payments and dial logs into the record: row by row, never twice, nothing half-written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from bot.desk.calendar import is_working_day
from bot.desk.desk import Desk
from bot.desk.history import promise_of
from bot.desk.reply import plain
from bot.record import Record
from bot.trade.account import Account
from bot.trade.casebook import Contact, Payment, Words, account_facts, account_key, contact_of, merged, payment_of
from bot.trade.promise import settle_promises

BATCH = 500  # rows a transaction: a collector never waits for a whole file

Fields = Mapping[str, Any]  # one row: our field -> cell


class Taken(NamedTuple):
    """What became of one row: new, changed, same, or rejected with the reason."""

    row: int
    outcome: str
    reason: str = ""
    account: str = ""


def take_accounts(desk: Desk, rows: Iterable[tuple[int, Fields]], words: Words) -> Iterator[Taken]:
    """Accounts by creditor and number: a new version only where facts changed. Yields row by row, batch by batch."""
    record = _record(desk)

    def take(number: int, row: Fields) -> Taken:
        facts = account_facts(row, words)
        key = account_key(facts["number"], facts.get("creditor"))
        before = record.one("accounts", key)
        known = before["facts"] if before else {}
        account = merged(known, facts)
        new = plain(account.dict(exclude_none=True, by_alias=True))
        if before and before.get("imported") and new == known:
            return Taken(number, "same", account=key)
        record.add("accounts", {"id": key, "facts": new, "imported": True})
        return Taken(number, "changed" if before else "new", account=key)

    return _batched(desk, rows, take)


def take_payments(desk: Desk, rows: Iterable[tuple[int, Fields]], words: Words) -> Iterator[Taken]:
    """Credited sums. The same payment of the same file again is the same row; twins inside a file are two payments."""
    record = _record(desk)
    seen: Counter[str] = Counter()

    def take(number: int, row: Fields) -> Taken:
        payment = payment_of(row, words)
        if payment.on > desk.clock().date():
            raise ValueError(f"入账日 {payment.on} 还没到；只收已经入账的")
        filed = _filed(desk, payment.account)
        account = Account.parse_obj(filed["facts"])
        if payment.currency != account.currency:
            raise ValueError(f"币种与案件不符：案件是 {account.currency}，这一笔是 {payment.currency}；请换算后再导")
        payment = payment.with_(account=filed["id"])
        said = f"{payment.account}\0{payment.on}\0{payment.amount:.2f}\0{payment.reference or ''}"
        seen[said] += 1
        twin = "" if payment.reference else f"\0{seen[said]}"  # a bank's reference is unique, without one twins count
        return _once(record, "payments", number, said + twin, payment)

    return _batched(desk, rows, take)


def take_contacts(desk: Desk, rows: Iterable[tuple[int, Fields]], words: Words) -> Iterator[Taken]:
    """Dials and calls of other systems: without them nobody may say how often a debtor was called."""
    record = _record(desk)

    def take(number: int, row: Fields) -> Taken:
        contact = contact_of(row, words)
        if contact.at > desk.clock():
            raise ValueError(f"拨打时间 {contact.at:%Y-%m-%d %H:%M} 还没到；请核对时间列")
        contact = contact.with_(account=_filed(desk, contact.account)["id"])
        said = f"{contact.account}\0{contact.at}\0{contact.tail}\0{contact.direction}\0{contact.channel}"
        return _once(record, "contacts", number, said, contact)

    return _batched(desk, rows, take)


def reassign(desk: Desk, owners: Iterable[tuple[int, Fields]]) -> Iterator[Taken]:
    """Accounts to other collectors: rows of number, creditor (where two have it) and owner."""
    record = _record(desk)

    def take(number: int, row: Fields) -> Taken:
        if not row.get("owner"):
            raise ValueError("没有写派给谁")
        filed = _filed(desk, account_key(str(row["number"]), row.get("creditor")))
        if filed["facts"].get("owner") == row["owner"]:
            return Taken(number, "same", account=filed["id"])
        record.amend("accounts", filed, facts={**filed["facts"], "owner": row["owner"]})
        return Taken(number, "changed", account=filed["id"])

    return _batched(desk, owners, take)


def owned_by(desk: Desk, owner: str) -> list[Fields]:
    """The accounts a collector works, as rows for reassign()."""
    facts = (row["facts"] for row in _record(desk).owned_by(owner))
    return [{"number": f["number"], "creditor": f.get("creditor")} for f in facts if f.get("number")]


def settle_all(desk: Desk, today: date) -> Counter[str]:
    """Decides every open promise by the payments on record; a new version is written where the state changed."""
    record = _record(desk)
    settled: Counter[str] = Counter()
    for key in record.accounts_with("promises"):
        rows = {row["id"]: row for row in record.of_account("promises", key)}
        promises = [promise_of(row) for row in rows.values()]
        for promise in settle_promises(
            promises, desk.accounts.payments(key), today, desk.book.house.grace_banking_days, is_working_day
        ):
            row = rows[promise.id]
            if row["state"] != "open" or (promise.state, promise.paid) == (row["state"], row.get("paid", 0)):
                continue
            record.amend("promises", row, made=promise.made.isoformat(), state=promise.state, paid=promise.paid)
            settled[promise.state] += 1
    return settled


def _record(desk: Desk) -> Record:
    assert desk.record is not None, "导入要写记录：open_desk(keeping=True)"
    return desk.record


def _once(record: Record, table: str, number: int, said: str, value: Payment | Contact) -> Taken:
    """Keeps what a row says unless it is on record already; `said` is what makes it the same."""
    row_id = hashlib.sha256(said.encode()).hexdigest()[:24]
    if record.one(table, row_id):
        return Taken(number, "same", account=value.account)
    record.add(table, {"id": row_id, **plain(value.dict(exclude_none=True))})
    return Taken(number, "new", account=value.account)


def _filed(desk: Desk, key: str) -> dict[str, Any]:
    filed = desk.accounts.filed(key)
    if filed:
        return filed
    many = _record(desk).ids_from("accounts", f"{key}@")
    if many:
        creditors = "、".join(sorted(m.rsplit("@", 1)[1] for m in many))
        raise ValueError(f"这个账号有 {len(many)} 个债权人（{creditors}）；请在文件里加一列债权人")
    raise ValueError("没有这个账号的案件；先用 import-accounts 导入案件，再导一次这份文件（已入的不会重复）")


def _batched(desk: Desk, rows: Iterable[tuple[int, Fields]], take: Any) -> Iterator[Taken]:
    """Each batch stands in the record before its rows are reported."""
    batch: list[tuple[int, Fields]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield from _take(desk, batch, take)
            batch = []
    yield from _take(desk, batch, take)


def _take(desk: Desk, batch: list[tuple[int, Fields]], take: Any) -> list[Taken]:
    taken = []
    with _record(desk).writing():
        for number, row in batch:
            try:
                taken.append(take(number, row))
            except ValueError as fault:
                taken.append(Taken(number, "rejected", str(fault), str(row.get("number") or "")))
    return taken
