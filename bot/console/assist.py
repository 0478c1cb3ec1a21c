"""The call screen: one key or one sentence in, one card out, the case beside it."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console.card import shown
from bot.console.console import Console
from bot.console.guard import (
    NO_CALL,
    NOT_UNDERSTOOD,
    TOO_LONG,
    ask_again,
    complaint,
    console_of,
    for_roles,
    his_account,
    in_his_script,
    owners_of,
    page,
    part,
    person_of,
    sent_by,
)
from bot.console.rest import NotAnswered
from bot.console.saying import TooLong, by_page, look_at, pieces, send
from bot.desk.cases import day_of, may_open
from bot.desk.heard import Heard
from bot.desk.raised import answers_in
from bot.desk.screen import PARTIES, codes, keys, look, side
from bot.desk.showing import card_of
from bot.desk.transcript import Spoken, transcript
from bot.trade.exchange import Call
from bot.trade.party import OUTSIDERS

SHOWN_OF_A_KIND = 100  # works of one kind on the day's page: nobody does more in a day
NOT_HIS = "这是别人的电话：只看，不能改。"
ON_THE_PHONE = ("collector", "supervisor", "admin")


@for_roles(*ON_THE_PHONE)
async def cases(request: Request) -> Response:
    """My day: what is due, then every case that is mine."""
    wanted = request.query_params.get("wanted", "").strip()
    day = await run_in_threadpool(day_of, console_of(request).desk, owners_of(request), wanted)
    return page(request, "cases.html", day=day, wanted=wanted, shown=SHOWN_OF_A_KIND)


@for_roles(*ON_THE_PHONE)
async def begin(request: Request) -> Response:
    """Opens a call on a case, or a message to him. It stands in the record once something was asked or said in it."""
    form = await request.form()
    account = str(form.get("account") or "")
    direction = _direction(form.get("direction"))
    if not may_open(console_of(request).desk, owners_of(request), account):
        return complaint(request, 404, NO_CALL)
    call = f"/calls/{uuid4().hex}"
    if form.get("direction") == "written":
        return RedirectResponse(f"{call}/compose?{urlencode({'account': account})}", 303)
    return RedirectResponse(f"{call}?{urlencode({'account': account, 'direction': direction})}", 303)


@for_roles(*ON_THE_PHONE)
async def call_screen(request: Request) -> Response:
    """The whole screen; a call that has begun comes back as it stood."""
    console, person, call = console_of(request), person_of(request), request.path_params["call"]
    account = his_account(request, request.query_params.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    direction = _direction(request.query_params.get("direction"))
    as_it_stands = await run_in_threadpool(_as_it_stands, console, call, account, person.name, direction)
    return page(request, "call.html", call=call, account=account, direction=direction, codes=codes(console.desk), parties=PARTIES,
                outsiders=OUTSIDERS, **as_it_stands)  # fmt: skip


def _as_it_stands(console: Console, call: str, account: str, name: str, direction: str) -> dict[str, Any]:
    """The case, the keys, the line on the card and the conversation of a call; nothing of them before an outsider."""
    seen = look(console.desk, call, account, name, direction)
    begun, stands = seen.party is None, console.desk.call_of(seen)
    beside = side(console.desk, seen, stands)
    tells = begun and not beside.hidden  # what was said so far speaks of the debt
    return {
        "begun": begun, "side": beside, "keys": keys(console.desk, stands),
        "others": stands.collector if begun and not is_his(stands, name) else None,
        "card": _standing_card(console, seen, stands) if tells else None,
        "turns": _turns(console, call, stands) if tells else [],
    }  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def heard(request: Request) -> Response:
    """One key or one sentence of the call: {exchange, key | text, speaker, account} -> {card, side, keys, turn}.

    Every other screen of the call is shown it too.
    """
    console, person, call = console_of(request), person_of(request), request.path_params["call"]
    try:
        asked = await sent_by(request)
        said = by_page(console, call, asked)
    except TooLong:
        return complaint(request, 413, TOO_LONG)
    except (LookupError, ValueError, TypeError, AttributeError):
        return complaint(request, 400, NOT_UNDERSTOOD)
    account = his_account(request, asked.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    if not is_his(await run_in_threadpool(look_at, console, call, account, person.name), person.name):
        return complaint(request, 403, NOT_HIS)
    try:
        answered = await send(console, call, account, person.name, _direction(asked.get("direction")), said)
    except NotAnswered as silent:
        return ask_again(request, str(silent))
    console.hub.publish(call, "answered", answered)
    return JSONResponse(pieces(answered, partial(part, request)))


@for_roles(*ON_THE_PHONE)
async def news(request: Request) -> Response:
    """What the supervisor answered in this call and no card shows yet: the screen asks while it waits."""
    if his_account(request, request.query_params.get("account")) is None:
        return complaint(request, 404, NO_CALL)
    told = await run_in_threadpool(answers_in, console_of(request).desk, request.path_params["call"])
    return JSONResponse({"news": [in_his_script(request, line) for line in told]})


def is_his(call: Call, name: str) -> bool:
    """Whether somebody may speak in a call: whoever began it; others may watch."""
    return call.collector in (None, name)


def _direction(told: Any) -> str:
    return "inbound" if told == "inbound" else "outbound"


def _standing_card(console: Console, seen: Heard, stands: Call) -> Markup | None:
    """The card of the line that stands there, with its figures."""
    if not stands.pending or stands.shown is None or console.desk.book.play_of(stands.shown) is None:
        return None  # or content no longer has its play
    return Markup(console.render("_card.html", **shown(*card_of(console.desk, seen, stands, stands.shown))))


def _turns(console: Console, call: str, stands: Call) -> list[dict[str, str]]:
    """The conversation; the line that still stands on the card is none of it yet."""
    turns = transcript(console.desk, call)
    if stands.pending and turns and turns[-1].said_by == "assumed":
        turns = turns[:-1]
    return [_turn(console, turn) for turn in turns]


def _turn(console: Console, turn: Spoken) -> dict[str, str]:
    """A recorded turn as the conversation shows it: a key by its name, a line that was only shown marked as such."""
    text = f"［{console.desk.book.taxonomy.zh(turn.text[1:])}］" if turn.text.startswith("/") else turn.text
    exchange = (turn.exchange or "").rpartition(":")[2]
    return {"who": "assumed" if turn.said_by == "assumed" else turn.speaker, "text": text, "exchange": exchange}


routes = [
    Route("/cases", cases),
    Route("/calls", begin, methods=["POST"]),
    Route("/calls/{call}", call_screen),
    Route("/calls/{call}/heard", heard, methods=["POST"]),
    Route("/calls/{call}/news", news),
]
