"""huashu eval: figures on sentences nobody trained on, beside the numbers to reach; a page to look at."""

from pathlib import Path

import click

from bot.cli.batch import model_reader
from bot.desk import open_desk
from bot.nlu.archive import newest
from bot.settings import PROJECT, read_settings

FROZEN = PROJECT / "tests" / "heldout"


@click.command("eval")
@click.option(
    "--sentences", type=click.Path(exists=True, file_okay=False, path_type=Path), default=FROZEN,
    help="换一批没训练过的句子（文件格式同 tests/heldout）",
)  # fmt: skip
@click.option("--pictures", type=click.Path(file_okay=False, path_type=Path), help="把两张曲线另存成 SVG")
@click.option("--compliance", type=click.Path(dir_okay=False, path_type=Path), help="把每条规则的查全查准写到这个文件")
def command(sentences: Path, pictures: Path | None, compliance: Path | None) -> None:
    """在冻结的测试句（tests/heldout，从不训练）上量，数字旁边写着目标；另有一页可看。"""
    from bot.lab.card import add_figures
    from bot.lab.evaluate import evaluate
    from bot.lab.report import html_page, reliability, risk_coverage, svg
    from bot.lab.rule_suite import compliance_page

    settings = read_settings()
    reader, desk = model_reader(), open_desk(keeping=False)
    report = evaluate(sentences, reader, desk)
    if not report.figures:
        raise click.UsageError(f"{sentences} 里没有可量的句子；要 .tsv 文件，表头同 tests/heldout")
    click.echo(f"模型 {reader.model}　句子 {sentences}")
    for figure in report.figures:
        sign = "<=" if figure.at_most else ">="
        click.echo(
            f"{'✓' if figure.reached else '✗'} {figure.value:.3f}  （{sign} {figure.reach:.2f}，{figure.of} 句）  {figure.what}"
        )
    settings.home.mkdir(parents=True, exist_ok=True)
    lines = [f"{m.set}\t{m.text}\t{m.true}\t{m.read}\t{m.confidence:.2f}" for m in report.misses]
    (settings.home / "eval.tsv").write_text(
        "set\ttext\ttrue\tread\tconfidence\n" + "\n".join(lines) + "\n", encoding="utf-8"
    )
    page = settings.home / "eval.html"
    page.write_text(html_page(report, reader.model, sentences), encoding="utf-8")
    click.echo(f"读错的 {len(report.misses)} 句在 {settings.home / 'eval.tsv'}；一页看全：{page}")
    archive = newest(settings.models)
    if archive and sentences == FROZEN:
        add_figures(archive, report.figures, sentences)
    if compliance and report.suite:
        compliance.write_text(compliance_page(report.suite, desk.book, reader.model), encoding="utf-8")
    if pictures and report.answers:
        pictures.mkdir(parents=True, exist_ok=True)
        for name, draw in (("reliability", reliability), ("risk_coverage", risk_coverage)):
            (pictures / f"{name}.svg").write_text(svg(draw(report.answers)), encoding="utf-8")
