"""huashu reassign: many accounts to another collector at once."""

from collections import Counter
from pathlib import Path

import click

from bot.cli.importing import bring_in, columns_of, opened
from bot.desk import open_desk
from bot.desk.casework import owned_by, reassign

_COLUMNS = ("number", "creditor", "owner")


@click.command("reassign")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--from", "giver", metavar="催收员", help="把他名下的全部改派")
@click.option("--to", "taker", metavar="催收员", help="改派给谁；给文件时是文件里没写催收员的那些")
def command(file: Path | None, giver: str | None, taker: str | None) -> None:
    """批量改派：给一份「账号,催收员」的文件，或 --from 旧人 --to 新人。"""
    if bool(file) == bool(giver) or (giver and not taker):
        raise click.UsageError("给一份文件，或者 --from 旧人 --to 新人")
    desk = open_desk()
    if file:
        table = opened(file)
        names = {field: desk.content.columns.accounts[field] for field in _COLUMNS}
        assigned = columns_of(desk.settings, table, names, ("number",), (), None, None)
        bring_in(
            desk.settings, table, assigned,
            lambda rows: reassign(desk, ((n, {**row, "owner": row.get("owner") or taker}) for n, row in rows)),
        )  # fmt: skip
        return
    assert giver
    rows = [(n, {**row, "owner": taker}) for n, row in enumerate(owned_by(desk, giver), start=1)]
    if not rows:
        raise click.ClickException(f"{giver} 名下没有案件")
    counted = Counter(taken.outcome for taken in reassign(desk, rows))
    click.echo(f"{giver} → {taker}：改派 {counted['changed']:,} 户")
