"""What collectors raised, on the supervisor's page within seconds; his answer goes back into the same call."""

from typing import Any, NamedTuple

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.console.guard import complaint, for_roles, house_of, owners_of, page, person_of
from bot.console.house import House
from bot.desk.cases import Owners
from bot.desk.raised import decide, waiting
from bot.trade.approval import Raised, State, Terms

ANSWERS: dict[str, State] = {"approve": "approved", "counter": "countered", "refuse": "refused", "come": "approved"}
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
    reason: str
    may_grant: bool


@for_roles("supervisor", "admin")
async def raised(request: Request) -> Response:
    """The page; its list renews itself."""
    return page(request, "raised.html", rows=await _rows(request), told="")


@for_roles("supervisor", "admin")
async def rows_now(request: Request) -> Response:
    """The list alone, as the page asks for it every few seconds."""
    return HTMLResponse(house_of(request).render("_raised.html", rows=await _rows(request), csrf=_csrf(request)))


@for_roles("supervisor", "admin")
async def answer(request: Request) -> Response:
    """approve, counter with figures, refuse, or come; a figure that is none is told and nothing is answered."""
    form = await request.form()
    raised_id, house = request.path_params["id"], house_of(request)
    if raised_id not in {row.id for row in await _rows(request)}:
        return complaint(request, 404, NOT_YOURS)
    try:
        state = ANSWERS[str(form.get("answer"))]
        terms = _terms(form) if state == "countered" else Terms()
        await run_in_threadpool(
            decide, house.desk, raised_id, state, person_of(request).name, str(form.get("why") or "")[:200], terms
        )
    except (KeyError, ValueError) as fault:
        told = (
            str(fault) if type(fault) is ValueError else "还价的数不对：首付是大于零的元，期数 1 到 60，减免 1 到 100"
        )
        return page(request, "raised.html", 400, rows=await _rows(request), told=told)
    return RedirectResponse("/raised", 303)


async def _rows(request: Request) -> list[Waiting]:
    return await run_in_threadpool(_waiting, house_of(request), owners_of(request))


def _waiting(house: House, owners: Owners) -> list[Waiting]:
    """Everything raised on cases of these owners, and on cases that nobody works."""
    approvals, rows = house.desk.content.approvals, []
    for row in waiting(house.desk):
        one = Raised.of_row(row)
        account = house.desk.accounts.account(one.account)
        if owners is None or account.owner is None or account.owner in owners:
            rows.append(
                Waiting(
                    id=one.id, at=str(row["at"])[11:16], kind=one.kind, zh=approvals.zh(one.kind), asked=one.asked.zh,
                    who=account.name or one.account, by=str(row.get("asked_by") or ""), reason=one.reason,
                    may_grant=approvals.is_approval(one.id),
                )
            )  # fmt: skip
    return rows


def _terms(form: Any) -> Terms:
    given = {name: form.get(name) or None for name in ("first_payment", "instalments", "percent_off")}
    return Terms.parse_obj(given)


def _csrf(request: Request) -> str:
    return str(request.state.session.csrf)


routes = [
    Route("/raised", raised),
    Route("/raised/now", rows_now),
    Route("/raised/{id}", answer, methods=["POST"]),
]
