"""What the call screen shows beside the card: the case as far as this party may hear, and the nine likeliest keys."""

from typing import NamedTuple

from bot.desk.case import VALUE_ZH
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.history import main_reason
from bot.desk.numbers import Numbers, numbers_before
from bot.desk.past import Past, past_of
from bot.desk.reply import HIDDEN
from bot.desk.words import danger_steps
from bot.trade.account import Account
from bot.trade.call_steps import checklist, position
from bot.trade.exchange import Call
from bot.trade.ledger import last_of
from bot.trade.moment import situation_of
from bot.trade.party import PARTY_ZH
from bot.trade.reading import Reading
from bot.trade.spoken import spoken_day, spoken_money

STAGE_ZH = {
    "pre_due": "未到期", "d1_30": "30 天内", "d31_90": "31—90 天", "d91_180": "91—180 天", "d181_plus": "180 天以上"
}  # fmt: skip
GRAVEST_FIRST = ("danger", "privacy", "pause", "soft")
ROLE_ZH = {"inhouse": "自催", "agency": "受托", "assignee": "受让"}
_FLAGS_ZH = {
    "hardship_verified": "困难已核实", "vulnerable": "不宜沟通", "dispute_open": "有争议", "complaint_open": "有投诉",
    "represented": "有代理人", "number_dead": "号码失效", "on_hold": "人身危险，主管放行前不联系",
}  # fmt: skip


# Who is put on the line by one key.
PARTIES = (
    ("1", "verified", "本人，核实过"), ("2", "claimed", "自称本人，未核实"), ("3", "contact", "家人朋友"),
    ("4", "stranger", "陌生人、打错"), ("5", "finance", "财务"), ("6", "handler", "经办人"), ("7", "staff", "公司员工"),
    ("8", "agent", "代理人"), ("9", "minor", "孩子"), ("0", "machine", "语音助理"), ("q", "legal_rep", "法定代表人"),
    ("w", "guarantor", "担保人"),
)  # fmt: skip


class Tick(NamedTuple):
    """One step of the call: done, the next one, or to come."""

    zh: str
    state: str
    do: str


class Side(NamedTuple):
    """The case beside the card. `hidden` says why nothing of it is shown."""

    who: str
    party: str
    party_zh: str
    stop: str | None
    danger: tuple[str, ...] = ()  # what to do while a life may be at stake
    hidden: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    numbers: Numbers | None = None
    flags: tuple[str, ...] = ()
    past: Past = Past()
    steps: tuple[Tick, ...] = ()
    outcome: str = ""  # how the call seems to end, in the words log_outcome understands


class Key(NamedTuple):
    """One label with its key."""

    key: str
    label: str
    zh: str


def look(desk: Desk, call: str, account: str, user: str, direction: str | None = None) -> Heard:
    """A look at a call: nothing was said and nothing is recorded. Who is on the line of a call nobody opened is unknown."""
    begun = desk.record is not None and desk.record.standing(call) is not None
    return Heard.look(call, account=account, party=None if begun else "unknown", direction=direction, user=user)


def side(desk: Desk, heard: Heard, call: Call) -> Side:
    """The case as it may lie open on the screen now; `call` is what the desk knows of the call looked at."""
    account = call.account
    grades = [stop.grade for stop in call.stops]
    stop = next((grade for grade in GRAVEST_FIRST if grade in grades), None)
    who = account.name or "（姓名不详）"
    steps = danger_steps(desk.book) if stop == "danger" else ()
    shown = Side(
        who=who,
        party=call.party,
        party_zh=PARTY_ZH[call.party],
        stop=stop,
        danger=steps,
        outcome=proposed_outcome(desk, call),
        steps=_steps(desk, call),
    )
    if desk.hears_nothing(call):
        return shown._replace(hidden=HIDDEN, outcome="")
    flags = tuple(zh for name, zh in _FLAGS_ZH.items() if getattr(account.flags, name))
    return shown._replace(
        facts=tuple(_facts(account)), numbers=numbers_before(desk, heard, call), flags=flags, past=past_of(desk, call),
    )  # fmt: skip


def _steps(desk: Desk, call: Call) -> tuple[Tick, ...]:
    """The call's checklist, ticked by what was said; none where something must stop first."""
    if call.stopped:
        return ()
    listed = checklist(call, desk.book.steps)
    coming = position(call, desk.book.steps).next
    return tuple(
        Tick(step.zh, "done" if done else "next" if coming and step.id == coming.id else "to come", step.do)
        for step, done in listed
    )


def proposed_outcome(desk: Desk, call: Call) -> str:
    """How the call seems to end: by its gravest stop, by his last offer with its day, by the reason it was about.

    Empty before anything was heard. After danger nothing he offers is a promise.
    """
    if call.in_danger:
        return "人身危险，已报主管"
    paused = next((stop.label for stop in call.stops if stop.grade == "pause"), None)
    if paused:
        return desk.book.taxonomy.zh(paused)
    his = last_of(call.ledger, "him")
    if his and his.first:
        day = spoken_day(his.first.on, desk.clock().date())
        return f"他答应{day}还{spoken_money(his.first.amount)}"
    reason = main_reason(call.heard) or (call.heard[-1] if call.heard else None)
    return desk.book.taxonomy.zh(reason) if reason else ""


def _facts(account: Account) -> list[tuple[str, str]]:
    amounts = account.amounts
    kinds = "　".join(VALUE_ZH[kind] for kind in (account.debt_kind, account.debtor_kind) if kind)
    stage = f"（{STAGE_ZH[account.stage]}）" if account.stage else ""
    rows = [
        ("公司", account.company),
        ("债权人", account.creditor and f"{account.creditor}{f'　{ROLE_ZH[account.our_role]}' if account.our_role else ''}"),
        ("性质", kinds),
        ("到期应还" if account.stage == "pre_due" else "逾期金额", yuan(amounts.overdue, account.currency)),
        ("最低", yuan(amounts.minimum_due, account.currency)),
        ("全部", amounts.total != amounts.overdue and yuan(amounts.total, account.currency)),
        ("逾期天数", account.days_overdue is not None and f"{account.days_overdue} 天{stage}"),
        ("账号", account.number),
    ]  # fmt: skip
    return [(name, value) for name, value in rows if value]


def yuan(sum_: float | None, currency: str = "CNY") -> str:
    """A sum as eyes take it in: 2,310 元; empty where it is unknown."""
    return "" if sum_ is None else f"{sum_:,.2f}".removesuffix(".00") + (" 元" if currency == "CNY" else f" {currency}")


def keys(desk: Desk, call: Call) -> tuple[Key, ...]:
    """The nine labels likeliest for this call, a digit each."""
    situation = situation_of(call, Reading(text=""), desk.book, desk.moment())
    labels = desk.content.strips.labels_for(situation)
    return tuple(Key(str(i), label, desk.book.taxonomy.zh(label)) for i, label in enumerate(labels, start=1))


def codes(desk: Desk) -> tuple[Key, ...]:
    """Every label with its two letters."""
    return tuple(Key(code, label, desk.book.taxonomy.zh(label)) for label, code in desk.content.strips.codes.items())
