"""Shapes that only content checks use: golden exchanges and the file of openings."""

from datetime import datetime
from typing import Any, Literal

from bot.trade.account import Account, Channel
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
            tickets_open=self.tickets_open,
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
