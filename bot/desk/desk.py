"""The Desk: a call's state out of the record, the one decision, and the record of what came of it."""

import json
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from bot.content import Content, ContentError, load_content, with_strips
from bot.desk import calendar, words
from bot.desk.account_file import AccountFile, names_of
from bot.desk.checking import findings
from bot.desk.heard import Heard
from bot.desk.history import history_of
from bot.desk.reply import Reply, anonymous, personal, plain, with_news, with_rows
from bot.record import Record, RecordError, open_record
from bot.settings import SettingError, Settings, read_settings
from bot.text.clock import shanghai_now
from bot.trade.account import Account
from bot.trade.advise import advise
from bot.trade.casebook import account_key
from bot.trade.exchange import Answer, Call, Nothing, Silence, said, settle
from bot.trade.moment import Moment
from bot.trade.reading import LineReading
from bot.trade.stops import Stop
from bot.trade.wording import anonymise, personalise

CANNOT_OPEN = (ContentError, RecordError, SettingError)  # what open_desk() raises, with place, fault and cure
NOT_KEPT = ("rows", "offer")  # what the screen is told beside a line: made anew from the rest
HELD = "on_hold"  # the stop of an account that nobody has released yet
Clock = Callable[[], datetime]


class Desk:
    """Everything an entry point needs, built once by open_desk()."""

    def __init__(
        self, content: Content, record: Record | None, settings: Settings, clock: Clock = shanghai_now
    ) -> None:
        self.content, self.record, self.settings, self.clock = content, record, settings, clock
        self.book = content.book
        self.accounts = AccountFile(record, content.accounts, clock)

    # -- the call --------------------------------------------------------------------------------------------

    def hears_nothing(self, call: Call) -> bool:
        """Whether whoever is on the line may not know of the debt: nothing of the case is shown then, whoever asks for it."""
        return self.book.disclosure.only_passes_on(call.party, call.account.debt_group)

    def call_of(self, heard: Heard) -> Call:
        """Where the call stands; a call nobody opened begins with what the message says of it."""
        state = self.record.standing(heard.call) if self.record else None
        if state is None or heard.dry:
            begun = self._new_call(heard)
            if state is None:
                return begun
            return self._from_state(state).with_(
                party=begun.party if heard.party else state["party"], channel=heard.channel or state["channel"]
            )
        return self._from_state(state)

    def _new_call(self, heard: Heard) -> Call:
        account = self.accounts.account(heard.account) if heard.account else Account()
        if heard.debt and account.debt_kind is None:
            account = account.with_(debt_kind=heard.debt)
        facts: dict[str, Any] = {"party": heard.party or "verified"}
        facts |= {
            k: v
            for k, v in (("channel", heard.channel), ("direction", heard.direction), ("collector", heard.user))
            if v
        }
        if heard.number:
            facts["dialled"] = heard.number[-4:]
        if self.record and account.number:
            facts |= history_of(self.record, account_key(account.number, account.creditor), but=heard.call)
        call = _held(Call.parse_obj({"id": heard.call, **facts, "account": account}))
        return call.with_(verified=call.party not in ("unknown", "claimed", "contact", "stranger", "minor", "machine"))

    def _from_state(self, state: dict[str, Any]) -> Call:
        account = self.accounts.account(state["account_key"])
        call = Call.parse_obj({**{k: v for k, v in state.items() if k != "account_key"}, "account": account})
        shown = call.shown and call.shown.with_(line=personalise(call.shown.line, account))
        return _held(call.with_(said=tuple(personalise(line, account) for line in call.said), shown=shown))

    def keep(self, call: Call) -> None:
        """Notes where the call stands; names and numbers stay in `accounts` alone."""
        if self.record is None:
            return
        key = self.accounts.file(call)
        state = call.with_(said=tuple(anonymise(line, call.account) for line in call.said))
        if state.shown:
            state = state.with_(shown=state.shown.with_(line=anonymise(state.shown.line, call.account)))
        self.record.stand(call.id, {**plain(state.dict(exclude={"account"})), "account_key": key})

    def day(self, heard: Heard) -> date:
        """The day on which this is said."""
        return (heard.at or self.clock()).date()

    def moment(self, heard: Heard | None = None) -> Moment:
        """Now (or the time the message names), and which days banks work."""
        now = heard.at if heard and heard.at else self.clock()
        return Moment(now=now, is_working_day=calendar.is_working_day)

    # -- the one decision ------------------------------------------------------------------------------------

    def suggest(self, heard: Heard) -> Reply:
        """The card for what was heard. A repeated exchange id is answered from the record."""
        return self.stored(heard) or self.decide(heard)

    def decide(self, heard: Heard, news: tuple[str, ...] = ()) -> Reply:
        """The card for an exchange that is new, below what the supervisor answered; recorded unless it is dry."""
        started = time.perf_counter()
        call = settle(self.call_of(heard))
        advice = advise(call, heard.reading, self.book, self.moment(heard))
        asked = heard.speaker == "collector_asks"
        reply = words.answer(advice.answer, self.book, exchange=heard.exchange, asked=asked)
        reply = with_news(reply, news)
        if not isinstance(advice.answer, Nothing) and not heard.dry:
            self._record(heard, advice.call, advice.answer, reply, started)
        return reply

    def stored(self, heard: Heard) -> Reply | None:
        """The answer this exchange was given before; None for a new one."""
        row = self.record.one("exchanges", heard.exchange) if self.record and not heard.dry else None
        if row is None:
            return None
        account = self.call_of(heard).account
        answer = personal(row["answer"], account)
        if answer["kind"] == "suggestion":  # what stands beside a line is not kept with it
            answer = with_rows(answer, words.on_screen(answer, self.book))
        return Reply(personalise(row["reply"], account), answer)

    def _record(self, heard: Heard, call: Call, answer: Answer, reply: Reply, started: float) -> None:
        assert self.record is not None
        account = call.account
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        row = {
            "id": heard.exchange, "call": call.id, "speaker": heard.speaker, "heard_by": heard.heard_by,
            "text": heard.text, "reading": heard.reading.dict(exclude={"text"}), "party": call.party,
            "answer": anonymous({k: v for k, v in reply.payload.items() if k not in NOT_KEPT}, account), "reply": anonymise(reply.text, account),
            "content": self.book.version, "house": self.book.house.version, "model": heard.reading.model,
            "milliseconds": milliseconds,
        }  # fmt: skip
        with self.record.writing():
            self.open(call, heard)
            self.record.add("exchanges", row, names=names_of(account))
            if isinstance(answer, Silence):
                self.record.add(
                    "corrections", {"id": heard.exchange, "call": call.id, "why": answer.why, "queue": "silence"}
                )
            self.keep(call)

    def open(self, call: Call, heard: Heard) -> None:
        """Notes once that a call began: with its first exchange, line or result."""
        assert self.record is not None
        if self.record.one("calls", call.id) is None:
            at = (heard.at or self.clock()).isoformat()
            self.record.add("calls", {"id": call.id, "call": call.id, "at": at, "account": self.accounts.file(call),
                                      "event": "opened", "party": call.party, "channel": call.channel,
                                      "direction": call.direction})  # fmt: skip

    # -- the collector's own line ----------------------------------------------------------------------------

    def check(
        self, line: LineReading, call: Call, at: datetime | None = None, debt: str | None = None
    ) -> dict[str, Any]:
        """{moves, violations}: what a line does, and what rules and classifier together find in it.

        `debt` names a kind or group of debt where no account is on file.
        """
        found = findings(line, call, self.content, at, debt)
        return {"moves": list(line.moves), "violations": [f.dict() for f in found]}

    def say(self, heard: Heard) -> Reply:
        """What the collector says: checked; unless dry, appended to the call."""
        call = self.call_of(heard)
        at = heard.at if heard.at or heard.dry else self.clock()
        # what is written may go by another channel, and be read by others, than the call
        reader = call.with_(party=heard.to, channel=heard.channel or call.channel) if heard.to else call
        result = self.check(heard.line, reader, at)
        if not heard.dry and self.record is not None and heard.speaker == "collector_says":
            self._append(heard, call, result)
        return words.checked(result)

    def _append(self, heard: Heard, call: Call, result: dict[str, Any]) -> None:
        assert self.record is not None
        if self.record.one("lines", heard.exchange):
            return
        moves = tuple(result["moves"])
        after = said(call, heard.text, moves)
        row = {"id": heard.exchange, "call": call.id, "answers": heard.answers, "text": anonymise(heard.text, call.account),
               "said_by": "collector", **result}  # fmt: skip
        with self.record.writing():
            self.open(call, heard)
            self.record.add("lines", row, names=names_of(call.account))
            self.keep(after)

    def note_head(self, event: str) -> None:
        """Notes the chain's head in the record's audit and beside the key, so that a cut tail shows."""
        if self.record is None:
            return
        seq, seal = self.record.head()
        self.record.add("audit", {"id": f"head:{event}", "event": event, "head": seq, "seal": seal})
        seq, seal = self.record.head()
        self.settings.heads.parent.mkdir(parents=True, exist_ok=True)
        with self.settings.heads.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"database": str(self.record.path), "event": event, "seq": seq, "seal": seal}) + "\n")


def _held(call: Call) -> Call:
    """While danger holds the account every call on it stands under danger, whoever calls; released, it does no more."""
    stops = tuple(stop for stop in call.stops if stop.label != HELD)
    if call.account.flags.on_hold:
        stops = (*stops, Stop(label=HELD, grade="danger"))
    return call.with_(stops=stops)


def open_desk(settings: Settings | None = None, *, keeping: bool = True, clock: Clock = shanghai_now) -> Desk:
    """Builds the Desk: content read, record opened (unless `keeping` is False, for batch work).

    Raises ContentError, RecordError or SettingError with the place, the fault and the cure.
    """
    settings = settings or read_settings()
    content = with_strips(load_content(settings.data), settings.strips)
    record = open_record(settings.database, settings.seal_key()) if keeping else None
    return Desk(content, record, settings, clock)


@lru_cache(maxsize=1)
def shared_desk() -> Desk:
    """The process's one Desk, opened on first call."""
    return open_desk()
