"""huashu strips: the nine keys of each kind of case as this floor hears them."""

import click

from bot.content import write_strips
from bot.desk import open_desk
from bot.desk.strips import propose
from bot.trade.strip import ENOUGH


@click.command("strips")
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help="看最近几天的记录")
@click.option("--write", is_flag=True, help="照提议写进 $HUASHU_HOME/strips.yml，重启后生效；删掉这个文件就回到原样")
def command(days: int, write: bool) -> None:
    """数一数最近的记录里各种案件最常听到什么，提议一键接话的九个键；手记得住位置，只换掉最少听到的。"""
    desk = open_desk()
    found = propose(desk, days)
    zh = desk.book.taxonomy.zh
    for before, after, heard in zip(desk.content.strips.strips, found.strips.strips, found.heard, strict=True):
        which = "、".join(f"{key} {'/'.join(map(str, value))}" for key, value in before.when.keys().items()) or "其余"
        total = sum(heard.values())
        click.echo(f"{which}：听到 {total} 句" + ("" if total >= ENOUGH else f"，不到 {ENOUGH} 句，不改"))
        for digit, (old, new) in enumerate(zip(before.labels, after.labels, strict=True), start=1):
            change = "" if old == new else f"  → {zh(new)}（{heard[new]}）"
            click.echo(f"  {digit}  {zh(old)}（{heard[old]}）{change}")
    if write:
        write_strips(desk.settings.strips, found.strips)
        click.echo(f"写好了：{desk.settings.strips}；重启 huashu up 后生效。")
