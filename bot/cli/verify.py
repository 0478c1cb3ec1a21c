"""huashu verify: whether the record is as it was written."""

import json
import sys

import click

from bot.record import verify
from bot.settings import read_settings


@click.command("verify")
def command() -> None:
    """验链：记录有没有被改过、删过、插过、截过；有就指出第一处，退出码 1。"""
    settings = read_settings()
    if not settings.database.exists():
        raise click.ClickException(f"{settings.database}: 还没有记录；用过一次就有了")
    heads = []
    if settings.heads.exists():
        lines = settings.heads.read_text(encoding="utf-8").splitlines()
        heads = [h for h in map(json.loads, lines) if h["database"] == str(settings.database)]
    flaw = verify(settings.database, settings.seal_key(), tuple(heads))
    if flaw:
        click.echo(f"{settings.database}: {flaw.table} 第 {flaw.seq} 行：{flaw.what}")
        sys.exit(1)
    click.echo(f"{settings.database}: 记录完整，没有改动")
