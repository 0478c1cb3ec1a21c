"""Percents in points (三成 30, 八折 20 off, 万分之五 0.05, 月息两分 2) and numbers of instalments."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.text.numerals import NUMERAL, parse_numeral


class Share(NamedTuple):
    """A percent or a number of instalments at [start, end); `off`: it is asked off the debt."""

    start: int
    end: int
    value: float | None
    low: float | None = None
    high: float | None = None
    off: bool = False


_D = "一二两三四五六七八九"
# Well-formed below a thousand, so that 百分之五一年以后 ends behind 五.
_SMALL = rf"(?:\d+(?:\.\d+)?|[{_D}]?百(?:零[{_D}]|[{_D}]十[{_D}]?|[{_D}])?|[{_D}]?十[{_D}]?|[零{_D}])(?:点[零{_D}]+)?"
_PERCENT = re.compile(
    rf"(?P<base>百|千|万)分之(?P<share>{_SMALL})(?:(?:到|至|-|~)(?:百分之)?(?P<high>{_SMALL}))?"
    rf"|(?<=[息率日])(?P<short>[千万])(?P<thin>[{_D}])(?![百千万块元])"
    rf"|(?<!\d)(?P<points>\d+(?:\.\d+)?)\s?(?:(?:-|~|到|至)(?P<top>\d+(?:\.\d+)?)\s?)?[%％]"
    rf"|(?<!\d)(?P<dots>\d+(?:\.\d+)?|[二三]?十[{_D}]?|[{_D}])个?半?个点(?![子心])"
    rf"|[月年]?[利息]息?(?P<fen>[{_D}1-9])分(?P<fen2>[{_D}])?(?!钟)|(?P<li>[{_D}])分(?P<li2>[{_D}])?(?:的?利|月?息)"
)
_CHENG = re.compile(
    rf"(?<![百千万点十周期拜初\d号])(?P<n>[{_D}1-9])(?:到(?P<high>[{_D}]))?(?P<two>[{_D}])?成(?P<half>半)?(?![立本为功了交天员年人绩分果就都新不语色群])(?!吗|熟)"
)
_ZHE = re.compile(rf"(?P<n>[1-9]\.\d|[1-9]\d?|[{_D}]{{1,2}}|对)折(?![腾磨叠旧现算返断扣])")
_HALF = re.compile(r"(?<=[还付给减免抹砍打交转出清结退])(?:[了你您我们掉个上]|违约金|利息|罚息){0,2}(?P<half>一半)")
_OFF = re.compile(r"(?:减免?|免|让|抹|砍|去|少[收还付]|优惠|便宜|打)[了掉个你您我]?(?:违约金|利息|罚息|本金)?$")
_N = f"(?:{NUMERAL.pattern})"
_PLAN = re.compile(
    rf"(?:(?:分|拆|摊)(?:成|个|作|到|做|摊)?|分期(?:分|做|还)?)(?P<n>{_N})(?:(?:到|至|-|~)(?P<top>{_N}))?(?:期|个月|月(?=[还付结清,。]|$)|回|次|笔|批)"
    rf"|(?:分|摊|拆)(?:成|个|到)?(?P<year>半|{_N})(?P<andhalf>个?)年(?P<half>半)?"
    rf"|(?<!\d)(?P<m>{_N})(?:(?:到|至|-|~)(?P<mtop>{_N}))?期(?![待间限望款货中末])"
    rf"|(?<![{_D}十百千万\d])(?P<k>[{_D}十\d]{{1,3}})(?:个月|次|笔|回|批)(?:内)?(?:分?期)?(?:付|结|还|给|转|清)(?:清|完|掉)"
)
_NO_PLAN_BEFORE = re.compile(
    r"(?:第|前|后|上|下|这|逾|逾期了?|[Mm]|[欠差过漏拖断剩]了?|扣了?|还了|交了|连续|连着|有|超|累计|头|共|每|过)$"
)
_NO_PLAN_AFTER = re.compile(r"^(?:都?[没未断漏逾]|的?(?:逾期|账单|没还|欠款|钱)|了(?!吧|行))")


def percents(text: str) -> Iterator[Share]:
    for m in _PERCENT.finditer(text):
        off = bool(_OFF.search(text[: m.start()]))
        if m["share"]:
            if m["base"] == "百" and m["share"] == "百":
                continue  # 百分之百 is an oath
            scale = {"百": 1, "千": 0.1, "万": 0.01}[m["base"]]
            yield _share(m, _figure(m["share"]) * scale, _figure(m["high"]) * scale, off)
        elif m["short"]:  # 日息万五
            yield _share(m, _figure(m["thin"]) * (0.1 if m["short"] == "千" else 0.01), 0, off)
        elif m["points"]:
            yield _share(m, float(m["points"]), float(m["top"] or 0), off)
        elif m["dots"]:
            yield _share(m, _figure(m["dots"]), 0, off)
        else:
            whole, part = (m["fen"], m["fen2"]) if m["fen"] else (m["li"], m["li2"])
            yield _share(m, _figure(whole) + _figure(part) / 10, 0, False)
    for m in _CHENG.finditer(text):
        low, high = _figure(m["n"]), _figure(m["high"] or m["two"])
        yield _share(m, low * 10 + (5 if m["half"] else 0), high * 10, bool(_OFF.search(text[: m.start()])))
    for m in _ZHE.finditer(text):
        yield _discount(m)
    for m in _HALF.finditer(text):
        off = bool(re.search(r"[减免抹砍]", text[max(0, m.start() - 1) : m.start("half")]))
        yield Share(*m.span("half"), 50, off=off)


def _share(m: re.Match[str], value: float, top: float, off: bool) -> Share:
    if top > value:
        return Share(*m.span(), None, _tidy(value), _tidy(top), off)
    return Share(*m.span(), _tidy(value), off=off)


def _discount(m: re.Match[str]) -> Share:
    """八折 is 20 off, 八五折 15, 六七折 between 30 and 40."""
    if m["n"] == "对":
        return Share(*m.span(), 50, off=True)
    digits = [_figure(c) for c in m["n"] if c != "."]
    if len(digits) == 2 and digits[1] - digits[0] == 1:
        return Share(*m.span(), None, _tidy(100 - digits[1] * 10), _tidy(100 - digits[0] * 10), True)
    return Share(*m.span(), _tidy(100 - digits[0] * 10 - (digits[1] if len(digits) > 1 else 0)), off=True)


def _figure(words: str | None) -> float:
    number = parse_numeral(words) if words else None
    return number.value if number and number.value is not None else 0


def _tidy(value: float) -> float:
    rounded = round(value, 4)
    return int(rounded) if rounded == int(rounded) else rounded


def instalments(text: str) -> Iterator[Share]:
    """Parts a debt is to be paid in; what counts months of arrears (逾期两期, 第三期) is none."""
    for m in _PLAN.finditer(text):
        if m["year"]:
            years = _figure(m["year"]) + (0.5 if m["half"] else 0)
            if years and years <= 30:
                yield Share(*m.span(), int(years * 12))
            continue
        bare = m["m"] is not None
        if bare and (_NO_PLAN_BEFORE.search(text[: m.start()]) or _NO_PLAN_AFTER.match(text[m.end() :])):
            continue
        yield from _parts(m, m["n"] or m["m"] or m["k"], m["top"] or m["mtop"])


def _parts(m: re.Match[str], words: str, top: str | None) -> Iterator[Share]:
    number, high = parse_numeral(words), _figure(top)
    if number is None:
        return
    if number.value is None:
        if number.low:
            yield Share(*m.span(), None, number.low, number.high)
    elif high > number.value:
        yield Share(*m.span(), None, number.value, high)
    elif 2 <= number.value <= 120:
        yield Share(*m.span(), int(number.value))
    elif m["m"]:  # 八千六期: the sum runs into the number of parts
        last = parse_numeral(words[-1])
        if last and (last.value or 0) >= 2 and words[-1] in _D:
            yield Share(m.end("m") - 1, m.end(), int(last.value or 0))
