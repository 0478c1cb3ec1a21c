"""huashu retain counts, then erases, then finds nothing."""

from datetime import datetime
from pathlib import Path

from click.testing import CliRunner

from bot.cli.retain import command
from bot.desk import open_desk


def test_the_command_counts_first(own_house: Path) -> None:
    desk = open_desk(clock=lambda: datetime(2026, 11, 23, 10))
    assert desk.record is not None
    desk.record.add("exchanges", {"id": "e", "call": "c", "text": "旧话", "at": "2021-11-22T10:00:00+08:00"})
    desk.record.close()
    run = CliRunner().invoke
    assert run(command, ["--on", "2026-11-23", "--dry-run"]).output == "2021-11-23 以前的，该抹 1 行：exchanges 1\n"
    assert run(command, ["--on", "2026-11-23"]).output == "2021-11-23 以前的，抹掉 1 行：exchanges 1\n"
    assert run(command, ["--on", "2026-11-23"]).output == "2021-11-23 以前没有保存期满的记录。\n"
