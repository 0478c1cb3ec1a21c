"""How a call ends: the outcome logged, the promise kept, the note written."""

from typing import Any

from bot.desk.case import party_zh
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.desk.tickets import promise_work
from bot.trade.exchange import Call, LastPromise
from bot.trade.outcome import note, promise_in, result_in


def log_outcome(desk: Desk, heard: Heard) -> Reply:
    """The result code, what must follow, and the promise with what it still lacks."""
    call = desk.call_of(heard)
    code = result_in(heard.text, heard.reading.entities)
    result = desk.book.results[code]
    promise, lacks = promise_in(heard.text, heard.reading.entities) if code == "promise" else ({}, ())
    row_id = f"{call.id}:{heard.exchange}"
    row = {"id": row_id, "call": call.id, "event": "closed", "result": code, "note": heard.text,
           "party": call.party, "right_party": result.right_party, "effective": result.effective, "then": result.then}  # fmt: skip
    if not heard.dry and desk.record:
        with desk.record.writing():
            if desk.record.one("calls", row_id) is None:
                desk.record.add("calls", row)
                if promise:
                    given = {"id": heard.exchange, "call": call.id, "account": desk.accounts.file(call), **promise}
                    desk.record.add("promises", {**given, "made": desk.day(heard).isoformat(), "state": "open"})
                    on = promise["on"]
                    last = LastPromise(amount=promise["amount"], on=str(on)[:10] if on else None)
                    call = call.with_(last_promise=last)
            desk.keep(call)
            if "ticket" in result.then:
                promise_work(desk, heard, call, result.then["ticket"])
    follow = "；".join(f"{v}" for k, v in result.then.items() if k != "within_days")
    text = f"记下了：{result.zh}。之后：{follow}（{result.then['within_days']} 天内）。"
    if lacks:
        text += f"\n承诺还缺：{'、'.join(lacks)}；趁他在线问清。"
    return Reply.say(text, "outcome", result=code, zh=result.zh, then=result.then, promise=promise, lacks=list(lacks))


def summary(desk: Desk, heard: Heard) -> Reply:
    """The call note, at most 100 characters, and how many exchanges it stands on."""
    call = desk.call_of(heard)
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
    reasons = tuple(dict.fromkeys(zh(label) for label in call.heard))[:3]
    promises = desk.record.of_call("promises", call.id) if desk.record else []
    result = desk.book.results[closed["result"]] if closed else None
    follow = next((str(v) for k, v in result.then.items() if k != "within_days"), "") if result else ""
    return note(
        party_zh(call.party), reasons, promises[-1] if promises else None, result.zh if result else "未记结果", follow
    )


def last_close(desk: Desk, call_id: str) -> dict[str, Any] | None:
    """The last logged outcome of a call; None where nobody logged one."""
    rows = desk.record.of_call("calls", call_id) if desk.record else []
    closed = [row for row in rows if row["event"] == "closed"]
    return closed[-1] if closed else None
