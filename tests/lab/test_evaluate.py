"""Any folder of fresh sentences is measured by its columns; the page shows what the figures come from."""

from pathlib import Path

import pytest

from bot.desk import Desk
from bot.lab.evaluate import Answer, Evaluation, Miss, Report, evaluate
from bot.lab.measures import Figure
from bot.lab.report import html_page, reliability, svg
from bot.nlu.reader import Reader

FILES = {
    "plain.tsv": "label\tutterance\nwrong_number\t你打错了\nno_money\t最近手头实在紧\nalready_paid\t今天天气真好\n",
    "compound.tsv": "labels\tutterance\nno_money,request_instalment\t手头实在紧，能不能分六期还\n",
    "out_of_scope.tsv": "label\tutterance\nout_of_scope\t今天股市怎么样\n",
    "self_harm.tsv": "label\tutterance\nself_harm\t我真不想活了\nno_money\t穷死了真没钱\n",
    "calls.tsv": "call\tspeaker\ttext\tlabels\tmoves\tviolations\n"
    "1\tcollector\t请问是王强先生吗\t-\tverify_identity\t-\n1\tdebtor\t对我就是\tconfirm_identity\t-\t-\n",
    "collector.tsv": "line\tmoves\tviolations\n请问是王强先生本人吗\tverify_identity\t-\n再不还让人上门收拾你\t-\tthreat\n",
    "values.jsonl": '{"text": "后天还三千", "now": "2026-11-23T10:00", "entities": [{"type": "amount", "value": 3000},'
    ' {"type": "date", "value": "2026-11-25"}]}\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_file_is_measured_by_its_columns(folder: Path, reader: Reader, desk: Desk) -> None:
    report = evaluate(folder, reader, desk)
    figures = {f.what: (round(f.value, 3), f.of) for f in report.figures if not f.what.startswith("accuracy lost")}
    assert figures == {
        "whole calls, with the last move": (1.0, 1), "whole calls, with the last line": (1.0, 1), "whole calls, sentence alone": (1.0, 1),
        "violations, yes/no recall": (1.0, 2), "violations, yes/no precision": (1.0, 2),
        "violations by name, F1": (1.0, 2), "moves, F1": (1.0, 2), "several labels, set F1": (1.0, 1),
        "out of scope kept out (out_of_scope or abstained)": (1.0, 1), "debtor label, plain": (0.667, 3),
        "self_harm recall": (1.0, 1), "self_harm false alarms among near misses": (0.0, 1),
        "amounts, dates, instalments, percents: value F1": (1.0, 1), "debtor label, all unseen writers": (0.667, 3),
        "debtor label, top-3": (0.667, 3), "in-scope sentences answered": (0.667, 3),
        "calibration error, unseen writers": (figures["calibration error, unseen writers"][0], 3),
    }  # fmt: skip
    assert [(m.set, m.text, m.true) for m in report.misses] == [("plain", "今天天气真好", "already_paid")]


def test_what_harm_costs_is_measured_for_each_kind(folder: Path, reader: Reader, desk: Desk) -> None:
    lost = [f.what for f in evaluate(folder, reader, desk).figures if f.what.startswith("accuracy lost")]
    assert lost == [
        "accuracy lost to homophones", "accuracy lost to dropped characters", "accuracy lost to no punctuation",
        "accuracy lost to traditional", "accuracy lost to full width", "accuracy lost to fillers",
        "accuracy lost to pinyin typos",
    ]  # fmt: skip


def test_an_empty_folder_has_no_figures(tmp_path: Path, reader: Reader, desk: Desk) -> None:
    assert Evaluation(tmp_path, reader, desk).report() == Report([], [], [], [])


def test_the_page_shows_figures_confusions_and_the_surest_errors() -> None:
    answers = [
        Answer("我不是没钱是货有问题", "product_issue", "no_money", True, 0.91, True),
        Answer("你打错了", "wrong_number", "wrong_number", True, 0.99, True),
    ]
    report = Report(
        [Figure("debtor label, <contrast>", 0.5, 0.95, 2)],
        [Miss("contrast", "我不是没钱<是货>", "product_issue", "no_money", 0.91)],
        answers,
        [],
    )
    page = html_page(report, "huashu-1", Path("round"))
    assert '<td class="no">0.500</td><td>≥ 0.95</td><td>2</td><td>debtor label, &lt;contrast&gt;</td>' in page
    assert "<td>1</td><td>100%</td><td>product_issue</td><td>no_money</td><td>我不是没钱是货有问题</td>" in page
    assert "<td>0.91</td><td>product_issue</td><td>no_money</td><td>我不是没钱&lt;是货&gt;</td>" in page
    assert page.count("<svg") == 2


def test_a_picture_of_the_same_answers_is_the_same_picture() -> None:
    answers = [Answer("a", "agree", "agree", True, c / 10, True) for c in range(1, 10)]
    assert svg(reliability(answers)) == svg(reliability(answers))


def test_calls_that_a_second_reader_labelled_are_judged_by_what_either_accepts(
    tmp_path: Path, reader: Reader, desk: Desk
) -> None:
    (tmp_path / "calls.tsv").write_text(
        "call\tspeaker\ttext\tlabels\tmoves\tviolations\treader\n"
        "1\tcollector\t请问是王强先生吗\t-\tverify_identity\t-\t-\n"
        "1\tdebtor\t对我就是\tconfirm_identity\t-\t-\tconfirm_identity\n"
        "1\tdebtor\t你打错了\tthird_party\t-\t-\tnot_my_debt,wrong_number\n",
        encoding="utf-8",
    )
    figures = {f.what: f.value for f in evaluate(tmp_path, reader, desk).figures}
    assert figures == {
        "whole calls, with the last move": 0.5, "whole calls, with the last line": 0.5, "whole calls, sentence alone": 0.5,
        "whole calls, a label that one of two readers accepts": 1.0,
        "whole calls, the second reader's own (no number set)": 0.5,
    }  # fmt: skip
