"""Festivals and the moon's calendar against almanac dates."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Solar

from bot.text.festivals import LUNAR, SOLAR, festival, lunar, lunar_day

ALMANAC = {
    ("春节", 2026): date(2026, 2, 17), ("春节", 2027): date(2027, 2, 6), ("除夕", 2027): date(2027, 2, 5),
    ("元宵", 2027): date(2027, 2, 20), ("端午", 2027): date(2027, 6, 9), ("中秋", 2026): date(2026, 9, 25),
    ("中秋", 2027): date(2027, 9, 15), ("国庆", 2027): date(2027, 10, 1), ("元旦", 2027): date(2027, 1, 1),
}  # fmt: skip


@pytest.mark.parametrize(("named", "day"), ALMANAC.items())
def test_a_festival_of_a_year_is_the_almanacs(named, day):
    assert festival(*named, after=False, today=date(2026, 11, 23)) == day


@pytest.mark.parametrize(("today", "day"), [(date(2026, 11, 23), date(2027, 1, 30)), (date(2027, 1, 31), date(2028, 1, 19)),
                                            (date(2026, 2, 10), date(2026, 2, 10))])  # fmt: skip
def test_the_twenty_third_of_the_last_moon_is_the_next_one(today, day):
    assert lunar(12, 23, today) == day


def test_a_thirtieth_that_is_not_there_is_the_moons_last_day():
    assert lunar(12, 30, date(2026, 11, 23)) == lunar(12, 0, date(2026, 11, 23)) == date(2027, 2, 5)


def test_after_a_long_holiday_is_its_last_day():
    today = date(2026, 9, 1)
    assert festival("国庆", None, True, today) == date(2026, 10, 7)
    assert festival("过年", None, True, today) == date(2027, 2, 20)


@given(st.sampled_from(sorted({*SOLAR, *LUNAR})), st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_the_next_festival_is_never_past_nor_more_than_thirteen_moons_away(name, today):
    assert 0 <= (festival(name, None, False, today) - today).days <= 385


@settings(max_examples=20)  # each looks at up to thirty days of the almanac
@given(st.integers(1, 29), st.dates(date(2025, 1, 1), date(2035, 12, 31)))
def test_a_bare_day_of_the_moon_is_that_day(day, today):
    found = lunar_day(day, today)
    assert Solar.fromYmd(found.year, found.month, found.day).getLunar().getDay() == day
    assert 0 <= (found - today).days <= 30
