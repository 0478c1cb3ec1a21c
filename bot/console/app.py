"""The console: one Starlette application over the desk, the people and the assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console import assist, auth, compose, feed, raised
from bot.console.console import HERE, Console
from bot.console.guard import TOO_LONG, BodyTooLong, Guard, complaint, session_of


def create_app(console: Console) -> Guard:
    """The application; the console is built by who starts it."""

    @asynccontextmanager
    async def serving(app: Starlette) -> AsyncIterator[None]:
        yield
        await console.assistant.close()

    app = Starlette(
        routes=[
            Route("/", _home), Mount("/static", StaticFiles(directory=HERE / "static")), *auth.routes, *assist.routes,
            *compose.routes, *raised.routes, *feed.routes,
        ],
        exception_handlers={
            404: _not_found, HTTPException: _refused, BodyTooLong: _too_long, Exception: _broken,
        },
        lifespan=serving,
    )  # fmt: skip
    app.state.console = console
    return Guard(app)


async def _home(request: Request) -> Response:
    session = session_of(request)
    return RedirectResponse("/practice" if session and session.person.role == "trainee" else "/cases", 303)


async def _not_found(request: Request, fault: Exception) -> Response:
    return complaint(request, 404, "没有这一页。")


async def _too_long(request: Request, fault: Exception) -> Response:
    return complaint(request, 413, TOO_LONG)


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return complaint(request, fault.status_code, "这一步做不了；回到案件列表重试。")


async def _broken(request: Request, fault: Exception) -> Response:
    """A fault of ours: one sentence for him, the trace in the log of the servers."""
    return complaint(request, 500, "控制台出了错，这一步没做；再试一次，不行就叫主管看 servers.log。")
