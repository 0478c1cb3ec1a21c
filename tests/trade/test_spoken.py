"""Figures, days and hours as people say them, and heard back as the same."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trade.spoken import spoken_count, spoken_day, spoken_hour, spoken_money, spoken_number

MONDAY = date(2026, 11, 23)
ANY = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (22, "二十二"), (100, "一百"), (102, "一百零二"), (110, "一百一"),
        (200, "两百"), (212, "两百一十二"), (222, "两百二十二"), (480, "四百八"), (1000, "一千"), (1002, "一千零二"), (1020, "一千零二十"),
        (1200, "一千二"), (1286, "一千二百八十六"), (1280, "一千二百八"), (2000, "两千"), (2310, "两千三百一"), (2222, "两千二百二十二"),
        (5000, "五千"), (10000, "一万"), (10005, "一万零五"), (10500, "一万零五百"), (12800, "一万两千八"), (15000, "一万五"),
        (20000, "两万"), (20003, "两万零三"), (23000, "两万三"), (50000, "五万"), (98000, "九万八"), (100000, "十万"), (105000, "十万五"),
        (110000, "十一万"), (126000, "十二万六"), (200000, "二十万"), (860000, "八十六万"), (1005000, "一百万五千"),
        (1250000, "一百二十五万"), (2000000, "两百万"), (10005000, "一千万五千"), (150000000, "一亿五千万"), (200000000, "两亿"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_on_the_phone(value: int, said: str):
    assert spoken_number(value) == said


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        (5000, "五千"), (480, "四百八"), (23000, "两万三"), (1286, "一千二百八十六块"), (100, "一百"), (102, "一百零二块"), (50, "五十块"),
        (12, "十二块"), (2, "两块"), (22, "二十二块"), (3.5, "三块五"), (2.5, "两块五"), (0.5, "五毛"), (0.05, "五分"), (0.56, "五毛六"),
        (3.05, "三块零五分"), (3.56, "三块五毛六"), (1286.4, "一千二百八十六块四"), (4800.5, "四千八百块五"), (23000.1, "两万三千块一"),
        (126000, "十二万六"), (860000, "八十六万"),
    ],
)  # fmt: skip
def test_a_sum_is_said_as_on_the_phone(yuan: float, said: str):
    assert spoken_money(yuan) == said


@pytest.mark.parametrize(
    ("count", "measure", "said"),
    [(2, "天", "两天"), (12, "天", "十二天"), (22, "天", "二十二天"), (101, "天", "一百零一天"), (110, "天", "一百一十天"),
     (120, "天", "一百二十天"), (348, "天", "三百四十八天"), (6, "期", "六期"), (12, "期", "十二期"), (2, "期", "两期")],
)  # fmt: skip
def test_a_count_is_said_in_full(count: int, measure: str, said: str):
    assert spoken_count(count, measure) == said


DIGITS = {ch: n for n, ch in enumerate("零一二三四五六七八九")} | {"两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def heard(said: str) -> float:
    """A listener's ear, written for this test: the sum in yuan that a spoken sum means."""
    yuan, block, rest = said.partition("块")
    if (not block and said[-1] in "毛分") or "毛" in yuan:
        yuan, rest = "", said
    rest = rest.removeprefix("零")
    if rest.endswith("分"):
        cents = DIGITS[rest[0]]
    else:
        cents = (DIGITS[rest[0]] * 10 if rest else 0) + (DIGITS[rest[2]] if len(rest) == 3 else 0)
    return (heard_number(yuan) if yuan else 0) + cents / 100


def heard_number(said: str) -> int:
    """一千二百八 -> 1280: a last digit without its unit takes the one below its neighbour's."""
    for name in ("亿", "万"):
        head, found, tail = said.rpartition(name)
        if found:
            short = len(tail) == 1
            return heard_number(head) * UNITS[name] + (
                DIGITS[tail] * UNITS[name] // 10 if short else heard_number(tail)
            )
    total, digit, unit = 0, None, 1
    for ch in said:
        if ch in UNITS:
            unit = UNITS[ch]
            total, digit = total + (1 if digit is None else digit) * unit, None
        else:
            digit, unit = DIGITS[ch], 1 if ch == "零" else unit
            if ch == "零":
                digit = None
    return total + (digit or 0) * max(unit // 10, 1)


@ANY
@given(st.integers(1, 9_999_999))
def test_who_hears_a_spoken_sum_hears_that_sum(yuan: int):
    assert heard(spoken_money(yuan)) == yuan


@ANY
@given(st.integers(1, 99_999_999))
def test_who_hears_a_sum_with_cents_hears_it_to_the_cent(cents: int):
    assert round(heard(spoken_money(cents / 100)) * 100) == cents


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(st.integers(1, 9_999_999_999))
def test_who_hears_any_sum_with_cents_hears_it_to_the_cent(cents: int):
    assert round(heard(spoken_money(cents / 100)) * 100) == cents


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-21", "前天"), ("2026-11-22", "昨天"), ("2026-11-23", "今天"), ("2026-11-24", "明天"), ("2026-11-25", "后天"),
        ("2026-11-26", "周四"), ("2026-11-27", "周五"), ("2026-11-29", "周日"), ("2026-11-30", "下周一"), ("2026-12-06", "下周日"),
        ("2026-12-07", "十二月七号"), ("2026-11-20", "上周五"), ("2026-11-16", "上周一"), ("2026-11-15", "十一月十五号"),
        ("2026-12-31", "十二月三十一号"), ("2027-01-02", "明年一月二号"), ("2025-12-10", "去年十二月十号"), ("2024-05-20", "2024年五月二十号"),
    ],
)  # fmt: skip
def test_a_day_is_said_as_seen_from_a_monday(day: str, said: str):
    assert spoken_day(date.fromisoformat(day), MONDAY) == said


def test_the_turn_of_the_year_is_next_week_and_not_next_year():
    assert spoken_day(date(2027, 1, 5), date(2026, 12, 28)) == "下周二"


@ANY
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-400, 400))
def test_two_days_seen_from_one_never_sound_the_same(today: date, distance: int):
    day = today + timedelta(days=distance)
    near = {spoken_day(day + timedelta(days=n), today) for n in range(-15, 16)}
    assert len(near) == 31


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(9, 30), "上午九点半"), (time(15, 0), "下午三点"), (time(7, 20), "早上七点二十"), (time(12, 15), "中午十二点一刻"), (time(20, 5), "晚上八点零五"),
     (time(14, 45), "下午两点三刻"), (time(0, 10), "凌晨零点十")],
)  # fmt: skip
def test_an_hour_is_said_as_on_the_phone(at: time, said: str):
    assert spoken_hour(at) == said
