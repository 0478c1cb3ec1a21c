"""One message as the desk takes it: who spoke in which call, the reading, and how the client asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import uuid4

from bot.trade.reading import LineReading, Reading

RESERVED = ("unsure", "nothing", "collector_line", "trainee_line")


class Heard(NamedTuple):
    """A message of a call."""

    call: str
    exchange: str
    text: str
    intent: str
    reading: Reading
    line: LineReading
    speaker: str = "auto"
    heard_by: str = "text"
    answers: str | None = None
    account: str | None = None
    party: str | None = None
    channel: str | None = None
    direction: str | None = None
    debt: str | None = None
    user: str | None = None
    number: str | None = None
    people: int | None = None
    at: datetime | None = None
    dry: bool = False
    to: str | None = None  # who reads a message, where that is somebody else than the call is with
    wording: str | None = None  # softer or firmer, where a key asks for it
    offer: Mapping[str, Any] | None = None  # the figures an offer was turned to on the screen

    @staticmethod
    def look(call: str, **known: Any) -> "Heard":
        """A look at a call: nothing was said, and nothing is recorded."""
        return Heard(
            call=call, exchange="", text="", intent="nothing", reading=Reading(text=""), line=LineReading(text=""), dry=True, **known,
        )  # fmt: skip

    @staticmethod
    def of(message: Mapping[str, Any], metadata: Mapping[str, Any], sender: str) -> "Heard":
        """From Rasa's latest message (intent, `reading`, `line`) and the client's metadata.

        A key press carries no reading: its intent, certain, is one.
        """
        intent = (message.get("intent") or {}).get("name") or "unsure"
        text = message.get("text") or ""
        raw = message.get("reading")
        if raw is not None:
            reading = Reading.parse_obj(raw)
        elif intent in RESERVED:
            reading = Reading(text=text)
        else:
            reading = Reading.by_hand((intent,), text)
        asked = (
            "answers", "account", "party", "channel", "direction", "debt", "user", "number", "people", "wording", "to",
        )  # fmt: skip
        known = {name: metadata.get(name) for name in asked}
        people = known.pop("people")
        known["people"] = int(str(people)) if str(people).isdigit() else None
        at = metadata.get("at")
        return Heard(
            call=str(metadata.get("call") or sender), exchange=str(metadata.get("exchange") or uuid4().hex), text=text,
            intent=intent, reading=reading, line=LineReading.parse_obj(message.get("line") or {"text": text}),
            speaker=metadata.get("speaker") or "auto", heard_by=metadata.get("heard_by") or "text",
            at=datetime.fromisoformat(at).replace(tzinfo=None) if at else None, dry=bool(metadata.get("dry")), offer=_offer(metadata.get("offer")), **known,
        )  # fmt: skip


def _offer(told: Any) -> Mapping[str, Any] | None:
    return told if isinstance(told, Mapping) else None
