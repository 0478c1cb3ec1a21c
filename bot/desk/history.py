"""What an account has behind it when a call begins: promises kept and broken, what he said last time, our tickets."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.record import Record
from bot.trade.exchange import LastPromise
from bot.trade.promise import Promise, history

# Not why he does not pay: who he is, what he asks or how he takes it. 「上次您说……」 needs a reason.
NO_REASONS = frozenset(
    {"confirm_identity", "agree", "ask_repeat", "request_details", "request_callback", "identity_challenge", "flattery",
     "promise_to_pay", "stall", "refuse", "abuse", "machine_answer", "third_party", "wrong_number", "vulnerable",
     "self_harm", "stop_contact", "complaint_threat", "represented", "unreachable", "broken_promise"}
)  # fmt: skip


def promise_of(row: Mapping[str, Any]) -> Promise:
    """A promise as it stands on record."""
    on = str(row["on"])[:10] if row.get("on") else None
    made = str(row.get("made") or row["at"])[:10]
    return Promise(
        id=row["id"], made=date.fromisoformat(made), due=date.fromisoformat(on) if on else None,
        amount=row.get("amount"), state=row["state"], paid=row.get("paid", 0),
    )  # fmt: skip


def history_of(record: Record, account: str, but: str) -> dict[str, Any]:
    """The fields of a new Call that the account's past decides; `but` is the new call itself."""
    promises = [promise_of(row) for row in record.of_account("promises", account)]
    known: dict[str, Any] = {"promises": history(promises)}
    if promises:
        last = max(promises, key=lambda p: p.made)
        missing = round(last.amount - last.paid, 2) if last.state == "partly_kept" and last.amount else last.amount
        known["last_promise"] = LastPromise(amount=missing, on=last.due)
    tickets = record.of_account("tickets", account)
    known["tickets_open"] = tuple(dict.fromkeys(row["kind"] for row in tickets if row.get("answer") is None))
    calls = [row["call"] for row in record.of_account("calls", account) if row["call"] != but]
    standing = record.standing(calls[-1]) if calls else None
    if standing:
        known["said_last_time"] = main_reason(standing["heard"])
    return known


def main_reason(heard: Sequence[str]) -> str | None:
    """The reason a call was about: the one heard most often, the first of equals."""
    reasons = [label for label in heard if label not in NO_REASONS]
    return max(dict.fromkeys(reasons), key=reasons.count, default=None)
