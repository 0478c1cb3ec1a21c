"""What the tests of the trade stand on beside the real content: a Monday morning, a calendar written by hand."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.content.load import Content
from bot.trade.account import Account
from bot.trade.book import Book
from bot.trade.house import House
from bot.trade.moment import Moment
from bot.trade.playbook import Situation

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The full sizes run only when asked for (`-m long`), so that the folder stays under a minute."""
    if config.getoption("markexpr"):
        return
    long = [item for item in items if HERE in item.path.parents and item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def book(content: Content) -> Book:
    return content.book


@pytest.fixture(scope="session")
def accounts(content: Content) -> dict[str, Account]:
    return dict(content.accounts)


@pytest.fixture(scope="session")
def house() -> House:
    """A floor of our own making: a tenth first, three working days, twelve or six instalments."""
    return House.parse_obj(
        {
            "version": 7, "company": "恒信账款服务", "service_line": "400-800-0000", "hotline": "12356",
            "minimum_share": 0.1, "longest_term": {"consumer": 12, "b2b": 6}, "first_payment_working_days": 3,
            "empathy_words": ["理解", "不容易"], "contact_hours": {"from": "08:00", "to": "22:00"},
            "effective_calls_per_day": 3, "unanswered_dials_per_day": 6, "failures_before_third": 3, "visit_people": 2, "idle_minutes": 30, "retention_years": 5,
            "grace_banking_days": 1,
        }
    )  # fmt: skip


# National Day 2026: closed 1-7 October, made good on Sunday 20 September and Saturday 10 October.
CLOSED = frozenset(date(2026, 10, day) for day in range(1, 8))
MADE_GOOD = frozenset({date(2026, 9, 20), date(2026, 10, 10)})


def is_working_day(day: date) -> bool:
    return day in MADE_GOOD or (day.weekday() < 5 and day not in CLOSED)


@pytest.fixture(scope="session")
def working_day() -> Callable[[date], bool]:
    return is_working_day


@pytest.fixture(scope="session")
def moment() -> Moment:
    """Monday the 23rd of November 2026, ten in the morning: three working days after tomorrow is Friday."""
    return Moment(now=datetime(2026, 11, 23, 10), is_working_day=is_working_day)


@pytest.fixture(scope="session")
def situation() -> Callable[..., Situation]:
    """A first call to a verified debtor of whom nothing is known, with the given facts put in."""

    def of(**facts: object) -> Situation:
        bare = {"account": Account(), "party": "verified", "verified": True, "direction": "outbound",
                "channel": "phone", "heard_before": 0, "said_last_time": "none"}  # fmt: skip
        return Situation.parse_obj({**bare, **facts})

    return of
