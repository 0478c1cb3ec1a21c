"""The composer: a message in the channel's form, checked while it is typed; what a rule blocks is not copied."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.console.assist import ON_THE_PHONE
from bot.console.guard import NO_CALL, TOO_LONG, complaint, console_of, for_roles, his_account, page, part, person_of
from bot.console.rest import NotAnswered
from bot.console.saying import LONGEST
from bot.desk.drafting import CHANNEL_ZH, sendable
from bot.desk.screen import look, side

# Who reads it: a group hears like a third party (craft of the trade, CV-10).
READERS = {"verified": "债务人本人", "contact": "家人朋友", "group": "群里"}


@for_roles(*ON_THE_PHONE)
async def compose(request: Request) -> Response:
    """The page, with every message that may be sent on this account now."""
    console, call = console_of(request), request.path_params["call"]
    account = his_account(request, request.query_params.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    seen = look(console.desk, call, account, person_of(request).name)
    if side(console.desk, seen, console.desk.call_of(seen)).hidden:
        return complaint(request, 409, "在线的人不该知道这笔债：换回本人再写。")
    seen = seen._replace(party="verified")
    drafts, refused = await run_in_threadpool(sendable, console.desk, seen)
    return page(
        request, "compose.html", call=call, account=account, drafts=drafts, refused=refused, channels=CHANNEL_ZH, readers=READERS,
    )  # fmt: skip


@for_roles(*ON_THE_PHONE)
async def check(request: Request) -> Response:
    """{text, channel, to} -> {blocked, found}: the road of every check, and nothing is recorded."""
    console, person, call = console_of(request), person_of(request), request.path_params["call"]
    try:
        asked: dict[str, Any] = await request.json()
        text, channel, to = str(asked["text"]), asked["channel"], asked["to"]
        if channel not in CHANNEL_ZH or to not in READERS:
            raise ValueError(channel)
    except (LookupError, ValueError, TypeError, AttributeError):
        return complaint(request, 400, "这一条没看懂；刷新页面再试。")
    account = his_account(request, asked.get("account"))
    if account is None:
        return complaint(request, 404, NO_CALL)
    if len(text) > LONGEST:
        return complaint(request, 413, TOO_LONG)
    metadata = {
        "call": call, "exchange": f"check:{person.name}", "account": account, "speaker": "collector_says", "heard_by": "text",
        "channel": channel, "party": "stranger" if to == "group" else to, "user": person.name, "dry": True,
    }  # fmt: skip
    try:
        _, payload = await console.assistant.send(text, metadata)
    except NotAnswered as silent:
        return JSONResponse({"error": str(silent)}, 503)
    found = payload.get("violations", [])
    return JSONResponse(
        {"blocked": any(f["severity"] == "block" for f in found), "found": part(request, "_found.html", found=found)}
    )


routes = [Route("/calls/{call}/compose", compose), Route("/calls/{call}/check", check, methods=["POST"])]
