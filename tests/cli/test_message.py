"""huashu message: what may be sent to whom, drafted and put on paper."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from docx import Document

from bot.cli.message import command

MONDAY = ["--at", "2026-11-23"]


def run(*args: str) -> Result:
    return CliRunner().invoke(command, [*args, *MONDAY])


def test_without_a_name_every_message_says_whether_it_may_be_sent(own_house: Path) -> None:
    lines = run("--account", "wang_building_materials").output.splitlines()
    assert len(lines) == 19
    assert "overdue_notice　短信　逾期通知短信　可以发" in lines
    assert "overdue_reminder　短信　逾期提醒短信　这个案件的情形不合用：stage 要 d1_30" in lines
    assert "first_demand_letter　函件　催款函　发催告函还没批；批了才能起草" in lines


def test_a_plan_goes_on_paper_with_capped_interest(own_house: Path) -> None:
    paper = own_house / "计划.docx"
    ask = ("repayment_plan", "--account", "he_private_loan", "--months", "3", "--interest", "--lpr", "2")
    result = run(*ask, "--docx", str(paper))
    assert result.exit_code == 0, result.output
    assert f"写好了：{paper}" in result.output
    assert "年利率 8%，单利（约定 10%，超过上限的不算）" in result.output  # four times an LPR of 2 %
    (table,) = Document(str(paper)).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["期", "付款日", "本金（元）", "利息（元）", "合计（元）"]
    left, interest = 40_000.0, 0.0
    for days, (_, _, principal, bears, _) in zip((30, 33, 29), rows[1:-1], strict=True):  # 25 January is a Monday
        assert float(bears.replace(",", "")) == round(left * 0.08 * days / 365, 2)
        left, interest = left - float(principal.replace(",", "")), interest + float(bears.replace(",", ""))
    assert rows[-1][3] == f"{interest:,.2f}"


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (["overdue_notice"], 2, "要写哪个案件：--account"),
        (["overdue_notice", "--account", "nobody"], 1, "没有案件 nobody；样例：chen_microloan、"),
        (["love_letter", "--account", "li_credit_card"], 1, "没有 love_letter；有：before_due_reminder、"),
        (["first_demand_letter", "--account", "wang_building_materials"], 1, "催款函现在不能起草：发催告函还没批；批了才能起草"),
        (["repayment_plan", "--account", "wang_building_materials", "--months", "24"], 1, "24 期超过 6 期，要先报批"),
        (["repayment_plan", "--account", "he_private_loan", "--months", "3", "--interest"], 1, "请用 --lpr 给出，如 --lpr 3.1"),
        (["repayment_plan", "--account", "he_private_loan", "--months", "3", "--interest", "--lpr", "310"], 1, "一年期报价利率 310% 不像真的"),
        (["repayment_plan", "--account", "wang_building_materials", "--months", "3", "--first", "60000"], 1, "排不出计划"),
        (["call_back_please", "--account", "li_credit_card", "--party", "foo"], 2, "'foo' is not one of"),
        (["settlement_letter", "--account", "li_credit_card"], 1, "还没有批下来的方案"),
        (["call_back_please", "--account", "li_credit_card", "--docx", "x.txt"], 1, "不是 .docx"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named(own_house: Path, args: list[str], code: int, told: str) -> None:
    result = run(*args)
    assert (result.exit_code, told in result.output) == (code, True), result.output
