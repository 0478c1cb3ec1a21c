"""huashu due: today's work, why, and whose."""

import json
from datetime import datetime

import click

from bot.desk import open_desk
from bot.desk.due import due


@click.command("due")
@click.option("--owner", metavar="催收员", help="只看他名下的")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="看哪一天的；不写就是今天")
@click.option("--json", "as_json", is_flag=True, help="每行一个 JSON")
def command(owner: str | None, on: datetime | None, as_json: bool) -> None:
    """今天该联系谁、为什么：约好的回拨、到期的承诺、我们欠人家的答复。"""
    desk = open_desk()
    work = due(desk, (on or desk.clock()).date(), owner)
    for item in work:
        if as_json:
            click.echo(json.dumps({**item._asdict(), "by": item.by.isoformat()}, ensure_ascii=False))
        else:
            click.echo(f"{item.by:%Y-%m-%d}  {item.account}  {item.owner or '未分派'}  {item.what}")
    if not work and not as_json:
        click.echo("今天没有到期的事。")
