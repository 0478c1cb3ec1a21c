"""huashu export ID: a call as JSON lines that `huashu score` takes."""

import getpass
import json

import click

from bot.cli.recorded import turns_of
from bot.desk import open_desk


@click.command("export")
@click.argument("call_id", metavar="ID")
def command(call_id: str) -> None:
    """导出一通电话（JSON lines），可以直接交给 huashu score。"""
    desk = open_desk()
    if desk.record:  # who took a call out of the house, and when
        taken = {
            "id": f"export:{call_id}",
            "event": "exported",
            "call": call_id,
            "who": getpass.getuser(),
            "from": "huashu export",
        }
        desk.record.add("audit", taken)
    for turn in turns_of(desk, call_id):
        row = {
            "speaker": turn.speaker, "text": turn.text, "at": turn.at, "labels": list(turn.labels), "moves": list(turn.moves),
            "violations": list(turn.violations), "said_by": turn.said_by, "model": turn.model,
            "rubric": desk.content.rubric.version, "exchange": turn.exchange,
        }  # fmt: skip
        click.echo(json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False))
