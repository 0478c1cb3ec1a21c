"""要多少、可退到、底线: the three numbers before a call, from account, authority and history."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import plain
from bot.trade.exchange import Call
from bot.trade.ladder import next_proposal, three_numbers
from bot.trade.ledger import Proposal, last_of
from bot.trade.moment import bargain_of
from bot.trade.negotiation import limitation_has_run
from bot.trade.payment_plan import total
from bot.trade.spoken import spoken_day, spoken_money

_RETURNS = {
    "sum_today": "今天见钱", "larger_first": "首笔加大", "shorter_term": "期数缩短", "written_confirmation": "书面确认",
    "papers": "材料或盖章", "security": "担保", "source_named": "说清钱从哪来",
}  # fmt: skip

_PAPERS = {
    "security": "先添一样担保",
    "reconciliation": "今天没钱就要对账单盖章",
    "acknowledgement": "今天没钱就要一张书面确认",
}


class Numbers(NamedTuple):
    """要多少, 可退到, 底线 in words, why they are what they are, and the same as values for clients."""

    ask: str = ""
    fall_to: str = ""
    floor: str = ""
    why: str = ""
    values: Mapping[str, Any] = {}

    @property
    def line(self) -> str:
        """All of it as one line; where nothing may be asked, why not."""
        if not self.ask:
            return self.why
        return f"要多少：{self.ask}　可退到：{self.fall_to}　底线：{self.floor}{f'　{self.why}' if self.why else ''}"


def numbers_before(desk: Desk, heard: Heard, call: Call) -> Numbers | None:
    """The three numbers; None where nothing may be asked or nothing is known.

    They are the collector's own; they are withheld while somebody is on the line who must not hear of the debt.
    """
    if not call.hears_of_money:
        return None
    moment = desk.moment(heard)
    if call.account.currency != "CNY":
        return None
    if limitation_has_run(call.account, moment.now.date()):
        return Numbers(why="时效已过：只答他问的，不催、不要书面确认，转法务定", values={"limitation": "run"})
    bargain = bargain_of(call, desk.book, moment)
    numbers = three_numbers(bargain, moment.is_working_day)
    if numbers is None:
        return None
    today = bargain.today
    told = Numbers(
        ask=_terms(numbers.ask, today), fall_to=f"{_terms(numbers.fall_to, today)}{_wants(numbers.fall_to)}",
        floor=f"首笔{spoken_money(numbers.floor)}，再低要报批", why="；".join(numbers.why),
    )  # fmt: skip
    return told._replace(values=plain({**numbers.dict(), "line": told.line, "asked": total(numbers.ask.schedule)}))


def step_down(desk: Desk, heard: Heard, call: Call) -> str:
    """How far one may go now after what was offered in this call, and for what; empty where nothing may be said of it."""
    if not call.hears_of_money or not call.verified:
        return ""
    moment = desk.moment(heard)
    if limitation_has_run(call.account, moment.now.date()):
        return ""
    proposal = next_proposal(bargain_of(call, desk.book, moment), moment.is_working_day)
    if proposal is None:
        return ""
    above = "，要报批" if proposal.approval else ""
    first = last_of(call.ledger, "us") is None
    return f"{'先要' if first else '可以谈到'}：{_terms(proposal, moment.now.date())}{_wants(proposal)}{above}"


def _terms(proposal: Proposal, today: date) -> str:
    """今天五千；周五五千，余款分6期; a rung without money by its name."""
    if not proposal.first:
        return _PAPERS[proposal.rung or ""]
    first = f"{spoken_day(proposal.first.on, today)}{spoken_money(proposal.first.amount)}"
    rest = proposal.schedule[1:]
    if len(rest) > 1 and proposal.first.on > today and abs(proposal.first.amount - rest[0].amount) < len(rest) + 1:
        # no first payment: every month the same, but for the yuan that do not divide
        return f"{spoken_day(proposal.first.on, today)}起，每月{spoken_money(rest[0].amount)}，{len(rest) + 1}期"
    if not rest:
        return first
    if len(rest) == 1:
        return f"{first}，余下{spoken_money(rest[0].amount)}{spoken_day(rest[0].on, today)}"
    return f"{first}，余款分{len(rest)}期"


def _wants(proposal: Proposal) -> str:
    wants = "、".join(_RETURNS[r] for r in proposal.returns)
    return f"（换{wants}）" if wants else ""
