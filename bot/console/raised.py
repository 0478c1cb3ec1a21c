"""What collectors raised, on the supervisor's page within seconds; his answer goes back into the same call."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console.console import Console
from bot.console.guard import (
    complaint,
    console_of,
    for_roles,
    in_his_script,
    owners_of,
    page,
    part,
    person_of,
    session_of,
    wants_json,
)
from bot.desk.cases import Owners, held
from bot.desk.screen import yuan
from bot.desk.supervising import decide, release, waiting
from bot.trade.account import Account
from bot.trade.approval import Raised, State, Terms

ANSWERS: dict[str, State] = {"approve": "approved", "counter": "countered", "refuse": "refused", "come": "approved"}
FIGURES = ("first_payment", "instalments", "percent_off")
NOT_YOURS = "没有这一条，或不归你批；刷新看看。"


class Waiting(NamedTuple):
    """One thing that waits for an answer."""

    id: str
    at: str
    kind: str
    zh: str
    asked: str
    who: str
    by: str
    call: str  # empty where it is nobody's to be looked at
    account: str
    owes: str
    reason: str
    may_grant: bool


@for_roles("supervisor", "admin")
async def raised(request: Request) -> Response:
    """The page; its list renews itself."""
    return await _whole(request)


async def _whole(
    request: Request, status: int = 200, told: str = "", typed: Mapping[str, Any] = MappingProxyType({})
) -> Response:
    """The list, and below it the accounts that stand still until somebody knows that the man is safe."""
    stopped = await run_in_threadpool(held, console_of(request).desk, owners_of(request))
    return page(request, "raised.html", status, rows=await _rows(request), told=told, typed=typed, held=stopped)


@for_roles("supervisor", "admin")
async def let_go(request: Request) -> Response:
    """Releases a held account, with the reason on record."""
    form, desk = await request.form(), console_of(request).desk
    account, why = str(form.get("account") or ""), str(form.get("why") or "").strip()[:200]
    if account not in {key for key, _ in held(desk, owners_of(request))}:
        return complaint(request, 404, NOT_YOURS)
    if not why:
        return await _whole(request, 400, told="放行要写一句凭什么：谁陪着、怎么确认的平安。")
    try:
        await run_in_threadpool(release, desk, account, person_of(request).name, why)
    except ValueError:  # somebody else just did
        return complaint(request, 404, NOT_YOURS)
    return RedirectResponse("/raised", 303)


@for_roles("supervisor", "admin")
async def rows_now(request: Request) -> Response:
    """The list alone, as the page asks for it every few seconds."""
    session = session_of(request)
    assert session is not None
    return HTMLResponse(part(request, "_raised.html", rows=await _rows(request), csrf=session.csrf, typed={}))


@for_roles("supervisor", "admin")
async def answer(request: Request) -> Response:
    """approve, counter with figures, refuse, or come; a figure that is none is told and nothing is answered.

    Enter in a field presses no button: with figures it is a counter-offer, without it decides nothing.
    """
    form = await request.form()
    raised_id, console, rows = request.path_params["id"], console_of(request), await _rows(request)
    if raised_id not in {row.id for row in rows}:
        return complaint(request, 404, NOT_YOURS)
    try:
        terms = _terms(form)
        pressed = str(form.get("answer") or "") or ("counter" if terms != Terms() else "")
        if pressed not in ANSWERS:
            raise ValueError("还没说批不批：按一个按钮")
        why = str(form.get("why") or "")[:200]
        await run_in_threadpool(decide, console.desk, raised_id, ANSWERS[pressed], person_of(request).name, why, terms)
    except ValidationError:
        return await _refused(request, form, "还价的数不对：首笔是大于零的元，期数 1 到 60，减免 1 到 100")
    except ValueError as fault:
        return await _refused(request, form, str(fault))
    if wants_json(request):
        return JSONResponse({"ok": True})
    return RedirectResponse("/raised", 303)


async def _refused(request: Request, form: Any, told: str) -> Response:
    """Why nothing was answered; what was typed is still there."""
    if wants_json(request):
        return JSONResponse({"error": in_his_script(request, told)}, 400)
    typed = {request.path_params["id"]: {name: str(form.get(name) or "") for name in (*FIGURES, "why")}}
    return await _whole(request, 400, told=told, typed=typed)


async def _rows(request: Request) -> list[Waiting]:
    return await run_in_threadpool(_waiting, console_of(request), owners_of(request))


def _waiting(console: Console, owners: Owners) -> list[Waiting]:
    """Everything raised on cases of these owners, and on cases that nobody works."""
    approvals, rows = console.desk.content.approvals, []
    called = {person.name: person.zh for person in console.people.all()}
    for row in waiting(console.desk):
        one = Raised.of_row(row)
        account = console.desk.accounts.account(one.account)
        by = str(row.get("asked_by") or "")
        if owners is None or account.owner is None or account.owner in owners:
            rows.append(
                Waiting(
                    id=one.id, at=f"{str(row['at'])[5:10]} {str(row['at'])[11:16]}", kind=one.kind, zh=approvals.zh(one.kind), asked=one.asked.zh,
                    who=account.name or one.account, by=called.get(by, by), call=str(row["call"]) if account.owner else "", account=one.account, owes=_owes(account), reason=one.reason,
                    may_grant=approvals.is_approval(one.id),
                )
            )  # fmt: skip
    return rows


def _owes(account: Account) -> str:
    """6,900 元，逾期 65 天"""
    days = f"逾期 {account.days_overdue} 天" if account.days_overdue else ""
    return "，".join(filter(None, (yuan(account.amounts.overdue, account.currency), days)))


def _terms(form: Any) -> Terms:
    given = {name: form.get(name) or None for name in FIGURES}
    return Terms.parse_obj(given)


routes = [
    Route("/raised", raised),
    Route("/raised/now", rows_now),
    Route("/raised/held", let_go, methods=["POST"]),
    Route("/raised/{id}", lambda request: RedirectResponse("/raised", 303)),  # reloaded after a refused answer
    Route("/raised/{id}", answer, methods=["POST"]),
]
