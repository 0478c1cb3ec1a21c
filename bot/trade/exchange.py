"""The call and what passes in it: an utterance, our suggestion or silence, what the collector did."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from bot.trade.account import Account, Channel
from bot.trade.approval import ApprovalKind, Terms
from bot.trade.ledger import Entry, Ledger, Proposal
from bot.trade.negotiation import Rung
from bot.trade.party import OUTSIDERS, Party
from bot.trade.playbook import Promises
from bot.trade.stops import HARD, Stop
from bot.trade.value import Value


class LastPromise(Value):
    amount: float | None = None
    on: date | None = None


class Shown(Value):
    """The play last shown, so that `expect` and the next wording can follow it."""

    playbook: str
    play: str
    wording: str
    move: str
    line: str
    rung: Rung | None = None
    offers: Proposal | None = Field(None, title="what the line offers, where it names a rung or a sum of ours")


class Call(Value):
    """A conversation about one account, as far as it has gone. Where nothing says otherwise the party is verified."""

    id: str = ""
    account: Account = Account()
    party: Party = "verified"
    verified: bool = True
    party_before: tuple[Party, bool] | None = Field(
        None, title="who it was, and verified or not, before the last change"
    )
    direction: Literal["inbound", "outbound"] = "outbound"
    channel: Channel = "phone"
    collector: str | None = Field(None, title="the collector's staff number, said on request")
    dialled: str | None = Field(None, title="the last four digits of the number on the line", max_length=4)
    heard: tuple[str, ...] = Field((), title="primary labels heard so far")
    after: tuple[str, ...] = Field((), title="moves we already made")
    said: tuple[str, ...] = Field((), title="lines already used")
    shown: Shown | None = None
    pending: bool = Field(False, title="the line shown counts as said unless another one is posted")
    rung: Rung | None = None
    ledger: Ledger = Field((), title="what was offered in this call, by us and by him")
    granted: Terms | None = Field(None, title="the figures a supervisor granted in this call")
    granted_kinds: tuple[ApprovalKind, ...] = ()
    refused_kinds: tuple[ApprovalKind, ...] = Field((), title="what a supervisor refused in this call")
    stops: tuple[Stop, ...] = ()
    said_last_time: str | None = Field(None, title="main reason of the last call")
    promises: Promises = "none"
    last_promise: LastPromise = LastPromise()
    tickets_open: tuple[str, ...] = ()

    def moved_to(self, party: Party, verified: bool) -> "Call":
        """The call with somebody else on the line; who it was is remembered, for one step back."""
        if (party, verified) == (self.party, self.verified):
            return self
        return self.with_(party=party, verified=verified, party_before=(self.party, self.verified))

    @property
    def in_danger(self) -> bool:
        return any(stop.grade == "danger" for stop in self.stops)

    @property
    def stopped(self) -> bool:
        """Whether a danger, privacy or pause stop stands."""
        return any(stop.grade in HARD for stop in self.stops)

    @property
    def hears_of_money(self) -> bool:
        """Whether money may be spoken of with whoever is on the line."""
        return self.party not in OUTSIDERS and not self.stopped

    @property
    def last_move(self) -> str | None:
        return self.after[-1] if self.after else None


def settle(call: Call) -> Call:
    """Before the next utterance: the line shown counts as said when nothing else was posted (`said_by: assumed`).

    People read lines aloud without telling the assistant; `after` and "never a line twice" must work for them.
    """
    if not call.pending or call.shown is None:
        return call
    return said(call, call.shown.line, (call.shown.move,))


def said(call: Call, line: str, moves: tuple[str, ...]) -> Call:
    """The call after the collector said a line that made these moves; the line shown also stands on its rung."""
    shown = call.shown if call.pending and call.shown and line == call.shown.line else None
    rung, offers = (shown.rung or call.rung, shown.offers) if shown else (call.rung, None)
    ledger = (*call.ledger, Entry(by="us", proposal=offers)) if offers else call.ledger
    return call.with_(pending=False, said=(*call.said, line), after=(*call.after, *moves), rung=rung, ledger=ledger)


class Nearest(Value):
    """A play that would be shown if the sentence were read as `label`."""

    label: str
    zh: str
    confidence: float
    play: str | None = None
    say: str | None = None


class Suggestion(Value):
    """The chosen play, its line, and because."""

    kind: Literal["suggestion"] = "suggestion"
    label: str
    zh: str
    confidence: float
    also_said: tuple[str, ...] = ()
    playbook: str
    play: str
    move: str
    move_zh: str
    wording: str
    say: str
    softer: str | None = None
    firmer: str | None = None
    rung: Rung | None = None
    do: tuple[dict[str, Any], ...] = ()
    ask_first: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    because: tuple[dict[str, Any], ...] = ()
    stop: str | None = Field(None, title="the gravest stop that stands: danger, privacy, pause, soft")
    party: Party = "verified"


class Silence(Value):
    """Nothing fits, or we are not sure: said honestly, with the two nearest plays."""

    kind: Literal["silence"] = "silence"
    why: Literal["unsure", "out_of_scope", "no_play"]
    nearest: tuple[Nearest, ...] = ()
    stop: str | None = None
    party: Party = "verified"


class Nothing(Value):
    """The words say nothing (嗯, 喂): the card that stands stays."""

    kind: Literal["nothing"] = "nothing"


Answer = Suggestion | Silence | Nothing
