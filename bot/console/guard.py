"""What every request passes: who is signed in, may he do this, and does the page he comes from belong to us."""

import functools
import hmac
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.console.house import House
from bot.desk.cases import Owners, owners_for
from bot.desk.people import Person, Session

COOKIE = "huashu"
LONGEST_BODY = 256 * 1024  # bytes; a pasted conversation is far smaller
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


class Guard:
    """Strict headers on every answer; a body too large is refused before it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers["Cache-Control"] = "no-store"  # a case must not stay in a browser's cache
            await send(message)

        request = Request(scope)
        if int(request.headers.get("content-length") or 0) > LONGEST_BODY:
            await complaint(request, 413, "贴得太长了：一次最多二十五万字节，分几段贴。")(scope, receive, send_guarded)
            return
        await self.app(scope, receive, send_guarded)


def house_of(request: Request) -> House:
    house: House = request.app.state.house
    return house


def session_of(request: Request) -> Session | None:
    """Who is signed in; looked up once a request."""
    if not hasattr(request.state, "session"):
        token = request.cookies.get(COOKIE)
        request.state.session = house_of(request).people.session(token) if token else None
    session: Session | None = request.state.session
    return session


def person_of(request: Request) -> Person:
    """The person a page marked @for_roles is served to."""
    session = session_of(request)
    assert session is not None, "only pages for roles know a person"
    return session.person


def owners_of(request: Request) -> Owners:
    """Under whose names the cases stand that this person may see."""
    return owners_for(person_of(request), house_of(request).people.all())


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
                return complaint(request, 403, "这一页过期了；刷新一下再试，打的字还在。")
            return await serve(request)

        return guarded

    return mark


async def _from_our_page(request: Request, session: Session) -> bool:
    """Whether the session's own token came along, in the header of a script or in the field of a form."""
    token = request.headers.get("x-csrf")
    if token is None and "form" in request.headers.get("content-type", ""):
        token = str((await request.form()).get("csrf") or "")
    return from_here(request) and hmac.compare_digest((token or "").encode(), session.csrf.encode())


def from_here(request: Request) -> bool:
    """Whether the browser says that the request comes from this site; old browsers say nothing."""
    origin = request.headers.get("origin")
    return origin is None or origin.split("://", 1)[-1] == request.headers.get("host")


def sign_in_again(request: Request) -> Response:
    """To the sign-in page; a script is told, so that nothing typed is lost."""
    if wants_json(request):
        return JSONResponse(
            {"error": "登录过期了；另开一页登录，回来按回车重发，打的字还在。", "signed_out": True}, 401
        )
    return RedirectResponse("/login", 303)


def complaint(request: Request, status: int, text: str) -> Response:
    """One clear sentence, as a page or for a script."""
    if wants_json(request):
        return JSONResponse({"error": text}, status)
    return page(request, "complaint.html", status, text=text)


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page. Every template knows the person and the token his forms must carry."""
    session = session_of(request)
    known = {"person": session.person if session else None, "csrf": session.csrf if session else ""}
    return HTMLResponse(house_of(request).render(template, **known, **values), status)
