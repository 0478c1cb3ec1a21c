"""「五万分六期每期多少」: a plan of days and sums from a sentence, filled up from the account."""

import re

from bot.desk.calendar import UNPUBLISHED, is_published, is_working_day
from bot.desk.desk import Desk
from bot.desk.drafting import plan_payload
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.trade.account import Account
from bot.trade.interest import Rate, rate_of
from bot.trade.payment_plan import PlanTable, plan_table
from bot.trade.spoken import spoken_money

SAY_IT_SO = "照这样说：五万首付一万，余款分四期；要算利息就加一句年化六个点。"
_WITH_INTEREST = re.compile("利息|年化|年利率|利率")


def plan_payment(desk: Desk, heard: Heard) -> Reply:
    """The plan: a first payment today where one is named, then months, on days that banks work.

    Without interest unless the words ask for it; then at the rate they name or the contract's, under the ceiling that
    binds this debt.
    """
    call = desk.call_of(heard)
    amounts = [e.value for e in heard.reading.entities if e.type == "amount" and e.value]
    shares = [e.value for e in heard.reading.entities if e.type == "percent" and e.value and not e.of]
    months = next((int(e.value) for e in heard.reading.entities if e.type == "instalments" and e.value), None)
    owed = max(amounts, default=None) or call.account.amounts.overdue
    if owed is None or months is None:
        lacks = "、".join(word for word, value in (("总额", owed), ("期数", months)) if value is None)
        return Reply.say(f"还缺{lacks}。{SAY_IT_SO}", "plan", schedule=[])
    asks_interest = bool(_WITH_INTEREST.search(heard.text))
    downs = [a for a in amounts if a < owed and "首付" in heard.text]
    share = shares[0] if shares and "首付" in heard.text and not asks_interest else 0.0
    first = min(downs, default=0.0) or round(owed * share / 100, 2)
    longest = getattr(desk.book.house.longest_term, call.account.debt_group or "consumer")
    try:
        rate = _rate(call.account, shares[0] if shares else None) if asks_interest else Rate(a_year=0, basis="none")
        plan = plan_table(owed, first, desk.day(heard), months, rate, is_working_day)
    except ValueError as fault:
        return Reply.say(f"{fault}。{SAY_IT_SO}", "plan", schedule=[])
    head = f"共{spoken_money(owed)}，{'首付' + spoken_money(first) + '，' if first else ''}{months}期，{rate.zh}。"
    over = f"超过{longest}期要报批。" if months > longest else ""
    return Reply.say(
        "\n".join([head + over, *_lines(plan)]), "plan", owed=owed, first=first, months=months,
        needs_approval=months > longest, schedule=plan_payload(plan)["rows"], table=plan_payload(plan),
    )  # fmt: skip


def _rate(account: Account, per_cent: float | None) -> Rate:
    """The rate the words name, else the contract's, held to what binds this debt."""
    if per_cent is None and account.contract.rate is None:
        raise ValueError("没说年利率，合同里也没登记")
    named = account if per_cent is None else account.with_(contract=account.contract.with_(rate=per_cent / 100))
    return rate_of(named)


def _lines(plan: PlanTable) -> list[str]:
    """A row a line; with interest, what of it is principal and what interest, and the total."""
    if plan.rate.basis == "none":
        lines = [f"{row.on:%Y-%m-%d}　{row.amount:,.2f}" for row in plan.rows]
    else:
        lines = [f"{r.on:%Y-%m-%d}　{r.amount:,.2f}（本 {r.principal:,.2f}，息 {r.interest:,.2f}）" for r in plan.rows]
        lines.append(f"合计　{plan.total:,.2f}，其中利息 {plan.interest:,.2f}")
    if plan.moved:
        lines.append(f"有 {plan.moved} 笔遇节假日，顺延到银行工作日。")
    if not all(is_published(row.on) for row in plan.rows):
        lines.append(f"{UNPUBLISHED}：公布年份以后的日子只避开了周末。")
    return lines
