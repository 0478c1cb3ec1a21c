"""Which days banks work in China: the published holidays, and an honest fallback beyond the published year."""

from datetime import date
from functools import lru_cache

import chinese_calendar

UNPUBLISHED = "节假日安排未公布"


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Whether a day is a working day; beyond the published years Monday to Friday."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def is_published(day: date) -> bool:
    """Whether the holidays of this day's year are published; where not, screens say UNPUBLISHED."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True
