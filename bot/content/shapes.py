"""Shapes that only content checks use: golden exchanges and the file of openings."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, root_validator

from bot.trade.account import Account, Channel
from bot.trade.approval import RaisedKind, State, Terms
from bot.trade.exchange import Call, LastPromise
from bot.trade.negotiation import Rung
from bot.trade.party import OUTSIDERS, UNVERIFIED, Party
from bot.trade.playbook import Play, Promises, TicketKind
from bot.trade.reading import Entity
from bot.trade.stops import Stop, StopTable
from bot.trade.value import Value

GOLDEN_NOW = datetime(2026, 11, 23, 10, 0)  # a Monday


class OpeningsFile(Value):
    plays: tuple[Play, ...]


class Given(Value):
    """The facts of the Call an exchange starts from; all optional."""

    account: str | None = None
    party: Party = "verified"
    verified: bool | None = None
    direction: Literal["inbound", "outbound"] = "outbound"
    channel: Channel = "phone"
    after: tuple[str, ...] = ()
    heard: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    said_last_time: str | None = None
    promises: Promises = "none"
    last_promise: LastPromise = LastPromise()
    rung: Rung | None = None
    stops: tuple[str, ...] = ()
    tickets_open: tuple[TicketKind, ...] = ()
    collector: str | None = None
    granted: Terms | None = None
    now: datetime = GOLDEN_NOW

    def call(self, accounts: dict[str, Account], table: StopTable) -> Call:
        """The Call these facts describe. Raises KeyError for an account nobody wrote."""
        verified = self.verified if self.verified is not None else self.party not in UNVERIFIED | OUTSIDERS
        return Call(
            id="golden", account=accounts[self.account] if self.account else Account(), party=self.party,
            verified=verified, direction=self.direction, channel=self.channel, collector=self.collector,
            heard=self.heard, after=self.after, said=self.said, said_last_time=self.said_last_time,
            promises=self.promises, last_promise=self.last_promise, rung=self.rung,
            stops=tuple(Stop(label=label, grade=table.stops[label].grade) for label in self.stops),
            tickets_open=self.tickets_open, granted=self.granted,
        )  # fmt: skip


class Golden(Value):
    """One exchange that must come out just so."""

    given: Given = Given()
    heard: str
    reads: tuple[str, ...]
    entities: tuple[Entity, ...] = ()
    suggests: dict[str, Any]


class GoldenFile(Value):
    label: str
    exchanges: tuple[Golden, ...]


class Decision(Value):
    """A supervisor's answer in the middle of a case, to the newest thing raised of this kind."""

    of: RaisedKind
    answer: State
    by: str = "主管"
    note: str = ""
    terms: Terms = Terms()


class CaseTurn(Value):
    """One turn of a whole case: he says, we say, we ask the assistant, or the supervisor decides."""

    he: str | None = None
    reads: tuple[str, ...] = ()
    shows: dict[str, Any] | None = Field(None, title="the card: play, say, offers, stop, party, news; or silence")
    we: str | None = None
    moves: tuple[str, ...] = ()
    breaks: tuple[str, ...] | None = Field(None, title="rules that our line breaks")
    ask: str | None = None
    command: str | None = None
    told: str | None = None
    decides: Decision | None = None

    @root_validator
    def _one_kind(cls, values: dict[str, Any]) -> dict[str, Any]:
        kinds = [k for k in ("he", "we", "ask", "decides") if values.get(k) is not None]
        if len(kinds) != 1:
            raise ValueError(f"一轮只写 he、we、ask、decides 里的一个，这里有 {len(kinds)} 个")
        if values.get("ask") and not values.get("command"):
            raise ValueError("ask 要写是哪个指令：command")
        return values


class CaseCall(Value):
    """One call of a case, and what happened before it."""

    at: datetime
    party: Party = "verified"
    direction: Literal["inbound", "outbound"] = "outbound"
    channel: Channel = "phone"
    number: str | None = None
    paid: tuple[dict[str, Any], ...] = Field((), title="credited before the call: on, amount")
    answered: dict[TicketKind, str] = Field({}, title="our tickets answered before the call")
    turns: tuple[CaseTurn, ...]


class WholeCase(Value):
    """A case from its file to its note, readable by whoever manages collections (data/cases/<name>.yml)."""

    case: str = Field(..., title="who owes what and what is hard about it, in a sentence")
    account: str = Field(..., title="a sample account")
    changes: dict[str, Any] = Field({}, title="facts that differ from the sample")
    calls: tuple[CaseCall, ...]
    leaves: dict[str, Any] = Field({}, title="what stands afterwards: note, promises, tickets, raised, flags, due")
