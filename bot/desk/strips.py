"""The nine keys as this floor hears them: counted over the record, proposed beside what the file says."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from bot.desk.desk import Desk
from bot.desk.history import history_of
from bot.trade.exchange import Call
from bot.trade.moment import situation_of
from bot.trade.reading import Reading
from bot.trade.strip import Strips, learned


class Proposed(NamedTuple):
    """The strips a floor should have, and how often each label was heard in the calls of each strip."""

    strips: Strips
    heard: tuple[Counter[str], ...]


def propose(desk: Desk, days: int) -> Proposed:
    """Counts the sentences of so many days by the strip that their cases have today."""
    assert desk.record is not None
    strips, known = desk.content.strips, desk.book.taxonomy.playbook_labels
    heard: tuple[Counter[str], ...] = tuple(Counter() for _ in strips.strips)
    places: dict[tuple[str, str], int] = {}
    since = (desk.clock() - timedelta(days=days)).isoformat()
    for account, party, label, times in desk.record.labels_heard(since):
        if label not in known:
            continue
        if (account, party) not in places:
            places[account, party] = _place(desk, account, party)
        heard[places[account, party]][label] += times
    found = tuple(learned(strip, counted) for strip, counted in zip(strips.strips, heard, strict=True))
    return Proposed(strips.with_(strips=found), heard)


def _place(desk: Desk, account: str, party: str) -> int:
    """The strip of a case with this party on the line, by what is on file now."""
    assert desk.record is not None
    facts = history_of(desk.record, account, but="")
    call = Call.parse_obj({"party": party, **facts, "account": desk.accounts.account(account)})
    return desk.content.strips.place_of(situation_of(call, Reading(), desk.book, desk.moment()))
