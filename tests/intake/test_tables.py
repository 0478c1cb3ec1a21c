"""Files of other systems as rows: whole, broken, in other encodings, in other formats."""

import json
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from bot.intake import SourceRow, Unreadable, open_table

CSV = '账号,逾期金额\nA1,100\n\nA2,"1,200"\n'
ROWS = [SourceRow(2, {"账号": "A1", "逾期金额": "100"}), SourceRow(4, {"账号": "A2", "逾期金额": "1,200"})]


@pytest.mark.parametrize(
    ("name", "bytes_"),
    [
        ("a.csv", CSV.encode()),
        ("a.csv", CSV.encode("utf-8-sig")),
        ("a.csv", CSV.encode("gb18030")),
        ("a.csv", CSV.replace("\n", "\r\n").encode()),
        ("a.tsv", CSV.replace('"1,200"', "1_200").replace(",", "\t").replace("1_200", "1,200").encode()),
        ("a.csv", CSV.replace('"1,200"', "1_200").replace(",", ";").replace("1_200", "1,200").encode()),
    ],
)
def test_separators_and_encodings(tmp_path, name, bytes_):
    path = tmp_path / name
    path.write_bytes(bytes_)
    table = open_table(path)
    assert table.headers == ("账号", "逾期金额")
    assert list(table.rows()) == ROWS
    assert list(table.rows()) == ROWS  # and once more from the start


def test_a_row_that_broke_off_is_named_and_the_next_one_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("账号,逾期金额,姓名\nA1,100,李红\nA2,20\nA3,300,王强\nA4", encoding="utf-8")
    rows = list(open_table(path).rows())
    assert [(r.number, r.fault is None) for r in rows] == [(2, True), (3, False), (4, True), (5, False)]
    assert rows[1].fault == "有 2 格，表头有 3 列；这一行可能断了，或格子里有没加引号的分隔符"


def test_a_quote_that_never_closes_does_not_swallow_the_file(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('账号,姓名\nA1,"李红\n' + "A2,王强\n" * 50_000, encoding="utf-8")
    with pytest.raises(Unreadable, match="引号没有配对"):
        list(open_table(path).rows())


def test_a_spreadsheet(tmp_path):
    book = Workbook()
    sheet = book.active
    for row in (
        ["账号", "逾期金额", "到期日", None],
        ["A1", 100, datetime(2026, 10, 14), "手写的"],
        [None, None, None],
        ["A2", 200.5, "2026-10-15"],
    ):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert list(open_table(tmp_path / "a.xlsx").rows()) == [
        SourceRow(2, {"账号": "A1", "逾期金额": 100, "到期日": datetime(2026, 10, 14)}),
        SourceRow(4, {"账号": "A2", "逾期金额": 200.5, "到期日": "2026-10-15"}),
    ]


def test_json_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    lines = [
        json.dumps({"账号": "A1", "逾期金额": 100}),
        "",
        json.dumps({"账号": "A2", "姓名": "王强"}),
        '{"账号": "A3", "逾',
        "[1]",
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    table = open_table(path)
    assert table.headers == ("账号", "逾期金额", "姓名")
    assert [(r.number, r.cells.get("账号"), r.fault) for r in table.rows()] == [
        (1, "A1", None),
        (3, "A2", None),
        (4, None, "不是完整的 JSON；这一行可能断了"),
        (5, None, '应是一个 JSON 对象，如 {"账号": "A1", "逾期金额": 5000}'),
    ]


def _cut_sheet(path):
    book = Workbook()
    for n in range(200):
        book.active.append([f"A{n}", n])
    book.save(path)
    path.write_bytes(path.read_bytes()[:-300])


def _bomb(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")


@pytest.mark.parametrize(
    ("name", "make", "fault"),
    [
        ("none.csv", None, "没有这个文件"),
        ("empty.csv", lambda p: p.write_bytes(b""), "文件是空的"),
        ("old.xls", lambda p: p.write_bytes(b"\xd0\xcf\x11\xe0"), "请另存为 .xlsx 或 CSV"),
        ("a.pdf", lambda p: p.write_bytes(b"%PDF"), "认不出 .pdf 的文件"),
        ("cut.xlsx", _cut_sheet, "不是完整的 Excel 文件"),
        ("bomb.xlsx", _bomb, "不是完整的 Excel 文件"),
        ("twice.csv", lambda p: p.write_text("账号,账号\n1,2\n"), "表头重复：账号"),
        ("blank.csv", lambda p: p.write_text(",,\n1,2,3\n"), "第一行没有表头"),
    ],
)
def test_files_that_are_no_table(tmp_path, name, make, fault):
    path = tmp_path / name
    if make:
        make(path)
    with pytest.raises(Unreadable) as raised:
        list(open_table(path).rows())
    assert fault in str(raised.value) and name in str(raised.value)


def test_bytes_of_no_encoding(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("账号,姓名\nA1,".encode("gb18030") + b"\xff\xff\n")
    with pytest.raises(Unreadable, match="既不是 UTF-8 也不是 GB18030"):
        list(open_table(path).rows())


@pytest.mark.parametrize("shift", [0, 1, 2])
def test_a_large_file_whose_first_megabyte_ends_inside_a_character_is_still_utf_8(tmp_path, shift):
    path = tmp_path / "a.csv"
    path.write_text("账号,备注\n" + "x" * shift + ("A1," + "备注" * 25_000 + "\n") * 10, encoding="utf-8")
    rows = list(open_table(path).rows())
    assert (len(rows), {row.cells["备注"] for row in rows}) == (10, {"备注" * 25_000})
