"""huashu new-exchange: one more golden exchange for a label, as it comes out today."""

from typing import Any

import click

from bot.cli.authors import FLOW, data_and_content, golden_file, shown_before, written
from bot.content.authoring import add, golden_of, with_exchange
from bot.content.problems import ContentError


@click.command("new-exchange")
@click.argument("label")
@click.option("--heard", prompt="对方说的一句")
@click.option("--account", default=None, help="哪个样例案件；不写就是什么资料都没有")
@click.option("--given", type=FLOW, default="{}", help="这通到此为止，如 '{after: [ask_reason], heard: [no_money]}'")
@click.option("--reads", multiple=True, help="这句话的标签，主要的写在前；不写就是 LABEL 一个")
@click.option("--yes", is_flag=True, help="不再问，直接写")
def command(label: str, heard: str, account: str | None, given: Any, reads: tuple[str, ...], yes: bool) -> None:
    """给一个标签添一条黄金对话：今天怎么答就怎么写下来，往后变了 check-content 会说。"""
    root, content = data_and_content(label)
    facts = {"account": account, **given} if account else given
    try:
        exchange = golden_of(content, label, heard, facts, reads)
        if yes or shown_before(exchange):
            text = with_exchange((root / golden_file(label)).read_text(encoding="utf-8"), exchange)
            add(root, {golden_file(label): text})
            written(golden_file(label))
    except (ValueError, ContentError) as fault:
        raise click.ClickException(str(fault)) from None
