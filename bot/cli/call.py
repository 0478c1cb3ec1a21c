"""huashu call ID: a call's transcript with readings, what was suggested and why, what was said, findings."""

import click

from bot.cli.recorded import turns_of
from bot.desk import open_desk
from bot.desk.transcript import Spoken


@click.command("call")
@click.argument("call_id", metavar="ID")
def command(call_id: str) -> None:
    """看一通电话：每句的研判、建议和出处、实际说的话、违规。"""
    desk = open_desk()
    for turn in turns_of(desk, call_id):
        click.echo("\n".join(_lines(turn)))


def _lines(turn: Spoken) -> list[str]:
    if turn.speaker == "debtor":
        lines = [f"对方：{turn.text}", f"    读作 {turn.reading_zh or '（没把握）'}"]
        if turn.suggested:
            lines.append(f"    建议 {turn.suggested}")
            lines += [f"    出处 {b['source']}（{b['why']}）" for b in turn.because]
        return lines
    how = "（按显示的话算）" if turn.said_by == "assumed" else ""
    lines = [f"我方：{turn.text}{how}"]
    return lines + [f"    ⚠ {v['rule']}「{v['words']}」{v['why']}" for v in turn.violations]
