"""huashu import-accounts: cases from another system's file, by creditor and account number, never twice."""

from functools import partial
from pathlib import Path

import click

from bot.cli.importing import bring_in, columns_of, opened, options
from bot.desk import open_desk
from bot.desk.casework import take_accounts


@click.command("import-accounts")
@options
def command(file: Path, pairs: tuple[str, ...], mapping: str | None, save_as: str | None, creditor: str | None) -> None:
    """导入案件（CSV、Excel、JSON lines）：同一债权人同一账号只有一户，变了才记新版本。"""
    table, desk = opened(file), open_desk()
    names = desk.content.columns
    assigned = columns_of(desk.settings, table, names.accounts, ("number",), pairs, mapping, save_as)
    bring_in(desk.settings, table, assigned, partial(take_accounts, desk, words=names.words), creditor)
