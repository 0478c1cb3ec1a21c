"""The facts a golden exchange starts from become a Call."""

from datetime import datetime

import pytest

from bot.content.shapes import Given


def call_of(content, **given):
    return Given.parse_obj(given).call(dict(content.accounts), content.book.stops)


def test_where_nothing_is_said_a_verified_debtor_is_on_the_line_on_a_monday(content):
    call = call_of(content)
    assert (call.party, call.verified, call.channel, call.direction) == ("verified", True, "phone", "outbound")
    assert Given().now == datetime(2026, 11, 23, 10, 0)


@pytest.mark.parametrize(
    ("party", "verified"), [("verified", True), ("finance", True), ("unknown", False), ("contact", False)]
)
def test_the_party_says_whether_somebody_is_verified(content, party, verified):
    assert call_of(content, party=party).verified is verified


def test_an_account_and_its_history_are_taken_over(content):
    call = call_of(
        content, account="wang_building_materials", after=["empathise"], heard=["no_money"], stops=["hardship"]
    )
    assert call.account == content.accounts["wang_building_materials"]
    assert (call.after, call.heard) == (("empathise",), ("no_money",))
    assert [(stop.label, stop.grade) for stop in call.stops] == [("hardship", "soft")]


def test_an_account_nobody_wrote_raises(content):
    with pytest.raises(KeyError):
        call_of(content, account="moon_factory")
