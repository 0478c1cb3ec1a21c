"""The live feed: a recogniser's utterances of both sides come in by WebSocket, cards go out to the call's screens.

Frames in, JSON: {"speaker": "debtor" | "collector", "text": "…", "final": true | false}; the first one opens the call:
{"account": "账号@债权人", "direction": "outbound"}. Each frame is answered with {"ok": true} or {"error": "…"}. Partial words
are shown as they grow and change no card. What one side says in one breath is read together.
"""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator
from functools import partial
from typing import Any
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.console.assist import ON_THE_PHONE
from bot.console.attention import Attention
from bot.console.console import CALL_ID, Console
from bot.console.guard import COOKIE, NO_CALL, complaint, console_of, for_roles, his_account, part
from bot.console.hub import Hub
from bot.console.rest import NotAnswered
from bot.console.saying import LONGEST, Answered, in_words, pieces, send

BREATH = 0.7  # seconds of silence after which a side has said what it had to say
LONGEST_FRAME = 16_000  # characters
MOST_SCREENS = 8  # of one call: his own, the supervisor's, a few forgotten tabs
PATIENCE = 20  # frames that make no sense before the line is cut
SPEAKER = {"debtor": "debtor", "collector": "collector_says"}


class Line:
    """One call's feed: words gathered by breath, sent in their order, shown as the attention of a person allows."""

    def __init__(self, console: Console, hub: Hub, call: str, account: str, direction: str) -> None:
        self._console, self._hub, self._call = console, hub, call
        self._account, self._direction = account, direction
        self._user = console.desk.accounts.account(account).owner or ""
        self._breath: dict[str, list[str]] = {"debtor": [], "collector": []}
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._attention = Attention()
        self._order = asyncio.Lock()

    def partial(self, speaker: str, text: str) -> None:
        self._hub.publish(self._call, "partial", {"who": speaker, "text": text})

    def final(self, speaker: str, text: str) -> None:
        """A finished utterance; read once the side falls silent, or the other one speaks."""
        for other in self._breath:
            if other != speaker:
                self._wait(other, 0)
        self._breath[speaker].append(text)
        self._wait(speaker, BREATH)

    def _wait(self, speaker: str, seconds: float) -> None:
        task = self._waiting.pop(speaker, None)
        if task:
            task.cancel()
        if self._breath[speaker]:
            self._waiting[speaker] = asyncio.create_task(self._read(speaker, seconds))

    async def _read(self, speaker: str, seconds: float) -> None:
        if seconds:
            await asyncio.sleep(seconds)
        said, self._breath[speaker] = " ".join(self._breath[speaker]), []
        self._waiting.pop(speaker, None)  # from here on nobody takes it back
        message = in_words(said, SPEAKER[speaker], "feed", {"exchange": f"{self._call}:{uuid4().hex}"})
        async with self._order:
            try:
                answered = await send(self._console, self._call, self._account, self._user, self._direction, message)
            except NotAnswered as silent:
                self._hub.publish(self._call, "trouble", str(silent))
                return
        self._hub.publish(self._call, "answered", self._attention.allows(answered, asyncio.get_running_loop().time()))

    async def settle(self) -> None:
        """Reads what is still waiting, when the line is cut."""
        for speaker in self._breath:
            self._wait(speaker, 0)
        await asyncio.gather(*self._waiting.values(), return_exceptions=True)


class _Nonsense(Exception):
    """A frame that cannot be taken; the message says why."""


async def feed(socket: WebSocket) -> None:
    """The recogniser's side. The token is the floor's own (huashu replay reads it from the keys folder)."""
    console: Console = socket.app.state.console
    call, token = socket.path_params["call"], socket.query_params.get("token", "")
    if not hmac.compare_digest(token.encode(), console.settings.feed_token().encode()) or not CALL_ID.fullmatch(call):
        await socket.close(4403)
        return
    await socket.accept()
    line: Line | None = None
    nonsense = 0
    try:
        while nonsense < PATIENCE:
            try:
                line = _take(await socket.receive_text(), console, call, line)
                await socket.send_json({"ok": True})
            except _Nonsense as fault:
                nonsense += 1
                await socket.send_json({"error": str(fault)})
            except (KeyError, TypeError):  # bytes where text belongs
                nonsense += 1
                await socket.send_json({"error": "只收文本帧，里面是 JSON"})
        await socket.close(4400, "看不懂的帧太多了")
    except WebSocketDisconnect:
        pass
    finally:
        if line:
            await line.settle()


def _take(raw: str, console: Console, call: str, line: Line | None) -> Line:
    """The line after this frame. Raises _Nonsense."""
    if len(raw) > LONGEST_FRAME:
        raise _Nonsense(f"一帧太长：最多 {LONGEST_FRAME} 字")
    try:
        frame = json.loads(raw)
    except (ValueError, RecursionError):
        raise _Nonsense("不是 JSON") from None
    if not isinstance(frame, dict):
        raise _Nonsense("一帧是一个 JSON 对象")
    if line is None:
        return _opened(frame, console, call)
    speaker, text = frame.get("speaker"), frame.get("text")
    if speaker not in SPEAKER or not isinstance(text, str):
        raise _Nonsense("要 speaker（debtor 或 collector）和 text")
    text = text.strip()
    if len(text) > LONGEST:
        raise _Nonsense(f"一句太长：最多 {LONGEST} 字，分几帧发")
    if text and frame.get("final", True):
        line.final(speaker, text)
    elif text:
        line.partial(speaker, text)
    return line


def _opened(frame: dict[str, Any], console: Console, call: str) -> Line:
    account = console.account_of(call, frame.get("account"))
    if account is None or console.desk.accounts.filed(account) is None:
        raise _Nonsense("第一帧要 account：记录里有的账号@债权人")
    direction = "inbound" if frame.get("direction") == "inbound" else "outbound"
    return Line(console, console.hub, call, account, direction)


@for_roles(*ON_THE_PHONE)
async def live(request: Request) -> Response:
    """The screen's side: server-sent events of one call."""
    console, call = console_of(request), request.path_params["call"]
    if his_account(request, request.query_params.get("account")) is None:
        return complaint(request, 404, NO_CALL)

    if console.hub.watched(call) >= MOST_SCREENS:
        return complaint(request, 429, "这通电话开的页面太多了；关掉几个再开。")

    async def stream() -> AsyncIterator[str]:
        async for event, what in console.hub.events(call):
            if not await run_in_threadpool(_may_still_hear, request):
                return
            shown = pieces(what, partial(part, request)) if isinstance(what, Answered) else what
            yield f"event: {event}\ndata: {json.dumps(shown, ensure_ascii=False)}\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream")


def _may_still_hear(request: Request) -> bool:
    """Whether whoever opened the stream is still signed in and the call still his: hours may have passed."""
    token = request.cookies.get(COOKIE)
    session = console_of(request).people.session(token, False) if token else None
    if session is None:
        return False
    request.state.session = session
    return his_account(request, request.query_params.get("account")) is not None


routes = [WebSocketRoute("/calls/{call}/feed", feed), Route("/calls/{call}/live", live)]
