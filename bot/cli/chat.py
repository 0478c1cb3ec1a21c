"""huashu chat: the assistant in the terminal: the card as a panel, one letter for softer, firmer, next, why."""

import sys
from typing import Any
from uuid import uuid4

import click
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.cli.client import Client, NotAnswered
from bot.settings import read_settings

LETTERS = {"s": "软一点", "f": "硬一点", "n": "下一步", "w": "有法律依据吗"}
GUIDE = "贴对方的话回车。s 软一点 · f 硬一点 · n 下一步 · w 依据 · q 退出 · 「帮助」看还能问什么"
_BORDERS = {"danger": "bold red", "privacy": "red", "pause": "yellow", "soft": "cyan", None: "green"}


@click.command("chat")
@click.option("--account", help="案件：data/accounts 里的样例名，或记录里的案号")
@click.option("--party", help="谁在线上，如 unknown、verified、contact")
def command(account: str | None, party: str | None) -> None:
    """在终端里用助手（先 huashu up 起服务）。"""
    facts = {k: v for k, v in (("account", account), ("party", party)) if v}
    chat(Client(read_settings(), f"chat-{uuid4().hex[:8]}", facts))


def chat(client: Client) -> None:
    """Talks until q, Ctrl-D or Ctrl-C."""
    console = Console(highlight=False)
    console.print(GUIDE, style="dim")
    unsent: tuple[str, str] | None = None
    card: dict[str, Any] = {}
    while True:
        try:
            typed = console.input("[bold]> [/bold]").strip() if sys.stdin.isatty() else _line()
        except (EOFError, KeyboardInterrupt):
            return
        if typed in ("q", "quit", "exit"):
            return
        if typed == "w" and card.get("because"):
            console.print(_why(card))
            continue
        if not typed and unsent is None:
            continue
        text, exchange = unsent if not typed and unsent else (LETTERS.get(typed, typed), uuid4().hex)
        try:
            words, payload = client.send(text, exchange)
        except NotAnswered as error:
            unsent = (text, exchange)
            console.print(str(error), style="red")
            continue
        unsent = None
        if payload["kind"] == "suggestion":
            card = payload
        console.print(_panel(words, payload))


def _line() -> str:
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.strip()


def _panel(words: str, payload: dict[str, Any]) -> Panel:
    """The card: the line to say first and large."""
    if payload["kind"] != "suggestion":
        return Panel(words, border_style="dim")
    body = Text()
    body.append(f"{payload['say']}\n", style="bold")
    body.append("\n".join(line for line in words.splitlines() if not line.startswith("说：")), style="dim")
    return Panel(body, border_style=_BORDERS.get(payload.get("stop"), "green"))


def _why(card: dict[str, Any]) -> str:
    return "\n".join(f"· {b['source']}：{b['why']}" for b in card["because"])
