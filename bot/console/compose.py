"""The composer: his message in, a reply in the channel's form out, checked while it is typed; what a rule blocks is not copied."""

from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.console.assist import NOT_HIS, ON_THE_PHONE, is_his
from bot.console.card import shown
from bot.console.chart import drawn
from bot.console.console import CALL_ID
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
    page,
    part,
    person_of,
    sent_by,
)
from bot.console.rest import NotAnswered
from bot.console.saying import LONGEST, TooLong, by_page, look_at, send
from bot.desk.drafting import CHANNEL_ZH, sendable
from bot.desk.heard import Heard
from bot.desk.law import cites
from bot.desk.planning import plan_payload
from bot.desk.screen import look
from bot.desk.writing import answer_in_writing, least_first, plan_letter, plan_on
from bot.trade.exchange import Call
from bot.trade.message import Draft
from bot.trade.written import plan_lines

# Who reads it: a group hears like a third party (craft of the trade, CV-10).
READERS = {"verified": "债务人本人", "contact": "家人朋友", "group": "群里"}
PUT_AWAY = "在线的人不该知道这笔债：换回本人再写。"


@for_roles(*ON_THE_PHONE)
async def compose(request: Request) -> Response:
    """The page, with every message that may be sent on this account now."""
    console, call = console_of(request), request.path_params["call"]
    account = his_account(request, request.query_params.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    seen = _seen(request, account)
    if console.desk.hears_nothing(await _stands(request, account)):
        return complaint(request, 409, PUT_AWAY)
    drafts, refused = await run_in_threadpool(sendable, console.desk, seen)
    return page(
        request, "compose.html", call=call, account=account, who=console.desk.accounts.account(account).name or "他", drafts=drafts, refused=refused, channels=CHANNEL_ZH,
        readers=READERS, least=await run_in_threadpool(least_first, console.desk, seen),
    )  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def received(request: Request) -> Response:
    """{exchange, text | key, channel, to} -> {card, reply}: what he wrote, read like everything he says, answered in writing."""
    console, call = console_of(request), request.path_params["call"]
    try:
        asked = await sent_by(request)
        channel, said = _channel(asked), by_page(console, call, {**asked, "speaker": "debtor"})
    except TooLong:
        return complaint(request, 413, TOO_LONG)
    except (LookupError, ValueError, TypeError, AttributeError):
        return complaint(request, 400, NOT_UNDERSTOOD)
    account = his_account(request, asked.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    if not is_his(await _stands(request, account), person_of(request).name):
        return complaint(request, 403, NOT_HIS)
    said = said._replace(metadata={**said.metadata, "channel": channel, "party": _party(asked)})
    try:
        answered = await send(console, call, account, person_of(request).name, "inbound", said)
    except NotAnswered as silent:
        return ask_again(request, str(silent))
    console.hub.publish(call, "answered", answered)
    payload = answered.payload
    reply = ""
    if payload.get("say"):
        reply = await run_in_threadpool(
            answer_in_writing, console.desk, _seen(request, account, None), payload["say"], channel
        )
    return JSONResponse(
        {"card": part(request, "_card.html", **shown(answered.words, {**payload, "offer": None})), "reply": in_his_script(request, reply),
         "danger": part(request, "_danger.html", side=answered.side)}
    )  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def check(request: Request) -> Response:
    """{text, channel, to} -> {blocked, found, words}: the road of every check, and nothing is recorded."""
    return await _line(request, dry=True)


@for_roles(*ON_THE_PHONE)
async def sent(request: Request) -> Response:
    """{exchange, text, channel, to}: what was copied counts as sent and stands in the record like every line."""
    return await _line(request, dry=False)


async def _line(request: Request, dry: bool) -> Response:
    console, person, call = console_of(request), person_of(request), request.path_params["call"]
    try:
        asked: dict[str, Any] = await sent_by(request)
        text, channel, party = str(asked["text"]), _channel(asked), _party(asked)
        exchange = "check" if dry else asked["exchange"]
        if not dry and not CALL_ID.fullmatch(exchange):
            raise ValueError(exchange)
    except (LookupError, ValueError, TypeError, AttributeError):
        return complaint(request, 400, NOT_UNDERSTOOD)
    account = his_account(request, asked.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    stands = await _stands(request, account)
    if not dry and not is_his(stands, person.name):
        return complaint(request, 403, NOT_HIS)
    if party == "verified" and console.desk.hears_nothing(stands):
        return complaint(request, 409, PUT_AWAY)
    if len(text) > LONGEST:
        return complaint(request, 413, TOO_LONG)
    metadata = {
        "call": call, "exchange": f"check:{person.name}" if dry else f"{call}:{exchange}", "account": account,
        "speaker": "collector_says", "heard_by": "text", "channel": channel, "party": party if dry else "verified", "to": party, "user": person.name, "dry": dry,
        "at": console.desk.clock().isoformat() if dry else None,
    }  # fmt: skip
    try:
        _, payload = await console.assistant.send(text, metadata)
    except NotAnswered as silent:
        return ask_again(request, str(silent))
    found = payload.get("violations", [])
    return JSONResponse(
        {"blocked": any(f["severity"] == "block" for f in found), "found": part(request, "_found.html", found=found, cites=partial(cites, console.desk.book)),
         "words": [f["words"] for f in found]}
    )  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def plan(request: Request) -> Response:
    """{first, months} -> {plan, lines, letter, why}: a repayment plan as chart, table, text, and the letter where one may go out."""
    console = console_of(request)
    try:
        asked = await sent_by(request)
        first, months = float(asked.get("first") or 0), int(asked["months"])
    except (LookupError, ValueError, TypeError, AttributeError, OverflowError):
        return JSONResponse({"error": in_his_script(request, "首付写元数，期数写 1 到 60 的整数。")}, 400)
    account = his_account(request, asked.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    if console.desk.hears_nothing(await _stands(request, account)):
        return complaint(request, 409, PUT_AWAY)
    seen = _seen(request, account)
    try:
        table = await run_in_threadpool(plan_on, console.desk, seen, first, months)
    except (ValueError, OverflowError) as fault:
        return JSONResponse({"error": in_his_script(request, f"{fault}。")}, 400)
    letter = await run_in_threadpool(plan_letter, console.desk, seen, table)
    return JSONResponse(
        {"plan": part(request, "_plan_shown.html", plan=drawn(plan_payload(table)["rows"], table.total)),
         "lines": in_his_script(request, plan_lines(table)),
         "letter": in_his_script(request, letter.text) if isinstance(letter, Draft) else "",
         "why": "" if isinstance(letter, Draft) else in_his_script(request, f"计划书现在不能发：{'；'.join(letter.why)}")}
    )  # fmt: skip


async def _stands(request: Request, account: str) -> Call:
    """The call as it stands, whoever is in it: where he may not know of the debt nothing is written here either."""
    console, call = console_of(request), request.path_params["call"]
    return await run_in_threadpool(look_at, console, call, account, person_of(request).name)


def _seen(request: Request, account: str, party: str | None = "verified") -> Heard:
    """A look at the call as the debtor himself would read; with None as whoever is in it."""
    seen = look(console_of(request).desk, request.path_params["call"], account, person_of(request).name)
    return seen._replace(party=party) if party else seen


def _channel(asked: dict[str, Any]) -> Any:
    if asked["channel"] not in CHANNEL_ZH:
        raise ValueError(asked["channel"])
    return asked["channel"]


def _party(asked: dict[str, Any]) -> str:
    if asked["to"] not in READERS:
        raise ValueError(asked["to"])
    return "stranger" if asked["to"] == "group" else str(asked["to"])


routes = [
    Route("/calls/{call}/compose", compose),
    Route("/calls/{call}/received", received, methods=["POST"]),
    Route("/calls/{call}/check", check, methods=["POST"]),
    Route("/calls/{call}/sent", sent, methods=["POST"]),
    Route("/calls/{call}/plan", plan, methods=["POST"]),
]
