"""How a call ends: the outcome logged, the promise kept, the note written."""

from typing import Any

from bot.desk.account_file import flag_of, names_of
from bot.desk.calendar import is_working_day
from bot.desk.desk import Desk
from bot.desk.doing import carry_out
from bot.desk.heard import Heard
from bot.desk.history import NO_REASONS
from bot.desk.reply import HIDDEN, Reply
from bot.desk.tickets import promise_work
from bot.desk.words import NO_NUMBER, follows
from bot.record import newest
from bot.trade.book import Result
from bot.trade.exchange import Call, LastPromise, settle
from bot.trade.follow_up import follow_up
from bot.trade.outcome import note, promise_in, result_in
from bot.trade.party import PARTY_ZH
from bot.trade.spoken import spoken_day

DANGER = "danger"


def log_outcome(desk: Desk, heard: Heard) -> Reply:
    """The result code, what must follow, and the promise with what it still lacks."""
    carry_out(desk, heard, desk.call_of(heard))
    call = settle(desk.call_of(heard))
    # once a life was at stake nothing he offered is a promise
    code = DANGER if call.in_danger else result_in(heard.text, heard.reading.entities)
    result = desk.book.results[code]
    promise: dict[str, object] = {}
    lacks: tuple[str, ...] = ()
    if code == "promise":
        promise, lacks = promise_in(heard.text, heard.reading.entities, call.account.due_on)
    then = _then(result, call)
    today, named = desk.day(heard), promise.get("on") or heard.reading.first_date()
    by, at = follow_up(code, then["within_days"], str(named) if named else None, today, is_working_day)
    row = {"id": f"{call.id}:{heard.exchange}", "call": call.id, "event": "closed", "result": code, "note": heard.text,
           "party": call.party, "right_party": result.right_party, "effective": result.effective, "then": then,
           "on": today.isoformat(), "then_by": by.isoformat(), "then_at": at}  # fmt: skip
    if not heard.dry and desk.record:
        with desk.record.writing():
            _keep(desk, heard, call, row, promise)
    when = f"{spoken_day(by, today)}{f' {at[11:16]}' if at else ''}{'' if at or by == today else '前'}"
    lines = [f"记下了：{result.zh}。之后：{follows(then, desk.book)}，{when}。"]
    if then.get("flag") == "do_not_call" and call.dialled is None:
        lines.append(NO_NUMBER)
    if lacks:
        lines.append(f"承诺还缺：{'、'.join(lacks)}；趁他在线问清。")
    return Reply.say("\n".join(lines), "outcome", result=code, zh=result.zh, then=then, then_by=by.isoformat(), then_at=at,
                     promise=promise, lacks=list(lacks))  # fmt: skip


def _then(result: Result, call: Call) -> dict[str, Any]:
    """What must follow; where an approval was asked and answered in this call, its answer is followed."""
    if "ask_approval" in result.then and (call.granted_kinds or call.refused_kinds):
        return {"next_contact": "按批复走、发书面", "within_days": result.then["within_days"]}
    return result.then


def _keep(desk: Desk, heard: Heard, call: Call, row: dict[str, Any], promise: dict[str, object]) -> None:
    """The result on record once, with its promise, ticket and flag."""
    assert desk.record is not None
    desk.open(call, heard)
    if desk.record.one("calls", row["id"]) is None:
        desk.record.add("calls", row, names=names_of(call.account))
        if promise:
            _promise(desk, heard, call, promise)
            on = promise["on"]
            call = call.with_(last_promise=LastPromise(amount=promise["amount"], on=str(on)[:10] if on else None))
    desk.keep(call)
    if "ticket" in row["then"]:
        promise_work(desk, heard, call, row["then"]["ticket"])
    if "flag" in row["then"]:
        desk.accounts.amend(call, flag_of(row["then"]["flag"], call))


def _promise(desk: Desk, heard: Heard, call: Call, promise: dict[str, object]) -> None:
    """Keeps what he promised; said again in the same call it is the same promise, newer."""
    assert desk.record is not None
    made = {**promise, "made": desk.day(heard).isoformat(), "state": "open"}
    promises = newest(desk.record.of_call("promises", call.id))
    standing = next((row for row in promises if row["state"] == "open"), None)
    if standing:
        desk.record.amend("promises", standing, **made)
    else:
        row = {"id": heard.exchange, "call": call.id, "account": desk.accounts.file(call), **made}
        desk.record.add("promises", row)


def summary(desk: Desk, heard: Heard) -> Reply:
    """The call note, at most 100 characters, and how many exchanges it stands on."""
    call = desk.call_of(heard)
    if desk.hears_nothing(call):
        return Reply.say(HIDDEN, "summary", note="", exchanges=0)
    written = call_note(desk, call)
    exchanges = desk.record.of_call("exchanges", call.id) if desk.record else []
    if not exchanges:
        return Reply.say("这通还没有记录。", "summary", note="", exchanges=0)
    silences = sum(row["answer"]["kind"] == "silence" for row in exchanges)
    return Reply.say(
        f"{written}\n（{len(exchanges)} 句，没把握 {silences} 句）", "summary", note=written, exchanges=len(exchanges)
    )


def call_note(desk: Desk, call: Call) -> str:
    """What the exchanges of a call come to, in the house's order."""
    closed = last_close(desk, call.id)
    zh = desk.book.taxonomy.zh
    reasons = [label for label in call.heard if label not in NO_REASONS] or list(call.heard[-1:])
    promises = desk.record.of_call("promises", call.id) if desk.record else []
    result = desk.book.results[closed["result"]].zh if closed else "未记结果"
    follow = f"{_by(closed)}{follows(closed['then'], desk.book)}" if closed else ""
    said = tuple(zh(label) for label in dict.fromkeys(reasons) if zh(label) != result)[:3]
    return note(PARTY_ZH[call.party], said, promises[-1] if promises else None, result, follow)


def _by(closed: dict[str, Any]) -> str:
    """11/26前: the day by which something follows, as notes write it."""
    day = str(closed.get("then_at") or closed.get("then_by") or "")
    if not day:
        return ""
    by = f" {day[11:16]}" if "T" in day else "" if day == closed.get("on") else "前"
    return f"{day[5:10].replace('-', '/')}{by} "


def last_close(desk: Desk, call_id: str) -> dict[str, Any] | None:
    """The last logged outcome of a call; None where nobody logged one."""
    rows = desk.record.of_call("calls", call_id) if desk.record else []
    closed = [row for row in rows if row["event"] == "closed"]
    return closed[-1] if closed else None


def last_call(desk: Desk, account: str, but: str = "") -> dict[str, Any] | None:
    """The newest logged outcome on an account: a later call that nobody logged takes back nothing agreed before."""
    calls = [row["call"] for row in desk.record.of_account("calls", account)] if desk.record else []
    outcomes = (last_close(desk, call) for call in reversed(calls) if call != but)
    return next((closed for closed in outcomes if closed), None)
