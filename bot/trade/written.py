"""Figures as they are written, not spoken: 50,000.00元, 2026年11月27日; each placeholder of a message and who may read it."""

from collections.abc import Callable, Mapping
from datetime import date, time

from pydantic import Field

from bot.trade.account import Account, Invoice
from bot.trade.approval import Terms
from bot.trade.house import House
from bot.trade.negotiation import WorkingDay, asked_for, working_days_after
from bot.trade.party import Level
from bot.trade.payment_plan import PlanTable
from bot.trade.value import Value
from bot.trade.wording import address, debtor_named


class Facts(Value):
    """Everything a message may be filled with."""

    account: Account
    house: House
    today: date
    is_working_day: WorkingDay
    collector: str | None = None
    demanding: bool = Field(
        False, title="the message asks for payment: its sum is what may be asked, not all that is owed"
    )
    promised: float | None = None
    promised_on: date | None = None
    promised_at: time | None = None
    promised_now: bool = Field(False, title="given in this very call")
    granted: Terms | None = None
    plan: PlanTable | None = None
    answered: str | None = Field(None, title="what the newest answered ticket of the account says")

    @property
    def answer_by(self) -> date:
        """The day a letter sets: as many working days as the house gives a first payment, after the next one."""
        return working_days_after(self.today, 1 + self.house.first_payment_working_days, self.is_working_day)


def written_money(yuan: float) -> str:
    """50,000.00元"""
    return f"{yuan:,.2f}元"


def written_day(day: date) -> str:
    """2026年11月27日"""
    return f"{day.year}年{day.month}月{day.day}日"


def fill(name: str, facts: Facts) -> str | None:
    """The words for one placeholder; None where nothing is known. Raises KeyError for an unknown name."""
    return FILLERS[name](facts)


def _sum(pick: Callable[[Facts], float | None]) -> Callable[[Facts], str | None]:
    def words(facts: Facts) -> str | None:
        yuan = pick(facts)
        return None if yuan is None else written_money(yuan)

    return words


def _on(pick: Callable[[Facts], date | None]) -> Callable[[Facts], str | None]:
    def words(facts: Facts) -> str | None:
        day = pick(facts)
        return None if day is None else written_day(day)

    return words


def _promised_at(facts: Facts) -> str | None:
    return f"{facts.promised_at:%H:%M}" if facts.promised_at else "24:00"


def _unit(facts: Facts) -> str | None:
    """The debtor as a letter names him: a company by its full name, never by whom we speak to there."""
    account = facts.account
    if account.company:
        return account.company
    return None if account.debtor_kind in _COMPANIES else debtor_named(account)


_COMPANIES = ("sme", "large_company", "soe", "public_body", "contractor")


def _sender(facts: Facts) -> str | None:
    """Who writes: an agency says on whose mandate, everybody else is the creditor himself."""
    creditor = facts.account.creditor
    if creditor is None or facts.account.our_role != "agency":
        return creditor
    mandate = f"（委托书 {facts.account.mandate_no}）" if facts.account.mandate_no else ""
    return f"{facts.house.company}受{creditor}委托{mandate}"


def _owed(facts: Facts) -> float | None:
    return asked_for(facts.account) if facts.demanding else facts.account.amounts.overdue


def overdue_invoices(facts: Facts) -> list[Invoice]:
    return [i for i in facts.account.invoices or () if i.paid < i.amount and i.due < facts.today]


def _invoices(facts: Facts) -> str | None:
    overdue = overdue_invoices(facts)
    rows = (f"{i.number}　{written_day(i.due)}到期　{written_money(i.amount - i.paid)}" for i in overdue)
    return "\n".join(rows) or None


def plan_lines(plan: PlanTable) -> str:
    """The plan as text, a row a line, with its total."""
    rows = [
        f"第{row.number}笔　{written_day(row.on)}　本金 {row.principal:,.2f}　利息 {row.interest:,.2f}　合计 {row.amount:,.2f}"
        for row in plan.rows
    ]
    return "\n".join([*rows, f"合计　本金 {plan.owed:,.2f}　利息 {plan.interest:,.2f}　共 {plan.total:,.2f}（元）"])


def _left_of(facts: Facts) -> float | None:
    owed, granted = facts.account.amounts.overdue, facts.granted
    return granted.left_of(owed) if granted and granted.percent_off and owed is not None else None


FILLERS: Mapping[str, Callable[[Facts], str | None]] = {
    "称呼": lambda f: address(f.account),
    "债务人": lambda f: debtor_named(f.account),
    "债务单位": _unit,
    "致函人": _sender,
    "公司": lambda f: f.house.company,
    "客服电话": lambda f: f.house.service_line,
    "工号": lambda f: f.collector,
    "债权人": lambda f: f.account.creditor,
    "原债权人": lambda f: f.account.former_creditor,
    "产品": lambda f: f.account.product,
    "合同号": lambda f: f.account.number,
    "合同条款": lambda f: f.account.contract.late_fee_clause,
    "委托书号": lambda f: f.account.mandate_no,
    "欠款": _sum(_owed),
    "余额": _sum(lambda f: f.account.amounts.total),
    "核查结果": lambda f: f.answered,
    "最低还款": _sum(lambda f: f.account.amounts.minimum_due),
    "本金": _sum(lambda f: f.account.amounts.principal),
    "无争议款": _sum(lambda f: f.account.amounts.undisputed),
    "到期日": _on(lambda f: f.account.due_on),
    "截至日": _on(lambda f: f.account.amounts.as_of),
    "转让日": _on(lambda f: f.account.transfer_notice_on),
    "今天": _on(lambda f: f.today),
    "答复日": _on(lambda f: f.answer_by),
    "承诺金额": _sum(lambda f: f.promised),
    "承诺日": _on(lambda f: f.promised_on),
    "承诺钟点": _promised_at,
    "减后金额": _sum(_left_of),
    "发票清单": _invoices,
    "计划表": lambda f: plan_lines(f.plan) if f.plan else None,
    "计息说明": lambda f: f.plan.rate.zh if f.plan else None,
}


# Who may read what placeholders.yml does not name: sums whoever may hear sums, what the debt is whoever may know of it.
NEEDS: dict[str, Level] = {
    **dict.fromkeys(("本金", "余额", "核查结果", "减后金额", "发票清单", "计划表", "计息说明", "承诺钟点"), "all"),
    **dict.fromkeys(("原债权人", "合同号", "委托书号", "截至日", "转让日", "债务单位", "致函人"), "in_role"),
    **dict.fromkeys(("今天", "答复日"), "nothing"),
}  # fmt: skip
