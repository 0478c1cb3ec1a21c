"""Amounts (yuan), dates (ISO), instalments and percents in spoken Chinese, relative to a moment.

Values follow one contract: yuan as numbers, dates `2026-12-02` or `2026-11-25T15:00`, percent in points. What
is a range gets low and high, what is left open is marked vague: nothing is guessed.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from bot.text.days import find_days
from bot.text.numerals import NUMERAL, Numeral, parse_numeral


class Found(NamedTuple):
    """One entity at the span [start, end)."""

    start: int
    end: int
    type: str
    value: Any = None
    low: Any = None
    high: Any = None
    vague: bool | None = None
    of: str | None = None


_N = f"(?:{NUMERAL.pattern})"
_PERCENT = re.compile(
    rf"(百|千|万)分之(?P<share>{_N}(?:点{_N})?)|(?P<points>\d+(?:\.\d+)?)\s?(?:%|％|个点)|(?P<dian>[一二两三四五六七八九十]+)个点"
)
_CHENG = re.compile(r"(?P<n>[一二两三四五六七八九1-9])成(?P<half>半)?(?![立本为功了交天员年人绩分果就都])")
_ZHE = re.compile(
    r"(?:打|给|能|按|算)?(?:个|到)?(?P<n>[一二三四五六七八九]{1,2}|[1-9](?:\.\d|\d)?)折(?!腾|磨|叠|旧|现|算)"
)
_INSTALMENTS = re.compile(
    rf"(?:分|拆|分成|拆成|分个|拆个|分作)(?P<n>{_N})(?:期|个?月|回|次|笔|批)|(?P<m>{_N})期(?!待|间|限|望|款)|分(?:成)?(?P<half>半年)|分(?:成)?(?P<year>[一两二三1-3])年"
)
_UNIT = r"(?P<unit>块钱|元钱|块|元整|圆整|元|圆|塊|rmb|RMB|大洋|蚊|人民币)"
_SUM = re.compile(
    rf"(?P<sign>[¥￥])?(?P<about>好)?(?P<few>十?几|数)?(?P<n>{_N})?(?P<scale>[十百千万]+)?"
    rf"(?P<loose>来万|来千|来百|来块|把块|多万|几万|几千|几百|多千|来|多|几|把)?(?P<big>[万千百])?{_UNIT}?"
    rf"(?P<rest>(?P<jiao>[一二两三四五六七八九1-9])(?:毛|角)?(?:(?P<fen>[一二两三四五六七八九1-9])分)?)?"
)
# A number before one of these counts something that is not money.
_NOT_MONEY = re.compile(
    r"^\s?(?:天|个|次|年|月|号|日|人|户|斤|吨|平|米|公里|楼|栋|期|度|点|分钟|小时|岁|遍|条|件|箱|袋|台|套|张|页|本|名|位|家|倍|里|级|层|室|房|路|版|代|届|多?年|多?天|多?个|多?次|多?人|多?斤|多?吨|折|成|%|％|秒|批|顿|口|辆|头|只|亩|方|根|桶|瓶|车|趟|周|礼拜|星期|k?m|GB?|分之)"
)
_NUMBER_NAMES = re.compile(
    r"(?:尾号|工号|卡号|编号|案号|单号|合同号|电话|手机|第|房间|门牌|尾数|[A-Za-z])[是为:：]?\s?$"
)
_IDIOMS = re.compile(
    r"一分钱|一毛钱|一毛都|一分都|半毛钱|一块钱都|万一|千万(?=别|不|要|记|得|小心)|一万个|一千个|(?<![一二三四五六七八九两])百八十|三百六十五|二百五|十万八千里|百分百|一百个"
)


def find_entities(text: str, now: datetime) -> tuple[Found, ...]:
    """Every amount, date, number of instalments and percent in a normalised text, left to right, none overlapping."""
    taken: list[Found] = []
    for finder in (_percents, _instalments, lambda t: _days(t, now), _amounts):
        for found in finder(text):
            if not any(found.start < other.end and other.start < found.end for other in taken):
                taken.append(found)
    return tuple(sorted(taken))


def _percents(text: str) -> Iterator[Found]:
    for m in _PERCENT.finditer(text):
        if m["share"]:
            value = _decimal(m["share"])
            scale = {"百": 1, "千": 0.1, "万": 0.01}[m[1]]
            if value is not None:
                yield Found(*m.span(), "percent", _tidy(value * scale))
        else:
            value = float(m["points"]) if m["points"] else _plain(m["dian"])
            yield Found(*m.span(), "percent", _tidy(value))
    for m in _CHENG.finditer(text):
        value = _plain(m["n"])
        yield Found(*m.span(), "percent", _tidy(value * 10 + (5 if m["half"] else 0)))
    for m in _ZHE.finditer(text):
        digits = [_plain(c) for c in m["n"].replace(".", "")]
        kept = digits[0] * 10 + (digits[1] if len(digits) > 1 else 0)
        yield Found(*m.span(), "percent", _tidy(100 - kept), of="reduction")


def _decimal(words: str) -> float | None:
    """三点五 -> 3.5."""
    whole, _, part = words.partition("点")
    head = parse_numeral(whole)
    if head is None or head.value is None:
        return None
    if not part:
        return head.value
    tail = "".join(str(int(_plain(c))) for c in part)
    return float(f"{int(head.value)}.{tail}")


def _plain(words: str) -> float:
    number = parse_numeral(words)
    return number.value if number and number.value is not None else 0


def _tidy(value: float) -> float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def _instalments(text: str) -> Iterator[Found]:
    for m in _INSTALMENTS.finditer(text):
        if m["half"] or m["year"]:
            value: float | None = 6 if m["half"] else _plain(m["year"]) * 12
            yield Found(*m.span(), "instalments", int(value or 0))
            continue
        number = parse_numeral(m["n"] or m["m"])
        if m["m"] and text[: m.start("m")].endswith(
            ("第", "前", "上", "下", "这", "逾", "逾期", "M", "欠", "欠了", "差", "差了", "过", "过了")
        ):
            continue  # an ordinal or a count of arrears, no plan
        if number is None:
            continue
        if number.value is None:
            yield Found(*m.span(), "instalments", None, number.low, number.high)
        elif number.value >= 2:
            yield Found(*m.span(), "instalments", int(number.value))


def _days(text: str, now: datetime) -> Iterator[Found]:
    for day in find_days(text, now):
        yield Found(day.start, day.end, "date", day.value, vague=True if day.value is None else None)


def _amounts(text: str) -> Iterator[Found]:
    idioms = [m.span() for m in _IDIOMS.finditer(text)]
    position = 0
    while position < len(text):
        m = _SUM.search(text, position)
        if m is None:
            return
        if m.start() == m.end():
            position = m.end() + 1
            continue
        position = m.end()
        if any(start < m.end() and m.start() < end for start, end in idioms):
            continue
        found = _sum(m, text)
        if found:
            yield found


def _sum(m: re.Match[str], text: str) -> Found | None:
    start, end = m.span()
    words, unit = m["n"] or "", bool(m["unit"] or m["sign"])
    if _NUMBER_NAMES.search(text[:start]) or (not unit and _NOT_MONEY.match(text[end:])):
        return None
    if m["rest"] and not m["unit"]:
        end = m.start("rest")
    if m["few"] or m["loose"] or (not words and m["scale"]):
        return _vague_sum(m, text, start, end, unit)
    number = parse_numeral(words) if words else None
    if number is None:
        return None
    if number.value is None:
        big = (number.high or 0) >= 100 or unit
        return Found(start, end, "amount", None, number.low, number.high) if big else None
    value = number.value + (_coins(m) if m["unit"] else 0)
    if unit or _sounds_like_money(words, number, text[:start], text[end:]):
        return Found(start, end, "amount", _tidy(value))
    return None


def _coins(m: re.Match[str]) -> float:
    """块三 -> 0.3, 块三毛五 -> 0.35."""
    return (_plain(m["jiao"]) / 10 if m["jiao"] else 0) + (_plain(m["fen"]) / 100 if m["fen"] else 0)


def _vague_sum(m: re.Match[str], text: str, start: int, end: int, unit: bool) -> Found | None:
    """几千, 十来万, 一千多块: a sum is meant, its value is open."""
    scaled = bool(re.search(r"[百千万]", m.group())) or unit
    return Found(start, end, "amount", None, vague=True) if scaled else None


_PAY = re.compile(
    r"(?:还|付|转|打|给|先|欠|交|存|凑|出|拿|划|缴|补|扣|收|借|要|只有|就|剩|到|减|免|过去|了|个|每月|一共|总共|差)\D{0,4}$"
)


def _sounds_like_money(words: str, number: Numeral, before: str, after: str) -> bool:
    """A number without a unit is money when it is large and said near paying, or carries 百, 千, 万."""
    value = number.value or 0
    if value < 100:
        return False
    if re.search(r"[百千万wWkK佰仟萬]", words):
        return True
    if re.match(r"^\d{4}$", words) and re.match(r"^\s?(?:年|-)", after):
        return False
    return bool(_PAY.search(before)) and len(words) <= 9
