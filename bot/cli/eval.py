"""huashu eval: figures on the frozen sentences, beside the numbers to reach; misses in var/eval.tsv."""

from pathlib import Path

import click

from bot.cli.batch import model_reader
from bot.desk import open_desk
from bot.lab.evaluate import evaluate
from bot.settings import PROJECT, read_settings


@click.command("eval")
@click.option(
    "--heldout", type=click.Path(exists=True, file_okay=False, path_type=Path), default=PROJECT / "tests" / "heldout"
)
def command(heldout: Path) -> None:
    """在冻结的测试句（tests/heldout，从不训练）上量，数字旁边写着目标。"""
    settings = read_settings()
    reader, desk = model_reader(), open_desk(keeping=False)
    report = evaluate(heldout, reader, desk)
    click.echo(f"模型 {reader.model}　句子 {heldout}")
    for figure in report.figures:
        sign = "<=" if figure.at_most else ">="
        click.echo(
            f"{'✓' if figure.reached else '✗'} {figure.value:.3f}  （{sign} {figure.reach:.2f}，{figure.of} 句）  {figure.what}"
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    path = settings.home / "eval.tsv"
    lines = [f"{m.set}\t{m.text}\t{m.true}\t{m.read}\t{m.confidence:.2f}" for m in report.misses]
    path.write_text("set\ttext\ttrue\tread\tconfidence\n" + "\n".join(lines) + "\n", encoding="utf-8")
    click.echo(f"读错的 {len(report.misses)} 句在 {path}")
