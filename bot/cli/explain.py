"""huashu explain: why a sentence is read as it is."""

import click
from rich.console import Console
from rich.table import Table

from bot.cli.batch import model_reader
from bot.lab.explain import Explanation, explain
from bot.nlu.corpus import read_corpus
from bot.settings import read_settings
from bot.trade.taxonomy import Taxonomy

VIEWS = {"n-grams": "字词和读音", "encoder": "微调编码器"}


@click.command("explain")
@click.argument("sentence")
@click.option("--speaker", type=click.Choice(["auto", "debtor", "collector_asks"]), default="auto", show_default=True)
def command(sentence: str, speaker: str) -> None:
    """一句话为什么这样读：分句、各路怎么看、哪些字定的、最像哪几句训练句。"""
    if not sentence.strip():
        raise click.UsageError('句子是空的；写成 huashu explain "最近手头紧"')
    reader, settings = model_reader(), read_settings()
    samples = read_corpus(settings.data / "nlu", settings.learned).samples
    show(Console(width=110), explain(reader, samples, sentence, speaker), reader.taxonomy)


def show(console: Console, told: Explanation, taxonomy: Taxonomy) -> None:
    """The explanation as tables."""
    zh, reading = taxonomy.zh, told.reading
    labels = "、".join(f"{zh(c.name)} {c.confidence:.0%}" for c in reading.clauses)
    console.print(
        labels or ("与催收无关" if reading.out_of_scope else "没有内容" if reading.says_nothing else "拿不准")
    )
    for part in told.parts:
        table = Table(title=part.text, title_justify="left", show_header=True)
        for column in ("谁看", "第一", "第二", "第三"):
            table.add_column(column)
        for name, top in (("合起来", part.together), *((VIEWS.get(n, n), t) for n, t in part.by_view.items())):
            table.add_row(name, *(f"{zh(label)} {chance:.2f}" for label, chance in top))
        console.print(table)
        console.print(
            "字词里说话最响的：" + "　".join(f"{gram} {weight:+.2f}" for gram, weight in part.telling[:6]), markup=False
        )
    table = Table(title="最像的训练句", title_justify="left")
    for column in ("像", "标签", "句子"):
        table.add_column(column)
    for one in told.alike:
        table.add_row(f"{one.nearness:.2f}", zh(one.label), one.text)
    console.print(table)
