"""The author's commands: bad input gets place, fault and cure; reports say what they found."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.cases import command as cases
from bot.cli.cases import filled
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


def test_whole_cases_are_compared_printed_and_filled() -> None:
    def run(*words: str) -> str:
        return CliRunner().invoke(cases, words).output

    assert run().strip().endswith("个整案，0 个与写的不同")
    one = run("card_forgot")
    assert one.splitlines()[0] == "信用卡早期忘了还：一句提醒，今天补上"
    assert "forgot/late_sum_today" in one
    assert run("no_such").startswith("Error: 没有整案 no_such；可用：")
    assert "--fill 一次写一案" in run("--fill")


def test_an_author_writes_who_says_what_and_reads_the_rest() -> None:
    written = (
        "# 一案\ncase: x\naccount: y\ncalls:\n  - at: 2026-11-23T10:00\n    turns:\n"
        "      - {he: 没钱, reads: [no_money]}\n      - {ask: 总结, command: ask_summary}\n"
    )
    out = filled(written, [{"play": "no_money/x", "due": "11-27 5000"}, "两行\n话", {"note": "本人"}])
    assert out.startswith("# 一案\ncase: x\n")
    assert 'shows: {play: no_money/x, due: "11-27 5000"}' in out
    assert out.endswith("leaves:\n  note: 本人\n")
    assert filled(out, [{"play": "no_money/x", "due": "11-27 5000"}, "两行\n话", {"note": "本人"}]) == out
