"""Why a sentence is read as it is, told so that an author can act on it."""

import pytest
from click.testing import CliRunner

from bot.cli.explain import command
from bot.lab.explain import explain
from bot.nlu.corpus import Sample
from bot.nlu.reader import Reader

KNOWN = (
    Sample("你们那批货有质量问题", "product_issue"), Sample("最近手头实在紧", "no_money"), Sample("你打错了", "wrong_number"),
)  # fmt: skip


def test_whole_and_clauses_are_taken_apart(reader: Reader) -> None:
    told = explain(reader, KNOWN, "我不是没钱，你们那批货质量有问题", "debtor")
    assert told.reading.primary == "product_issue"
    assert [part.text for part in told.parts] == [
        "我不是没钱,你们那批货质量有问题",
        "我不是没钱",
        "你们那批货质量有问题",
    ]
    assert all(set(part.by_view) == {"n-grams", "encoder"} and len(part.together) == 3 for part in told.parts)
    assert told.parts[2].together[0][0] == "product_issue"
    assert any("质量" in gram for gram, _ in told.parts[2].telling)
    assert told.alike[0].text == "你们那批货有质量问题"
    assert [one.nearness for one in told.alike] == sorted((one.nearness for one in told.alike), reverse=True)


def test_a_concept_is_shown_by_its_name(reader: Reader) -> None:
    told = explain(reader, KNOWN, "账上一分钱都没有", "debtor")
    assert not any("\ue000" <= ch <= "\uf8ff" for part in told.parts for gram, _ in part.telling for ch in gram)


def test_the_command_prints_tables(reader: Reader) -> None:
    result = CliRunner().invoke(command, ["最近手头实在紧", "--speaker", "debtor"])
    assert result.exit_code == 0, result.output
    assert "没钱/资金紧张" in result.output
    assert "最像的训练句" in result.output


@pytest.mark.parametrize("sentence", ["", "   "])
def test_an_empty_sentence_is_refused_with_a_cure(sentence: str) -> None:
    result = CliRunner().invoke(command, [sentence])
    assert result.exit_code == 2
    assert '句子是空的；写成 huashu explain "最近手头紧"' in result.output
