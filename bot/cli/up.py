"""huashu up: everything started, warmed, and talking."""

import signal
import sys
import time
from uuid import uuid4

import click

from bot.cli.chat import chat
from bot.cli.client import Client, NotAnswered
from bot.cli.servers import CannotStart, Servers
from bot.content import load_content
from bot.lab.train import TrainingFailed, ensure_model
from bot.settings import Settings, read_settings


@click.command("up")
@click.option("--no-chat", is_flag=True, help="只起服务，不进对话")
def command(no_chat: bool) -> None:
    """启动 Rasa 和动作服务；没有新模型先训练；起好了进入对话。Ctrl-C 全停。"""
    settings = read_settings()
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
        click.echo(f"话术助手在 {settings.rasa_url}（REST：{settings.rasa_url}/webhooks/rest/webhook）")
        if sys.stdin.isatty() and not no_chat:
            chat(Client(settings, f"chat-{uuid4().hex[:8]}"))
        else:
            click.echo("在另一个终端里：huashu chat　停止：Ctrl-C")
            while servers.alive():
                time.sleep(0.5)
    except KeyboardInterrupt:
        pass
    finally:
        servers.stop()
        click.echo("已全部停止。", err=True)


def _interrupt(signum: int, frame: object) -> None:
    raise KeyboardInterrupt


def _warm(settings: Settings) -> None:
    """The first message costs two seconds (jieba, caches): better ours than the collector's."""
    try:
        Client(settings, f"warm-{uuid4().hex[:8]}").send("最近手头紧", dry=True)
    except NotAnswered:
        click.echo("  预热没有应答；第一句会慢两秒", err=True)
