"""Hours: what is an hour, and which one."""

from datetime import date, datetime

import pytest

from bot.text.hours import clock_at, clocks, moment

DAY = date(2026, 11, 24)
HOURS = {
    "下午三点": "2026-11-24T15:00", "早上八点半": "2026-11-24T08:30", "晚上十点一刻": "2026-11-24T22:15",
    "中午十二点": "2026-11-24T12:00", "中午一点": "2026-11-24T13:00", "晚上十二点": "2026-11-25T00:00",
    "凌晨两点": "2026-11-24T02:00", "三点": "2026-11-24T15:00", "九点": "2026-11-24T09:00", "15:30": "2026-11-24T15:30",
    "8:05": "2026-11-24T08:05", "二十点": "2026-11-24T20:00", "七点四十分": "2026-11-24T07:40",
    "24点": "2026-11-25T00:00", "下午2点": "2026-11-24T14:00", "一点三刻": "2026-11-24T13:45",
}  # fmt: skip
NO_HOURS = (
    "快一点",
    "晚一点",
    "有一点难",
    "一点点",
    "说两点意见",
    "两点一线",
    "一千九百二十点三六",
    "百分之一点二",
    "三点水",
)


@pytest.mark.parametrize(("words", "hour"), HOURS.items())
def test_an_hour_of_a_named_day(words, hour):
    assert moment(DAY, clock_at(words, 0)) == hour


@pytest.mark.parametrize("words", NO_HOURS)
def test_what_only_sounds_like_an_hour_is_none(words):
    assert clocks(words) == []


@pytest.mark.parametrize(("now", "hour"), [(7, "09:00"), (9, "21:00"), (10, "21:00"), (22, "09:00")])
def test_a_bare_hour_of_today_is_the_next_one_if_there_is_one(now, hour):
    [clock] = clocks("九点")
    assert moment(DAY, clock, now=datetime(2026, 11, 24, now, 0)) == f"2026-11-24T{hour}"


def test_there_is_no_twenty_fifth_hour():
    assert moment(DAY, clock_at("25点", 0)) is None
