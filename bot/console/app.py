"""The console: one Starlette application over the desk, the people and the assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console import assist, auth, compose, raised
from bot.console.guard import Guard, complaint
from bot.console.house import HERE, House


def create_app(house: House) -> Starlette:
    """The application; the house is built by who starts it."""

    @asynccontextmanager
    async def open_house(app: Starlette) -> AsyncIterator[None]:
        yield
        await house.assistant.close()

    app = Starlette(
        routes=[
            Route("/", _home), Mount("/static", StaticFiles(directory=HERE / "static")), *auth.routes, *assist.routes,
            *compose.routes, *raised.routes,
        ],
        middleware=[Middleware(Guard)],
        exception_handlers={404: _not_found, HTTPException: _refused},
        lifespan=open_house,
    )  # fmt: skip
    app.state.house = house
    return app


async def _home(request: Request) -> Response:
    return RedirectResponse("/cases", 303)


async def _not_found(request: Request, fault: Exception) -> Response:
    return complaint(request, 404, "没有这一页；回到案件列表。")


async def _refused(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return complaint(request, fault.status_code, "这一步做不了；回到案件列表重试。")
