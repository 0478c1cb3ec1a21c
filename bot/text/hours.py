"""The hour of a day: 下午三点半, 晚上八点前, 15:30, 中午. Nobody pays at three in the morning."""

import re
from datetime import date, datetime, timedelta

from bot.text.numerals import parse_numeral

PART = r"凌晨|大?清早|一早|早上|早晨|早间|上午|中午|正午|晌午|下午|下昼|午后|傍晚|晚上|夜里|夜晚|晚间|半夜|夜|早|晚"
PARTS = re.compile(
    r"凌晨|大?清早|一早|早上|早晨|早间|上午|中午|正午|晌午|下午|下昼|午后|傍晚|晚上|夜里|夜晚|晚间|半夜|[早晚](?![一些点饭已期])"
)
NOON = ("中午", "正午", "晌午")
_PM = ("下午", "下昼", "午后", "傍晚", "晚", "夜", "半夜")
_NIGHT = ("晚", "夜", "晚上", "夜里", "夜晚", "晚间")
_MINUTE = r"[0-5]\d|[二三四五]?十[一二三四五六七八九]?|零[一二三四五六七八九]"
CLOCK = re.compile(
    rf"(?P<part>{PART})?的?(?<![\d.点百千万])(?P<first>[一二三四五六七八九](?=[二三四五六七八九]点))?(?P<h>\d{{1,2}}|二十[一二三四]?|十[一二三四五六七八九]?|[零一二两三四五六七八九])"
    rf"(?:(?P<dian>点钟?|时(?![候间段不期限]))(?:(?P<half>半)|(?P<q>[一三])刻|(?P<min>{_MINUTE})(?![百千万块元个天多])分?)?"
    r"|[::](?P<min2>[0-5]\d)(?!\d))(?:[来多]钟|多)?"
)
_NOT_HOURS = re.compile(
    r"儿|一线|半点|[^,。]?(?:意见|建议|要求|原因|理由|说明|想法|疑问|好处)|[一-九\d]+[成折分%块元万]|水|子(?!夜)|[五零][%万]"
)
_SPOKEN_POINTS = re.compile(r"[说有提讲就这那补]$")
# 一点 is far more often "a bit": it is an hour only beside a part of the day or one of these.
_SURELY_HOUR = re.compile(r"^(?:钟|半|整|一刻|三刻|[二三四五]?十|之?前|以前|左右|到[一二两三四五]点|以?后)")


def clock_at(text: str, position: int) -> re.Match[str] | None:
    """The hour that begins here, beside a day already named."""
    found = CLOCK.match(text, position)
    return found if found and _is_hour(text, found, beside_day=True) else None


def clocks(text: str) -> list[re.Match[str]]:
    return [m for m in CLOCK.finditer(text) if _is_hour(text, m, beside_day=False)]


def _is_hour(text: str, m: re.Match[str], beside_day: bool) -> bool:
    if m["min2"]:
        return True
    after = text[m.end("dian") :]
    if _NOT_HOURS.match(after) or re.search(
        r"[\d一二两三四五六七八九十百千万亿]$", text[: m.start("first") if m["first"] else m.start("h")]
    ):
        return False
    if m["part"] in ("早", "晚") and m["h"] in ("一", "两"):
        return False  # 早一点, 晚两点
    if m["h"] == "一" and not (m["half"] or m["q"] or m["min"]):
        return bool(m["part"] or (beside_day and not m["min"]) or _SURELY_HOUR.match(after)) and not re.match(
            "点", after
        )
    return not (m["h"] in ("两", "三") and not m["part"] and _SPOKEN_POINTS.search(text[: m.start()]) and not m["half"])


def moment(day: date, m: re.Match[str], implied: str | None = None, now: datetime | None = None) -> str | None:
    """The ISO hour; with `now`, a bare hour of today is the next one to come. None for what is no hour."""
    number = parse_numeral(m["h"])
    hour = int(number.value) if number and number.value is not None else 25
    minute = _minute(m)
    part = m["part"] or implied or ""
    if hour > 24:
        return None
    if (hour in (12, 24) and part.endswith(_NIGHT)) or hour == 24:
        day, hour = day + timedelta(days=1), 0
    elif hour < 12 and part.endswith(("上", *_PM)) and part not in ("早上",) and not (part == "半夜" and hour < 6):
        hour += 12
    elif part in NOON and hour < 4:
        hour += 12
    elif not part and 1 <= hour <= 6 and not m["min2"]:
        hour += 12
    elif not part and now and hour < 12 and not m["min2"] and (hour, minute) <= (now.hour, now.minute) < (hour + 12, 0):
        hour += 12
    return f"{day.isoformat()}T{hour:02d}:{minute:02d}"


def first_hour(m: re.Match[str], last: str) -> str | None:
    """五六点 is a range: the hour before the last one; None where only one hour is named."""
    if not m["first"]:
        return None
    return (datetime.fromisoformat(last) - timedelta(hours=1)).isoformat(timespec="minutes")


def _minute(m: re.Match[str]) -> int:
    if m["half"]:
        return 30
    if m["q"]:
        return 15 if m["q"] == "一" else 45
    number = parse_numeral((m["min"] or m["min2"] or "").lstrip("零"))
    return int(number.value) if number and number.value is not None else 0
