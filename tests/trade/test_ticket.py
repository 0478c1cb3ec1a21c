"""Our own promises: which kind, by when, and what the next call says of them first."""

from datetime import date

import pytest

from bot.content import Content
from bot.trade.compliance import check_line
from bot.trade.ticket import Ticket, say_first

MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("转售后处理一下", "quality"), ("记个投诉工单", "complaint"), ("他说上周转了，查一下", "payment_trace"),
     ("让财务对账", "reconciliation"), ("说是被冒用的", "fraud"), ("开个工单", None)],
)  # fmt: skip
def test_the_words_name_the_kind(content: Content, words, kind):
    assert content.tickets.kind_in(words) == kind


def test_due_in_working_days(content: Content):
    assert content.tickets.due("quality", FRIDAY, lambda day: day.weekday() < 5) == date(2026, 12, 1)


def test_answers_come_before_apologies_and_apologies_before_waiting(content: Content):
    tickets = [
        Ticket(id="1", kind="quality", owner="售后", due=FRIDAY),
        Ticket(id="2", kind="reconciliation", owner="财务", due=date(2026, 11, 20)),
        Ticket(id="3", kind="payment_trace", owner="清算", due=date(2026, 11, 20), answer="那笔一千五到账了"),
        Ticket(id="4", kind="complaint", owner="客诉", due=date(2026, 11, 20), answer="已更换催收员", told=True),
    ]
    assert say_first(tickets, content.tickets, MONDAY) == (
        "上次答应您的查款有结果了：那笔一千五到账了",
        "上次答应您的对账还没办好，是我们慢了，对不起。我今天去催，办好就回您。",
        "您的质量问题还在办，说好周五回您。",
    )


def test_what_we_say_first_breaks_no_rule(content: Content):
    for kind in content.tickets.kinds:
        for answer in (None, "办好了"):
            for due in (FRIDAY, date(2026, 11, 20)):
                for line in say_first(
                    [Ticket(id="1", kind=kind, owner="x", due=due, answer=answer)], content.tickets, MONDAY
                ):
                    assert check_line(line, content.book.rules) == ()
