"""The applicability gate: a law is named only against a debt it can bind."""

import pytest
from pydantic import ValidationError

from bot.trade.account import Account
from bot.trade.advise import advise, because
from bot.trade.book import Book
from bot.trade.exchange import Call, Suggestion
from bot.trade.law import Law
from bot.trade.moment import Moment
from bot.trade.reading import Reading


def law(*binds: str) -> Law:
    return Law(cite="某法第1条", says="说一句。", binds=binds, force="law", confidence="V2")


HOSPITAL = {"debt_kind": "b2b_service", "debtor_kind": "public_body"}
BUILDER = {"debt_kind": "b2b_works", "debtor_kind": "large_company"}
STATE_OWNED = {"debt_kind": "b2b_goods", "debtor_kind": "soe"}


@pytest.mark.parametrize(
    ("binds", "facts", "can"),
    [
        (("everyone",), {}, True),
        (("b2b",), {"debt_kind": "b2b_goods"}, True),
        (("b2b",), {"debt_kind": "credit_card"}, False),
        (("b2b",), {}, True),  # a kind of debt nobody knows holds nothing back: the card says whom the law binds
        (("licensed_lender",), {"debt_kind": "microloan"}, True),
        (("licensed_lender",), {"debt_kind": "private_loan"}, False),
        (("private_lender",), {"debt_kind": "private_loan"}, True),
        (("credit_card",), {"debt_kind": "consumer_loan"}, False),
        (("sme_gate",), {**HOSPITAL, "creditor_size": "sme"}, True),
        (("sme_gate",), {**HOSPITAL, "creditor_size": "large"}, False),
        (("sme_gate",), HOSPITAL, False),  # size is told at the time of contract or not known
        (("sme_gate",), {**STATE_OWNED, "creditor_size": "sme"}, False),  # state-owned says nothing of size
        (("sme_gate",), {"debt_kind": "b2b_goods", "debtor_kind": "sme", "creditor_size": "sme"}, False),
        (("soe_gate",), {**STATE_OWNED, "creditor_ownership": "private"}, True),
        (("soe_gate",), {**STATE_OWNED, "creditor_ownership": "state"}, False),
        (("soe_gate",), {**BUILDER, "creditor_ownership": "private"}, False),
        (("sme_gate", "soe_gate"), {**STATE_OWNED, "creditor_ownership": "private"}, True),
    ],
)
def test_whom_a_law_binds(binds: tuple[str, ...], facts: dict[str, str], can: bool) -> None:
    assert law(*binds).binds_debt(Account(**facts)) is can


def test_a_law_binds_somebody_by_a_known_gate() -> None:
    with pytest.raises(ValidationError, match="不能为空"):
        law()
    with pytest.raises(ValidationError, match="unexpected value"):
        law("merchants")


def test_what_is_recalled_or_weakly_sourced_is_not_settled() -> None:
    assert [law("everyone").with_(confidence=c).settled for c in ("V2", "V1", "V1w", "R")] == [True, True, False, False]


def card(book: Book, moment: Moment, account: Account, heard: str) -> Suggestion:
    """The card after the undisputed part was offered in vain and he waits for his own customer again."""
    call = Call(id="c", account=account, party="verified", verified=True, heard=(heard,), after=("offer_plan",))
    answer = advise(call, Reading.by_hand((heard,), "上家没付我们"), book, moment).answer
    assert isinstance(answer, Suggestion)
    return answer


def test_an_article_is_named_only_where_the_gate_passes(
    book: Book, accounts: dict[str, Account], moment: Moment
) -> None:
    builder = accounts["xu_site_works"]
    named = card(book, moment, builder, "awaiting_receivable")
    assert (named.play, named.say) == ("pay_when_paid_is_void", "等上家付了才付，国家条例不许。这笔哪天排？")
    assert [b["law"] for b in named.because if "law" in b] == ["SME-13", "SME-02"]

    unknown = card(book, moment, builder.with_(creditor_size=None), "awaiting_receivable")
    assert (unknown.play, unknown.say) == ("which_clause_says_wait", "等甲方付了才付，合同哪一条写的？")
    assert [b for b in unknown.because if "law" in b] == []


def test_a_rule_of_another_lender_is_named_only_where_it_is_all_there_is(
    book: Book, accounts: dict[str, Account]
) -> None:
    card_debt, online_loan = accounts["li_credit_card"], accounts["zhang_consumer_loan"]
    stop = book.playbooks["third_party"].play("asked_to_stop")
    assert stop is not None
    laws = [[b.get("law") for b in because("third_party", stop, book, a)] for a in (card_debt, online_loan)]
    assert laws == [[None], ["GBT-02", None]]
    bare = stop.with_(from_=stop.from_[:1])
    assert [b["law"] for b in because("third_party", bare, book, card_debt)] == ["GBT-02"]
