from itertools import product
from typing import get_args

import pytest
from pydantic import ValidationError

from bot.trade.book import Book
from bot.trade.party import OUTSIDERS, UNVERIFIED, Disclosure, Level, Party

LEVELS = get_args(Level)
PARTIES = get_args(Party)

# What the law allows, party by party: consumer debt, trade debt.
TABLE = {
    "unknown": ("caller", "caller"), "claimed": ("caller", "caller"), "verified": ("all", "all"),
    "guarantor": ("all", "all"), "co_debtor": ("all", "all"), "legal_rep": ("caller", "all"),
    "finance": ("caller", "all"), "handler": ("caller", "all"), "staff": ("name_only", "in_role"),
    "spouse_joint": ("name_only", "all"), "heir": ("in_role", "in_role"), "agent": ("caller", "caller"),
    "contact": ("name_only", "name_only"), "stranger": ("nothing", "nothing"), "minor": ("nothing", "nothing"),
    "machine": ("name_only", "name_only"),
}  # fmt: skip


def test_every_party_has_its_level(book: Book):
    table = book.disclosure
    assert {p: (table.level(p, "consumer"), table.level(p, "b2b")) for p in PARTIES} == TABLE


def test_a_debt_of_unknown_kind_is_kept_as_close_as_a_consumers(book: Book):
    for party in PARTIES:
        assert book.disclosure.level(party, None) == TABLE[party][0]


@pytest.mark.parametrize(("party", "group", "needs"), list(product(PARTIES, ("consumer", "b2b"), LEVELS)))
def test_a_fact_is_told_from_its_level_up(book: Book, party: Party, group: str, needs: Level):
    reached = TABLE[party][0 if group == "consumer" else 1]
    assert book.disclosure.may_hear(party, group, needs) == (LEVELS.index(reached) >= LEVELS.index(needs))


def test_outsiders_are_the_four_who_must_not_learn_of_a_debt():
    assert sorted(OUTSIDERS) == ["contact", "machine", "minor", "stranger"]
    assert sorted(UNVERIFIED) == ["claimed", "unknown"]


def test_a_cardholders_colleague_is_outside_and_a_buyers_is_not(book: Book):
    only = book.disclosure.only_passes_on
    assert {p for p in PARTIES if only(p, "consumer")} == {*OUTSIDERS, "staff", "spouse_joint"}
    assert {p for p in PARTIES if only(p, None)} == {*OUTSIDERS, "staff", "spouse_joint"}
    assert {p for p in PARTIES if only(p, "b2b")} == OUTSIDERS


def test_every_placeholder_with_a_sum_is_for_those_who_may_hear_all(book: Book):
    sums = {"欠款", "最低还款", "无争议款", "首付", "他出的数", "承诺金额", "逾期天数", "期数", "期限", "正式步骤"}
    assert {name: book.placeholders[name].needs for name in sums} == dict.fromkeys(sums, "all")
    assert {name for name, p in book.placeholders.items() if p.needs in ("nothing", "name_only")} == {
        "称呼", "心理热线", "债务人",
    }  # fmt: skip


def test_a_level_nobody_knows_is_refused():
    with pytest.raises(ValidationError):
        Disclosure(levels=("nothing", "everything"), consumer={}, b2b={})
