"""A drafted message as a .docx file: heading, paragraphs, the plan as a real table."""

from pathlib import Path

from docx import Document
from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.run import Run

from bot.trade.message import Draft
from bot.trade.payment_plan import PlanTable
from bot.trade.written import plan_lines, written_day

FONT = "宋体"  # what a Chinese letter is set in; a reader without it takes its own
COLUMNS = ("期", "付款日", "本金（元）", "利息（元）", "合计（元）")


def write_letter(draft: Draft, path: Path) -> None:
    """Writes the whole file or nothing. Raises ValueError where the name does not end in .docx."""
    if path.suffix.lower() != ".docx":
        raise ValueError(f"{path.name} 不是 .docx；请写成 函.docx")
    paper = _paper()
    heading = paper.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(heading.add_run(draft.subject or draft.zh), 16, bold=True)
    # the plan stands in the text as lines; on paper it is a table in their place
    before, table, after = draft.text, None, ""
    if draft.plan:
        before, _, after = draft.text.partition(plan_lines(draft.plan))
        table = draft.plan
    _paragraphs(paper, before)
    if table:
        _table(paper, table)
        _paragraphs(paper, after)
    partial = path.with_suffix(".docx.part")
    with partial.open("wb") as file:
        paper.save(file)
    partial.replace(path)


def _paper() -> Paper:
    paper = Document()
    for section in paper.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.8)
    return paper


def _paragraphs(paper: Paper, text: str) -> None:
    for line in text.strip("\n").split("\n"):
        paragraph = paper.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        _run(paragraph.add_run(line), 12)


def _table(paper: Paper, plan: PlanTable) -> None:
    table = paper.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    rows = [
        (str(r.number), written_day(r.on), f"{r.principal:,.2f}", f"{r.interest:,.2f}", f"{r.amount:,.2f}")
        for r in plan.rows
    ]
    rows.append(("合计", "", f"{plan.owed:,.2f}", f"{plan.interest:,.2f}", f"{plan.total:,.2f}"))
    for cells, words in ((table.rows[0].cells, COLUMNS), *((table.add_row().cells, row) for row in rows)):
        for cell, word in zip(cells, words, strict=True):
            _run(cell.paragraphs[0].add_run(word), 11)


def _run(run: Run, size: int, bold: bool = False) -> None:
    run.font.size, run.font.name, run.bold = Pt(size), FONT, bold
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), FONT)  # Word picks the font of Chinese characters by this name alone
