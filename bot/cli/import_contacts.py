"""huashu import-contacts: the dial log, without which nobody may say how often a debtor was called."""

from functools import partial
from pathlib import Path

import click

from bot.cli.importing import bring_in, columns_of, opened, options
from bot.desk import open_desk
from bot.desk.casework import take_contacts


@click.command("import-contacts")
@options
def command(file: Path, pairs: tuple[str, ...], mapping: str | None, save_as: str | None, creditor: str | None) -> None:
    """导入拨打记录：频次从此含拨打记录，不再只算本系统内。"""
    table, desk = opened(file), open_desk()
    names = desk.content.columns
    assigned = columns_of(desk.settings, table, names.contacts, ("number", "at"), pairs, mapping, save_as)
    bring_in(desk.settings, table, assigned, partial(take_contacts, desk, words=names.words), creditor)
