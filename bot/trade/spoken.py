"""Figures, days and hours as people say them on the phone."""

import re
from datetime import date, time, timedelta

_DIGITS = "零一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"


def spoken_number(value: float) -> str:
    """A whole number as said on the phone: 5000 -> 五千, 23000 -> 两万三, 480 -> 四百八, 1286 -> 一千二百八十六."""
    full = _numeral(round(value))
    # The last unit is not spoken where it follows its neighbour directly: 四百八(十), 两万三(千).
    return re.sub(r"([万千百])([一二三四五六七八九])([千百十])$", _drop_last_unit, full)


_NEIGHBOURS = {("万", "千"), ("千", "百"), ("百", "十")}


def _drop_last_unit(m: re.Match[str]) -> str:
    # 一百万五(千) would be heard as a million and a half
    ambiguous = m[1] == "万" and m.string[m.start() - 1] in "百千"
    return m[1] + m[2] if (m[1], m[3]) in _NEIGHBOURS and not ambiguous else m[0]


def _numeral(whole: int) -> str:
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if whole >= size:
            head, rest = divmod(whole, size)
            said = ("两" if head == 2 else _numeral(head)) + name
            return said + (("零" if rest < size // 10 else "") + _numeral(rest) if rest else "")
    return _below_ten_thousand(whole)


def _below_ten_thousand(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    if value < 20:
        return "十" + (_DIGITS[value - 10] if value > 10 else "")
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            numeral = "两" if digit == 2 and unit >= 100 and not said else _DIGITS[digit]
            said += ("零" if gap else "") + numeral + name
            gap = False
        elif said and value:
            gap = True
    return said


def spoken_money(yuan: float) -> str:
    """A sum as said on the phone: 五千, 四百八; odd sums with 块: 一千二百八十六块, 三块五, 三块零五分."""
    whole, cents = divmod(round(yuan * 100), 100)
    if not cents:
        return spoken_number(whole) if whole >= 100 and whole % 10 == 0 else spoken_count(whole, "块")
    # In full before 块: 四千八块五 would be heard as 4008.5
    head = spoken_count(whole, "块") if whole else ""
    tenths, hundredths = divmod(cents, 10)
    if not tenths:
        return f"{head}零{_DIGITS[hundredths]}分" if head else f"{_DIGITS[hundredths]}分"
    if hundredths:
        return f"{head}{_DIGITS[tenths]}毛{_DIGITS[hundredths]}"
    return head + _DIGITS[tenths] if head else f"{_DIGITS[tenths]}毛"


def spoken_count(count: int, measure: str) -> str:
    """A count with its measure word, every unit spoken: 两天, 一百二十天 (一百二天 is none), 十二期."""
    return ("两" if count == 2 else _numeral(count)) + measure


def spoken_day(day: date, today: date) -> str:
    """A day as said on the phone, seen from `today`: 昨天, 今天, 后天, 周五, 下周三, 上周五, 十二月十五号."""
    days = (day - today).days
    if -2 <= days <= 2:
        return ("前天", "昨天", "今天", "明天", "后天")[days + 2]
    weeks = (day - timedelta(days=day.weekday()) - (today - timedelta(days=today.weekday()))).days // 7
    if weeks in (-1, 0, 1):
        return ("上周", "周", "下周")[weeks + 1] + _WEEKDAYS[day.weekday()]
    year = {0: "", 1: "明年", -1: "去年"}.get(day.year - today.year, f"{day.year}年")
    return f"{year}{_numeral(day.month)}月{_numeral(day.day)}号"


def spoken_hour(at: time) -> str:
    """An hour as said on the phone: 上午九点半, 下午三点, 晚上八点一刻, 早上七点二十."""
    part = next(name for last, name in _PARTS_OF_DAY if at.hour < last)
    hour = at.hour - 12 if at.hour > 12 else at.hour
    minutes = {0: "", 15: "一刻", 30: "半", 45: "三刻"}.get(
        at.minute, ("零" if at.minute < 10 else "") + _numeral(at.minute)
    )
    return f"{part}{'两' if hour == 2 else _numeral(hour)}点{minutes}"


_PARTS_OF_DAY = ((5, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))
