"""Late interest: the basis, the ceiling that binds this debt, and never interest on interest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trade.account import Account, Contract
from bot.trade.interest import Rate, rate_of, simple_interest

LPR = 0.031  # the one-year LPR at the time of contract, as somebody told it


def account(kind: str, agreed: float | None = None, **facts: str) -> Account:
    return Account(debt_kind=kind, contract=Contract(rate=agreed), **facts)


@pytest.mark.parametrize(
    ("of", "lpr", "a_year", "basis", "laws", "cut_from"),
    [
        (account("credit_card", 0.1825), None, 0.1825, "agreed", ("PL-06", "ZD-01"), None),
        (account("consumer_loan", 0.36), None, 0.24, "agreed", ("PL-06", "ZD-01"), 0.36),
        (account("microloan"), None, 0, "none", ("CV-04",), None),
        (account("private_loan", 0.10), LPR, 0.10, "agreed", ("PL-01", "PL-02"), None),
        (account("private_loan", 0.24), LPR, 0.124, "agreed", ("PL-01", "PL-02"), 0.24),
        (account("private_loan"), LPR, LPR, "lpr", ("PL-02",), None),
        (account("b2b_goods", 0.12), None, 0.12, "agreed", ("CV-05", "CV-06"), None),
        (account("b2b_goods"), LPR, 0.0403, "lpr_30", ("SL-01",), None),
        (account("b2b_goods"), None, 0, "none", (), None),
        (account("b2b_service", debtor_kind="public_body", creditor_size="sme"), LPR, 0.1825, "statutory_daily", ("SME-06", "SME-13"), None),
        (account("b2b_service", debtor_kind="sme", creditor_size="sme"), LPR, 0, "none", (), None),  # SL-01 is about sales
        (account("b2b_works", 0.01, debtor_kind="large_company", creditor_size="sme"), LPR, LPR, "agreed", ("SME-06",), None),
        (account("b2b_goods", 0.0), LPR, 0, "agreed", ("CV-05", "CV-06"), None),  # agreed to bear none
        (Account(), LPR, 0, "none", (), None),
    ],
)  # fmt: skip
def test_the_rate_and_what_it_rests_on(
    of: Account, lpr: float | None, a_year: float, basis: str, laws: tuple[str, ...], cut_from: float | None
) -> None:
    assert rate_of(of, lpr) == Rate(a_year=a_year, basis=basis, laws=laws, cut_from=cut_from)


def test_a_private_loan_without_the_lpr_is_not_worked_out() -> None:
    with pytest.raises(ValueError, match=r"请用 --lpr 给出，如 --lpr 3\.1"):
        rate_of(account("private_loan", 0.24))


def test_a_clause_whose_rate_nobody_filed_is_not_guessed() -> None:
    clause = Account(debt_kind="b2b_works", contract=Contract(late_fee_clause="第九条：逾期按日万分之三"))
    with pytest.raises(ValueError, match="可没登记年利率；请先登记约定年利率再算"):
        rate_of(clause, LPR)


@pytest.mark.parametrize("lpr", [3.1, 0, -0.01])
def test_an_lpr_that_cannot_be_is_refused(lpr: float) -> None:
    with pytest.raises(ValueError, match="不像真的"):
        rate_of(account("private_loan", 0.1), lpr)


def test_what_was_cut_is_said() -> None:
    assert rate_of(account("consumer_loan", 0.36)).zh == "按合同约定，年利率 24%，单利（约定 36%，超过上限的不算）"
    assert Rate(a_year=0, basis="none").zh == "不含利息"


def test_ten_thousand_at_twelve_per_cent_for_73_days() -> None:
    rate = Rate(a_year=0.12, basis="agreed")
    assert simple_interest(10_000, rate, date(2026, 9, 11), date(2026, 11, 23)) == 240.0
    assert simple_interest(10_000, rate, date(2026, 11, 23), date(2026, 9, 11)) == 0  # nothing runs backwards


@given(st.floats(1, 1e7), st.floats(0, 0.24), st.integers(0, 3000), st.integers(0, 3000))
def test_interest_never_bears_interest(principal: float, a_year: float, days: int, more: int) -> None:
    rate, begins = Rate(a_year=a_year, basis="agreed"), date(2026, 1, 1)
    first, then = date.fromordinal(begins.toordinal() + days), date.fromordinal(begins.toordinal() + days + more)
    in_two = simple_interest(principal, rate, begins, first) + simple_interest(principal, rate, first, then)
    assert abs(in_two - simple_interest(principal, rate, begins, then)) <= 0.011
