"""How often this debtor was called today, by us and by other systems, and whether we may dial now."""

from datetime import datetime, timedelta

from bot.desk.account_file import key_of
from bot.desk.closing import last_call, last_close
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.trade.casebook import Contact
from bot.trade.contact_rules import MayDial, frequency, may_dial
from bot.trade.exchange import Call
from bot.trade.follow_up import is_appointment

SAME_CALL = timedelta(minutes=10)  # a dial of the log and a call of ours this near are one


def dialling(desk: Desk, heard: Heard, call: Call) -> MayDial | None:
    """Whether this call may be dialled; None where it is no dialling of ours or the account is unknown."""
    if desk.record is None or call.direction == "inbound" or not call.account.number:
        return None
    account = key_of(call)
    logged = [Contact.of_row(row) for row in desk.record.of_account("contacts", account)]
    ours = [c for c in _own(desk, account, but=call.id) if not any(abs(c.at - d.at) < SAME_CALL for d in logged)]
    moment = desk.moment(heard).now
    others = frozenset(n.value[-4:] for n in call.account.numbers or () if n.whose == "contact")
    counted = frequency([*logged, *ours], moment.date(), imported=bool(logged), others=others)
    last = last_call(desk, account, but=call.id)
    asked_for_now = last is not None and is_appointment(last.get("then_at"), moment)
    return may_dial(
        call.account,
        desk.book.house,
        moment,
        counted,
        number=call.dialled,
        channel=call.channel,
        asked_for_now=asked_for_now,
        people=heard.people,
    )


def _own(desk: Desk, account: str, but: str) -> list[Contact]:
    """Our calls on this account; one whose result nobody logged counts as not answered."""
    assert desk.record is not None
    found = []
    for row in desk.record.of_account("calls", account):
        if row["call"] != but:
            closed = last_close(desk, row["call"])
            at = datetime.fromisoformat(row["at"]).replace(tzinfo=None)
            found.append(
                Contact(account=account, at=at, direction=row["direction"], channel=row["channel"],
                        tail=(desk.record.standing(row["call"]) or {}).get("dialled"),
                        effective=closed["effective"] if closed else None)
            )  # fmt: skip
    return found
