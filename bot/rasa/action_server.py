"""The action server: rasa_sdk's app on loopback, behind a token, with error answers that repeat nothing.

rasa_sdk checks no token and its error answer echoes the whole tracker; `rasa run actions` works too, without either.
It imports rasa_sdk, not rasa: up in two seconds.
"""

import hmac
import sys

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.desk import CANNOT_OPEN, shared_desk
from bot.rasa.logs import quiet_logs
from bot.settings import LOOPBACK, read_settings


def guarded(app: Sanic, token: str | None) -> Sanic:
    """The app with one middleware that refuses a wrong token and one that empties error answers."""

    async def refuse(request: Request) -> HTTPResponse | None:
        given = request.args.get("token") or ""
        if token and not hmac.compare_digest(given.encode(), token.encode()):
            return json({"error": "令牌不对；请用 huashu up 启动，或设同一个 HUASHU_ACTION_TOKEN"}, status=403)
        return None

    async def say_little(request: Request, response: HTTPResponse) -> HTTPResponse | None:
        if response is not None and response.status >= 400 and response.status != 403:
            return json({"error": "动作没有完成", "action_name": ""}, status=response.status)
        return None

    app.register_middleware(refuse, "request")
    app.register_middleware(say_little, "response")
    return app


def main() -> None:
    """Serves until stopped. Content or record that cannot be used is told in one message, exit 1."""
    quiet_logs()
    settings = read_settings()
    try:
        desk = shared_desk()
    except CANNOT_OPEN as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    desk.note_head("start")
    app = guarded(create_app("actions"), settings.action_token)
    try:
        app.run(host=LOOPBACK, port=settings.action_port, access_log=False, debug=False)
    finally:
        desk.note_head("stop")


if __name__ == "__main__":
    main()
