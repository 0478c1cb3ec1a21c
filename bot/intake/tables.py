"""A CSV, Excel or JSON-lines file as rows of header -> cell, one at a time, so that size does not matter."""

import codecs
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

CELL_LIMIT = 100_000  # characters: a quote that never closes must not swallow a 200 MB file
_ENCODINGS = ("utf-8-sig", "gb18030")


class Unreadable(Exception):
    """A file that cannot be read as a table; the message names the file, the fault and the cure."""


class SourceRow(NamedTuple):
    """One row: its number as a person sees it in the file, its cells, or the fault that makes it unreadable."""

    number: int
    cells: dict[str, Any]
    fault: str | None = None


@dataclass(frozen=True)
class Table:
    """An opened file: its headers, and its rows each time it is asked."""

    path: Path
    headers: tuple[str, ...]

    def rows(self) -> Iterator[SourceRow]:
        """Every row that holds anything. Raises Unreadable when the file ends in the middle of itself."""
        return _KINDS[_kind(self.path)].rows(self.path, self.headers)


def open_table(path: Path) -> Table:
    """Opens a file by its ending and reads its headers. Raises Unreadable."""
    if not path.is_file():
        raise Unreadable(f"{path}：没有这个文件")
    if not path.stat().st_size:
        raise Unreadable(f"{path}：文件是空的")
    headers = _KINDS[_kind(path)].headers(path)
    if not any(headers):
        raise Unreadable(f"{path}：第一行没有表头；第一行要写列名")
    twice = {h for h in headers if h and headers.count(h) > 1}
    if twice:
        raise Unreadable(f"{path}：表头重复：{'、'.join(sorted(twice))}；请改名或删掉一列")
    return Table(path, headers)


def _kind(path: Path) -> str:
    kind = path.suffix.lower()
    if kind == ".xls":
        raise Unreadable(f"{path}：旧版 .xls 读不了；请另存为 .xlsx 或 CSV")
    if kind not in _KINDS:
        raise Unreadable(f"{path}：认不出 {kind or '没有后缀'} 的文件；可用 .csv .tsv .xlsx .jsonl")
    return kind


class _Text:
    """CSV: UTF-8 or GB18030, separated by commas, tabs or semicolons, whichever the first line has most of."""

    @staticmethod
    def headers(path: Path) -> tuple[str, ...]:
        _, first = next(_Text._lines(path), (0, []))
        return tuple(cell.strip().strip("\ufeff") for cell in first)

    @staticmethod
    def rows(path: Path, headers: tuple[str, ...]) -> Iterator[SourceRow]:
        lines = _Text._lines(path)
        next(lines)
        for number, cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == len(headers):
                yield SourceRow(number, dict(zip(headers, cells, strict=True)))
            else:
                fault = f"有 {len(cells)} 格，表头有 {len(headers)} 列；这一行可能断了，或格子里有没加引号的分隔符"
                yield SourceRow(number, {}, fault)

    @staticmethod
    def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
        """Line number and cells of each line, the header's among them."""
        csv.field_size_limit(CELL_LIMIT)
        number = 0
        try:
            with path.open(encoding=_encoding(path), newline="") as file:
                separator = max(",\t;", key=file.readline().count)
                file.seek(0)
                reader = csv.reader(file, delimiter=separator, strict=True)
                for cells in reader:
                    number = reader.line_num
                    yield number, cells
        except csv.Error as error:
            raise Unreadable(f"{path} 第 {number + 1} 行：{error}；多半是引号没有配对") from None
        except UnicodeDecodeError as error:
            raise Unreadable(f"{path}：既不是 UTF-8 也不是 GB18030（{error.reason}）；请另存为 UTF-8") from None


def _encoding(path: Path) -> str:
    """UTF-8 unless its first megabyte is not; the piece may end in the middle of a character."""
    with path.open("rb") as file:
        head = file.read(1_000_000)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _ENCODINGS[1]
    return _ENCODINGS[0]


class _Sheet:
    """Excel .xlsx: the first sheet, values as they were last computed."""

    @staticmethod
    def headers(path: Path) -> tuple[str, ...]:
        first = next(_Sheet._values(path), ())
        return tuple("" if cell is None else str(cell).strip() for cell in first)

    @staticmethod
    def rows(path: Path, headers: tuple[str, ...]) -> Iterator[SourceRow]:
        for number, cells in enumerate(_Sheet._values(path), start=1):
            if number > 1 and any(cell not in (None, "") for cell in cells):
                yield SourceRow(number, {h: cell for h, cell in zip(headers, cells, strict=False) if h})

    @staticmethod
    def _values(path: Path) -> Iterator[tuple[Any, ...]]:
        try:
            book = load_workbook(path, read_only=True, data_only=True)
        except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
            raise Unreadable(f"{path}：不是完整的 Excel 文件（{error}）；文件可能没传完，请重新导出") from None
        try:
            yield from book.worksheets[0].iter_rows(values_only=True)
        finally:
            book.close()


class _Lines:
    """JSON lines: one object a line; the headers are the keys met in the first hundred lines."""

    @staticmethod
    def headers(path: Path) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        for row, _ in zip(_Lines.rows(path, ()), range(100), strict=False):
            seen |= dict.fromkeys(row.cells)
        return tuple(seen)

    @staticmethod
    def rows(path: Path, headers: tuple[str, ...]) -> Iterator[SourceRow]:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    cells = json.loads(line)
                except (ValueError, RecursionError):
                    yield SourceRow(number, {}, "不是完整的 JSON；这一行可能断了")
                    continue
                if isinstance(cells, dict):
                    yield SourceRow(number, cells)
                else:
                    yield SourceRow(number, {}, '应是一个 JSON 对象，如 {"账号": "A1", "逾期金额": 5000}')


_KINDS: dict[str, Any] = {
    ".csv": _Text,
    ".tsv": _Text,
    ".txt": _Text,
    ".xlsx": _Sheet,
    ".jsonl": _Lines,
    ".ndjson": _Lines,
}
