"""Which words name which day: patterns with their resolvers, the most particular first.

A resolver answers a day, a pair of days (a range), None for a day left open, or False where no day is meant.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from bot.text.festivals import LUNAR, SOLAR, festival, lunar, lunar_day
from bot.text.numerals import parse_numeral

Resolved = date | tuple[date, date] | bool | None
Resolver = Callable[[re.Match[str], date], Resolved]

_N = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_D = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_NOT_COUNTED = r"(?![一二三四五六七八九十\d]*[百千万块元个多天期次年折成点%几])"
_WHICH = r"(?P<which>这个?|本|当|下下个?|下个?|上上个?|上个?)"
_WEEK = r"(?:周|星期|礼拜)"
_NOT_A_DAY = "楼|线|门|仓|机|院|店|柜|车|房|库|码|召|称|子|人|员工|段|桌|床|厅|窗|文件|公告|令|路|街|病|电池|字体"
_INSIDE = r"(?:之内|以内|内|里)"
_YEARS = {"前": -2, "去": -1, "今": 0, "本": 0, "明": 1, "来": 1, "后": 2}
_RELATIVE = {"大前": -3, "前": -2, "昨": -1, "寻": -1, "今": 0, "明": 1, "听": 1, "后": 2, "大后": 3}
_PAID = r"[还付转打交存结给清]"
# A day with one of these behind it is over: 十号已经还了, 10月9号签的.
_DONE = re.compile(
    r"(?:就?已经|[^,。!?;\s]{0,8}?(?:[还付转打交存汇签扣借办买寄退刷](?:的|过)(?![来去话钱后账户那时])|[打转汇存]过去了))"
)


def _number(words: str) -> int:
    number = parse_numeral(words.replace("廿", "二十"))
    return int(number.value) if number and number.value is not None else 0


def _year(words: str, today: date) -> int:
    if words in _YEARS:
        return today.year + _YEARS[words]
    return _number(words) + (0 if len(words) == 4 else 2000)


def _day_of(year: int, month: int, day: int) -> Resolved:
    """The day, the month's last where it has fewer; False where the numbers name none."""
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1990 <= year <= 2099):
        return False
    return date(year, month, min(day, monthrange(year, month)[1]))


def _over(m: re.Match[str]) -> bool:
    return bool(_DONE.match(m.string, m.end()))


def _iso(m: re.Match[str], today: date) -> Resolved:
    return _day_of(int(m["y"]), int(m["m"]), int(m["d"]))


def _month_and_day(m: re.Match[str], today: date) -> Resolved:
    month, day = _number(m["m"]), _number(m["d"]) if m["d"] else 31
    if m["y"]:
        return _day_of(_year(m["y"], today), month, day)
    found = _day_of(today.year, month, day)
    if isinstance(found, date):
        if found < today and not _over(m):
            return _day_of(today.year + 1, month, day)
        if found > today and _over(m):
            return _day_of(today.year - 1, month, day)
    return found


def _slash(m: re.Match[str], today: date) -> Resolved:
    found = _day_of(today.year, int(m["m"]), int(m["d"]))
    return _day_of(today.year + 1, int(m["m"]), int(m["d"])) if isinstance(found, date) and found < today else found


def _lunar(m: re.Match[str], today: date) -> Resolved:
    months = {"正": 1, "腊": 12, "冬": 11}
    month = months.get(m["lm"]) or _number(m["lm"])
    start = today.replace(day=1, month=1, year=_year(m["y"], today)) if m["y"] else today
    if m["y"] and month > 10:  # 明年腊月 lies in the year after by the sun
        start = start.replace(month=3)
    return lunar(month, _number(m["ld"].removeprefix("初")), start) if 1 <= month <= 12 else False


def _first_moon(m: re.Match[str], today: date) -> Resolved:
    return lunar(1, _number(m["ld"]), today)


def _bare_lunar(m: re.Match[str], today: date) -> Resolved:
    return lunar_day(_number(m["ld"]), today)


def _shift(which: str, today: date) -> tuple[int, int]:
    """Year and month of 下个月, 上月, 本月."""
    turn = which.rstrip("个")
    months = today.year * 12 + today.month - 1 + turn.count("下") - turn.count("上")
    return months // 12, months % 12 + 1


def _of_month(m: re.Match[str], today: date) -> Resolved:
    year, month = _shift(m["which"], today)
    return _day_of(year, month, _number(m["d"]) if m["d"] else 31)


def _inside_month(m: re.Match[str], today: date) -> Resolved:
    return _day_of(*_shift(m["which"], today), 31)


def _weekday(m: re.Match[str], today: date) -> Resolved:
    which = (m["which"] or "").rstrip("个")
    index = 6 if m["wd"] in "日天末" else "一二三四五六".index(m["wd"])
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=index + 7 * (which.count("下") - which.count("上")))
    # Nobody calls today by its weekday without 这: a bare name that is not ahead means next week's.
    return day + timedelta(days=7) if not which and day <= today else day


def _inside_week(m: re.Match[str], today: date) -> Resolved:
    which = m["which"].rstrip("个")
    return today + timedelta(days=6 - today.weekday() + 7 * (which.count("下") - which.count("上")))


def _relative(m: re.Match[str], today: date) -> Resolved:
    return today + timedelta(days=_RELATIVE[m["rel"]])


def _two_days(m: re.Match[str], today: date) -> Resolved:
    first = 0 if m.group().startswith("今") else 1
    return today + timedelta(days=first), today + timedelta(days=first + 1)


def _next(day: int, today: date) -> date | None:
    year, month = today.year, today.month
    for _ in range(3):
        if day <= monthrange(year, month)[1] and date(year, month, day) >= today:
            return date(year, month, day)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return None


def _day_of_month(m: re.Match[str], today: date) -> Resolved:
    day = _number(m["d"])
    found = _next(day, today) if 1 <= day <= 31 else None
    if found and found > today and _over(m):  # 十号就已经还了: the one before
        before = today.replace(day=1) - timedelta(days=1)
        month = today if day <= today.day else before
        return _day_of(month.year, month.month, day)
    return found or False


def _days_side_by_side(m: re.Match[str], today: date) -> Resolved:
    """十五六号, 二十七八号."""
    ten, first = m["ten"] or "", m["a"]
    low, high = _next(_number(ten + first), today), _next(_number(ten + m["b"]), today)
    consecutive = _number(m["b"]) - _number(first) == 1
    return (low, high) if low and high and consecutive and low < high else False


def _month_end(m: re.Match[str], today: date) -> Resolved:
    return _day_of(today.year, today.month, 31)


def _year_end(m: re.Match[str], today: date) -> Resolved:
    return date(_year(m["y"], today) if m["y"] else today.year, 12, 31)


def _festival(m: re.Match[str], today: date) -> Resolved:
    year = _year(m["y"], today) if m["y"] else None
    if m["y"] in ("去", "前"):
        return False  # a story, no day to pay
    return festival(m["name"], year, bool(m["after"]), today)


def _ahead(m: re.Match[str], today: date) -> Resolved:
    count, unit = m["n"], m["unit"]
    if count == "几" or (count in ("两", "些") and m.group().startswith("过") and unit in ("天", "日")):
        return None  # 过两天 is a manner of speaking
    if count == "半":
        half = {"年": _months_on(6, today), "个月": today + timedelta(days=15)}
        return half.get(unit, False)
    joined = re.split(r"到|至|-|~", count)
    number = parse_numeral(count) if len(joined) == 1 else None
    if number is None or number.value is None:
        low, high = _ends(count, joined)
        return (_on(low, unit, today), _on(high, unit, today)) if 0 < low < high else False
    return _on(int(number.value), unit, today)


def _ends(count: str, joined: list[str]) -> tuple[int, int]:
    """两三 or 三到五 as two counts; (0, 0) for no range."""
    if len(joined) == 2:
        return _number(joined[0]), _number(joined[1])
    number = parse_numeral(count)
    return int(number.low or 0) if number else 0, int(number.high or 0) if number else 0


def _on(count: int, unit: str, today: date) -> date:
    if unit.endswith("年"):
        return _months_on(12 * count, today)
    if unit == "个半月":
        return _months_on(count, today) + timedelta(days=15)
    if unit.endswith("月"):
        return _months_on(count, today)
    if "工作日" in unit:
        for _ in range(count):
            today += timedelta(days=3 if today.weekday() == 4 else 2 if today.weekday() == 5 else 1)
        return today
    return today + timedelta(days=count * (1 if unit in ("天", "日") else 7))


def _months_on(months: int, today: date) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def _days_joined(m: re.Match[str], today: date) -> Resolved:
    """十号到十五号."""
    low, high = _next(_number(m["a"]), today), _next(_number(m["b"]), today)
    return (low, high) if low and high and low < high else False


def _open(m: re.Match[str], today: date) -> Resolved:
    return None


_COUNT = rf"(?:{_N}(?:(?:到|至|-|~){_N})?|半|几)"
_UNIT = r"(?P<unit>天|日|个?礼拜|个?星期|周|个半月|个月|年|个?工作日)"
_Y = r"(?:(?P<y>[今明后来去前])年)?"
_ANY_Y = r"(?:(?P<y>20\d\d|(?<!\d)\d\d|[二两]零[零一二三四五六七八九]{2}|[今明后来去前])年)?的?"
_ALONE = r"(?<![个\d十一二三四五六七八九几半数])"  # 三个月底, 二十三月: no month of the year
_MOON_DAY = r"初(?P<ld>[一二三四五六七八九十])(?![百千万几])"
_LONG_D = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|廿[一二三四五六七八九]?|二?十[一二三四五六七八九]?)"
_AFTER = r"(?P<after>(?:之|以)?后|过完|完了|完|回来)?"
_ALIKE = "五一|六一|十一"  # festivals that are also plain numbers
_NAMES = "|".join(sorted({*SOLAR, *LUNAR} - set(_ALIKE.split("|")), key=len, reverse=True))
_FEAST = r"(?:节|假期|长假|放假|黄金周|劳动节)*"
_NO_NUMBER = r"(?<![十一二三四五六七八九之点块\d百千万])"
_STANDS = r"(?=节|假|放|长假|黄金周|劳动|国庆|之?前|之?后|以后|过|回来|期间|那|再|[还给付结])"

_NAMED: tuple[tuple[str, Resolver], ...] = (
    (r"(?<!\d)(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})(?!\d)[日号]?", _iso),
    (rf"{_Y}(?:农历|阴历|旧历)的?(?P<lm>正|冬|腊|[一二三四五六七八九十]{{1,2}})月(?P<ld>初?{_D})(?:号|日)?", _lunar),
    (rf"{_Y}(?P<lm>[正冬腊])月里?(?P<ld>初?{_D})(?:号|日)?", _lunar),
    (rf"{_Y}(?P<lm>{_M})月{_MOON_DAY}", _lunar),
    (r"大年初(?P<ld>[一二三四五六七八九十])", _first_moon),
    (rf"{_Y}{_NO_NUMBER}(?P<name>{_NAMES})(?![一二三四五六七八九]?[号日])节?{_FEAST}{_AFTER}", _festival),
    (rf"{_Y}{_NO_NUMBER}(?P<name>{_ALIKE}){_STANDS}{_FEAST}{_AFTER}", _festival),
    (rf"{_Y}(?<=[等到推拖])(?P<name>{_ALIKE})(?![点天号万月个千百期次块]){_FEAST}{_AFTER}", _festival),
    (rf"{_ANY_Y}{_ALONE}(?P<m>{_M})月份?的?(?:(?P<d>{_D})(?:号|日)|(?:底|末|尾))", _month_and_day),
    (rf"{_ANY_Y}{_ALONE}(?P<m>{_M})月(?P<d>{_LONG_D}){_NOT_COUNTED}(?!\d)", _month_and_day),
    (rf"(?:[明来]年)?{_ALONE}{_M}月份?(?:初(?![一二三四五六七八九十])|中旬|上旬|下旬)", _open),
    (rf"[明后来]年(?:年?初|{_M}月份?|[上下]半年|(?:春天)?(?=再|{_PAID}))", _open),
    (rf"(?<![第\d])(?P<a>{_D})(?:号|日)?(?:到|至|-|~)(?P<b>{_D})(?:号|日)", _days_joined),
    (r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])(?![\d/])", _slash),
    (r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])[.\-](?P<d>3[01]|[12]\d|0?[1-9])(?:[号日]|(?=之?前|以前))", _slash),
    (rf"{_WHICH}月的?(?:(?P<d>{_D})(?:号|日)|月?(?:底|末|尾))", _of_month),
    (rf"(?P<which>这个?|本|当|下个?)月{_INSIDE}", _inside_month),
    (r"下下?个?月月?(?:初(?![一二三四五六七八九十](?![百千万几]))|头|中旬|中|上旬|下旬)|(?:这个?|本)月(?:中旬|下旬)", _open),
    (rf"(?<![几\d个])(?<!(?<![周期拜])[一二两三四五六七八九]){_WHICH}?{_WEEK}(?P<wd>[一二三四五六日天末])(?!次|个|回|期|顿|趟|天|[百千万])", _weekday),
    (rf"(?P<which>这个?|本|下个?){_WEEK}{_INSIDE}(?!面)", _inside_week),
    (rf"下下?个?(?:月|{_WEEK})(?!中|期|[一二三四五六日天末](?![百千万次个])|底|初|\d)", _open),
    (r"今明两?天|明后两?天", _two_days),
    (r"(?<![以之然最目])(?P<rel>大前|大后|前|昨|寻|今|明|听|后)(?:天(?![气花天])|日(?!期)|儿个?(?!子|女|媳|童))", _relative),
    (r"(?P<rel>今|明|昨)(?=晚|早(?!期|已)|夜)", _relative),
    (r"(?<![第\d])(?P<ten>二?十)?(?P<a>[一二三四五六七八九])(?P<b>[二三四五六七八九])号", _days_side_by_side),
    (rf"(?<![第\d.百千四五六七八九])(?P<d>{_D})号(?!{_NOT_A_DAY})", _day_of_month),
    (rf"(?<![第\d.])(?P<d>{_LONG_D})日(?!内|之内|以内|后|之后|利|息|常|[万千百]分)", _day_of_month),
    (rf"(?<![当最起原年本上读念]){_MOON_DAY}(?![中级学生班毕])", _bare_lunar),
    (r"月底|月末|月尾", _month_end),
    (r"(?:(?P<y>[今本明后去])年?)?(?:年底|年末|岁末|年尾|年终(?!奖))", _year_end),
    (r"(?<![一二两三四五六七八九十半几明去\d])(?P<y>[今本])?年(?:之内|以内|内)", _year_end),
    (rf"(?<![第前\d每])(?:再?过|等)?(?P<n>{_COUNT}){_UNIT}(?:之后|以后|过后|后(?![面悔])|之内|以内|内(?!部))", _ahead),
    (rf"(?<![超还转打付来熬难好错])再?过(?P<n>{_COUNT}|些){_UNIT}(?![多没不算])", _ahead),
)  # fmt: skip

# Days that hang on something else, or on the speaker's pleasure.
_WAGES = r"(?:工资|薪水|薪|奖金|年终奖|饷|粮)"
_PLEASURE: tuple[tuple[str, Resolver], ...] = (
    (rf"(?<![没不])(?:等|到)?(?:[我他])?(?:们|公司|单位|厂里)?[发开领拿](?:了|完)?{_WAGES}(?:那天|那日|的时候|以后|之后|后|[再就了]|马上)", _open),
    (rf"[等到](?:我|他|公司)?[发开领](?:了|完)?{_WAGES}|出粮(?:嗰日|那天)?|发薪(?:日|那天)", _open),
    (r"(?:工资|回款|货款)一?(?:到账|发下来|下来|发了|到了|到手)(?:那天|以?后|之后|[就再])", _open),
    (rf"等?{_WAGES}(?:一)?发(?:了|下来)(?=[^,。!?]{{0,4}}[还付转打给清再就])|等[^,。!?]{{0,6}}款(?:下来|到账|到了|回来|到手)", _open),
    (r"再?过(?:几|两|些|一阵|一段|段|阵)(?:天|日|时间|阵|子)|过阵子?|改天|改日|赶明儿|哪天有钱|有钱了?(?=[就再]|的时候)", _open),
    (r"(?<!个)月(?:初(?!几)|中(?!旬)|头|上旬|中旬|下旬)", _open),
    (rf"(?:[这近]几天|这两天|最近几天|近期|近日)(?=[^,。!?]{{0,6}}(?:{_PAID}|处理|安排|弄|凑|搞定|到账))", _open),
    (r"(?<![一二两三四五六七八九十几半多好往从打的\d])(?:年前|年后|节前|节后)(?!面|年|天|[的就]?借|欠)", _open),
    (r"(?<![从打])(?:开春|秋收|麦收)(?:(?:以|之)?后)?(?!到)", _open),
)  # fmt: skip

RULES = tuple((re.compile(source), resolve) for source, resolve in (*_NAMED, *_PLEASURE))
