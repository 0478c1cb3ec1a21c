"""python -m bot.console: serves the console until stopped."""

import sys

import uvicorn

from bot.console.app import create_app
from bot.console.assistant import Assistant
from bot.console.console import Console
from bot.desk import CANNOT_OPEN, open_desk
from bot.desk.people import open_people
from bot.settings import read_settings


def main() -> None:
    """Listens on HUASHU_CONSOLE_HOST and port. What cannot be opened is told in one message, exit 1."""
    try:
        settings = read_settings()
        console = Console(open_desk(settings), open_people(settings), settings, Assistant(settings.rasa_url))
    except CANNOT_OPEN as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    uvicorn.run(
        create_app(console), host=settings.console_host, port=settings.console_port, log_level="warning", access_log=False,
        ws="wsproto", timeout_graceful_shutdown=2, server_header=False, proxy_headers=settings.console_proxy is not None, forwarded_allow_ips=settings.console_proxy, limit_concurrency=400,
    )  # fmt: skip


if __name__ == "__main__":
    main()
