"""「五万分六期每期多少」: a plan of days and sums from a sentence, filled up from the account."""

from bot.desk.calendar import UNPUBLISHED, is_published
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.planning import asked_plan, longest_of, plan_payload, table_of
from bot.desk.reply import HIDDEN, Reply
from bot.trade.payment_plan import PlanTable
from bot.trade.spoken import spoken_money

SAY_IT_SO = "照这样说：五万首付一万，余款分四期；要算利息就加一句年化六个点。"


def plan_payment(desk: Desk, heard: Heard) -> Reply:
    """The plan: a first payment today where one is named, then months, on days that banks work.

    Without interest unless the words ask for it; then at the rate they name or the contract's, under the ceiling that
    binds this debt.
    """
    call = desk.call_of(heard)
    if desk.hears_nothing(call):
        return Reply.say(HIDDEN, "plan", schedule=[])
    try:
        asked = asked_plan(heard, call.account, call.account.amounts.overdue)
        if asked.owed is None or asked.months is None:
            pairs = (("总额", asked.owed), ("期数", asked.months))
            lacks = "、".join(word for word, value in pairs if value is None)
            return Reply.say(f"还缺{lacks}。{SAY_IT_SO}", "plan", schedule=[])
        plan = table_of(desk, heard, asked)
    except ValueError as fault:
        return Reply.say(f"{fault}。{SAY_IT_SO}", "plan", schedule=[])
    longest, months, first = longest_of(desk, call), asked.months, asked.first
    head = f"共{spoken_money(plan.owed)}，{'首付' + spoken_money(first) + '，' if first else ''}{months}期，{plan.rate.zh}。"
    table = plan_payload(plan)
    over = f"超过{longest}期要报批。" if months > longest else ""
    return Reply.say(
        "\n".join([head + over, *_lines(plan)]), "plan", owed=plan.owed, first=first, months=months,
        needs_approval=months > longest, schedule=table["rows"], table=table,
    )  # fmt: skip


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
