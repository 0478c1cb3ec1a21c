"""Days and hours as people name them: 下礼拜三, 15号, 月底, 腊月二十三, 后天下午三点前, 发工资那天.

Weeks begin on Monday; a bare 15号 or 周五 is the next one; month end, year end and festivals are their last or
named day; a time of day makes an hour. What names no day (过几天, 发工资那天, 下个月) has no value.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.text.day_rules import RULES
from bot.text.hours import NOON, PARTS, clock_at, clocks, first_hour, moment
from bot.text.numerals import parse_numeral


class Day(NamedTuple):
    """A day or hour at [start, end): ISO, or a range in low and high, or open (all three None)."""

    start: int
    end: int
    value: str | None
    low: str | None = None
    high: str | None = None


def find_days(text: str, now: datetime) -> Iterator[Day]:
    """Every day (or hour of a day) named in a normalised text, left to right."""
    taken: list[Day] = []

    def free(start: int, end: int) -> bool:
        return not any(start < day.end and day.start < end for day in taken)

    for pattern, resolve in RULES:
        for m in pattern.finditer(text):
            if m.end() > m.start() and free(*m.span()):
                found = resolve(m, now.date())
                if not isinstance(found, bool):
                    taken.append(_with_hour(text, m.span(), found))
    for day in _from_now(text, now):
        if free(day.start, day.end):
            taken.append(day)
    for clock in clocks(text):
        hour = moment(now.date(), clock, now=now) if free(*clock.span()) else None
        if hour:
            taken.append(_hour(*clock.span(), clock, hour))
    yield from _tidied(text, sorted(taken, key=lambda day: day.start))


def _with_hour(text: str, span: tuple[int, int], found: date | tuple[date, date] | None) -> Day:
    """The day with the hour behind it: 周五中午 is twelve o'clock, other parts of a day alone name no hour."""
    start, end = span
    if found is None:
        return Day(start, end, None)
    if isinstance(found, tuple):
        return Day(start, end, None, found[0].isoformat(), found[1].isoformat())
    gap = re.compile(r"[的, ]*").match(text, end)
    after = gap.end() if gap else end
    clock = clock_at(text, after if after - end <= 2 else end)
    hour = moment(found, clock) if clock else None
    if clock and hour:
        return _hour(start, clock.end(), clock, hour)
    part = PARTS.match(text, end)
    if part and part.group() in NOON:
        return Day(start, part.end(), f"{found.isoformat()}T12:00")
    return Day(start, part.end() if part else end, found.isoformat())


def _hour(start: int, end: int, clock: re.Match[str], hour: str) -> Day:
    first = first_hour(clock, hour)
    return Day(start, end, None, first, hour) if first else Day(start, end, hour)


_DELTA = re.compile(
    r"(?:再?过|等)?(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?P<half>个半)?(?P<unit>个?小时|个?钟头|个钟|分钟|刻钟)"
    r"(?:之后|以后|过后|后|之内|以内|内)"
)


def _from_now(text: str, now: datetime) -> Iterator[Day]:
    """半小时后, 二十分钟内: an hour counted from this moment."""
    for m in _DELTA.finditer(text):
        number = parse_numeral(m["n"])
        if number and number.value is not None:
            minutes = (number.value + (0.5 if m["half"] else 0)) * {"分钟": 1, "刻钟": 15}.get(m["unit"], 60)
            then = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
            yield Day(*m.span(), then.isoformat(timespec="minutes"))


def _tidied(text: str, days: list[Day]) -> list[Day]:
    """周三到周五 as one range; an open day right behind a named one (十号发工资就还) says nothing new."""
    kept: list[Day] = []
    for day in days:
        last = kept[-1] if kept else None
        between = text[last.end : day.start] if last else ""
        if last and last.value and day.value and between in ("到", "至", "-", "~"):
            low, high = last.value, _later(last.value, day.value, bool(PARTS.match(text, day.start)))
            if low < high and len(low) == len(high):
                kept[-1] = Day(last.start, day.end, None, low, high)
                continue
        if last and last.value and day == Day(day.start, day.end, None) and len(between) <= 1 and "," not in between:
            if text[day.start] in "发开领":
                continue
        kept.append(day)
    return kept


def _later(low: str, high: str, named: bool) -> str:
    """下午三点到五点: the second hour is of the first one's day, and the next such hour unless its part is named."""
    if "T" not in low or "T" not in high:
        return high
    moved = datetime.fromisoformat(f"{low[:10]}T{high[11:]}")
    if not named:
        moved = moved.replace(hour=moved.hour % 12)
        while moved.isoformat(timespec="minutes") <= low:
            moved += timedelta(hours=12)
    return moved.isoformat(timespec="minutes")
