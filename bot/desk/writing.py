"""Answers in writing, and a repayment plan on paper: what the composer puts into its box."""

from bot.desk.calendar import is_working_day
from bot.desk.desk import Desk
from bot.desk.drafting import drafts, facts_of
from bot.desk.heard import Heard
from bot.desk.planning import NOTHING, longest_of
from bot.trade.account import Account
from bot.trade.message import Draft, NotDrafted, Written
from bot.trade.negotiation import asked_for
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


def plan_on(desk: Desk, heard: Heard, first: float, months: int) -> PlanTable:
    """A plan without interest for what may be asked on this account, from today.

    Raises ValueError for sums or months that make no plan, where nothing may be asked, and beyond the house's term
    unless a supervisor granted it in this call.
    """
    call = desk.call_of(heard)
    owed, granted = asked_for(call.account), call.granted
    if owed is None or owed <= 0:
        raise ValueError("这一户现在没有可以排计划的数")
    owed = granted.left_of(owed) if granted else owed
    longest = max(longest_of(desk, call), (granted.instalments or 0) if granted else 0)
    if months > longest:
        raise ValueError(f"{months} 期超过 {longest} 期，要先报批")
    return plan_table(owed, first, desk.day(heard), months, NOTHING, is_working_day)


def plan_letter(desk: Desk, heard: Heard, plan: PlanTable) -> Draft | NotDrafted:
    """The letter that both sides sign, or every reason why it may not go out."""
    message = desk.content.messages[PLAN]
    return next(drafts(desk, heard, desk.call_of(heard), [message], plan))
