"""huashu cases: the whole cases of data/cases, played through and compared."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import click

from bot.desk import open_desk
from bot.desk.whole_case import compare, differences, empty_desk


@click.command("cases")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """把整案从头走一遍：不写名字就全部核对；写名字就把这一案一轮一轮印出来。"""
    desk = open_desk(keeping=False)
    cases = desk.content.cases
    if name is not None and name not in cases:
        raise click.ClickException(f"没有整案 {name}；可用：{'、'.join(sorted(cases))}")
    wrong = 0
    for stem, case in sorted(cases.items()):
        if name not in (None, stem):
            continue
        with tempfile.TemporaryDirectory() as folder:
            fresh = empty_desk(desk, replace(desk.settings, home=Path(folder)))
            if name:
                click.echo(case.case)
                for place, _, found in compare(case, fresh):
                    click.echo(f"{place}\n    {found}")
                continue
            found = differences(case, fresh)
            for line in found:
                click.echo(f"cases/{stem}.yml: {line}")
            wrong += bool(found)
    if not name:
        click.echo(f"{len(cases)} 个整案，{wrong} 个与写的不同")
    if wrong:
        sys.exit(1)
