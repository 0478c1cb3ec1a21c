"""The accounts as they are filed: imported, told in a call, or a sample; each as it stands today."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from bot.desk.reply import plain
from bot.record import Record
from bot.trade.account import Account
from bot.trade.casebook import Payment, account_key, today
from bot.trade.exchange import Call


class AccountFile:
    """Reads and files accounts; without a record only the samples are known."""

    def __init__(self, record: Record | None, samples: Mapping[str, Account], clock: Callable[[], datetime]) -> None:
        self.record, self.samples, self.clock = record, samples, clock

    def account(self, key: str, day: date | None = None) -> Account:
        """The account as it stands on a day (today unless said); one that nobody knows has no facts.

        `key` is what it is filed under, or its number alone where only one creditor has that number.
        """
        row = self.filed(key)
        return self._standing(row, day) if row else self.samples.get(key, Account())

    def _standing(self, row: dict[str, Any], day: date | None = None) -> Account:
        account = Account.parse_obj(row["facts"])
        if not row.get("imported"):  # a sample, or told in a call: it stands as it was told
            return account
        return today(account, day or self.clock().date(), self.payments(row["id"]))

    def filed(self, key: str) -> dict[str, Any] | None:
        """The newest version of an account on record."""
        if self.record is None:
            return None
        row = self.record.one("accounts", key)
        if row is None:
            same_number = self.record.ids_from("accounts", f"{key}@")
            row = self.record.one("accounts", same_number[0]) if len(same_number) == 1 else None
        return row

    def payments(self, key: str) -> tuple[Payment, ...]:
        """What was credited to an account, oldest first."""
        rows = self.record.of_account("payments", key) if self.record else []
        return tuple(Payment.of_row(row) for row in rows)

    def file(self, call: Call) -> str:
        """Files the call's account where nobody has yet; returns what it is filed under.

        What stands on record is never overwritten by what a call loaded earlier: payments and flags may have come since.
        """
        assert self.record is not None
        key = key_of(call)
        with self.record.writing():
            if self.record.one("accounts", key) is None:
                facts = plain(call.account.dict(exclude_none=True, by_alias=True))
                self.record.add("accounts", {"id": key, "facts": facts})
        return key

    def tell(self, call: Call, told: Callable[[Account], Account]) -> Account:
        """The account after the call told something about it: `told` changes what stands on record this moment."""
        if self.record is None:
            return told(call.account)
        with self.record.writing():
            row = self.record.one("accounts", self.file(call))
            assert row is not None
            account = told(self._standing(row))
            facts = plain(account.dict(exclude_none=True, by_alias=True))
            if row.get("imported") and "as_of" in facts["amounts"]:  # what the call told is today's
                facts["amounts"]["as_of"] = self.clock().date().isoformat()
            if facts != row["facts"]:
                self.record.amend("accounts", row, facts=facts)
        return account

    def amend(
        self, call: Call, flags: Mapping[str, Any] | None = None, forget: tuple[str, ...] = (), **facts: Any
    ) -> None:
        """Facts and flags of the call's account that a person or a card decided, as a newer version of what is filed.

        `forget` names amounts that are no longer known.
        """
        assert self.record is not None
        with self.record.writing():
            self.change(self.file(call), flags, forget, **facts)

    def change(
        self, key: str, flags: Mapping[str, Any] | None = None, forget: tuple[str, ...] = (), **facts: Any
    ) -> None:
        """amend() for an account known by what it is filed under; one that nobody filed is left alone."""
        assert self.record is not None
        with self.record.writing():
            row = self.record.one("accounts", key)
            if row is None:
                return
            kept = {**(row["facts"].get("flags") or {}), **plain(dict(flags or {}))}
            amounts = {k: v for k, v in (row["facts"].get("amounts") or {}).items() if k not in forget}
            new = {**row["facts"], **plain(dict(facts)), "amounts": amounts, **({"flags": kept} if kept else {})}
            if new != row["facts"]:
                self.record.amend("accounts", row, facts=new)


def key_of(call: Call) -> str:
    """What the call's account is filed under; an account without a number belongs to its call alone."""
    number = call.account.number
    return account_key(number, call.account.creditor) if number else f"call:{call.id}"


def flag_of(flag: str, call: Call) -> dict[str, Any]:
    """The account's flag that a result or a card sets: a number that may not be dialled is known by its last digits."""
    if flag not in ("do_not_call", "number_dead"):
        return {flag: True}
    banned = call.account.flags.do_not_call or ()
    flags: dict[str, Any] = {}
    if call.dialled and call.dialled not in banned:
        flags["do_not_call"] = [*banned, call.dialled]
    if flag == "number_dead" and _was_the_last(call, {number[-4:] for number in flags.get("do_not_call", banned)}):
        flags["number_dead"] = True
    return flags


def _was_the_last(call: Call, banned: set[str]) -> bool:
    """Whether no number of his own is left to be dialled: he counts as out of reach then (CBA-05)."""
    own = {n.value[-4:] for n in call.account.numbers or () if n.whose != "contact"}
    return bool(own) and own <= banned


def names_of(account: Account) -> tuple[str, ...]:
    """The names that must stand in no table but `accounts`."""
    return (account.name,) if account.name else ()
