"""Where in the call we are: the checklist of its variant, held against the moves made so far."""

from collections import Counter
from typing import Literal

from pydantic import Field, root_validator, validator

from bot.trade.account import Channel
from bot.trade.exchange import Call
from bot.trade.party import OUTSIDERS
from bot.trade.playbook import BROKEN, Source
from bot.trade.value import Value, at_least_one

Variant = Literal["first", "broken_promise", "reminder", "inbound", "third_person", "machine", "im", "visit"]
VARIANT_ZH: dict[Variant, str] = {
    "first": "外呼", "broken_promise": "失约后", "reminder": "约期提醒", "inbound": "来电", "third_person": "第三人", "machine": "语音信箱",
    "im": "文字", "visit": "上门",
}  # fmt: skip
AFTER_AN_ANSWER = "be_quiet"  # the one step without a move that hearing him completes


class Step(Value):
    """One step of a call (data/call_steps.yml)."""

    id: str
    zh: str
    move: str | None = None
    must: bool = Field(False, title="told when it was passed over")
    do: str
    dont: str
    variants: tuple[Variant, ...]


class Process(Value):
    """What goes beyond one call (data/processes.yml): shown when one of its labels was heard, or on its channel."""

    id: str
    zh: str
    labels: tuple[str, ...] = ()
    channel: tuple[Channel, ...] = ()
    steps: tuple[str, ...]
    from_: tuple[Source, ...] = Field(..., alias="from")

    _not_empty = validator("steps", "from_", allow_reuse=True)(at_least_one)

    @root_validator
    def _is_shown_somewhere(cls, values: dict[str, object]) -> dict[str, object]:
        if not values.get("labels") and not values.get("channel"):
            raise ValueError("写上 labels 或 channel，不然没有时候会列出来")
        return values

    def is_about(self, call: Call) -> bool:
        """Whether this call is one that the process is for: the newest label, or the channel."""
        return call.channel in self.channel or bool(call.heard and call.heard[-1] in self.labels)


class Position(Value):
    """The last step done, the next one, and those that must be done and were passed over."""

    variant: Variant
    at: Step | None
    next: Step | None
    missed: tuple[Step, ...] = ()


def variant_of(call: Call) -> Variant:
    """Which checklist this call follows; who is on the line comes before how it began."""
    if call.channel == "visit":
        return "visit"
    if call.party == "machine":
        return "machine"
    if call.party in OUTSIDERS:
        return "third_person"
    if call.channel != "phone":
        return "im"
    if call.direction == "inbound":
        return "inbound"
    if call.promises in BROKEN:
        return "broken_promise"
    return "reminder" if call.promises == "none" and call.last_promise.on else "first"


def checklist(call: Call, steps: tuple[Step, ...]) -> tuple[tuple[Step, bool], ...]:
    """Every step of this call's checklist, and whether it is done."""
    variant = variant_of(call)
    ours = [step for step in steps if variant in step.variants]
    done = _done(call, ours)
    return tuple((step, step.id in done) for step in ours)


def position(call: Call, steps: tuple[Step, ...]) -> Position:
    """Where the call stands. A step that shares its move with an earlier one is done by the second such move."""
    listed = checklist(call, steps)
    last = max((i for i, (_, done) in enumerate(listed) if done), default=-1)
    missed = tuple(step for step, done in listed[: max(last, 0)] if step.must and not done)
    after = next((step for step, done in listed[last + 1 :] if not done), None)
    at = listed[last][0] if last >= 0 else None
    return Position(variant=variant_of(call), at=at, next=after, missed=missed)


# Who he is, whether he hears us: none of it is a reason.
WHO_AND_WHETHER = frozenset({"confirm_identity", "identity_challenge", "ask_repeat", "machine_answer", "third_party",
                             "wrong_number", "flattery", "request_callback"})  # fmt: skip


def _done(call: Call, steps: list[Step]) -> set[str]:
    made, seen, done = Counter(call.after), Counter[str](), set()
    for i, step in enumerate(steps):
        if step.move is None:
            began = i == 0 and bool(call.after or call.heard)
            if began or (step.id == AFTER_AN_ANSWER and call.heard and "ask_payment" in made):
                done.add(step.id)
            continue
        seen[step.move] += 1
        spoken = made[step.move] >= seen[step.move]
        known = call.verified and step.move == "verify_identity"
        told = step.move == "ask_reason" and bool(
            set(call.heard) - WHO_AND_WHETHER
        )  # what he told unasked need not be asked
        if spoken or known or told:
            done.add(step.id)
    return done
