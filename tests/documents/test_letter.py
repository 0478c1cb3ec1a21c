"""Letters on paper: what is drafted stands in the file, the plan as a table."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from bot.documents.letter import write_letter
from bot.trade.interest import Rate
from bot.trade.message import Draft
from bot.trade.payment_plan import plan_table
from bot.trade.written import plan_lines

PLAN = plan_table(3000, 1000, date(2026, 11, 23), 2, Rate(a_year=0.06, basis="agreed"), lambda d: d.weekday() < 5)
DRAFT = Draft(
    message="repayment_plan", zh="还款计划书", channel="letter", subject="还款计划（HT-1）",
    text=f"双方商定：\n\n{plan_lines(PLAN)}\n\n计息：单利。", plan=PLAN,
)  # fmt: skip


def test_the_plan_is_a_table_between_its_words(tmp_path: Path) -> None:
    write_letter(DRAFT, tmp_path / "plan.docx")
    paper = Document(str(tmp_path / "plan.docx"))
    assert [p.text for p in paper.paragraphs] == ["还款计划（HT-1）", "双方商定：", "计息：单利。"]
    (table,) = paper.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["期", "付款日", "本金（元）", "利息（元）", "合计（元）"],
        ["1", "2026年11月23日", "1,000.00", "0.00", "1,000.00"],
        ["2", "2026年12月23日", "1,000.00", "9.86", "1,009.86"],
        ["3", "2027年1月25日", "1,000.00", "5.42", "1,005.42"],
        ["合计", "", "3,000.00", "15.28", "3,015.28"],
    ]
    assert [f.name for f in tmp_path.iterdir()] == ["plan.docx"]


def test_a_letter_without_a_plan(tmp_path: Path) -> None:
    write_letter(Draft(message="x", zh="催款函", channel="letter", text="王总：\n您好。"), tmp_path / "letter.docx")
    paper = Document(str(tmp_path / "letter.docx"))
    assert [p.text for p in paper.paragraphs] == ["催款函", "王总：", "您好。"]
    assert paper.tables == []


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"不是 \.docx"):
        write_letter(DRAFT, tmp_path / "plan.pdf")
    assert list(tmp_path.iterdir()) == []
