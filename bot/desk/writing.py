"""Answers in writing, and a repayment plan on paper: what the composer puts into its box."""

from bot.desk.calendar import is_working_day
from bot.desk.desk import Desk
from bot.desk.drafting import drafts, facts_of
from bot.desk.heard import Heard
from bot.desk.planning import NOTHING
from bot.trade.account import Account
from bot.trade.approval import LONGEST
from bot.trade.figures import Figures, beyond, limits, owed_now
from bot.trade.message import Draft, NotDrafted, Written
from bot.trade.moment import bargain_of
from bot.trade.party import OUTSIDERS
from bot.trade.payment_plan import PlanTable, plan_table
from bot.trade.reply_form import in_form

PLAN = "repayment_plan"


def answer_in_writing(desk: Desk, heard: Heard, line: str, channel: Written) -> str:
    """The line of a card as a message of this channel. Somebody else is not addressed by the debtor's name."""
    call = desk.call_of(heard)
    facts = facts_of(desk, heard, call)
    if call.party in OUTSIDERS:
        facts = facts.with_(account=Account())
    return in_form(desk.content.reply_forms[channel], channel, line, facts)


def least_first(desk: Desk, heard: Heard) -> float:
    """The smallest first payment (yuan) that needs nobody's approval."""
    return limits(bargain_of(desk.call_of(heard), desk.book, desk.moment(heard)), is_working_day).first


def plan_on(desk: Desk, heard: Heard, first: float, months: int) -> PlanTable:
    """A plan without interest for what may be asked on this account, from today.

    Raises ValueError for sums or months that make no plan, where nothing may be asked, and beyond the collector's own
    authority; a verified hardship is not held to the first payment.
    """
    call, today = desk.call_of(heard), desk.day(heard)
    b = bargain_of(call, desk.book, desk.moment(heard))
    owed = owed_now(b)
    if owed is None:
        raise ValueError("这一户现在没有可以排计划的数")
    if not 1 <= months <= LONGEST or not 0 <= first <= owed:
        raise ValueError(f"排不出计划：欠 {owed:g}，首笔 {first:g}，{months} 期")
    spared = call.account.flags.hardship_verified and not first
    figures = Figures(first=limits(b, is_working_day).first if spared else first or 0.01, on=today, months=months)
    if above := beyond(figures, b, is_working_day):
        raise ValueError(f"{'；'.join(above)}：要先报批")
    return plan_table(owed, first, today, months, NOTHING, is_working_day)


def plan_letter(desk: Desk, heard: Heard, plan: PlanTable) -> Draft | NotDrafted:
    """The letter that both sides sign, or every reason why it may not go out."""
    message = desk.content.messages[PLAN]
    return next(drafts(desk, heard, desk.call_of(heard), [message], plan))
