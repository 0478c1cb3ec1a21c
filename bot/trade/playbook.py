"""Playbooks: one label's options, each a move with its words and the conditions under which it is right."""

from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field, validator

from bot.trade.account import (
    Account,
    Channel,
    DebtKind,
    DebtorKind,
    OurRole,
    Stage,
    Status,
    fact,
)
from bot.trade.approval import ApprovalKind
from bot.trade.negotiation import HisOffer, Rung
from bot.trade.party import Party
from bot.trade.value import Value, at_least_one

Promises = Literal["none", "kept", "partly", "broken_1", "broken_2plus"]
BROKEN: tuple[Promises, ...] = ("broken_1", "broken_2plus")
TicketKind = Literal["quality", "reconciliation", "payment_trace", "complaint", "information_rights", "fraud", "legal"]


class When(Value):
    """A closed list of conditions. A list is met by any one value, `facts` needs all; keys are joined by and."""

    party: tuple[Party, ...] | None = None
    verified: bool | None = None
    direction: tuple[Literal["inbound", "outbound"], ...] | None = None
    channel: tuple[Channel, ...] | None = None
    debt: tuple[DebtKind | Literal["consumer", "b2b"], ...] | None = None
    debtor_kind: tuple[DebtorKind, ...] | None = None
    our_role: tuple[OurRole, ...] | None = None
    stage: tuple[Stage, ...] | None = None
    status: tuple[Status, ...] | None = None
    heard_before: tuple[Literal[0, 1, "2+"], ...] | None = None
    said_last_time: tuple[Literal["same", "other", "none"], ...] | None = None
    also_said: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = Field(None, title="topics.yml: what his words name beside the label")
    after: tuple[str, ...] | None = None
    promises: tuple[Promises, ...] | None = None
    his_offer: tuple[HisOffer, ...] | None = None
    rung: tuple[Rung, ...] | None = None
    facts: tuple[str, ...] | None = None
    tickets_open: tuple[TicketKind, ...] | None = None
    in_hours: bool | None = None

    def keys(self) -> dict[str, Any]:
        """The conditions that are set."""
        return {name: value for name, value in self if value is not None}


class Situation(Value):
    """What the conditions of a When are held against: each key's values at this moment."""

    account: Account
    party: Party
    verified: bool
    direction: str
    channel: str
    heard_before: int | str
    said_last_time: str
    also_said: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    promises: Promises = "none"
    his_offer: HisOffer = "none"
    rung: str | None = None
    tickets_open: tuple[str, ...] = ()
    in_hours: bool = True

    def values_of(self, key: str) -> tuple[Any, ...]:
        """Everything that meets the key now; empty where the fact is unknown, so that nothing is guessed."""
        if key == "debt":
            return (self.account.debt_kind, self.account.debt_group) if self.account.debt_kind else ()
        if key in ("debtor_kind", "our_role", "stage", "status"):
            value = getattr(self.account, key)
        else:
            value = getattr(self, key)
        if isinstance(value, tuple):
            return value
        return () if value is None else (value,)


def fits(when: When, situation: Situation) -> bool:
    """Whether every condition holds. Unknown is not false: an unknown fact meets no condition."""
    return all(_holds(key, wanted, situation) for key, wanted in when.keys().items())


def unmet(when: When, situation: Situation) -> dict[str, str]:
    """The conditions that do not hold, each with what it wants in words."""
    return {
        key: "、".join(map(str, wanted)) if isinstance(wanted, tuple) else str(wanted)
        for key, wanted in when.keys().items()
        if not _holds(key, wanted, situation)
    }


def _holds(key: str, wanted: Any, situation: Situation) -> bool:
    if key == "facts":
        return all(_known_and_true(situation.account, path) for path in wanted)
    if key in ("verified", "in_hours"):
        return getattr(situation, key) is wanted
    return bool(set(wanted) & set(situation.values_of(key)))


def _known_and_true(account: Account, path: str) -> bool:
    value = fact(account, path)
    if isinstance(value, Value):  # Amounts, Contract, Flags always stand there: empty ones are not known
        return any(part is not None for _, part in value)
    return bool(value)


class Source(Value):
    """Where a play comes from: an inventory item with its anchor, a law, or a practice with its reason."""

    item: str | None = None
    anchor: str | None = None
    law: str | None = None
    practice: str | None = None


class Todo(Value):
    """What must happen besides the words; one key an entry."""

    ticket: TicketKind | None = None
    pause: str | None = Field(None, regex=r"^\d+d$")
    ask_approval: ApprovalKind | None = None
    flag: (
        Literal["do_not_call", "channel_only", "vulnerable", "dispute_open", "complaint_open", "represented",
                "number_dead"]
        | None
    ) = None  # fmt: skip
    next_contact: str | None = Field(None, regex=r"^\d+[dh]$")
    send_draft: (
        Literal["confirmation", "statement", "plan", "documents", "payment_channel", "transfer_notice", "demand"] | None
    ) = None
    result: str | None = None

    def dict(self, **kwargs: Any) -> dict[str, Any]:
        return {key: value for key, value in super().dict(**kwargs).items() if value is not None}


class Ask(Value):
    """A diagnosis question and the natures of debt that its answer tells apart."""

    ask: str
    tells: tuple[str, ...]


class Nature(Value):
    """A nature of debt (data/natures.yml): how to tell it by an answer, what that leads to, what to avoid."""

    sign: str
    leads_to: str
    avoid: str


class Never(Value):
    """What must not be said here, and the violation it would be."""

    say_alike: str
    violation: str


class Play(Value):
    """One option: a move, three wordings, what must be done, where it comes from."""

    id: str = Field(..., regex=r"^[a-z][a-z0-9_]*$")
    when: When = When()
    move: str
    rung: Rung | None = None
    say: str
    softer: str
    firmer: str
    do: tuple[Todo, ...] = ()
    expect: dict[str, str] = Field({}, title="his next label -> play of this file that answers it")
    from_: tuple[Source, ...] = Field(..., alias="from")

    _not_empty = validator("from_", allow_reuse=True)(at_least_one)

    @property
    def wordings(self) -> tuple[tuple[str, str], ...]:
        """The three wordings in the order in which they are used up."""
        return (("say", self.say), ("softer", self.softer), ("firmer", self.firmer))


class Playbook(Value):
    """One debtor label's file."""

    label: str
    goal: str
    ask_first: tuple[Ask, ...] = ()
    plays: tuple[Play, ...]
    never: tuple[Never, ...] = ()

    _not_empty = validator("plays", allow_reuse=True)(at_least_one)

    def play(self, play_id: str) -> Play | None:
        return next((play for play in self.plays if play.id == play_id), None)


class Choice(Value):
    """The play and the wording to show."""

    play: Play
    wording: str = Field(..., title="say, softer or firmer")
    line: str


def choose_play(
    plays: tuple[Play, ...], situation: Situation, wording_of: Callable[[Play], tuple[str, str] | None]
) -> Choice | None:
    """The first play whose conditions hold and that still has a wording to say.

    `wording_of` renders a play and returns (which, line), or None when a fact is missing, every wording was
    already used or the line may not be said. None when no play is left.
    """
    for play in plays:
        if fits(play.when, situation):
            found = wording_of(play)
            if found:
                return Choice(play=play, wording=found[0], line=found[1])
    return None
