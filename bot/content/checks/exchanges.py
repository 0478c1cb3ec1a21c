"""A label said three times in one call with nothing on file still gets three different lines."""

from bot.content.load import Content
from bot.content.problems import Problem
from bot.content.shapes import GOLDEN_NOW
from bot.trade.advise import advise
from bot.trade.exchange import Call, Suggestion, settle
from bot.trade.moment import Moment
from bot.trade.reading import Reading

TIMES = 3


def problems(content: Content) -> list[Problem]:
    moment = Moment(now=GOLDEN_NOW, is_working_day=lambda day: day.weekday() < 5)
    found = []
    for label in content.book.playbooks:
        call, lines = Call(id="three"), []
        for _ in range(TIMES):
            advice = advise(settle(call), Reading.by_hand((label,)), content.book, moment)
            call = advice.call
            lines.append(advice.answer.say if isinstance(advice.answer, Suggestion) else None)
        if None in lines or len(set(lines)) < TIMES:
            path = content.root / "playbooks" / f"{label}.yml"
            found.append(
                Problem(path, ("plays",), f"没有案件资料时说三次，只有 {len(set(lines) - {None})} 句不同的话：{lines}")
            )
    return found
