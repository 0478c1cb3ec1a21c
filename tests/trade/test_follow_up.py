"""By which day something must follow."""

from datetime import date, datetime

import pytest

from bot.trade.follow_up import follow_up, is_appointment

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("result", "within", "named", "by"),
    [
        ("promise", 0, "2026-11-27", (date(2026, 11, 26), None)),  # the day before
        ("promise", 0, "2026-11-30", (date(2026, 11, 27), None)),  # a Monday's is reminded of on Friday
        ("promise", 0, "2026-11-24", (date(2026, 11, 24), None)),
        ("promise", 0, "2026-11-23T18:00", (MONDAY, None)),
        ("promise", 0, None, (MONDAY, None)),
        ("call_back", 1, "2026-11-24T15:00", (date(2026, 11, 24), "2026-11-24T15:00")),
        ("call_back", 1, "2026-11-24", (date(2026, 11, 24), None)),
        ("call_back", 1, "2026-11-20T15:00", (date(2026, 11, 24), None)),  # gone by
        ("refused", 3, "2026-11-24", (date(2026, 11, 26), None)),
        ("talked", 2, None, (date(2026, 11, 25), None)),
    ],
)  # fmt: skip
def test_the_day(result, within, named, by):
    assert follow_up(result, within, named, MONDAY, lambda day: day.weekday() < 5) == by


def test_half_an_hour_around_the_time_he_named_is_his():
    at = "2026-11-24T15:00"
    assert is_appointment(at, datetime(2026, 11, 24, 15, 30))
    assert is_appointment(at, datetime(2026, 11, 24, 14, 30))
    assert not is_appointment(at, datetime(2026, 11, 24, 15, 31))
    assert not is_appointment(None, datetime(2026, 11, 24, 15, 0))
