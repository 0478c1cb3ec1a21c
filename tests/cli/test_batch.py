"""Batch commands: one answer a line, in order, whatever the line is."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.batch import BadLine, answers, read_row
from bot.cli.main import group
from bot.cli.parse import parsed
from bot.nlu.reader import Reader


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def huashu(model: object) -> Callable[..., list[dict[str, Any]]]:
    """Runs a subcommand in this process on what is given as standard input."""

    def run(*arguments: str, given: str | bytes) -> list[dict[str, Any]]:
        result = CliRunner().invoke(group, list(arguments), input=given, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return lines(result.stdout)

    return run


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        (b"\n", {"text": "", "error": "empty"}),
        (b"   \n", {"text": "   ", "error": "empty"}),
        (b"\xff\xfe\n", {"text": "��", "error": "not UTF-8 (byte 0)"}),
        (b'{"text": 5}\n', {"text": "", "error": "JSON line without a string in `text`"}),
        (b'{"text": "  "}\n', {"text": "  ", "error": "empty"}),
        ('{"text": "没钱", "at": "昨天"}\n'.encode(), {"text": "没钱", "error": "`at` is no ISO time: '昨天'"}),
        ('{"text": "没钱", "call": 7}\n'.encode(), {"text": "没钱", "error": "`call` must be a string"}),
    ],
)
def test_a_bad_line_is_answered_with_what_is_wrong(raw: bytes, answer: dict[str, str]) -> None:
    assert list(answers(lambda row: {"text": row.text}, io.BytesIO(raw))) == [answer]


def test_a_bad_line_does_not_stop_the_next() -> None:
    given = "没钱\n\n{坏的\n最后一句\n".encode()
    assert list(answers(lambda row: {"text": row.text}, io.BytesIO(given))) == [
        {"text": "没钱"}, {"text": "", "error": "empty"}, {"text": "{坏的"}, {"text": "最后一句"},
    ]  # fmt: skip


def test_a_leading_slash_is_text() -> None:
    assert list(answers(lambda row: {"text": row.text}, io.BytesIO(b"/restart\n"))) == [{"text": "／restart"}]


def test_a_json_line_carries_what_it_knows() -> None:
    row = read_row(
        '{"text": "可以", "call": "c1", "last_move": "offer_plan", "at": "2026-11-23T10:00:00+08:00"}'.encode()
    )
    assert (row.text, row.call, row.last_move, row.at.isoformat() if row.at else None) == (
        "可以",
        "c1",
        "offer_plan",
        "2026-11-23T10:00:00",
    )


def test_a_row_that_is_no_row_raises_with_its_text() -> None:
    with pytest.raises(BadLine, match="empty"):
        read_row(b"\n")


def test_parse_answers_in_the_agreed_shape(huashu: Callable[..., list[dict[str, Any]]]) -> None:
    (row,) = huashu("parse", "--speaker", "debtor", "--now", "2026-11-23T10:00", given="下个月十五号先还三千五\n")
    assert list(row) == ["text", "labels", "ranking", "abstained", "entities"]
    assert (row["text"], row["abstained"], len(row["ranking"])) == ("下个月十五号先还三千五", False, 5)
    assert row["entities"] == [
        {"type": "date", "text": "下个月十五号", "value": "2026-12-15"}, {"type": "amount", "text": "三千五", "value": 3500},
    ]  # fmt: skip
    assert {label["name"] for label in row["labels"]} <= {"offer_partial", "promise_to_pay"} and row["labels"]


def test_words_that_say_nothing_have_no_label_and_no_ranking(huashu: Callable[..., list[dict[str, Any]]]) -> None:
    rows = huashu("parse", given="嗯\n喂\n，。！\n")
    assert [(r["labels"], r["ranking"], r["abstained"]) for r in rows] == [([], [], False)] * 3


def test_check_names_rule_words_and_a_better_line(huashu: Callable[..., list[dict[str, Any]]]) -> None:
    (row,) = huashu("check", given="再不还就上门收拾你\n")
    assert list(row) == ["text", "moves", "violations"]
    first = next(v for v in row["violations"] if v["name"] == "threat")
    assert set(first) == {"name", "rule", "words", "severity", "basis", "why", "instead"}
    assert (first["severity"], first["words"] in row["text"]) == ("block", True)


def test_who_hears_it_decides(huashu: Callable[..., list[dict[str, Any]]]) -> None:
    line = "您这笔欠款两千三百元已经逾期\n"
    to_debtor, to_third = huashu("check", given=line), huashu("check", "--to", "third_party", given=line)
    assert to_debtor[0]["violations"] == []
    assert "disclose_debt" in {v["name"] for v in to_third[0]["violations"]}


def test_the_hour_is_judged_only_when_it_is_told(huashu: Callable[..., list[dict[str, Any]]]) -> None:
    line = "请问是张伟先生本人吗\n"
    assert huashu("check", given=line)[0]["violations"] == []
    late = huashu("check", "--at", "2026-11-23T22:30", given=line)[0]["violations"]
    assert [v["rule"] for v in late] == ["harass_frequency.hours"]


def test_lines_of_one_call_are_one_call(huashu: Callable[..., list[dict[str, Any]]]) -> None:
    given = "".join(json.dumps({"text": "我没钱", "call": "a"}, ensure_ascii=False) + "\n" for _ in range(3))
    says = [row["suggestion"]["say"] for row in huashu("advise", "--now", "2026-11-23T10:00", given=given)]
    assert len(set(says)) == 3


def test_the_account_changes_the_line(huashu: Callable[..., list[dict[str, Any]]], tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "case.json"
    path.write_text(
        '{"debt_kind": "credit_card", "debtor_kind": "individual", "days_overdue": 12, "amounts": {"overdue": 2310, "minimum_due": 480}}'
    )
    (row,) = huashu(
        "advise",
        "--account",
        str(path),
        "--now",
        "2026-11-23T10:00",
        given='{"text": "我没钱", "after": ["ask_reason", "ask_ability"]}\n',
    )
    assert row["suggestion"]["label"] == "no_money"
    contact = huashu("advise", "--party", "contact", given="我没钱\n")
    assert contact[0]["suggestion"]["playbook"] == "third_party"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ('{"amounts": {"overdue": -5}}', "amounts.overdue"), ("{坏", "不是合格的 JSON"), ('{"colour": "red"}', "colour"),
        ('{"debt_kind": "beer"}', "debt_kind"),
    ],
)  # fmt: skip
def test_a_wrong_account_stops_with_place_fault_and_cure(tmp_path, words: str, told: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "case.json"
    path.write_text(words, encoding="utf-8")
    result = CliRunner().invoke(group, ["advise", "--account", str(path)], input="没钱\n")
    assert result.exit_code == 1
    assert told in result.output and str(path) in result.output


@pytest.mark.parametrize(
    "arguments", [["check", "--to", "neighbour"], ["check", "--debt", "beer"], ["parse", "--now", "昨天"], ["nonsense"]]
)
def test_bad_usage_is_exit_two(arguments: list[str]) -> None:
    assert CliRunner().invoke(group, arguments, input="").exit_code == 2


def test_reading_is_the_same_in_batch_and_alone(reader: Reader) -> None:
    text = "我不是没钱，是你们货有质量问题"
    assert parsed(reader.read(text, "debtor")) == parsed(reader.read(text, "debtor"))
