"""要多少、可退到、底线: the three numbers before a call, from account, authority and history."""

from typing import Any

from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import plain
from bot.trade.exchange import Call
from bot.trade.ladder import three_numbers
from bot.trade.ledger import Proposal
from bot.trade.moment import bargain_of
from bot.trade.party import OUTSIDERS
from bot.trade.payment_plan import total
from bot.trade.stops import HARD
from bot.trade.wording import spoken_day, spoken_money

_RETURNS = {
    "sum_today": "今天见钱", "larger_first": "首付加大", "shorter_term": "期数缩短", "written_confirmation": "书面确认",
    "papers": "材料或盖章", "security": "担保", "source_named": "说清钱从哪来",
}  # fmt: skip


def numbers_before(desk: Desk, heard: Heard, call: Call) -> tuple[str, dict[str, Any]] | None:
    """The three numbers as one line and as values; None where nothing may be asked or nothing is known.

    They are the collector's own; they are withheld while somebody is on the line who must not hear of the debt.
    """
    if call.party in OUTSIDERS or any(stop.grade in HARD for stop in call.stops):
        return None
    moment = desk.moment(heard)
    bargain = bargain_of(call, desk.book, moment)
    numbers = three_numbers(bargain, moment.is_working_day)
    if numbers is None:
        return None
    today = bargain.today

    def terms(p: Proposal) -> str:
        assert p.first
        first = f"{spoken_day(p.first.on, today)}{spoken_money(p.first.amount)}"
        rest = len(p.schedule) - 1
        if not rest:
            return first
        return (
            f"{first}，余下{spoken_money(p.schedule[1].amount)}{spoken_day(p.schedule[1].on, today)}"
            if rest == 1
            else f"{first}，余款分{rest}期"
        )

    why = "；".join(numbers.why)
    wants = "、".join(_RETURNS[r] for r in numbers.fall_to.returns)
    line = (
        f"要多少：{terms(numbers.ask)}　可退到：{terms(numbers.fall_to)}{f'（换{wants}）' if wants else ''}　"
        f"底线：首付{spoken_money(numbers.floor)}，再低要报批{f'　{why}' if why else ''}"
    )
    values = plain({**numbers.dict(), "line": line, "asked": total(numbers.ask.schedule)})
    return line, values
