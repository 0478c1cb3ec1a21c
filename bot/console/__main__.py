"""python -m bot.console: serves the console until stopped."""

import sys

import uvicorn

from bot.console.app import create_app
from bot.console.assistant import Assistant
from bot.console.house import House
from bot.desk import CANNOT_OPEN, open_desk
from bot.desk.people import open_people
from bot.settings import read_settings


def main() -> None:
    """Listens on HUASHU_CONSOLE_HOST and port. What cannot be opened is told in one message, exit 1."""
    try:
        settings = read_settings()
        house = House(open_desk(settings), open_people(settings), settings, Assistant(settings.rasa_url))
    except CANNOT_OPEN as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    uvicorn.run(
        create_app(house), host=settings.console_host, port=settings.console_port, log_level="warning", access_log=False,
        ws="wsproto", server_header=False, proxy_headers=False,
    )  # fmt: skip


if __name__ == "__main__":
    main()
