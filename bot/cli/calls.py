"""huashu calls: recorded calls with result, findings and silences, newest first."""

from collections import Counter

import click

from bot.desk import open_desk
from bot.desk.closing import last_close


@click.command("calls")
@click.option("--search", "words", help="只列说过这些字的通话")
@click.option("--limit", default=50, show_default=True)
def command(words: str | None, limit: int) -> None:
    """列出记录下来的通话：结果、违规、没把握的句数。"""
    desk = open_desk()
    assert desk.record
    rows = desk.record.search("exchanges", words, 5000) if words else desk.record.latest("exchanges", 5000)
    order = list(dict.fromkeys(row["call"] for row in rows))[:limit]
    if not order:
        click.echo("没有通话。")
        return
    for call_id in order:
        exchanges = desk.record.of_call("exchanges", call_id)
        lines = desk.record.of_call("lines", call_id)
        kinds = Counter(e["answer"]["kind"] for e in exchanges)
        findings = sum(len(line["violations"]) for line in lines)
        closed = last_close(desk, call_id)
        result = desk.book.results[closed["result"]].zh if closed else "未记结果"
        click.echo(
            f"{exchanges[0]['at'][:16]}  {call_id}  {result}  {len(exchanges)} 句  违规 {findings}  没把握 {kinds['silence']}"
        )
