"""huashu check-content: every problem of data/ at once, as path:line: problem."""

import sys
from pathlib import Path

import click

from bot.content.checks import all_problems
from bot.content.load import read_content
from bot.content.problems import report
from bot.settings import read_settings


@click.command("check-content")
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), help="原始资料文件夹：连锚点一起核对"
)
def command(documents: Path | None) -> None:
    """证明 data/ 里的剧本、规则、角色、黄金对话没有错；有错全部列出，退出码 1。"""
    root = read_settings().data
    content, problems = read_content(root)
    if content:
        problems += all_problems(content, documents)
    lines = report(problems, root.parent)
    for line in lines:
        click.echo(line)
    if lines or content is None:
        click.echo(f"{len(lines)} 处问题", err=True)
        sys.exit(1)
    plays = sum(len(p.plays) for p in content.book.playbooks.values())
    goldens = sum(len(e.exchanges) for e in content.exchanges.values())
    click.echo(
        f"没有问题：{len(content.book.playbooks)} 个剧本 {plays} 手，{goldens} 条黄金对话，{len(content.book.rules)} 条规则"
    )
