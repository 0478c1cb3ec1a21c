"""huashu score: a transcript in, a scorecard out. Stored readings score to the same digits anywhere."""

import json
from pathlib import Path
from typing import Any

import click

from bot.desk import open_desk
from bot.desk.drills import score_turns
from bot.trade.exchange import Call
from bot.trade.rehearse import Turn


@click.command("score")
@click.argument("path", metavar="TRANSCRIPT", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def command(path: Path) -> None:
    """给一份通话记录打分（JSON lines：speaker、text、at），输出评分 JSON。"""
    rows = read_transcript(path)
    desk = open_desk(keeping=False)
    bare = any("moves" not in row and "labels" not in row for row in rows)
    model = next((row["model"] for row in rows if row.get("model")), None)
    if bare:
        rows, model = _read_here(rows, desk)
    turns = tuple(
        Turn(speaker=row["speaker"], text=row["text"], labels=tuple(row.get("labels", ())), moves=tuple(row.get("moves", ())),
             violations=tuple(row.get("violations", ())), at=row.get("at"))
        for row in rows
    )  # fmt: skip
    click.echo(json.dumps(score_turns(desk, turns, model).dict(), ensure_ascii=False))


def read_transcript(path: Path) -> list[dict[str, Any]]:
    """The turns of a JSON-lines file; a bad line stops the command, naming its number, the fault and the cure."""
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError) as error:
            raise click.ClickException(f"{path}:{number}: 不是 UTF-8 的 JSON（{error}）") from None
        if (
            not isinstance(row, dict)
            or row.get("speaker") not in ("collector", "debtor")
            or not isinstance(row.get("text"), str)
        ):
            raise click.ClickException(f"{path}:{number}: 每行要有 speaker（collector 或 debtor）和 text")
        rows.append(row)
    if not rows:
        raise click.ClickException(f"{path}: 一句话也没有")
    return rows


def _read_here(rows: list[dict[str, Any]], desk: Any) -> tuple[list[dict[str, Any]], str]:
    """A bare transcript is read by the model of this machine, whose id the scorecard names."""
    from bot.cli.batch import model_reader
    from bot.nlu.reader import read_line

    reader = model_reader()
    assert reader.lines is not None
    read, last_move, last_line = [], None, None
    for row in rows:
        if row["speaker"] == "debtor":
            reading = reader.read(row["text"], "debtor", last_move, last_line=last_line)
            read.append({**row, "labels": [c.name for c in reading.clauses]})
        else:
            result = desk.check(read_line(reader.lines, row["text"]), Call())
            last_move, last_line = result["moves"][-1] if result["moves"] else None, row["text"]
            read.append({**row, **result})
    return read, reader.model
