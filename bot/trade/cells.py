"""One cell of an imported file as a sum, a day, a moment, a yes or no. What cannot be read for certain is refused.

Each function raises ValueError with the fault and the cure, in Chinese; the caller names row and column.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

_UNITS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}
_SUM = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?([万千wk]?)元?整?")
_BRACKETED = re.compile(r"\((.+)\)")  # bookkeepers write -500 as (500)
_DAY = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?"),
)
_TAIL = re.compile(r"(?P<a>\d{1,2})[-/.](?P<b>\d{1,2})[-/.](?P<y>\d{4})")
_CLOCK = re.compile(r"(?P<h>\d{1,2})[::点时](?P<m>\d{1,2})(?:[::分](?P<s>\d{1,2})(?:\.\d+)?)?[分秒]?")
_SERIAL_FIRST, _SERIAL_LAST = 20_000, 80_000  # 1954 to 2119: what a spreadsheet's day number may be
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_YES = {"是", "有", "y", "yes", "true", "1", "√", "已"}
_NO = {"否", "无", "没有", "n", "no", "false", "0", "×", "x", "未"}


def plain(cell: Any) -> str:
    """The cell as text: half width, without outer space. A whole number loses the .0 a spreadsheet gives it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", str(cell)).replace("\ufeff", "").strip()


def sum_of(cell: Any) -> float:
    """A sum in the account's currency: 12000, "￥1,234.50", 1.2万. Negative ones are refused."""
    text = plain(cell).lower().replace(" ", "").lstrip("¥￥$")
    for word in ("人民币", "rmb", "cny"):
        text = text.removeprefix(word)
    bracketed = _BRACKETED.fullmatch(text)
    found = _SUM.fullmatch(bracketed[1] if bracketed else text)
    if not found:
        raise ValueError(f"「{plain(cell)}」不是金额；写成 12345.67")
    if found[1] == "-" or bracketed:
        raise ValueError(f"金额是负数（{plain(cell)}）；欠款和入账只收正数，冲正请在来源系统里改好再导")
    # The unit multiplies the decimal places away first: 1.15万 is 11500, not 11499.999999999998.
    return round(float(found[2].replace(",", "") + (found[3] or "")) * _UNITS.get(found[4], 1), 2)


def day_of(cell: Any) -> date:
    """A day: 2026-11-23, 2026/11/23, 20261123, 2026年11月23日, a spreadsheet's day number; a time behind it is dropped.

    23/11/2026 is read when no month is 23; 03/04/2026 could be either and is refused.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell)
    head = re.split(r"[ T]", text, maxsplit=1)[0]
    for pattern in _DAY:
        found = pattern.fullmatch(head)
        if found:
            return _real(int(found["y"]), int(found["m"]), int(found["d"]), text)
    tail = _TAIL.fullmatch(head)
    if tail:
        a, b, year = int(tail["a"]), int(tail["b"]), int(tail["y"])
        if a <= 12 and b <= 12 and a != b:
            raise ValueError(f"「{text}」分不清月和日；写成 {year}-{a:02d}-{b:02d} 这样")
        return _real(year, b if a > 12 else a, a if a > 12 else b, text)
    if re.fullmatch(r"\d{5}(\.\d+)?", head) and _SERIAL_FIRST <= float(head) <= _SERIAL_LAST:
        return _SPREADSHEET_EPOCH + timedelta(days=int(float(head)))
    raise ValueError(f"「{text}」不是日期；写成 2026-11-23")


def moment_of(cell: Any) -> datetime:
    """A day with its time, Shanghai; refused without a time, because limits count by the hour."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None)
    day, text = day_of(cell), plain(cell)
    clock = _CLOCK.search(re.split(r"[ T]", text, maxsplit=1)[-1]) if re.search(r"[ T]", text) else None
    if clock is None:
        raise ValueError(f"「{text}」没有钟点；写成 2026-11-23 10:05")
    hour, minute, second = int(clock["h"]), int(clock["m"]), int(clock["s"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(f"「{text}」的钟点不存在")
    return datetime(day.year, day.month, day.day, hour, minute, second)


def whole_number_of(cell: Any) -> int:
    """A count of days or seconds, not negative."""
    text = plain(cell).removesuffix("天").removesuffix("秒").strip()
    if not re.fullmatch(r"\d{1,7}", text):
        raise ValueError(f"「{plain(cell)}」不是整数；写成 45")
    return int(text)


def yes_or_no(cell: Any) -> bool:
    text = plain(cell).lower()
    if text in _YES or text in _NO:
        return text in _YES
    raise ValueError(f"「{plain(cell)}」不是是或否；写「是」或「否」")


def word_of(cell: Any, words: Mapping[str, str], allowed: tuple[str, ...]) -> str:
    """One of our own words for what the file calls it; `words` maps the file's words to ours."""
    text = plain(cell)
    found = words.get(text) or words.get(text.lower()) or text
    if found not in allowed:
        known = "、".join([*words][:12]) or "、".join(allowed)
        raise ValueError(f"「{text}」不认识；可写：{known}")
    return found


def _real(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"「{text}」这一天不存在") from None
