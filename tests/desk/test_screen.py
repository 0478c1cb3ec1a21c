"""What lies beside the card, and whose cases are whose."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from bot.desk import Desk
from bot.desk.case import set_party
from bot.desk.cases import Day, day_of, may_open, owners_for
from bot.desk.closing import log_outcome
from bot.desk.demonstration import file_samples
from bot.desk.past import LastCall, Past, Promised
from bot.desk.people import Person
from bot.desk.raised import request_approval
from bot.desk.screen import Side, codes, keys, look, side
from bot.desk.supervising import decide, waiting
from bot.desk.tickets import answer_ticket, open_ticket
from bot.record import Record
from bot.trade.approval import Terms
from bot.trade.reading import Entity
from tests.desk.test_desk import heard

LI = "6225-M1-7712@宁川银行信用卡中心"
WANG, ZHAO, LIN, ROOT = (
    Person("wang", "王五", "collector", "一组"), Person("zhao", "赵六", "collector", "二组"),
    Person("lin", "林组长", "supervisor", "一组"), Person("root", "管理员", "admin", ""),
)  # fmt: skip


def beside(desk: Desk) -> Side:
    seen = look(desk, "call-1", LI, "wang")
    return side(desk, seen, desk.call_of(seen))


@pytest.fixture
def book_of_cases(desk: Desk) -> Desk:
    desk.clock = lambda: datetime(2026, 11, 23, 10)
    assert file_samples(desk, "wang") == 12
    return desk


def test_sample_cases_are_filed_once_and_under_one_name(book_of_cases: Desk) -> None:
    assert file_samples(book_of_cases, "zhao") == 0
    record: Record = book_of_cases.record  # type: ignore[assignment]
    assert record.owners() == ["wang"] and len(record.owned_by("wang")) == 12
    first = record.owned_by("wang")[0]
    record.amend("accounts", first, facts={**first["facts"], "owner": "zhao"})
    assert (len(record.owned_by("wang")), [row["id"] for row in record.owned_by("zhao")]) == (11, [first["id"]])


def test_who_may_open_what(book_of_cases: Desk) -> None:
    people = [WANG, ZHAO, LIN, ROOT]
    may = {p.name: may_open(book_of_cases, owners_for(p, people), LI) for p in people}
    assert may == {"wang": True, "zhao": False, "lin": True, "root": True}
    assert may_open(book_of_cases, owners_for(ROOT, people), "no such account") is False


def test_the_day_names_what_is_due_and_every_case(book_of_cases: Desk) -> None:
    known = {
        "account": LI,
        "entities": (
            Entity(type="amount", text="一千", value=1000),
            Entity(type="date", text="今天", value="2026-11-23"),
        ),
    }
    log_outcome(book_of_cases, heard("记一下他答应今天还一千走对公", "log_outcome", **known))
    day = day_of(book_of_cases, frozenset({"wang"}))
    assert due_words(day) == [("今明到期的承诺", ["李红 承诺到期：今天一千"])]  # and no second line that says call him
    assert (len(day.cases), day.more) == (12, 0)
    li = next(case for case in day.cases if case.key == LI)
    assert tuple(li) == (LI, "李红", "信用卡", "2,310 元", "12 天", "wang")


def due_words(day: Day) -> list[tuple[str, list[str]]]:
    return [(group.zh, [f"{name} {work.what}" for work, name in group.works]) for group in day.due]


def test_the_day_goes_from_call_backs_to_what_may_wait(book_of_cases: Desk) -> None:
    desk, accounts = book_of_cases, [row["id"] for row in book_of_cases.record.owned_by("wang")]  # type: ignore[union-attr]
    record: Record = desk.record  # type: ignore[assignment]

    def told(place: int, words: str, *entities: Entity, label: str = "no_money") -> None:
        known: dict[str, Any] = {"account": accounts[place], "exchange": f"x{place}"}
        desk.suggest(heard("手头紧", label, **known)._replace(call=f"c{place}"))
        log_outcome(
            desk, heard(words, **{**known, "exchange": f"y{place}"}, entities=entities)._replace(call=f"c{place}")
        )

    noon, early = (Entity(type="date", text=f"今天{h}", value=f"2026-11-23T{h}") for h in ("12:30", "09:30"))
    tomorrow = Entity(type="date", text="明天", value="2026-11-24")
    thousand = Entity(type="amount", text="一千", value=1000)
    told(0, "约中午回拨", noon)
    told(1, "约早上回拨", early)
    told(2, "他答应明天还一千走对公", thousand, tomorrow)
    told(3, "他说没钱")
    record.add("promises", {"id": "p4", "call": "c9", "account": accounts[4], "made": "2026-11-18", "on": "2026-11-20",
                            "amount": 3000.0, "state": "broken", "paid": 0})  # fmt: skip
    open_ticket(desk, heard("让财务对账", exchange="t5", account=accounts[5])._replace(call="c5"))
    answer_ticket(desk, "t5", "账对过了，是三万二", "财务")
    request_approval(desk, heard("申请分十二期", exchange="a6", account=accounts[6])._replace(call="c6"))
    decide(desk, waiting(desk)[0]["id"], "refused", "lin", "先收一半", Terms())
    day = day_of(desk, frozenset({"wang"}))
    assert [(group.kind, [(accounts.index(work.account), work.at) for work, _ in group.works]) for group in day.due] == [
        ("call_back", [(1, "09:30"), (0, "12:30")]), ("promise", [(2, "")]), ("broken", [(4, "")]), ("answered", [(5, ""), (6, "")]),
    ]  # fmt: skip
    assert [work.what for work, _ in day.due[2].works] == ["承诺没兑现：上周五三千没到"]
    assert [work.what for work, _ in day.due[3].works] == [
        "我们欠他：对账有结果了，还没告诉他",
        "分期没批，别再许。先收一半。",
    ]


def test_the_case_lies_open_and_is_put_away_before_somebody_who_may_not_know(book_of_cases: Desk) -> None:
    seen = beside(book_of_cases)
    assert (seen.who, seen.party_zh, seen.stop, seen.hidden) == ("李红", "还没核实", None, "")
    assert seen.facts == (
        ("债权人", "宁川银行信用卡中心　自催"), ("性质", "信用卡　个人"), ("逾期金额", "2,310 元"), ("最低", "480 元"),
        ("全部", "18,600 元"), ("逾期天数", "12 天（30 天内）"), ("账号", "6225-M1-7712"),
    )  # fmt: skip
    assert seen.numbers is not None and seen.numbers[:3] == (
        "今天两千三百一", "下周一四百八，余款分12期（换说清钱从哪来、书面确认）", "首笔四百八，再低要报批",
    )  # fmt: skip
    set_party(book_of_cases, heard("/set_party", heard_by="key", party="contact", account=LI))
    seen = beside(book_of_cases)
    assert seen.hidden == "在线的人不该知道这笔债：只请转告回电，案情先收起来。"
    assert (seen.facts, seen.numbers, seen.flags, seen.past) == ((), None, (), Past())


def test_his_past_lies_beside_the_card(book_of_cases: Desk) -> None:
    offered = (Entity(type="amount", text="一千", value=1000), Entity(type="date", text="周五", value="2026-11-27"))
    before: dict[str, Any] = {"account": LI, "entities": offered}
    book_of_cases.suggest(heard("工资还没发呢", "income_loss", **before)._replace(call="call-0"))
    log_outcome(book_of_cases, heard("记一下他答应周五还一千走对公", exchange="e2", **before)._replace(call="call-0"))
    open_ticket(book_of_cases, heard("让财务对账", exchange="e3", account=LI)._replace(call="call-0"))
    lies = beside(book_of_cases).past
    assert lies.calls == (
        LastCall("call-0", "2026-11-23T10:00:00", "income_loss", "工资还没发呢", "失业/收入下降", "promise", "承诺还款"),
    )  # fmt: skip
    assert (lies.promises, lies.kept, lies.broken) == ((Promised("11-27 一千　未到期", "open"),), 0, 0)
    assert lies.tickets == ("对账，财务，11-25 前",)


def test_the_nine_keys_follow_who_is_on_the_line(book_of_cases: Desk, says: Callable[..., str]) -> None:
    assert says("call-1") == "1 确认是本人"
    set_party(book_of_cases, heard("/set_party", heard_by="key", party="verified", account=LI))
    assert says("call-1") == "1 忘记/不知道逾期"
    assert {key.key: key.zh for key in codes(book_of_cases)}["fq"] == "要求分期"


@pytest.fixture
def says(book_of_cases: Desk) -> Callable[..., str]:
    def first(call: str) -> str:
        key = keys(book_of_cases, book_of_cases.call_of(look(book_of_cases, call, LI, "wang")))[0]
        return f"{key.key} {key.zh}"

    return first


def test_how_the_call_seems_to_end_is_proposed(book_of_cases: Desk) -> None:
    def outcome() -> str:
        return beside(book_of_cases).outcome

    assert outcome() == ""
    book_of_cases.suggest(heard("手头紧", "no_money", account=LI))
    assert outcome() == "没钱/资金紧张"
    offered = (Entity(type="amount", text="一千", value=1000), Entity(type="date", text="周五", value="2026-11-27"))
    book_of_cases.suggest(heard("周五先还一千", "promise_to_pay", exchange="e2", entities=offered, account=LI))
    assert outcome() == "他答应周五还一千"
