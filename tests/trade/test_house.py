from datetime import time

import pytest
from pydantic import ValidationError

from bot.trade.book import Book
from bot.trade.house import Hours, House


@pytest.mark.parametrize(
    ("clock", "inside"),
    [("07:59", False), ("08:00", True), ("12:00", True), ("21:59", True), ("22:00", False), ("23:30", False), ("00:00", False)],
)  # fmt: skip
def test_hours_hold_their_beginning_and_not_their_end(house: House, clock: str, inside: bool):
    assert house.contact_hours.contain(time.fromisoformat(clock)) is inside


def test_the_shipped_house_keeps_the_lawful_hours_and_counts(book: Book):
    house = book.house
    assert house.contact_hours == Hours.parse_obj({"from": "08:00", "to": "22:00"})
    assert (house.effective_calls_per_day, house.minimum_share, house.first_payment_working_days) == (3, 0.1, 3)
    assert (house.longest_term.consumer, house.longest_term.b2b) == (12, 6)


@pytest.mark.parametrize(
    "change",
    [{"minimum_share": 0}, {"minimum_share": 1.2}, {"longest_term": {"consumer": 0, "b2b": 6}}, {"first_payment_working_days": -1},
     {"minimum_shar": 0.2}, {"contact_hours": {"from": "08:00", "till": "22:00"}}],
)  # fmt: skip
def test_a_house_refuses_a_choice_that_makes_no_sense(house: House, change: dict):
    with pytest.raises(ValidationError):
        House.parse_obj({**house.dict(by_alias=True), **change})
