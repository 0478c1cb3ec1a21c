"""huashu export ID: a call as JSON lines that `huashu score` takes."""

import json
import sys

import click

from bot.desk import open_desk
from bot.desk.transcript import transcript


@click.command("export")
@click.argument("call_id", metavar="ID")
def command(call_id: str) -> None:
    """导出一通电话（JSON lines），可以直接交给 huashu score。"""
    desk = open_desk()
    turns = transcript(desk, call_id)
    if not turns:
        click.echo(f"没有这通电话：{call_id}；用 huashu calls 看有哪些", err=True)
        sys.exit(1)
    for turn in turns:
        row = {
            "speaker": turn.speaker, "text": turn.text, "at": turn.at, "labels": list(turn.labels), "moves": list(turn.moves),
            "violations": list(turn.violations), "said_by": turn.said_by, "model": turn.model,
            "rubric": desk.content.rubric.version, "exchange": turn.exchange,
        }  # fmt: skip
        click.echo(json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False))
