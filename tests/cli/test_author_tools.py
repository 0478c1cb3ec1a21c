"""The author's commands: bad input gets place, fault and cure; reports say what they found."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.check_content import command as check_content
from bot.cli.eval import command as evaluate
from bot.nlu.reader import Reader


def test_a_folder_without_sentences_cannot_be_measured(reader: Reader, tmp_path: Path) -> None:
    result = CliRunner().invoke(evaluate, ["--sentences", str(tmp_path)])
    assert result.exit_code == 2
    assert f"{tmp_path} 里没有可量的句子；要 .tsv 文件，表头同 tests/heldout" in result.output


def test_a_fresh_folder_is_measured_and_drawn(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, pictures = tmp_path / "fresh", tmp_path / "pictures"
    fresh.mkdir()
    (fresh / "plain.tsv").write_text(
        "label\tutterance\nwrong_number\t你打错了\nno_money\t最近手头实在紧\n", encoding="utf-8"
    )
    result = CliRunner().invoke(evaluate, ["--sentences", str(fresh), "--pictures", str(pictures)])
    assert result.exit_code == 0, result.output
    assert "✓ 1.000  （>= 0.95，2 句）  debtor label, plain" in result.output
    assert sorted(p.name for p in pictures.iterdir()) == ["reliability.svg", "risk_coverage.svg"]


def test_the_report_on_sentences_counts_them_all() -> None:
    result = CliRunner().invoke(check_content, ["--sentences"])
    assert result.exit_code == 0, result.output
    assert "句催收员的话" in result.output.splitlines()[0]
    assert "\n同一句两个标签：0 对\n" in result.output
    assert "no_money\t" in result.output
