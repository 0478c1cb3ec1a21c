"""huashu import-payments: what was credited; then every promise is decided by it."""

from functools import partial
from pathlib import Path

import click

from bot.cli.importing import bring_in, columns_of, opened, options
from bot.desk import open_desk
from bot.desk.casework import settle_all, take_payments

_ZH = {"kept": "兑现", "partly_kept": "部分兑现", "broken": "失信", "open": "未到期（已入一部分）"}


@click.command("import-payments")
@options
def command(file: Path, pairs: tuple[str, ...], mapping: str | None, save_as: str | None, creditor: str | None) -> None:
    """导入入账流水，并据此判定承诺：按期入账才算兑现。"""
    table, desk = opened(file), open_desk()
    names = desk.content.columns
    assigned = columns_of(desk.settings, table, names.payments, ("number", "on", "amount"), pairs, mapping, save_as)
    bring_in(desk.settings, table, assigned, partial(take_payments, desk, words=names.words), creditor)
    settled = settle_all(desk, desk.clock().date())
    if settled:
        click.echo("承诺：" + " · ".join(f"{_ZH[state]} {count:,}" for state, count in sorted(settled.items())))
