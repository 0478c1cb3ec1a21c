"""The ladder and the ledger: what may be offered now, and the laws that hold in every negotiation."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content import Content
from bot.trade.account import Account
from bot.trade.ladder import (
    Bargain,
    bargained,
    first_proposal,
    next_proposal,
    promise_horizon,
    proposals,
    three_numbers,
)
from bot.trade.ledger import Entry, Proposal
from bot.trade.negotiation import NO_OFFERS, Offer, asked_for
from bot.trade.payment_plan import Due, at_least_as_good, total

MONDAY = date(2026, 11, 23)


def weekdays(day: date) -> bool:
    return day.weekday() < 5


CARD = {
    "debt_kind": "credit_card",
    "debtor_kind": "individual",
    "stage": "d1_30",
    "amounts": {"overdue": 2310, "minimum_due": 480},
}
GOODS = {"debt_kind": "b2b_goods", "debtor_kind": "dealer", "stage": "d31_90", "amounts": {"overdue": 50000}}


@pytest.fixture
def bargain(content: Content):
    def of(facts: dict, **known) -> Bargain:
        return Bargain(
            account=Account.parse_obj(facts),
            house=content.book.house,
            ladder=content.book.ladder,
            today=MONDAY,
            **known,
        )

    return of


def rungs(b: Bargain) -> list[str]:
    return [p.rung for p in proposals(b, weekdays)]


def test_a_card_holder_first_owes_everything_today_and_the_ladder_ends_with_approval(bargain):
    open_now = proposals(bargain(CARD), weekdays)
    assert [(p.rung, [(str(d.on), d.amount) for d in p.schedule][:2], p.approval) for p in open_now] == [
        ("full_today", [("2026-11-23", 2310)], False),
        ("full_dated", [("2026-11-30", 2310)], False),
        ("part_today_rest_dated", [("2026-11-23", 700), ("2026-11-30", 1610)], False),
        ("minimum_due", [("2026-11-30", 480)], False),
        ("instalments", [("2026-11-30", 480), ("2026-12-30", 158)], False),
        ("personal_plan", [("2026-11-30", 480), ("2026-12-30", 80)], True),
    ]


def test_a_dealer_with_a_dispute_pays_what_nobody_disputes(bargain):
    facts = {**GOODS, "amounts": {"overdue": 50000, "undisputed": 42000}, "flags": {"dispute_open": True}}
    b = bargain(facts)
    assert asked_for(b.account) == 42000
    assert rungs(b) == [
        "undisputed_today",
        "undisputed_now_rest_reconciled",
        "undisputed_dated",
        "part_today_rest_dated",
        "stamped_plan",
        "security",
        "reconciliation",
        "acknowledgement",
    ]
    unknown = bargain({**GOODS, "flags": {"dispute_open": True}})
    assert rungs(unknown) == []  # nobody knows yet what is undisputed: first the reconciliation


@pytest.mark.parametrize("status", sorted(NO_OFFERS))
def test_what_a_court_or_an_agreement_decides_is_not_bargained_about(bargain, status):
    assert rungs(bargain({**CARD, "status": status})) == []
    assert three_numbers(bargain({**CARD, "status": status}), weekdays) is None


def test_broken_promises_shorten_patience(bargain):
    assert rungs(bargain(CARD, promises="broken_1")) == [
        "full_today",
        "part_today_rest_dated",
        "minimum_due",
        "instalments",
        "personal_plan",
    ]
    twice = proposals(bargain(CARD, promises="broken_2plus"), weekdays)
    assert [(p.rung, p.schedule[:2]) for p in twice] == [
        ("full_today", (Due(MONDAY, 2310),)),
        ("part_today_rest_dated", (Due(MONDAY, 700),)),  # what he says of the rest no longer counts
        ("minimum_due", (Due(MONDAY, 480),)),
        ("personal_plan", (Due(MONDAY, 480), Due(date(2026, 12, 23), 80))),  # somebody else's decision
    ]
    for p in proposals(bargain(CARD, promises="broken_1"), weekdays)[:-1]:
        assert p.first.on == MONDAY


def test_verified_hardship_begins_at_its_own_plan(bargain):
    b = bargain({**CARD, "flags": {"hardship_verified": True}})
    first = first_proposal(b, weekdays)
    assert (first.rung, first.approval, len(first.schedule), total(first.schedule)) == ("hardship_plan", True, 60, 2310)


def test_an_acknowledgement_is_not_tricked_out_of_him(bargain):
    barred = {**GOODS, "limitation_until": "2026-01-01"}
    assert "acknowledgement" not in rungs(bargain(barred))
    assert "acknowledgement" in rungs(bargain(barred, told_of_limitation=True))
    assert "acknowledgement" in rungs(bargain({**GOODS, "limitation_until": "2027-01-01"}))


def test_the_oldest_invoice_first(bargain):
    invoices = [
        {"number": "2", "due": "2026-10-20", "amount": 30000},
        {"number": "1", "due": "2026-10-01", "amount": 20000, "paid": 5000},
    ]
    by_rung = {p.rung: p for p in proposals(bargain({**GOODS, "invoices": invoices}), weekdays)}
    assert by_rung["oldest_with_delivery"].schedule == (Due(date(2026, 11, 27), 15000),)


def test_the_later_the_stage_the_shorter_the_horizon(bargain):
    days = {
        stage: (promise_horizon(bargain({**CARD, "stage": stage}), weekdays) - MONDAY).days
        for stage in ("pre_due", "d1_30", "d31_90", "d91_180")
    }
    # ten days ahead is a Thursday, seven a Monday, five a Saturday: back to Friday, three a Thursday
    assert days == {"pre_due": 10, "d1_30": 7, "d31_90": 4, "d91_180": 3}


def test_his_own_offer_is_taken_when_it_is_as_good(bargain):
    his = Proposal(schedule=(Due(MONDAY, 1200), Due(MONDAY + timedelta(days=3), 1110)))
    us = Proposal(rung="full_dated", schedule=(Due(date(2026, 11, 30), 2310),))
    b = bargain(CARD, ledger=(Entry(by="us", proposal=us), Entry(by="him", proposal=his)))
    assert next_proposal(b, weekdays) == his
    stingy = Proposal(schedule=(Due(MONDAY, 100),))
    b = bargain(CARD, ledger=(Entry(by="us", proposal=us), Entry(by="him", proposal=stingy)))
    assert next_proposal(b, weekdays).rung == "part_today_rest_dated"


def test_three_numbers(bargain):
    numbers = three_numbers(bargain(GOODS), weekdays)
    assert (numbers.ask.rung, total(numbers.ask.schedule)) == ("undisputed_today", 50000)
    assert (numbers.fall_to.rung, numbers.fall_to.first.amount, len(numbers.fall_to.schedule)) == (
        "stamped_plan",
        5000,
        7,
    )
    assert (numbers.floor, numbers.why) == (5000, ())
    strict = three_numbers(bargain(CARD, promises="broken_2plus"), weekdays)
    assert (strict.ask.rung, strict.fall_to.rung, strict.floor, strict.why) == (
        "full_today",
        "minimum_due",
        480,
        ("失信两次以上：只认今天入账的钱",),
    )
    assert three_numbers(bargain({"debt_kind": "credit_card"}), weekdays) is None


ACCOUNTS = st.fixed_dictionaries(
    {
        "debt_kind": st.sampled_from(["credit_card", "consumer_loan", "b2b_goods", "b2b_works"]),
        "stage": st.sampled_from(["pre_due", "d1_30", "d31_90", "d91_180", "d181_plus"]),
        "overdue": st.integers(1, 500_000),
        "minimum": st.one_of(st.none(), st.integers(1, 5_000)),
        "undisputed": st.one_of(st.none(), st.floats(0, 1)),
        "dispute_open": st.booleans(),
        "hardship": st.booleans(),
    }
)
HIS = st.lists(st.one_of(st.none(), st.tuples(st.integers(0, 60), st.floats(0.01, 1.5))), max_size=8)


def account_of(drawn: dict) -> Account:
    amounts = {"overdue": drawn["overdue"], "minimum_due": drawn["minimum"]}
    if drawn["undisputed"] is not None:
        amounts["undisputed"] = round(drawn["overdue"] * drawn["undisputed"], 2)
    flags = {"dispute_open": drawn["dispute_open"], "hardship_verified": drawn["hardship"]}
    return Account.parse_obj(
        {"debt_kind": drawn["debt_kind"], "stage": drawn["stage"], "amounts": amounts, "flags": flags}
    )


def negotiate(content: Content, drawn: dict, his: list, promises: str) -> list[tuple[Bargain, Proposal]]:
    """A whole negotiation: he refuses (None) or names a sum and a day, we answer, until he has said everything."""
    account, ledger, said = account_of(drawn), [], []
    for answer in [None, *his]:
        if answer is not None:
            day, share = answer
            offer = Proposal(schedule=(Due(MONDAY + timedelta(days=day), round(drawn["overdue"] * share, 2)),))
            ledger.append(Entry(by="him", proposal=offer))
        b = Bargain(
            account=account,
            house=content.book.house,
            ladder=content.book.ladder,
            today=MONDAY,
            promises=promises,
            ledger=tuple(ledger),
        )
        ours = next_proposal(b, weekdays)
        if ours is None:
            break
        said.append((b, ours))
        ledger.append(Entry(by="us", proposal=ours))
    return said


def holds_the_laws(said: list[tuple[Bargain, Proposal]], promises: str) -> None:
    before = None
    for b, ours in said:
        due = asked_for(b.account)
        assert total(ours.schedule) <= due + 0.005, "more than is due"
        his = [e.proposal for e in b.ledger if e.by == "him"]
        if his and total(his[-1].schedule) <= due:
            worse = at_least_as_good(his[-1].schedule, ours.schedule) and his[-1].schedule != ours.schedule
            assert not worse, "worse for us than what he offered himself"
        if before is not None and ours.schedule != before.schedule and at_least_as_good(before.schedule, ours.schedule):
            assert ours.returns or ours in his, "a concession without a return"
        if ours.schedule and not ours.approval and ours not in his:
            today = [d for d in ours.schedule if d.on == b.today]
            assert promises != "broken_1" or today, "no sum today after a broken promise"
            assert promises != "broken_2plus" or len(today) == len(ours.schedule), "credit after two broken promises"
        before = ours


@given(ACCOUNTS, HIS, st.sampled_from(["none", "kept", "broken_1", "broken_2plus"]))
@settings(max_examples=400, deadline=None)
def test_the_laws_hold_in_every_negotiation(content, drawn, his, promises):
    holds_the_laws(negotiate(content, drawn, his, promises), promises)


@pytest.mark.long
@given(ACCOUNTS, HIS, st.sampled_from(["none", "kept", "broken_1", "broken_2plus"]))
@settings(max_examples=10_000, deadline=None)
def test_the_laws_hold_in_ten_thousand_negotiations(content, drawn, his, promises):
    holds_the_laws(negotiate(content, drawn, his, promises), promises)


def test_the_laws_can_fail(content):
    """The checks above notice what they are for."""
    account = Account.parse_obj(CARD)
    b = Bargain(account=account, house=content.book.house, ladder=content.book.ladder, today=MONDAY)
    over = Proposal(rung="full_today", schedule=(Due(MONDAY, 9999),))
    with pytest.raises(AssertionError, match="more than is due"):
        holds_the_laws([(b, over)], "none")
    given_away = [(b, Proposal(schedule=(Due(MONDAY, 2000),))), (b, Proposal(schedule=(Due(MONDAY, 500),)))]
    with pytest.raises(AssertionError, match="without a return"):
        holds_the_laws(given_away, "none")
    undercut = b.with_(ledger=(Entry(by="him", proposal=Proposal(schedule=(Due(MONDAY, 800),))),))
    with pytest.raises(AssertionError, match="worse for us"):
        holds_the_laws([(undercut, Proposal(schedule=(Due(MONDAY, 300),), returns=("papers",)))], "none")
    with pytest.raises(AssertionError, match="no sum today"):
        holds_the_laws([(b, Proposal(schedule=(Due(MONDAY + timedelta(days=1), 300),)))], "broken_1")


def test_his_own_sum_is_never_undercut_nor_his_day_put_off_and_a_broken_promise_means_today(bargain):
    offer = Offer(first_payment=5000, due=date(2026, 11, 27), instalments=6)

    def after(*his: Due, promises: str = "none") -> Offer:
        ledger = tuple(Entry(by="him", proposal=Proposal(schedule=(due,))) for due in his)
        return bargained(offer, bargain(GOODS, ledger=ledger, promises=promises), weekdays)

    friday, wednesday = date(2026, 11, 27), date(2026, 11, 25)
    assert after() == offer
    assert after(Due(friday, 8000)) == offer.with_(first_payment=8000)
    assert after(Due(friday, 8000), Due(friday, 3000)) == offer.with_(first_payment=8000)
    assert after(Due(wednesday, 3000)) == offer.with_(due=wednesday)
    assert after(Due(friday, 90_000)) == offer.with_(first_payment=50_000)
    assert after(Due(friday, 8000), promises="broken_1") == Offer(first_payment=8000, due=MONDAY, instalments=6)
    # what is open after two broken promises is a part of today, three tenths: lines and brief name the same floor
    assert after(promises="broken_2plus") == Offer(first_payment=15_000, due=MONDAY)


def test_an_offer_that_is_no_rung_is_never_climbed_from(bargain):
    us = Entry(by="us", proposal=Proposal(schedule=(Due(MONDAY, 5000),)))
    b = bargain(GOODS, ledger=(us,), promises="broken_2plus")
    assert next_proposal(b, weekdays) == us.proposal  # everything open asks more: it stays
    lower = Entry(by="us", proposal=Proposal(schedule=(Due(MONDAY, 50000),)))
    assert next_proposal(bargain(GOODS, ledger=(lower,)), weekdays).rung == "undisputed_today"
