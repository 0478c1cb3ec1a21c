"""huashu retain: erases what has been kept long enough; the chain still verifies."""

from collections import Counter
from datetime import datetime

import click

from bot.desk import open_desk
from bot.desk.retention import cutoff, expired, forget


@click.command("retain")
@click.option("--dry-run", is_flag=True, help="只数不抹")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天算；不写就是今天")
def command(dry_run: bool, on: datetime | None) -> None:
    """抹掉保存期满的记录（house.yml 的 retention_years）：字没了，链还验得过；还欠着的，约定和入账不抹。"""
    desk = open_desk()
    day = (on or desk.clock()).date()
    if day > desk.clock().date():
        raise click.UsageError(f"{day} 还没到；保存期满的只按今天或以前算")
    before = cutoff(day, desk.book.house.retention_years)
    counted = Counter(table for table, _ in expired(desk, day)) if dry_run else forget(desk, day)
    verb = "该抹" if dry_run else "抹掉"
    if not counted:
        click.echo(f"{before} 以前没有保存期满的记录。")
        return
    click.echo(
        f"{before} 以前的，{verb} {sum(counted.values())} 行：" + "，".join(f"{t} {n}" for t, n in counted.items())
    )
