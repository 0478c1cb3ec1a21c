"""What a collector should know before he dials: whether he may, his three numbers, and what we owe the debtor."""

from typing import Any

from bot.desk.desk import Desk
from bot.desk.dialling import dialling
from bot.desk.heard import Heard
from bot.desk.numbers import numbers_before
from bot.desk.reply import Row, plain
from bot.desk.tickets import owed
from bot.trade.exchange import Call
from bot.trade.party import OUTSIDERS
from bot.trade.wording import FORMAL_STEPS_ZH


def before_the_call(desk: Desk, heard: Heard, call: Call) -> tuple[list[Row], dict[str, Any]]:
    """What to show above the opening, gravest first, and the same as values for clients."""
    rows: list[Row] = []
    payload: dict[str, Any] = {}
    may = dialling(desk, heard, call)
    if may is not None:
        payload["dial"] = plain(may.dict())
        if desk.record and not heard.dry:  # why a call went through, or did not, must be found again
            row = {"id": f"{call.id}:dial", "call": call.id, "event": "dial", **plain(may.dict())}
            desk.record.add("calls", row)
        if not may.allowed:
            again = f"，{may.next_at:%m-%d %H:%M} 以后再打" if may.next_at else ""
            rows.append(Row("先别拨", f"{may.why}{again}。{_other_number(call)}{may.said}"))
            return rows, payload
    numbers = numbers_before(desk, heard, call)
    if numbers is not None:
        payload["numbers"] = numbers.values
        rows.append(Row("", numbers.line, on_demand=True))
    formal = _formal_step(desk, call)
    if formal:
        rows.append(Row("正式步骤", formal))
        payload["formal"] = plain(call.account.formal_next.dict()) if call.account.formal_next else None
    first = owed(desk, call, desk.day(heard))
    if first:
        rows.append(Row("先交代", " ".join(first)))
        payload["say_first"] = list(first)
    return rows, payload


def _formal_step(desk: Desk, call: Call) -> str:
    """The formal step that was decided and may be spoken of, and which one would need a decision of its own."""
    step = call.account.formal_next
    if step is None or call.party in OUTSIDERS:
        return ""
    after = desk.book.ladder.formal.after(step.step)
    further = f"；再下一步（{FORMAL_STEPS_ZH[after]}）要另批，别提" if after else ""
    return f"{FORMAL_STEPS_ZH[step.step]}（{step.approved_by} {step.approved_on:%m-%d} 批）可以照实说{further}"


def _other_number(call: Call) -> str:
    """His own numbers that may still be dialled, by their last digits, where the one on the line may not."""
    flags = call.account.flags
    if call.dialled is None or flags.on_hold or flags.channel_only:
        return ""
    banned = {number[-4:] for number in flags.do_not_call or ()}
    own = [n.value[-4:] for n in call.account.numbers or () if n.whose == "self" and n.value[-4:] not in banned]
    return f"本人还有尾号 {'、'.join(own)}。" if own and call.dialled in banned else ""
