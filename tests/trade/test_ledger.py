"""What he offers, read out of his words, and what stands in the ledger."""

from datetime import date

import pytest

from bot.trade.ledger import Entry, Proposal, his_proposal, last_of, most_he_named
from bot.trade.payment_plan import Due
from bot.trade.reading import Entity

MONDAY, HORIZON = date(2026, 11, 23), date(2026, 11, 30)


def sums(*yuan: float) -> list[Entity]:
    return [Entity(type="amount", text=f"{y:g}", value=y) for y in yuan]


def days(*iso: str) -> list[Entity]:
    return [Entity(type="date", text=day, value=day) for day in iso]


@pytest.mark.parametrize(
    ("words", "schedule"),
    [
        (sums(5000), (Due(HORIZON, 5000),)),  # 先还五千
        ([*sums(5000), *days("2026-11-27")], (Due(date(2026, 11, 27), 5000),)),
        ([*sums(3000, 2000), *days("2026-11-30", "2026-11-25T15:00")], (Due(date(2026, 11, 25), 2000), Due(date(2026, 11, 30), 3000))),
        ([*sums(3000, 2000), *days("2026-11-25")], (Due(date(2026, 11, 25), 3000),)),
        ([*sums(500), Entity(type="instalments", text="三期", value=3)], tuple(Due(d, 500) for d in (HORIZON, date(2026, 12, 30), date(2027, 1, 30)))),
        ([*sums(500), *days("2026-11-01")], (Due(HORIZON, 500),)),  # 「一号就说过五百」: a day gone by is none to pay on
    ],
)  # fmt: skip
def test_what_he_offers_is_every_sum_on_its_day(words, schedule):
    assert his_proposal(words, MONDAY, HORIZON) == Proposal(schedule=schedule)


def test_without_a_sum_there_is_no_offer():
    assert his_proposal(days("2026-11-27"), MONDAY, HORIZON) is None
    vague = Entity(type="amount", text="几千", vague=True, low=2000, high=9000)
    assert his_proposal([vague], MONDAY, HORIZON) is None


def test_the_ledger_knows_each_side_s_last_word_and_his_largest_sum():
    def entry(by: str, *schedule: Due) -> Entry:
        return Entry(by=by, proposal=Proposal(schedule=schedule))

    ledger = (entry("him", Due(MONDAY, 8000)), entry("us", Due(MONDAY, 9000)), entry("him", Due(HORIZON, 3000)))
    assert last_of(ledger, "him") == ledger[2].proposal
    assert last_of(ledger, "us") == ledger[1].proposal
    assert last_of((), "us") is None
    assert (most_he_named(ledger), most_he_named(())) == (8000, None)
