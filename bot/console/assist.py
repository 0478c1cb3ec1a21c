"""The call screen: one key or one sentence in, one card out, the case beside it."""

import re
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console.assistant import NotAnswered, last_line_of
from bot.console.card import shown
from bot.console.guard import complaint, for_roles, house_of, owners_of, page, person_of
from bot.console.house import House
from bot.desk.cases import day_of, may_open
from bot.desk.raised import answers_in
from bot.desk.screen import PARTIES, codes, keys, look, side
from bot.desk.transcript import Spoken, transcript

ON_THE_PHONE = ("collector", "supervisor", "admin")
LONGEST = 4000  # characters of one utterance; what is longer is no sentence of a call
ID = re.compile(r"[A-Za-z0-9-]{8,64}")
SPEAKERS = {"debtor", "collector_says", "collector_asks"}
NO_CALL = "没有这通电话，或不归你看；回到案件列表重新打开。"


@for_roles(*ON_THE_PHONE)
async def cases(request: Request) -> Response:
    """My day: what is due, then every case that is mine."""
    day = await run_in_threadpool(day_of, house_of(request).desk, owners_of(request))
    return page(request, "cases.html", day=day)


@for_roles(*ON_THE_PHONE)
async def begin(request: Request) -> Response:
    """Opens a call on a case. Nothing is recorded before the first key or word."""
    form = await request.form()
    account = str(form.get("account") or "")
    direction = _direction(form.get("direction"))
    if not may_open(house_of(request).desk, owners_of(request), account):
        return complaint(request, 404, NO_CALL)
    return RedirectResponse(f"/calls/{uuid4().hex}?{urlencode({'account': account, 'direction': direction})}", 303)


@for_roles(*ON_THE_PHONE)
async def call_screen(request: Request) -> Response:
    """The whole screen; a call that has begun comes back as it stood."""
    house, person, call = house_of(request), person_of(request), request.path_params["call"]
    account = account_of(house, call, request.query_params.get("account"))
    if account is None or not may_open(house.desk, owners_of(request), account):
        return complaint(request, 404, NO_CALL)
    direction = _direction(request.query_params.get("direction"))
    seen = look(house.desk, call, account, person.name, direction)
    begun = seen.party is None
    return page(
        request, "call.html", call=call, account=account, direction=direction, begun=begun, side=side(house.desk, seen),
        keys=keys(house.desk, house.desk.call_of(seen)), codes=codes(house.desk), parties=PARTIES,
        turns=[_turn(house, turn) for turn in transcript(house.desk, call)] if begun else [],
    )  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def heard(request: Request) -> Response:
    """One key or one sentence of the call: {exchange, key | text, speaker, account} -> {card, side, keys, turn}."""
    house, person, call = house_of(request), person_of(request), request.path_params["call"]
    try:
        asked = await request.json()
        said = _message(house, asked)
    except (LookupError, ValueError, TypeError, AttributeError):
        return complaint(request, 400, "这一条没看懂；刷新页面再试。")
    account = account_of(house, call, asked.get("account"))
    if account is None or not may_open(house.desk, owners_of(request), account):
        return complaint(request, 404, NO_CALL)
    move, line = last_line_of(house.desk, call)
    metadata = {
        "call": call, "account": account, "user": person.name, "party": "unknown", "last_move": move, "last_line": line,
        "channel": "phone", "direction": _direction(asked.get("direction")), **said.metadata,
    }  # fmt: skip
    try:
        words, payload = await house.assistant.send(said.text, metadata)
    except NotAnswered as silent:
        return JSONResponse({"error": str(silent), "again": True}, 503)
    seen = look(house.desk, call, account, person.name)
    beside = side(house.desk, seen)
    payload["stop"] = payload.get("stop") or beside.stop  # a stop stands whatever was asked
    return JSONResponse(
        {
            "keep": _keeps_the_card(payload), "waits": payload["kind"] == "approval", "stop": payload["stop"], "card": house.render("_card.html", **shown(words, payload)),
            "side": house.render("_side.html", side=beside),
            "keys": house.render("_keys.html", keys=keys(house.desk, house.desk.call_of(seen))),
            "turn": house.render("_turn.html", turn=said.turn) if said.turn else "",
        }
    )  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def news(request: Request) -> Response:
    """What the supervisor answered in this call and no card shows yet: the screen asks while it waits."""
    house, call = house_of(request), request.path_params["call"]
    account = account_of(house, call, None)
    if account is None or not may_open(house.desk, owners_of(request), account):
        return complaint(request, 404, NO_CALL)
    return JSONResponse({"news": list(answers_in(house.desk, call))})


def _keeps_the_card(payload: dict[str, Any]) -> bool:
    """Words that say nothing, and a line of ours that breaks nothing, leave the card that stands."""
    return payload["kind"] == "nothing" or (payload["kind"] == "check" and not payload["violations"])


def _direction(told: Any) -> str:
    return "inbound" if told == "inbound" else "outbound"


class _Said(NamedTuple):
    """What the client sent, as the assistant takes it and as the conversation shows it."""

    text: str
    metadata: dict[str, Any]
    turn: dict[str, str] | None


def _message(house: House, asked: dict[str, Any]) -> _Said:
    """Raises ValueError for what no page of ours sends."""
    exchange, speaker = asked["exchange"], asked.get("speaker", "debtor")
    if not ID.fullmatch(exchange) or speaker not in SPEAKERS:
        raise ValueError(speaker)
    if "key" in asked:
        label, taxonomy = asked["key"], house.desk.book.taxonomy
        if label in taxonomy.commands:
            metadata = {"exchange": exchange, "speaker": "collector_asks", "heard_by": "key"}
            if label == "set_party":  # without a party it steps back
                metadata["party"] = next((party for key, party, _ in PARTIES if key == asked.get("party")), None)
            return _Said(f"/{label}", metadata, None)
        if label not in taxonomy.playbook_labels:
            raise ValueError(label)
        metadata = {"exchange": exchange, "speaker": "debtor", "heard_by": "key"}
        return _Said(f"/{label}", metadata, {"who": "debtor", "text": f"［{taxonomy.zh(label)}］"})
    text = str(asked["text"]).strip()[:LONGEST]
    if not text:
        raise ValueError("empty")
    who = {"debtor": "debtor", "collector_says": "collector"}.get(speaker)
    metadata = {"exchange": exchange, "speaker": speaker, "heard_by": "text"}
    return _Said(text, metadata, {"who": who, "text": text} if who else None)


def _turn(house: House, turn: Spoken) -> dict[str, str]:
    """A recorded turn as the conversation shows it: a key by its name, a line that was only shown marked as such."""
    text = f"［{house.desk.book.taxonomy.zh(turn.text[1:])}］" if turn.text.startswith("/") else turn.text
    return {"who": "assumed" if turn.said_by == "assumed" else turn.speaker, "text": text}


def account_of(house: House, call: str, told: Any) -> str | None:
    """The account a call is about: what stands on record, whatever the page says."""
    if not ID.fullmatch(call):
        return None
    standing = house.desk.record.standing(call) if house.desk.record else None
    return standing["account_key"] if standing else str(told) if told else None


routes = [
    Route("/cases", cases),
    Route("/calls", begin, methods=["POST"]),
    Route("/calls/{call}", call_screen),
    Route("/calls/{call}/heard", heard, methods=["POST"]),
    Route("/calls/{call}/news", news),
]
