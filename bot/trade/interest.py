"""Late interest: simple, never compound, on a basis that is named, and never above the ceiling that binds this debt.

Bases and ceilings, with their gates (laws.yml):
- a loan of a licensed lender bears what was agreed (CV-04: nothing agreed, no interest); courts cut what goes above
  24 % a year in all (PL-06, ZD-01);
- a private loan bears what was agreed, or the one-year LPR where nothing was, never above four times that LPR at the time
  of contract (PL-01, PL-02). The LPR is told by whoever knows it: without it no interest is worked out;
- a trade debt bears what was agreed; where nothing was, a small creditor of a public body or large company may claim
  0.05 % a day (SME-06), a seller of goods the one-year LPR and 30 % (SL-01). What was agreed with such a creditor is never
  below the LPR at signing (SME-06). A clause on late payment whose rate nobody filed is asked for, not guessed.
"""

from datetime import date
from typing import Literal

from pydantic import Field

from bot.trade.account import Account
from bot.trade.law import LICENSED
from bot.trade.value import Value

Basis = Literal["none", "agreed", "named", "lpr", "lpr_30", "statutory_daily"]
BASIS_ZH: dict[Basis, str] = {
    "none": "不含利息", "agreed": "按合同约定", "named": "按这次说的算，双方书面认了才作数", "lpr": "没约定，按签约时一年期报价利率", "lpr_30": "没约定，按一年期报价利率加三成",
    "statutory_daily": "没约定，可主张每日万分之五",
}  # fmt: skip
LICENSED_GUIDE = 0.24  # a year, all charges together
PRIVATE_TIMES = 4  # times the one-year LPR at the time of contract
STATUTORY_DAILY = 0.0005
SALE_MARK_UP = 1.3
YEAR = 365  # days


class Rate(Value):
    """Interest a year (0.12 = 12 %), what it rests on, and the ceiling it was cut to, if it was."""

    a_year: float = Field(..., ge=0)
    basis: Basis
    laws: tuple[str, ...] = ()
    cut_from: float | None = Field(None, title="the agreed rate a year where it stood above the ceiling")

    @property
    def zh(self) -> str:
        """按合同约定，年利率 18%, with what it was cut from."""
        if self.basis == "none":
            return BASIS_ZH["none"]
        cut = f"（约定 {self.cut_from * 100:.4g}%，超过上限的不算）" if self.cut_from else ""
        return f"{BASIS_ZH[self.basis]}，年利率 {self.a_year * 100:.4g}%，单利{cut}"


def rate_of(account: Account, lpr: float | None = None) -> Rate:
    """The rate that may be asked on this account. `lpr`: the one-year LPR at the time of contract, 0.031 = 3.1 %.

    Raises ValueError where the ceiling hangs on an LPR that nobody gave, or on one that cannot be.
    """
    if lpr is not None and not 0 < lpr < 0.2:
        raise ValueError(f"一年期报价利率 {lpr * 100:g}% 不像真的；写成百分数，如 3.1")
    agreed = account.contract.rate
    if account.debt_kind in LICENSED:
        if agreed is None:
            return Rate(a_year=0, basis="none", laws=("CV-04",))
        return _capped(agreed, LICENSED_GUIDE, ("PL-06", "ZD-01"))
    if account.debt_kind == "private_loan":
        if lpr is None:
            raise ValueError("民间借款的利息上限看签约时的一年期报价利率；请用 --lpr 给出，如 --lpr 3.1")
        if agreed is None:
            return Rate(a_year=lpr, basis="lpr", laws=("PL-02",))
        return _capped(agreed, PRIVATE_TIMES * lpr, ("PL-01", "PL-02"))
    if account.debt_group == "b2b":
        return _trade_rate(account, agreed, lpr)
    return Rate(a_year=0, basis="none")


def simple_interest(principal: float, rate: Rate, since: date, until: date) -> float:
    """Yuan, to the fen, on a principal from one day to another; never interest on interest."""
    return round(principal * rate.a_year * max(0, (until - since).days) / YEAR, 2)


def _trade_rate(account: Account, agreed: float | None, lpr: float | None) -> Rate:
    small = account.debtor_kind in ("public_body", "large_company") and account.creditor_size == "sme"
    if agreed is not None:
        at_least = max(agreed, lpr or 0) if small else agreed
        return Rate(a_year=at_least, basis="agreed", laws=("SME-06",) if at_least > agreed else ("CV-05", "CV-06"))
    if account.contract.late_fee_clause:
        raise ValueError(
            f"合同有逾期条款（{account.contract.late_fee_clause}），可没登记年利率；请先登记约定年利率再算"
        )
    if small:
        return Rate(a_year=round(STATUTORY_DAILY * YEAR, 6), basis="statutory_daily", laws=("SME-06", "SME-13"))
    if lpr is not None and account.debt_kind == "b2b_goods":
        return Rate(a_year=round(lpr * SALE_MARK_UP, 6), basis="lpr_30", laws=("SL-01",))
    return Rate(a_year=0, basis="none")


def _capped(agreed: float, ceiling: float, laws: tuple[str, ...]) -> Rate:
    if agreed <= ceiling:
        return Rate(a_year=agreed, basis="agreed", laws=laws)
    return Rate(a_year=round(ceiling, 6), basis="agreed", laws=laws, cut_from=agreed)
