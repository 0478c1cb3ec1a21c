"""huashu up: everything started, warmed, and talking."""

import signal
import sys
import time
from dataclasses import replace
from uuid import uuid4

import click

from bot.cli.chat import chat
from bot.cli.client import Client, NotAnswered
from bot.cli.servers import CannotStart, Servers
from bot.content import load_content
from bot.desk.people import open_people
from bot.lab.train import TrainingFailed, ensure_model
from bot.settings import Settings, read_settings


@click.command("up")
@click.option("--host", help="控制台听在哪个地址；默认只有本机能开，别的机器要用就写这台机器的地址")
@click.option("--port", type=click.IntRange(1, 65535), help="控制台的端口，默认 8000")
@click.option("--no-chat", is_flag=True, help="只起服务，不进终端里的对话")
def command(host: str | None, port: int | None, no_chat: bool) -> None:
    """启动全部服务；没有新模型先训练；打出控制台的地址。Ctrl-C 全停。"""
    settings = read_settings()
    settings = replace(settings, console_host=host or settings.console_host, console_port=port or settings.console_port)
    load_content(settings.data)  # a broken file is told now, not by a server that does not answer
    try:
        model = ensure_model(settings)
        servers = Servers(settings, model)
        signal.signal(signal.SIGTERM, _interrupt)
        servers.start(lambda step: click.echo(f"  {step}", err=True))
    except (CannotStart, TrainingFailed) as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        servers.stop()
        return
    try:
        _warm(settings)
        click.echo(f"控制台：{settings.console_url}{_first_link(settings)}")
        click.echo(f"REST：{settings.rasa_url}/webhooks/rest/webhook")
        if sys.stdin.isatty() and not no_chat:
            chat(Client(settings, f"chat-{uuid4().hex[:8]}"))
        else:
            click.echo("在另一个终端里：huashu chat　停止：Ctrl-C")
            while servers.alive():
                time.sleep(0.5)
            raise click.ClickException(
                f"有一个服务停了，全部停下；日志最后几行：\n{servers.tail()}完整日志：{servers.log}"
            )
    except KeyboardInterrupt:
        pass
    finally:
        servers.stop()
        click.echo("已全部停止。", err=True)


def _first_link(settings: Settings) -> str:
    """While nobody may sign in: a link that makes the first supervisor's account, once."""
    people = open_people(settings)
    try:
        if people.all():
            return ""
        return f"\n还没有人能登录。打开这个链接开第一个主管的账号（一次有效）：\n{settings.console_url}/first/{people.invite('supervisor')}"
    finally:
        people.close()


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def _warm(settings: Settings) -> None:
    """The first message costs two seconds (jieba, caches): better ours than the collector's."""
    try:
        Client(settings, f"warm-{uuid4().hex[:8]}").send("最近手头紧", dry=True)
    except NotAnswered:
        click.echo("  预热没有应答；第一句会慢两秒", err=True)
