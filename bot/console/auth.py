"""Signing in and out, and the one-time link that makes an account."""

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.console.guard import COOKIE, complaint, for_roles, from_here, house_of, page, person_of, session_of
from bot.desk.demonstration import file_samples
from bot.desk.people import ROLES, SHIFT, PeopleError

EVERYBODY = tuple(ROLES)


async def sign_in(request: Request) -> Response:
    """The sign-in page. A wrong password keeps the name typed and says nothing of which was wrong."""
    if request.method == "GET":
        return RedirectResponse("/cases", 303) if session_of(request) else page(request, "login.html", name="", told="")
    if not from_here(request):
        return complaint(request, 403, "这一页不是从本站来的；请直接打开本站再登录。")
    form = await request.form()
    name, password = str(form.get("name") or "").strip(), str(form.get("password") or "")
    address = request.client.host if request.client else "?"
    house = house_of(request)
    try:
        token = await run_in_threadpool(house.people.sign_in, name, password, address)
    except PeopleError as fault:
        _note(request, "sign-in refused", name[:32], address)
        return page(request, "login.html", 403, name=name, told=str(fault))
    _note(request, "signed in", name, address)
    return _with_cookie(request, token)


async def accept(request: Request) -> Response:
    """The page behind a one-time link: name, password, and whether sample cases are wanted."""
    house, token = house_of(request), request.path_params["token"]
    role = house.people.invited_as(token)
    if role is None:
        return complaint(request, 410, "这个链接用过了或过期了；请重新生成一个：huashu users --invite 角色")
    typed: dict[str, Any] = {"name": "", "zh": "", "team": ""}
    if request.method == "GET":
        return page(request, "first.html", role=role, told="", samples=_may_have_samples(request), **typed)
    if not from_here(request):
        return complaint(request, 403, "这一页不是从本站来的；请直接打开那个链接。")
    form = await request.form()
    typed = {key: str(form.get(key) or "").strip() for key in typed}
    password = str(form.get("password") or "")
    address = request.client.host if request.client else "?"
    try:
        if password != str(form.get("again") or ""):
            raise PeopleError("两次密码不一样；再打一遍")
        person = await run_in_threadpool(
            house.people.accept, token, typed["name"], typed["zh"], typed["team"], password
        )
    except PeopleError as fault:
        return page(request, "first.html", 400, role=role, told=str(fault), samples=_may_have_samples(request), **typed)
    _note(request, f"account made ({person.role})", person.name, address)
    if form.get("samples") and _may_have_samples(request):
        file_samples(house.desk, person.name)
    session = await run_in_threadpool(house.people.sign_in, person.name, password, address)
    return _with_cookie(request, session)


@for_roles(*EVERYBODY)
async def sign_out(request: Request) -> Response:
    """Ends this session."""
    house_of(request).people.sign_out(request.cookies[COOKIE])
    _note(request, "signed out", person_of(request).name, request.client.host if request.client else "?")
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="strict")
    return answer


def _with_cookie(request: Request, token: str) -> Response:
    answer = RedirectResponse("/cases", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(
        COOKIE, token, max_age=int(SHIFT.total_seconds()), httponly=True, samesite="strict", secure=secure
    )
    return answer


def _may_have_samples(request: Request) -> bool:
    """Sample cases are offered while no real one is on file."""
    record = house_of(request).desk.record
    return record is not None and not record.latest("accounts", 1)


def _note(request: Request, event: str, who: str, address: str) -> None:
    record = house_of(request).desk.record
    if record is not None:
        record.add("audit", {"id": f"people:{who}", "event": event, "who": who, "from": address})


routes = [
    Route("/login", sign_in, methods=["GET", "POST"]),
    Route("/first/{token}", accept, methods=["GET", "POST"]),
    Route("/logout", sign_out, methods=["POST"]),
]
