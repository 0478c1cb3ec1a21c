"""Whole cases, from the file to the note: every call of data/cases is played through a real desk and compared."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.content.shapes import CaseCall, CaseTurn, Decision, WholeCase
from bot.desk.answers import give_opening, next_move
from bot.desk.case import set_party, take_in_case
from bot.desk.casework import settle_all, take_payments
from bot.desk.closing import call_note, log_outcome, summary
from bot.desk.desk import Desk
from bot.desk.due import due
from bot.desk.heard import Heard
from bot.desk.past import past
from bot.desk.plan import plan_payment
from bot.desk.raised import call_supervisor, card, request_approval, say
from bot.desk.reply import Reply, plain
from bot.desk.rewording import another_wording
from bot.desk.supervising import decide
from bot.desk.tickets import answer_ticket, open_ticket
from bot.record import Record, open_record
from bot.settings import Settings
from bot.text.entities import find_entities
from bot.text.normalise import normalise
from bot.trade.casebook import account_key
from bot.trade.ledger import last_of
from bot.trade.reading import Entity, LineReading, Reading

COMMANDS: dict[str, Callable[[Desk, Heard], Reply]] = {
    "ask_opening": give_opening, "ask_next_move": next_move, "ask_alternative": another_wording, "set_party": set_party,
    "open_ticket": open_ticket, "request_approval": request_approval, "call_supervisor": call_supervisor,
    "log_outcome": log_outcome, "ask_history": past, "plan_payment": plan_payment, "ask_summary": summary,
    "inform_case": take_in_case,
}  # fmt: skip


def differences(case: WholeCase, desk: Desk) -> list[str]:
    """Where the case now comes out otherwise than it is written, in the case's own words; empty where nowhere."""
    return [f"{place}：应是 {wanted}，实际 {found}" for place, wanted, found in compare(case, desk) if wanted != found]


def compare(case: WholeCase, desk: Desk) -> list[tuple[str, Any, Any]]:
    """(place, as written, as it came out) of every turn and of what is left standing; `desk` holds an empty record."""
    assert desk.record is not None, "a case needs a record: what came of it is read from there"
    key = _file(case, desk, desk.record)
    found: list[tuple[str, Any, Any]] = []
    for n, call in enumerate(case.calls):
        desk.clock = desk.accounts.clock = lambda at=call.at: at  # type: ignore[misc]
        _before(call, key, desk)
        for i, turn in enumerate(call.turns):
            heard = _heard(call, turn, f"call-{n}", f"call-{n}-{i}", key)
            found.append((f"calls.{n}.turns.{i} 「{turn.he or turn.we or turn.ask or ''}」", *_play(turn, heard, desk)))
    found.append(("leaves", case.leaves, left(desk, key)))
    return found


def empty_desk(desk: Desk, settings: Settings) -> Desk:
    """A desk of the same content over a record of its own."""
    return Desk(desk.content, open_record(settings.database, b"case" * 8), settings)


def _file(case: WholeCase, desk: Desk, record: Record) -> str:
    """The sample account with the case's changes, filed as if it had been imported on the day of the first call."""
    sample = plain(desk.content.accounts[case.account].dict(exclude_none=True, by_alias=True, exclude={"stage"}))
    facts = {**sample, **{k: v for k, v in plain(case.changes).items() if k not in ("amounts", "flags")}}
    first_day = case.calls[0].at.date().isoformat()
    facts["amounts"] = {**sample.get("amounts", {}), **plain(case.changes.get("amounts", {})), "as_of": first_day}
    facts["flags"] = {**sample.get("flags", {}), **plain(case.changes.get("flags", {}))}
    key = account_key(facts["number"], facts.get("creditor"))
    record.add("accounts", {"id": key, "facts": facts, "imported": True})
    return key


def _before(call: CaseCall, key: str, desk: Desk) -> None:
    """Money credited and work done since the last call."""
    number, _, creditor = key.partition("@")
    rows = [
        {"number": number, "creditor": creditor or None, "on": str(p["on"]), "amount": str(p["amount"])}
        for p in call.paid
    ]
    taken = list(take_payments(desk, enumerate(rows), {}))
    assert all(t.outcome == "new" for t in taken), taken
    assert desk.record is not None
    for kind, answer in call.answered.items():
        row = next(r for r in desk.record.of_account("tickets", key) if r["kind"] == kind and r.get("answer") is None)
        answer_ticket(desk, row["id"], answer, "办理人")
    settle_all(desk, call.at.date())


def _heard(call: CaseCall, turn: CaseTurn, call_id: str, exchange: str, key: str) -> Heard:
    text = turn.he or turn.we or turn.ask or ""
    normal = normalise(text)
    entities = tuple(
        Entity(
            type=f.type,
            text=normal.text[f.start : f.end],
            value=f.value,
            low=f.low,
            high=f.high,
            vague=f.vague,
            of=f.of,
        )
        for f in find_entities(normal.text, call.at)
    )
    reading = Reading.by_hand(turn.reads, text, entities)
    return Heard(
        call=call_id, exchange=exchange, text=text, intent=turn.command or "", reading=reading,
        line=LineReading(text=text, moves=turn.moves), speaker="collector_says" if turn.we else "auto",
        account=key, party=call.party, channel=call.channel, direction=call.direction, number=call.number, at=call.at,
    )  # fmt: skip


def _play(turn: CaseTurn, heard: Heard, desk: Desk) -> tuple[Any, Any]:
    """(as written, as it came out) of one turn."""
    if turn.he is not None:
        return turn.shows, shown(card(desk, heard), heard, desk)
    if turn.we is not None:
        return turn.breaks or (), tuple(f["rule"] for f in say(desk, heard).payload["violations"])
    if turn.decides is not None:
        _decide(turn.decides, heard.call, desk)
        return None, None
    assert turn.command
    return turn.told, COMMANDS[turn.command](desk, heard).text


def _decide(decision: Decision, call: str, desk: Desk) -> None:
    assert desk.record is not None
    raised = [row for row in desk.record.of_call("approvals", call) if row["kind"] == decision.of]
    decide(desk, raised[-1]["id"], decision.answer, decision.by, decision.note, decision.terms)


def shown(reply: Reply, heard: Heard, desk: Desk) -> dict[str, Any]:
    """What a collector sees of a card, as a case writes it."""
    seen = reply.payload
    if seen["kind"] == "nothing":
        return {"nothing": True}
    call = desk.call_of(heard)
    told: dict[str, Any] = (
        {"play": f"{seen['playbook']}/{seen['play']}", "say": seen["say"]}
        if seen["kind"] == "suggestion"
        else {"silence": seen["why"]}
    )
    if call.shown and call.shown.offers and seen["kind"] == "suggestion":
        told["offers"] = (
            " ".join(f"{d.on:%m-%d} {d.amount:g}" for d in call.shown.offers.schedule[:3]) or call.shown.rung
        )
    his = last_of(call.ledger, "him")
    if his and call.ledger[-1].by == "him":
        told["he_offers"] = " ".join(f"{d.on:%m-%d} {d.amount:g}" for d in his.schedule[:3])
    if seen.get("stop"):
        told["stop"] = seen["stop"]
    if seen["party"] != "verified":
        told["party"] = seen["party"]
    if seen.get("do"):
        told["do"] = [f"{kind}: {value}" for todo in seen["do"] for kind, value in todo.items()]
    if seen.get("news"):
        told["news"] = list(seen["news"])
    return told


def left(desk: Desk, key: str) -> dict[str, Any]:
    """What stands after the last call: only what there is."""
    assert desk.record is not None
    filed = desk.accounts.filed(key)
    assert filed is not None
    talked = [row["call"] for row in desk.record.of_account("calls", key)]
    standing: dict[str, Any] = {
        "note": call_note(desk, desk.call_of(Heard(talked[-1], "", "", "", Reading(), LineReading())))
        if talked
        else "",
        "promises": [_promise(row) for row in desk.record.of_account("promises", key)],
        "tickets": [
            f"{row['kind']} {row['due']}{' ' + row['answer'] if row.get('answer') else ''}"
            for row in desk.record.of_account("tickets", key)
        ],
        "raised": [f"{row['kind']} {row['state']}" for row in desk.record.of_account("approvals", key)],
        "flags": {k: v for k, v in (filed["facts"].get("flags") or {}).items() if v not in (None, [], False)},
        "paused_until": filed["facts"].get("paused_until"),
        "due": [f"{work.by} {work.what}" for work in due(desk, desk.clock().date(), until=date.max)],
    }
    return {name: value for name, value in standing.items() if value}


def _promise(row: dict[str, Any]) -> str:
    parts = (str(row.get("on") or "日期未定"), f"{row['amount']:g}" if row.get("amount") else "金额未说", row["state"])
    return " ".join(parts)
