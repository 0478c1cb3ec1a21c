"""Days and hours as people name them: 下礼拜三, 15号, 月底, 腊月二十三, 后天下午三点前, 发工资那天.

Weeks begin on Monday; a bare 15号 or 周五 is the next one; month end, year end and festivals are their last or
named day; a time of day makes an hour. What names no day (过几天, 发工资那天) has no value.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from lunar_python import Lunar, LunarMonth

from bot.text.numerals import parse_numeral


class Day(NamedTuple):
    start: int
    end: int
    value: str | None


_NUM = r"(?:\d{1,2}|[一二两三四五六七八九十廿]{1,3})"
_WEEK = r"(?:周|星期|礼拜)"
_RELATIVE = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨儿": -1, "昨晚": -1,
    "今天": 0, "今日": 0, "今儿": 0, "今晚": 0, "今早": 0, "当天": 0, "今夜": 0,
    "明天": 1, "明日": 1, "明儿": 1, "明早": 1, "明晚": 1, "听日": 1, "聽日": 1,
    "后天": 2, "后日": 2, "后儿": 2, "大后天": 3, "大后日": 3,
}  # fmt: skip
_FESTIVALS = {
    "元旦": (1, 1, 1), "情人节": (2, 14, 14), "妇女节": (3, 8, 8), "清明": (4, 5, 5), "五一": (5, 1, 5),
    "劳动节": (5, 1, 5), "六一": (6, 1, 1), "国庆": (10, 1, 7), "十一": (10, 1, 7), "双十一": (11, 11, 11),
    "双十二": (12, 12, 12), "圣诞": (12, 25, 25),
}  # fmt: skip
_LUNAR_FESTIVALS = {
    "除夕": (12, 0), "大年三十": (12, 0), "年三十": (12, 0), "小年": (12, 23), "春节": (1, 1), "过年": (1, 1),
    "大年初一": (1, 1), "正月十五": (1, 15), "元宵": (1, 15), "端午": (5, 5), "中秋": (8, 15), "八月十五": (8, 15),
    "重阳": (9, 9), "七夕": (7, 7),
}  # fmt: skip
_LUNAR_MONTHS = {"正月": 1, "腊月": 12, "冬月": 11}

_DAY = re.compile(
    rf"(?P<rel>大前天|前天|前日|昨天|昨日|昨儿|昨晚|今天|今日|今儿|今晚|今早|今夜|当天|明天|明日|明儿|明早|明晚|听日|大后天|大后日|后天|后日|后儿)个?"
    rf"|(?P<whichw>上上个?|下下个?|上个?|下个?|这个?|本)?{_WEEK}(?P<wd>[一二三四五六日天末])"
    rf"|(?P<lm>正月|腊月|冬月)(?P<ld>初?{_NUM})"
    rf"|(?P<whichm>这个月|本月|当月|下个月|下月|下下个月|上个月)(?:的)?(?:(?P<md>{_NUM})(?:号|日)|(?P<mend>底|末|尾))"
    rf"|(?:(?P<y>20\d\d|\d\d|今|明|后|去)年)?的?(?P<m>{_NUM})月份?(?:(?P<d>{_NUM})(?:号|日)?|(?P<mmend>底|末))"
    rf"|(?P<iso>20\d\d[-/.]\d{{1,2}}[-/.]\d{{1,2}})"
    rf"|(?<![第\d])(?P<dom>(?:3[01]|[12]\d|[1-9])|三十一?|二?十[一二三四五六七八九]?|二十|[一二三四五六七八九])(?:号|日)(?!楼|线|门|仓|机|院|店|店|柜|车|子|房|库)"
    rf"|(?P<monthend>月底|月末|月尾)"
    rf"|(?P<whichy>今年|明年)?(?P<yearend>年底|年末|岁末|年尾)"
    rf"|(?P<whichf>今年|明年|后年)?(?P<fest>{'|'.join(sorted([*_FESTIVALS, *_LUNAR_FESTIVALS], key=len, reverse=True))})节?(?:假期)?(?P<after>(?:之|以|过|放假)?后|过完|完了|回来)?"
    rf"|过?(?P<n>{_NUM}|半|几|两三|三五)(?P<nu>天|个?礼拜|个?星期|周|个半?月|年|个工作日)(?P<nafter>之后|以后|过后|后|之内|以内|内)"
    rf"|过(?P<vn>{_NUM})(?P<vu>天|个?礼拜|个?星期|周|个月)"
)
_OPEN = re.compile(
    r"(?:等|到)?(?:发|开|领|拿)(?:了)?(?:工资|薪水|薪|奖金|年终奖|饷|粮)(?:那天|那日|的时候|以后|之后|后|再)|工资(?:到账|发下来|下来|发了|到了)(?:那天|以后|之后|后|就)?|出粮(?:嗰日|那天)?"
    r"|过(?:几|两|些|一阵|一段|段|阵)(?:天|日|时间|阵|子)?|改天|改日|月初|月中|过阵子|哪天有钱|等有钱"
)
_TIME = re.compile(
    rf"(?P<part>凌晨|清晨|早上|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|晚|早)?(?:的)?(?P<h>{_NUM})(?:点钟?|时|:|：)(?P<half>半)?(?:(?P<q>[一三])刻)?(?:(?P<min>[0-5]\d|{_NUM}|零[一二三四五六七八九五])分?)?(?!期|儿|点|也|都|没|不|钱|子|办|事|了|吗)"
)
_PARTS_ALONE = re.compile(r"^(?:上午|早上|下午|晚上|中午|傍晚|一早|晚点)")


def find_days(text: str, now: datetime) -> Iterator[Day]:
    """Every day (or hour of a day) named in a normalised text."""
    today, taken = now.date(), [(-1, -1)]
    for m in _DAY.finditer(text):
        value = _resolve(m, today)
        if value is False:
            continue
        start, end = m.span()
        iso = value.isoformat() if isinstance(value, date) else None
        clock = _TIME.match(text, _skip_small(text, end)) if iso else None
        hour = _hour(clock, _implied_part(m.group())) if clock else None
        if clock and hour:
            end, iso = clock.end(), f"{iso}T{hour}"
        taken.append((start, end))
        yield Day(start, end, iso)
    for pattern, resolve in ((_OPEN, None), (_TIME, today)):
        for m in pattern.finditer(text):
            if any(m.start() < e and s < m.end() for s, e in taken):
                continue
            if resolve is None:
                taken.append(m.span())
                yield Day(*m.span(), None)
            elif (hour := _hour(m, None)) and (m["part"] or m["half"] or re.search(r"点|:|：", m.group())):
                taken.append(m.span())
                yield Day(*m.span(), f"{resolve.isoformat()}T{hour}")


def _skip_small(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] in ("的", " ", "，") else end


def _implied_part(words: str) -> str | None:
    if words.startswith(("今晚", "明晚", "昨晚", "今夜")):
        return "晚上"
    return "早上" if words.startswith(("今早", "明早")) else None


def _number(words: str) -> int | None:
    if words.startswith("廿"):
        words = "二十" + words[1:]
    number = parse_numeral(words)
    return int(number.value) if number and number.value is not None else None


def _resolve(m: re.Match[str], today: date) -> date | bool | None:
    """The day a match names; None for an open one, False for no day at all."""
    if m["rel"]:
        return today + timedelta(days=_RELATIVE[m["rel"]])
    if m["wd"]:
        return _weekday(m["whichw"] or "", m["wd"], today)
    if m["lm"]:
        return _lunar(_LUNAR_MONTHS[m["lm"]], _number(m["ld"].lstrip("初")) or 1, today)
    if m["whichm"]:
        year, month = _month(m["whichm"], today)
        return _day_of(year, month, 31 if m["mend"] else _number(m["md"]) or 0)
    if m["m"]:
        return _calendar_day(m, today)
    if m["iso"]:
        year, month, day = (int(p) for p in re.split(r"[-/.]", m["iso"]))
        return _day_of(year, month, day)
    if m["dom"]:
        return _next_dom(_number(m["dom"]) or 0, today)
    if m["monthend"]:
        return _day_of(today.year, today.month, 31)
    if m["yearend"]:
        return date(today.year + (m["whichy"] == "明年"), 12, 31)
    if m["fest"]:
        return _festival(m["fest"], m["whichf"], bool(m["after"]), today)
    return _ahead(m["n"] or m["vn"], m["nu"] or m["vu"], today)


def _weekday(which: str, name: str, today: date) -> date:
    index = 6 if name in "日天末" else "一二三四五六".index(name)
    monday = today - timedelta(days=today.weekday())
    weeks = {"上上": -2, "下下": 2, "上": -1, "下": 1}.get(which.rstrip("个"), 0)
    day = monday + timedelta(days=index + 7 * weeks)
    if not which and day < today:
        day += timedelta(days=7)
    return day


def _month(which: str, today: date) -> tuple[int, int]:
    ahead = 2 if which.startswith("下下") else 1 if which.startswith("下") else -1 if which.startswith("上") else 0
    months = today.year * 12 + today.month - 1 + ahead
    return months // 12, months % 12 + 1


def _day_of(year: int, month: int, day: int) -> date | bool:
    """The day, the month's last where it has fewer; False where the numbers name none."""
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    return date(year, month, min(day, monthrange(year, month)[1]))


def _calendar_day(m: re.Match[str], today: date) -> date | bool:
    month = _number(m["m"]) or 0
    day = 31 if m["mmend"] else _number(m["d"]) or 0
    if m["y"]:
        named = {"今": today.year, "明": today.year + 1, "后": today.year + 2, "去": today.year - 1}
        year = named[m["y"]] if m["y"] in named else int(m["y"]) + (0 if len(m["y"]) == 4 else 2000)
        return _day_of(year, month, day)
    this_year = _day_of(today.year, month, day)
    if isinstance(this_year, date) and this_year < today:
        return _day_of(today.year + 1, month, day)
    return this_year


def _next_dom(day: int, today: date) -> date | bool:
    if not 1 <= day <= 31:
        return False
    year, month = today.year, today.month
    for _ in range(3):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return False


def _festival(name: str, which: str | None, after: bool, today: date) -> date:
    year = today.year + {"今年": 0, "明年": 1, "后年": 2}.get(which or "", 0)
    if name in _FESTIVALS:
        month, first, last = _FESTIVALS[name]
        day = date(year, month, last if after else first)
        return day if which or day >= today else day.replace(year=year + 1)
    month, lunar_day = _LUNAR_FESTIVALS[name]
    day = _lunar(month, lunar_day, today if not which else date(year, 1, 1))
    return day + timedelta(days=14) if after and name in ("春节", "过年") else day


def _lunar(month: int, day: int, today: date) -> date:
    """The next such day of the lunar calendar; day 0 is the month's last."""
    for lunar_year in (today.year - 1, today.year, today.year + 1):
        last = LunarMonth.fromYm(lunar_year, month).getDayCount()
        solar = Lunar.fromYmd(lunar_year, month, min(day or last, last)).getSolar()
        found = date(solar.getYear(), solar.getMonth(), solar.getDay())
        if found >= today:
            return found
    return found


def _ahead(count: str, unit: str, today: date) -> date | None:
    if count in ("几", "两三", "三五"):
        return None
    if unit.endswith("月"):
        half = unit == "个半月"
        months = 0 if count == "半" else _number(count) or 0
        year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
        day = date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
        return day + timedelta(days=15 if half or count == "半" else 0)
    amount = 0.5 if count == "半" else _number(count) or 0
    if unit == "年":
        return date(today.year + int(amount), today.month, today.day) if amount >= 1 else _ahead("六", "个月", today)
    days = amount * (1 if unit in ("天", "个工作日") else 7)
    return today + timedelta(days=int(days))


def _hour(m: re.Match[str], implied: str | None) -> str | None:
    hour = _number(m["h"])
    if hour is None or hour > 24:
        return None
    part = m["part"] or implied
    if part in ("下午", "午后", "傍晚", "晚上", "晚", "夜里") and hour < 12:
        hour += 12
    elif part == "中午" and hour < 3:
        hour += 12
    elif part is None and 1 <= hour <= 6:  # nobody pays at three in the morning
        hour += 12
    minute = 30 if m["half"] else 0
    if m["q"]:
        minute = {"一": 15, "三": 45}[m["q"]]
    elif m["min"]:
        minute = _number(m["min"].lstrip("零")) or 0
    return f"{hour % 24:02d}:{minute:02d}" if minute < 60 else None
