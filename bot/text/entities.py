"""Amounts (yuan), dates (ISO), instalments and percents in spoken Chinese, relative to a moment.

Values follow one contract: yuan as numbers, dates `2026-12-02` or `2026-11-25T15:00`, percent in points. What
is a range gets low and high, what is left open is marked vague: nothing is guessed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from bot.text.amounts import BLANK, find_sums
from bot.text.days import find_days
from bot.text.shares import Share, instalments, percents


class Found(NamedTuple):
    """One entity at the span [start, end)."""

    start: int
    end: int
    type: str
    value: Any = None
    low: Any = None
    high: Any = None
    vague: bool | None = None
    of: str | None = None


def find_entities(text: str, now: datetime) -> tuple[Found, ...]:
    """Every amount, date, number of instalments and percent in a normalised text, left to right, none overlapping."""
    taken: list[Found] = []
    for finder in (_percents, _instalments, lambda rest: _days(rest, now), _amounts):
        # What one finder took is blank for the next, so that 十五号五百 is a day and a sum.
        for found in finder(_without(text, taken)):
            if not any(found.start < other.end and other.start < found.end for other in taken):
                taken.append(found)
    return tuple(sorted(taken, key=lambda found: (found.start, found.end)))


def _without(text: str, taken: list[Found]) -> str:
    for found in taken:
        text = text[: found.start] + BLANK * (found.end - found.start) + text[found.end :]
    return text


def _percents(text: str) -> Iterator[Found]:
    for share in percents(text):
        yield _found("percent", share)


def _instalments(text: str) -> Iterator[Found]:
    for share in instalments(text):
        yield _found("instalments", share)


def _found(kind: str, share: Share) -> Found:
    return Found(
        share.start, share.end, kind, share.value, share.low, share.high, of="reduction" if share.off else None
    )


def _days(text: str, now: datetime) -> Iterator[Found]:
    for day in find_days(text, now):
        open_day = day.value is None and day.low is None
        yield Found(day.start, day.end, "date", day.value, day.low, day.high, True if open_day else None)


def _amounts(text: str) -> Iterator[Found]:
    for money in find_sums(text):
        number = money.number
        yield Found(money.start, money.end, "amount", number.value, number.low, number.high, number.vague or None)
