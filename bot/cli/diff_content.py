"""huashu diff-content: which cards, lines, drills and scores a change of data/ touches, against a revision of git."""

import io
import subprocess
import tarfile
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot.content import load_content
from bot.content.diff import Change, changes
from bot.content.load import Content, read_content
from bot.content.problems import report
from bot.settings import read_settings

KIND_ZH = {"card": "卡片", "line": "话术判定", "drill": "演练", "score": "评分"}


@click.command("diff-content")
@click.argument("rev", default="HEAD")
@click.option("--all", "everything", is_flag=True, help="全部列出；不写每类只列前 30 条")
def command(rev: str, everything: bool) -> None:
    """现在的 data/ 跟 REV（默认上一次提交）比：哪些卡片、判定、演练、评分变了。"""
    data = read_settings().data
    after = load_content(data)
    click.echo("两边的卡片各走一遍，约半分钟……", err=True)
    with TemporaryDirectory() as folder:
        found = list(changes(_content_of(rev, data, Path(folder)), after))
    counts = Counter(change.kind for change in found)
    for kind, zh in KIND_ZH.items():
        of_kind = [change for change in found if change.kind == kind]
        click.echo(f"{zh}：{counts[kind]} 处")
        for change in of_kind if everything else of_kind[:30]:
            click.echo(_told(change))
        if len(of_kind) > 30 and not everything:
            click.echo(f"  ……还有 {len(of_kind) - 30} 处，--all 全部列出")


def _told(change: Change) -> str:
    return f"  {change.what}\n    原来　{change.before or '（没有）'}\n    现在　{change.after or '（没有）'}"


def _content_of(rev: str, data: Path, folder: Path) -> Content:
    """data/ as it stood at a revision, without the training sentences. A revision that cannot be read is told why."""
    try:
        packed = subprocess.run(
            ["git", "-C", str(data.parent), "archive", rev, data.name], capture_output=True, check=True
        )  # fmt: skip
    except FileNotFoundError:
        raise click.ClickException("没有 git，比不了；请装 git") from None
    except subprocess.CalledProcessError as error:
        fault = error.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise click.ClickException(f"取不出 {rev}：{''.join(fault)}；写一个提交号或分支名") from None
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tar:
        wanted = [m for m in tar.getmembers() if m.isfile() and "/nlu/" not in m.name]
        for member in wanted:
            target = folder / member.name
            target.parent.mkdir(parents=True, exist_ok=True)
            file = tar.extractfile(member)
            assert file is not None
            target.write_bytes(file.read())
    content, problems = read_content(folder / data.name)
    if content is None:
        lines = "\n".join(report(problems, folder)[:5])
        raise click.ClickException(f"{rev} 的内容今天的程序读不了：\n{lines}")
    return content
