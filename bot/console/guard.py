"""What every request passes: who is signed in, may he do this, and does the page he comes from belong to us."""

import functools
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from bot.console.console import Console
from bot.console.script import COOKIE as SCRIPT_COOKIE
from bot.console.script import TRADITIONAL, in_traditional
from bot.desk.cases import Owners, may_open, owners_for
from bot.desk.people import Person, Session

COOKIE = "huashu"
LONGEST_BODY = 256 * 1024  # bytes; a pasted conversation is far smaller
TOO_LONG = "贴得太长了：一次最多四千字，分几段贴。"
NO_CALL = "没有这通电话，或不归你看；回到案件列表重新打开。"
NOT_UNDERSTOOD = "这一条没看懂；刷新页面再试。"
STALE = "这一页是上一次登录打开的；再按一次就好，打的字还在。"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}

Page = Callable[[Request], Awaitable[Response]]


class BodyTooLong(Exception):
    """More came than a page of ours ever sends."""


class Guard:
    """Around the whole application: strict headers on every answer, and a limit on what is read at all."""

    def __init__(self, app: Starlette) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        read = 0

        async def receive_some() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > LONGEST_BODY:
                raise BodyTooLong
            return message

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"  # a case must not stay in a browser's cache
            await send(message)

        scope["app"] = self.app
        request = Request(scope)
        kind = request.headers.get("content-type", "").lower()
        if int(request.headers.get("content-length") or 0) > LONGEST_BODY:
            await complaint(request, 413, TOO_LONG)(scope, receive, send_guarded)
        elif kind.startswith("multipart/"):  # no page of ours sends files
            await complaint(request, 415, "这里不收文件。")(scope, receive, send_guarded)
        else:
            await self.app(scope, receive_some, send_guarded)


def console_of(request: Request) -> Console:
    console: Console = request.app.state.console
    return console


def session_of(request: Request) -> Session | None:
    """Who is signed in; looked up once a request. A page that renews itself (x-poll) keeps nobody signed in."""
    if not hasattr(request.state, "session"):
        token = request.cookies.get(COOKIE)
        present = "x-poll" not in request.headers
        request.state.session = console_of(request).people.session(token, present) if token else None
    session: Session | None = request.state.session
    return session


def person_of(request: Request) -> Person:
    """The person a page marked @for_roles is served to."""
    session = session_of(request)
    assert session is not None, "only pages for roles know a person"
    return session.person


def owners_of(request: Request) -> Owners:
    """Under whose names the cases stand that this person may see."""
    return owners_for(person_of(request), console_of(request).people.all())


def his_account(request: Request, told: Any) -> str | None:
    """The account of the call in the path, if it is this person's to work; what stands on record decides, not the page."""
    console, call = console_of(request), request.path_params["call"]
    account = console.account_of(call, told)
    return account if account is not None and may_open(console.desk, owners_of(request), account) else None


def address_of(request: Request) -> str:
    return request.client.host if request.client else "?"


def for_roles(*roles: str) -> Callable[[Page], Page]:
    """A page for signed-in people of these roles; what changes anything must come from a page of ours."""

    def mark(serve: Page) -> Page:
        @functools.wraps(serve)
        async def guarded(request: Request) -> Response:
            session = session_of(request)
            if session is None:
                return sign_in_again(request)
            if session.person.role not in roles:
                return complaint(request, 403, "这一页不归你的角色看；要用请找管理员改角色。")
            if request.method != "GET" and not await _from_our_page(request, session):
                return _stale(request, session)
            return await serve(request)

        return guarded

    return mark


async def _from_our_page(request: Request, session: Session) -> bool:
    """Whether the session's own token came along, in the header of a script or in the field of a form."""
    token = request.headers.get("x-csrf")
    if token is None and request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        token = str((await request.form()).get("csrf") or "")
    return from_here(request) and hmac.compare_digest((token or "").encode(), session.csrf.encode())


def _stale(request: Request, session: Session) -> Response:
    """A page of an earlier session: a script from here is given the new token, so that nothing typed is lost."""
    if wants_json(request) and from_here(request):
        fresh = {"name": session.person.name, "csrf": session.csrf}
        return JSONResponse({"error": in_his_script(request, STALE), "again": True, "fresh": fresh}, 403)
    return complaint(request, 403, "这一页过期了；回到列表重新打开。")


def from_here(request: Request) -> bool:
    """Whether the browser says that the request comes from this site; old browsers say nothing."""
    origin = request.headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == request.headers.get("host")


def sign_in_again(request: Request) -> Response:
    """To the sign-in page; a script is told, so that nothing typed is lost."""
    if wants_json(request):
        told = in_his_script(request, "登录过期了；另开一页登录，回来按回车重发，打的字还在。")
        return JSONResponse({"error": told, "again": True}, 401)
    return RedirectResponse("/login", 303)


def complaint(request: Request, status: int, text: str) -> Response:
    """One clear sentence, as a page or for a script."""
    if wants_json(request):
        return JSONResponse({"error": in_his_script(request, text)}, status)
    return page(request, "complaint.html", status, text=text)


def ask_again(request: Request, told: str) -> Response:
    """Nobody answered: a script may send the same thing again."""
    return JSONResponse({"error": in_his_script(request, told), "again": True}, 503)


async def sent_by(request: Request) -> dict[str, Any]:
    """The JSON object a script of ours sent. Raises ValueError for anything else, be it text that no database could keep."""
    try:
        told = json.loads(await request.body(), parse_constant=_no_number)
        json.dumps(told, ensure_ascii=False, allow_nan=False).encode()
    except (RecursionError, UnicodeError) as fault:
        raise ValueError(str(fault)) from None
    if not isinstance(told, dict):
        raise ValueError("an object is wanted")
    return told


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no figure")


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page. Every template knows the person and the token his forms must carry."""
    session = session_of(request)
    known = {
        "person": session.person if session else None, "csrf": session.csrf if session else "",
        "traditional": request.cookies.get(SCRIPT_COOKIE) == TRADITIONAL,
        "here": f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
    }  # fmt: skip
    return HTMLResponse(part(request, template, **known, **values), status)


def part(request: Request, template: str, **values: Any) -> str:
    """A page, or a piece of one, in the reader's script."""
    return in_his_script(request, console_of(request).render(template, **values))


def in_his_script(request: Request, text: str) -> str:
    return in_traditional(text) if request.cookies.get(SCRIPT_COOKIE) == TRADITIONAL else text
