"""One thing of a call: a key, words typed, words heard; sent to the assistant, answered, and cut into the screen's pieces."""

from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool

from bot.console.assistant import last_line_of
from bot.console.card import shown
from bot.console.console import CALL_ID, Console
from bot.desk.screen import PARTIES, Key, Side, keys, look, side
from bot.trade.exchange import Call

LONGEST = 4000  # characters of one utterance; what is longer is no sentence of a call
SPEAKERS = {
    "debtor": "debtor",
    "collector_says": "collector",
    "collector_asks": None,
}  # and whose turn it is on the screen

Render = Callable[..., str]


class TooLong(Exception):
    """Words that are no utterance of a call: nothing of them is cut away silently."""


class Said(NamedTuple):
    """What the assistant is sent, and the turn that the conversation shows of it."""

    text: str
    metadata: dict[str, Any]
    turn: dict[str, str] | None = None


class Answered(NamedTuple):
    """The assistant's answer with what stands beside it now."""

    words: str
    payload: dict[str, Any]
    side: Side
    keys: tuple[Key, ...]
    turns: tuple[dict[str, str], ...]
    exchange: str  # the client's own id: the screen that sent it knows it again


def by_page(console: Console, call: str, asked: dict[str, Any]) -> Said:
    """What a page sent: {exchange, key} or {exchange, text, speaker}. Raises ValueError for what no page of ours sends."""
    exchange, speaker = asked["exchange"], asked.get("speaker", "debtor")
    if not CALL_ID.fullmatch(exchange) or speaker not in SPEAKERS:
        raise ValueError(speaker)
    # An id is good for its own call alone: nobody is answered with what another call was told.
    known = {"exchange": f"{call}:{exchange}"}
    if "key" in asked:
        return _by_key(console, asked, known)
    text = str(asked["text"]).strip()
    if not text:
        raise ValueError("empty")
    if len(text) > LONGEST:
        raise TooLong
    return in_words(text, speaker, "text", known)


def _by_key(console: Console, asked: dict[str, Any], known: dict[str, Any]) -> Said:
    label, taxonomy = asked["key"], console.desk.book.taxonomy
    if label in taxonomy.commands:
        metadata = {**known, "speaker": "collector_asks", "heard_by": "key"}
        if label == "set_party":  # without a party it steps back
            metadata["party"] = next((name for key, name, _ in PARTIES if key == asked.get("party")), None)
        if label in ("ask_alternative", "request_approval"):  # with other figures, or in other words
            metadata |= {name: asked[name] for name in ("offer", "wording") if name in asked}
        return Said(f"/{label}", metadata)
    if label not in taxonomy.playbook_labels:
        raise ValueError(label)
    turn = {"who": "debtor", "text": f"［{taxonomy.zh(label)}］"}
    return Said(f"/{label}", {**known, "speaker": "debtor", "heard_by": "key"}, turn)


def in_words(text: str, speaker: str, heard_by: str, known: dict[str, Any]) -> Said:
    """Words of either side, or a question to the assistant."""
    who = SPEAKERS[speaker]
    return Said(text, {**known, "speaker": speaker, "heard_by": heard_by}, {"who": who, "text": text} if who else None)


async def send(console: Console, call: str, account: str, user: str, direction: str, said: Said) -> Answered:
    """Sends it. Raises NotAnswered; the same thing may then be sent again."""
    before = await run_in_threadpool(look_at, console, call, account, user)
    # 「可以」 means what was asked: he answers the line before. A question to the assistant answers nothing.
    move, line = last_line_of(before) if said.metadata["speaker"] == "debtor" else (None, None)
    metadata = {
        "call": call, "account": account, "user": user, "party": "unknown", "last_move": move, "last_line": line,
        "channel": "phone", "direction": direction, **said.metadata,
    }  # fmt: skip
    words, payload = await console.assistant.send(said.text, metadata)
    return await run_in_threadpool(_beside, console, before, account, user, said, words, payload)


def look_at(console: Console, call: str, account: str, user: str) -> Call:
    """Where the call stands."""
    return console.desk.call_of(look(console.desk, call, account, user))


def _beside(
    console: Console, before: Call, account: str, user: str, said: Said, words: str, payload: dict[str, Any]
) -> Answered:
    seen = look(console.desk, before.id, account, user)
    stands = console.desk.call_of(seen)
    beside = side(console.desk, seen, stands)
    payload["stop"] = payload.get("stop") or beside.stop  # a stop stands whatever was asked
    turns = [said.turn] if said.turn else []
    shown = before.shown.line if before.pending and before.shown else None
    if shown in stands.said[len(before.said) :]:  # read aloud from the card
        turns.insert(0, {"who": "assumed", "text": str(shown)})
    exchange = said.metadata["exchange"].removeprefix(f"{before.id}:")
    return Answered(words, payload, beside, keys(console.desk, stands), tuple(turns), exchange)


def keeps_the_card(payload: dict[str, Any]) -> bool:
    """Words that say nothing, and a line of ours that breaks nothing, leave the card that stands."""
    return payload["kind"] == "nothing" or (payload["kind"] == "check" and not payload["violations"])


def pieces(answered: Answered, render: Render) -> dict[str, Any]:
    """What the page puts in place."""
    payload = answered.payload
    return {
        "exchange": answered.exchange, "kind": payload["kind"], "keep": keeps_the_card(payload), "stop": payload["stop"],
        "outsider": bool(answered.side.hidden), "danger": render("_danger.html", side=answered.side),
        "card": render("_card.html", **shown(answered.words, payload)), "side": render("_side.html", side=answered.side),
        "keys": render("_keys.html", keys=answered.keys),
        "turns": "".join(render("_turn.html", turn={**turn, "exchange": answered.exchange}) for turn in answered.turns), "heard": any(t["who"] == "debtor" for t in answered.turns),
    }  # fmt: skip
