"""huashu cases: the whole cases of data/cases, played through and compared."""

import io
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

from bot.desk import Desk, open_desk
from bot.desk.reply import plain
from bot.desk.whole_case import compare, differences, empty_desk


@click.command("cases")
@click.argument("name", required=False)
@click.option("--fill", is_flag=True, help="把走出来的写进这一案的文件：作者先写谁说什么，再读着核对")
def command(name: str | None, fill: bool) -> None:
    """把整案从头走一遍：不写名字就全部核对；写名字就把这一案一轮一轮印出来。"""
    desk = open_desk(keeping=False)
    cases = desk.content.cases
    if name is not None and name not in cases:
        raise click.ClickException(f"没有整案 {name}；可用：{'、'.join(sorted(cases))}")
    if fill and not name:
        raise click.UsageError("--fill 一次写一案：给出名字")
    if name:
        with tempfile.TemporaryDirectory() as folder:
            found = compare(cases[name], _fresh(desk, folder))
        if fill:
            path = desk.settings.data / "cases" / f"{name}.yml"
            path.write_text(filled(path.read_text(encoding="utf-8"), (out for _, _, out in found)), encoding="utf-8")
        click.echo(cases[name].case)
        for place, _, out in found:
            click.echo(f"{place}\n    {out}")
        return
    wrong = 0
    for stem, case in sorted(cases.items()):
        with tempfile.TemporaryDirectory() as folder:
            told = differences(case, _fresh(desk, folder))
        for line in told:
            click.echo(f"cases/{stem}.yml: {line}")
        wrong += bool(told)
    click.echo(f"{len(cases)} 个整案，{wrong} 个与写的不同")
    if wrong:
        sys.exit(1)


def _fresh(desk: Desk, folder: str) -> Desk:
    return empty_desk(desk, replace(desk.settings, home=Path(folder)))


def filled(text: str, results: Iterable[Any]) -> str:
    """A case's file with what came out of every turn written beside it; comments and order stay."""
    yaml = YAML()
    yaml.width = 10_000  # type: ignore[assignment]
    yaml.indent(mapping=2, sequence=4, offset=2)
    raw = yaml.load(text)
    outcomes = iter(results)
    for call in raw["calls"]:
        for turn in call["turns"]:
            out = next(outcomes)
            if "he" in turn:
                turn["shows"] = _flow(plain(out))
            elif "we" in turn and out:
                turn["breaks"] = _flow(list(out))
            elif "ask" in turn:
                turn["told"] = LiteralScalarString(out) if "\n" in out else out
    left = next(outcomes)
    raw["leaves"] = CommentedMap({k: v if isinstance(v, str) else _flow(plain(v)) for k, v in left.items()})
    stream = io.StringIO()
    yaml.dump(raw, stream)
    return stream.getvalue()


def _flow(value: Any) -> Any:
    """On one line; texts that YAML could take for something else are quoted."""
    if isinstance(value, dict):
        flow: Any = CommentedMap({k: _flow(v) for k, v in value.items()})
    elif isinstance(value, list | tuple):
        flow = CommentedSeq([_flow(v) for v in value])
    else:
        doubtful = isinstance(value, str) and (":" in value or value[:1].isdigit())
        return DoubleQuotedScalarString(value) if doubtful else value
    flow.fa.set_flow_style()
    return flow
