"""What one row of an imported file says: facts of an account, a payment, a contact. Pure; rows come as field -> cell."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal, get_args

from pydantic import Field, ValidationError

from bot.trade.account import Account, Channel, field_type, stage_of
from bot.trade.cells import day_of, moment_of, plain, sum_of, whole_number_of, word_of, yes_or_no
from bot.trade.value import Value

Words = Mapping[str, Mapping[str, str]]
Row = Mapping[str, Any]
_PHONES = {"phone": "self", "phone_work": "work", "phone_contact": "contact"}
CURRENCIES = ("CNY", "USD", "HKD", "TWD", "EUR")


class Payment(Value):
    """Money credited to an account."""

    account: str = Field(..., title="account_key of the account")
    on: date
    amount: float = Field(..., gt=0)
    currency: str = "CNY"
    reference: str | None = None
    channel: str | None = None


class Contact(Value):
    """One dial, call or message of a dial log."""

    account: str
    at: datetime
    tail: str | None = Field(None, title="last four digits of the number: limits count by number")
    direction: Literal["inbound", "outbound"] = "outbound"
    channel: Channel = "phone"
    seconds: int | None = None
    effective: bool | None = None


def account_key(number: str, creditor: str | None) -> str:
    """What an account is filed under: two creditors may use one number.

    Every row about an account carries its key, so a whole card number goes in as its tail and a fingerprint.
    """
    if re.fullmatch(r"\d{15,19}", number):
        number = f"{hashlib.sha256(number.encode()).hexdigest()[:10]}-{number[-4:]}"
    return f"{number}@{creditor}" if creditor else number


def today(account: Account, day: date, payments: Iterable[Payment]) -> Account:
    """The account as it stands on a day: older by the days since its figures, less what was credited since.

    Figures carry the day they are of (`amounts.as_of`); without it nothing is known to have passed.
    """
    as_of = account.amounts.as_of
    if as_of is None or day < as_of:
        return account
    since = sum(p.amount for p in payments if as_of < p.on <= day and p.currency == account.currency)
    if since:
        less = {
            name: max(0.0, round(value - since, 2))
            for name in _PAID_DOWN
            if (value := getattr(account.amounts, name)) is not None
        }
        account = account.with_(amounts=account.amounts.with_(**less))
    if account.days_overdue is not None:
        days = account.days_overdue + (day - as_of).days
        account = account.with_(days_overdue=days, stage=stage_of(days))
    return account


_PAID_DOWN = ("overdue", "minimum_due", "total", "undisputed")


def account_facts(row: Row, words: Words) -> dict[str, Any]:
    """The Account facts that a row states; an empty cell states nothing.

    Raises ValueError with every fault of the row at once.
    """
    facts: dict[str, Any] = {}
    faults = []
    for field, cell in row.items():
        if not plain(cell):
            continue
        try:
            if field in _PHONES:
                facts.setdefault("numbers", []).append({"value": _phone(cell), "whose": _PHONES[field]})
            else:
                _put(facts, field, _value(field, cell, words))
        except ValueError as fault:
            faults.append(str(fault))
    if not facts.get("number"):
        faults.append("没有账号；每一行都要有账号，才知道是哪一户")
    if faults:
        raise ValueError("；".join(faults))
    return facts


def merged(known: Mapping[str, Any], new: Mapping[str, Any]) -> Account:
    """The account after a newer row: what the row states replaces, what it leaves open stays.

    Raises ValueError when the two do not fit together.
    """
    was = known.get("currency", "CNY")
    if known and new.get("currency", was) != was:
        raise ValueError(f"币种与案件不符：案件是 {was}，这一行是 {new['currency']}；请核对来源")
    both: dict[str, Any] = {**known}
    if {"days_overdue", "due_on"} & new.keys():
        both.pop("stage", None)
    if "numbers" in new:
        given = {n["value"] for n in new["numbers"]}
        new = {**new, "numbers": [*new["numbers"], *(n for n in known.get("numbers") or () if n["value"] not in given)]}
    for name, value in new.items():
        both[name] = {**(known.get(name) or {}), **value} if isinstance(value, dict) else value
    try:
        return Account.parse_obj(both)
    except ValidationError as error:
        raise ValueError("；".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())) from None


def payment_of(row: Row, words: Words) -> Payment:
    """A credited sum. Raises ValueError with every fault of the row at once."""
    found = _each(
        row, {"on": day_of, "amount": sum_of, "currency": _worded("currency", words, CURRENCIES),
              "reference": plain, "channel": plain}, needs=("number", "on", "amount"),
    )  # fmt: skip
    if not found["amount"]:
        raise ValueError("金额是 0；没有入账的行请去掉")
    return Payment(account=account_key(found.pop("number"), found.pop("creditor", None)), **found)


def contact_of(row: Row, words: Words) -> Contact:
    """One dial of a log. Raises ValueError with every fault of the row at once."""
    found = _each(
        row, {"at": moment_of, "phone": _phone, "direction": _worded("direction", words, ("inbound", "outbound")),
              "channel": _worded("channel", words, get_args(Channel)), "seconds": whole_number_of,
              "effective": yes_or_no}, needs=("number", "at"),
    )  # fmt: skip
    phone = found.pop("phone", None)
    key = account_key(found.pop("number"), found.pop("creditor", None))
    return Contact(account=key, tail=phone[-4:] if phone else None, **found)


def _each(row: Row, readers: Mapping[str, Callable[[Any], Any]], needs: tuple[str, ...]) -> dict[str, Any]:
    found, faults = {}, []
    for field, cell in row.items():
        if plain(cell):
            try:
                found[field] = readers.get(field, plain)(cell)
            except ValueError as fault:
                faults.append(str(fault))
    faults += [f"没有{_NEEDED[field]}" for field in needs if not plain(row.get(field))]
    if faults:
        raise ValueError("；".join(faults))
    return found


_NEEDED = {"number": "账号", "on": "入账日", "amount": "金额", "at": "时间"}


def _worded(field: str, words: Words, allowed: tuple[str, ...]) -> Callable[[Any], str]:
    return lambda cell: word_of(cell, words.get(field, {}), allowed)


def _value(field: str, cell: Any, words: Words) -> Any:
    """The cell as the type of the Account field it belongs to."""
    if field == "currency":
        return word_of(cell, words["currency"], CURRENCIES)
    if field == "contract.rate":
        return _rate(cell)
    if field == "flags.do_not_call":
        return [_phone(part) for part in plain(cell).replace("、", ",").replace(";", ",").split(",") if part.strip()]
    kind = field_type(field)
    for type_, read in _READERS:
        if isinstance(kind, type) and issubclass(kind, type_):
            return read(cell)
    choices = get_args(kind)
    return word_of(cell, words.get(field, {}), choices) if choices else plain(cell)


# bool before int: to Python a bool is an int
_READERS: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (bool, yes_or_no), (int, whole_number_of), (float, sum_of), (date, day_of),
)  # fmt: skip


def _rate(cell: Any) -> float:
    """A yearly rate as a share: 15.4%, 15.4 and 0.154 are the same."""
    text = plain(cell)
    value = sum_of(text.removesuffix("%"))
    return round(value / 100, 6) if text.endswith("%") or value > 1 else value


def _phone(cell: Any) -> str:
    digits = "".join(c for c in plain(cell) if c.isdigit())
    if not 5 <= len(digits) <= 15:
        raise ValueError(f"「{plain(cell)}」不是电话号码")
    return digits


def _put(facts: dict[str, Any], path: str, value: Any) -> None:
    *folders, name = path.split(".")
    place = facts
    for folder in folders:
        place = place.setdefault(folder, {})
    place[name] = value
