"""huashu check-content: every problem of data/ at once, as path:line: problem."""

import sys
from pathlib import Path

import click

from bot.content.checks import all_problems
from bot.content.coverage_page import coverage_page
from bot.content.load import read_content
from bot.content.problems import report
from bot.content.schemas import write_schemas
from bot.settings import read_settings


@click.command("check-content")
@click.option(
    "--documents", type=click.Path(exists=True, file_okay=False, path_type=Path), help="原始资料文件夹：连锚点一起核对"
)
@click.option("--sentences", is_flag=True, help="改看训练句：几乎一样的、同句两标签的、哪个标签靠一个词撑着")
@click.option("--coverage", type=click.Path(dir_okay=False, path_type=Path), help="把资料覆盖表写到这个文件")
@click.option(
    "--schemas",
    type=click.Path(file_okay=False, path_type=Path),
    help="把每种文件的 JSON schema 写到这个文件夹，给编辑器用",
)
def command(documents: Path | None, sentences: bool, coverage: Path | None, schemas: Path | None) -> None:
    """证明 data/ 里的剧本、规则、角色、黄金对话没有错；有错全部列出，退出码 1。"""
    root = read_settings().data
    if sentences:
        return _sentences(root)
    content, problems = read_content(root)
    if content:
        problems += all_problems(content, documents)
    lines = report(problems, root.parent)
    for line in lines:
        click.echo(line)
    if lines or content is None:
        click.echo(f"{len(lines)} 处问题", err=True)
        sys.exit(1)
    if schemas:
        click.echo(f"写好了：{schemas}，{write_schemas(schemas)} 份")
    if coverage:
        coverage.write_text(coverage_page(content), encoding="utf-8")
        click.echo(f"写好了：{coverage}")
    plays = sum(len(p.plays) for p in content.book.playbooks.values())
    goldens = sum(len(e.exchanges) for e in content.exchanges.values())
    click.echo(
        f"没有问题：{len(content.book.playbooks)} 个剧本 {plays} 手，{goldens} 条黄金对话，{len(content.book.rules)} 条规则"
    )


def _sentences(root: Path) -> None:
    """A report, not a verdict: who reads it decides what to rewrite."""
    from bot.lab.sentences import sentence_report
    from bot.nlu.corpus import read_corpus

    told = sentence_report(read_corpus(root / "nlu"))
    click.echo(f"{told.calls} 通整通电话，{told.lines} 句催收员的话（{told.violating} 句违规）")
    click.echo("\n标签　句数　最靠哪个词　占比")
    for lean in told.leans:
        click.echo(f"{lean.label}\t{lean.sentences}\t{lean.word}\t{lean.share:.0%}")
    for title, twins in (("同一句两个标签", told.leaks), ("几乎一样的句子", told.twins)):
        click.echo(f"\n{title}：{len(twins)} 对")
        for twin in twins[:40]:
            labels = twin.label if twin.label == twin.other_label else f"{twin.label} / {twin.other_label}"
            click.echo(f"  {twin.alike:.2f}  {labels}  「{twin.one}」「{twin.other}」")
