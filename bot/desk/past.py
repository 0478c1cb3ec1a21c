"""「上次他怎么说的」: the account's past calls, promises and our own, in a few lines."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from bot.desk.account_file import key_of
from bot.desk.closing import last_close
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.history import main_reason, promise_of
from bot.desk.reply import HIDDEN, Reply, plain
from bot.desk.tickets import tickets_of
from bot.trade.exchange import Call
from bot.trade.promise import Promise
from bot.trade.spoken import spoken_money

STATES_ZH = {"open": "未到期", "kept": "兑现", "partly_kept": "部分兑现", "broken": "没兑现"}
SHOWN = 3  # past calls and promises
QUOTED = 24  # characters of his own words


class LastCall(NamedTuple):
    """An earlier call: its day, the reason it was about, his own words for it, how it ended."""

    call: str
    at: str
    reason: str | None
    words: str
    reason_zh: str
    result: str | None
    result_zh: str


class Promised(NamedTuple):
    """An earlier promise in words, and what became of it: open, kept, partly_kept, broken."""

    words: str
    state: str


class Past(NamedTuple):
    """What lies behind an account, newest first; how many promises were kept and broken in all; what we owe him."""

    calls: tuple[LastCall, ...] = ()
    promises: tuple[Promised, ...] = ()
    kept: int = 0
    broken: int = 0
    tickets: tuple[str, ...] = ()


def past(desk: Desk, heard: Heard) -> Reply:
    """Reasons and results of the last calls, promises with what became of them, our open tickets."""
    call = desk.call_of(heard)
    if desk.record is None or not call.account.number:
        return Reply.say(
            "还不知道是哪一户，没有往次可看；先报账号或导入案件。", "history", calls=[], promises=[], tickets=[]
        )
    if desk.hears_nothing(call):
        return Reply.say(HIDDEN, "history", calls=[], promises=[], tickets=[])
    found = past_of(desk, call)
    lines = [f"{c.at[5:10]}　{c.reason_zh}　{c.result_zh}" for c in found.calls]
    lines += [f"承诺　{p.words}" for p in found.promises]
    lines += [f"我方欠他：{ticket}" for ticket in found.tickets]
    account = key_of(call)
    return Reply.say(
        "\n".join(lines) or "这一户还没有往次通话。", "history",
        calls=[{"call": c.call, "at": c.at, "reason": c.reason, "result": c.result} for c in found.calls],
        promises=[plain(p.dict()) for p in reversed(_promises(desk, account)[-SHOWN:])],
        tickets=[plain(t.dict()) for t in tickets_of(desk, account) if t.open],
    )  # fmt: skip


def past_of(desk: Desk, call: Call) -> Past:
    """The same for a screen."""
    if desk.record is None or not call.account.number:
        return Past()
    account = key_of(call)
    earlier = [row for row in desk.record.of_account("calls", account) if row["call"] != call.id][-SHOWN:]
    promises = _promises(desk, account)
    states = [p.state for p in promises]
    return Past(
        calls=tuple(_call(desk, row) for row in reversed(earlier)),
        promises=tuple(_promised(p) for p in reversed(promises[-SHOWN:])),
        kept=states.count("kept"), broken=states.count("broken"),
        tickets=tuple(
            f"{desk.content.tickets.kinds[t.kind].zh}，{t.owner}，{t.due:%m-%d} 前" for t in tickets_of(desk, account) if t.open
        ),
    )  # fmt: skip


def _promises(desk: Desk, account: str) -> list[Promise]:
    assert desk.record is not None
    return sorted((promise_of(row) for row in desk.record.of_account("promises", account)), key=lambda p: p.made)


def _call(desk: Desk, row: Mapping[str, Any]) -> LastCall:
    assert desk.record is not None
    standing = desk.record.standing(row["call"]) or {"heard": []}
    reason, closed = main_reason(standing["heard"]), last_close(desk, row["call"])
    return LastCall(
        call=row["call"], at=row["at"], reason=reason, words=_his_words(desk, row["call"], reason) if reason else "",
        reason_zh=desk.book.taxonomy.zh(reason) if reason else "没说理由", result=closed["result"] if closed else None,
        result_zh=desk.book.results[closed["result"]].zh if closed else "未记结果",
    )  # fmt: skip


def _his_words(desk: Desk, call: str, reason: str) -> str:
    """The first sentence of a call that gave this reason; empty where it was only ever a key."""
    assert desk.record is not None
    for row in desk.record.of_call("exchanges", call):
        named = [clause["name"] for clause in row["reading"]["clauses"]]
        if reason in named and row["speaker"] != "collector_asks" and not row["text"].startswith("/"):
            return row["text"] if len(row["text"]) <= QUOTED else row["text"][: QUOTED - 1] + "…"
    return ""


def _promised(p: Promise) -> Promised:
    """A promise with the day and sum it named."""
    day = f"{p.due:%m-%d}" if p.due else "没说日子"
    sum_ = spoken_money(p.amount) if p.amount else "没说数"
    paid = f"，到了{spoken_money(p.paid)}" if p.state == "partly_kept" else ""
    return Promised(f"{day} {sum_}　{STATES_ZH[p.state]}{paid}", p.state)
