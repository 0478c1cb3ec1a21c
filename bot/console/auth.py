"""Signing in and out, and the one-time link that makes an account."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.console.guard import (
    COOKIE,
    address_of,
    complaint,
    console_of,
    for_roles,
    from_here,
    page,
    person_of,
    session_of,
)
from bot.console.script import COOKIE as SCRIPT_COOKIE
from bot.console.script import TRADITIONAL
from bot.desk.demonstration import file_samples
from bot.desk.people import ROLES, SHIFT, SPENT, PeopleError, Refused

EVERYBODY = tuple(ROLES)
YEAR = 365 * 24 * 3600  # seconds


async def sign_in(request: Request) -> Response:
    """The sign-in page. A wrong password keeps the name typed and says nothing of which was wrong."""
    if request.method == "GET":
        return RedirectResponse("/", 303) if session_of(request) else page(request, "login.html", name="", told="")
    if not from_here(request):
        return complaint(request, 403, "这一页不是从本站来的；请直接打开本站再登录。")
    form = await request.form()
    name, password = str(form.get("name") or "").strip(), str(form.get("password") or "")
    people, address = console_of(request).people, address_of(request)
    try:
        token = await run_in_threadpool(people.sign_in, name, password, address)
    except Refused as fault:
        if fault.locked or fault.first:  # two rows a quarter of an hour and address: strangers do not fill the record
            await _note(request, "locked after wrong passwords" if fault.locked else "sign-in refused", name)
        return page(request, "login.html", 403, name=name, told=str(fault))
    await _note(request, "signed in", name)
    return _with_cookie(request, token)


async def accept(request: Request) -> Response:
    """The page behind a one-time link: name, password, and for the first one whether sample cases are wanted."""
    console, token = console_of(request), request.path_params["token"]
    invited = console.people.invitation(token)
    if invited is None:
        return complaint(request, 410, SPENT)
    first = not console.people.all()
    about: dict[str, Any] = {"invited": invited, "first": first, "samples": first and _no_cases(request)}
    typed: dict[str, Any] = {"name": invited.name, "zh": "", "team": invited.team}
    if request.method == "GET":
        return page(request, "first.html", told="", **about, **typed)
    if not from_here(request):
        return complaint(request, 403, "这一页不是从本站来的；请直接打开那个链接。")
    form = await request.form()
    typed = {key: str(form.get(key) or typed[key]).strip() for key in typed}
    password = str(form.get("password") or "")
    try:
        if password != str(form.get("again") or ""):
            raise PeopleError("两次密码不一样；再打一遍")
        if not (first or invited.name) and typed["name"] in _owners(request):
            raise PeopleError(f"{typed['name']} 名下已经有案件；请主管发写明登录名的链接")
        person = await run_in_threadpool(
            console.people.accept, token, typed["name"], typed["zh"], password, typed["team"]
        )
    except PeopleError as fault:
        return page(request, "first.html", 400, told=str(fault), **about, **typed)
    await _note(request, f"account made ({person.role})", person.name)
    if about["samples"] and form.get("samples"):
        await run_in_threadpool(file_samples, console.desk, person.name)
    session = await run_in_threadpool(console.people.sign_in, person.name, password, address_of(request))
    return _with_cookie(request, session)


@for_roles(*EVERYBODY)
async def sign_out(request: Request) -> Response:
    """Ends this session."""
    console_of(request).people.sign_out(request.cookies[COOKIE])
    await _note(request, "signed out", person_of(request).name)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


async def choose_script(request: Request) -> Response:
    """Simplified or traditional, kept in this browser; back to the page he came from."""
    form = await request.form()
    back = str(form.get("back") or "/")
    answer = RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/", 303)
    answer.set_cookie(
        SCRIPT_COOKIE, TRADITIONAL if form.get("script") == TRADITIONAL else "hans", samesite="strict", max_age=YEAR
    )
    return answer


def _with_cookie(request: Request, token: str) -> Response:
    answer = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, token, max_age=int(SHIFT.total_seconds()), httponly=True, samesite="strict", secure=secure
    )
    return answer


@for_roles(*EVERYBODY)
async def practice(request: Request) -> Response:
    """Where a trainee lands."""
    return page(request, "practice.html")


@for_roles(*EVERYBODY)
async def guide(request: Request) -> Response:
    """The one page of help for a role, to be read or printed."""
    role = request.path_params["role"]
    return page(request, "guide.html", role=role) if role in ROLES else complaint(request, 404, "没有这一页。")


def _no_cases(request: Request) -> bool:
    """Whether no case is on file: talks with nobody's number leave accounts too, and are none."""
    record = console_of(request).desk.record
    return record is not None and not any(row["facts"].get("number") for row in record.latest("accounts", 1000))


def _owners(request: Request) -> list[str]:
    record = console_of(request).desk.record
    return record.owners() if record else []


async def _note(request: Request, event: str, who: str) -> None:
    record = console_of(request).desk.record
    if record is not None:
        row = {"id": f"people:{who}", "event": event, "who": who, "from": address_of(request)}
        await run_in_threadpool(record.add, "audit", row)


routes = [
    Route("/login", sign_in, methods=["GET", "POST"]),
    Route("/first/{token}", accept, methods=["GET", "POST"]),
    Route("/logout", sign_out, methods=["POST"]),
    Route("/practice", practice),
    Route("/guide/{role}", guide),
    Route("/script", choose_script, methods=["POST"]),
]
