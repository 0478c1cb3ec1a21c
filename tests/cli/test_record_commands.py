"""What a supervisor does at the terminal: list calls, read one, export it, score it to the same digits, verify."""

import json
import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli.main import group
from bot.desk import Heard, open_desk
from bot.settings import Settings, read_settings
from bot.trade.reading import LineReading, Reading

MONDAY = datetime(2026, 11, 23, 10, 0)


@pytest.fixture
def house(own_house: Path) -> Settings:
    """A record with one call: an excuse, what the collector really said, and a second excuse."""
    desk = open_desk()
    said = "您好，主要是哪块压住了？"

    def heard(text: str, *labels: str, exchange: str, **known: object) -> Heard:
        return Heard(call="c-1", exchange=exchange, text=text, intent="", reading=Reading.by_hand(labels, text),
                     line=LineReading(text=text, moves=("ask_reason",)), at=MONDAY, account="wang_building_materials", **known)  # type: ignore[arg-type]  # fmt: skip

    desk.suggest(heard("最近手头实在紧", "no_money", exchange="e1"))
    desk.say(heard(said, exchange="e2", speaker="collector_says", answers="e1"))
    desk.suggest(heard("工地那边没结款", "awaiting_receivable", exchange="e3"))
    desk.note_head("stop")
    assert desk.record is not None
    desk.record.close()
    return read_settings()


def huashu(*arguments: str) -> Result:
    return CliRunner().invoke(group, list(arguments))


def test_calls_are_listed_and_found_by_their_words(house: Settings) -> None:
    listed = huashu("calls").output
    assert "c-1  未记结果  2 句  违规 0  没把握 0" in listed
    assert huashu("calls", "--search", "手头").output == listed
    assert huashu("calls", "--search", "不存在的话").output == "没有通话。\n"


def test_a_call_is_read_with_readings_reasons_and_what_was_said(house: Settings) -> None:
    lines = huashu("call", "c-1").output.splitlines()
    assert lines[:2] == ["对方：最近手头实在紧", "    读作 没钱/资金紧张"]
    assert "我方：您好，主要是哪块压住了？" in lines
    assert any(line.startswith("    出处 ") for line in lines)
    assert any(line.endswith("（按显示的话算）") for line in lines)


def test_a_call_nobody_recorded_says_how_to_find_one(house: Settings) -> None:
    result = huashu("call", "c-9")
    assert (result.exit_code, result.output) == (1, "没有这通电话：c-9；用 huashu calls 看有哪些\n")


def test_an_exported_call_scores_to_the_same_digits(house: Settings, tmp_path: Path) -> None:
    exported = huashu("export", "c-1").output
    rows = [json.loads(line) for line in exported.splitlines()]
    assert [row["speaker"] for row in rows] == ["debtor", "collector", "debtor", "collector"]
    path = tmp_path / "call.jsonl"
    path.write_text(exported, encoding="utf-8")
    first, second = huashu("score", str(path)), huashu("score", str(path))
    card = json.loads(first.output)
    assert first.output == second.output
    assert (card["of"], card["rubric"], len(card["points"]) >= 5) == (100, 1, True)
    asked = next(p for p in card["points"] if p["criterion"] == "ask_before_offer")
    assert (asked["earned"], asked["turn"], asked["words"]) == (20, 2, "您好，主要是哪块压住了？")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", "一句话也没有"),
        ("{坏", ":1: 不是 UTF-8 的 JSON"),
        ('{"speaker": "cat", "text": "喵"}', ":1: 每行要有 speaker"),
    ],
)
def test_a_bad_transcript_names_line_fault_and_cure(house: Settings, tmp_path: Path, words: str, told: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(words, encoding="utf-8")
    result = huashu("score", str(path))
    assert result.exit_code == 1 and told in result.output and str(path) in result.output


def test_verify_finds_a_byte_changed_by_hand(house: Settings) -> None:
    whole = huashu("verify")
    assert (whole.exit_code, whole.output.endswith("记录完整，没有改动\n")) == (0, True)
    connection = sqlite3.connect(house.database)
    connection.execute("UPDATE exchanges SET row = replace(row, '手头', '手里') WHERE id = 'e1'")
    connection.commit()
    connection.close()
    touched = huashu("verify")
    assert touched.exit_code == 1
    assert touched.output.endswith("exchanges 第 3 行：内容被改过\n")


def test_tickets_are_listed_and_answered(house: Settings) -> None:
    assert huashu("tickets").output == "没有没办完的工单。\n"
    desk = open_desk()
    assert desk.record
    row = {
        "id": "t-1",
        "call": "c-1",
        "account": "A1",
        "kind": "quality",
        "owner": "售后",
        "due": "2026-11-20",
        "why": "报修",
    }
    desk.record.add("tickets", row)
    desk.record.close()
    assert huashu("tickets").output == "2026-11-20  质量  售后  A1  逾期  t-1\n"
    assert huashu("tickets", "--answer", "t-1", "换好了", "--by", "小林").output == (
        "记下了：质量。下一通电话先说：上次答应您的质量有结果了：换好了\n"
    )
    assert huashu("tickets").output == "没有没办完的工单。\n"
    assert huashu("tickets", "--all").output == "2026-11-20  质量  售后  A1  已答复：换好了  t-1\n"
    again = huashu("tickets", "--answer", "t-1", "又好了")
    assert (again.exit_code, again.output) == (1, "Error: 工单 t-1 已经答复过：换好了\n")
