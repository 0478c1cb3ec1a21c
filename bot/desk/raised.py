"""What a call raises to the supervisor, and how the answer comes back onto the card of the same call."""

from bot.desk.desk import Desk
from bot.desk.doing import carry_out, stop_at_once
from bot.desk.heard import Heard
from bot.desk.reply import Reply, plain
from bot.trade.approval import Raised, RaisedKind, State, Terms
from bot.trade.exchange import Call
from bot.trade.reading import Entity

SILENT = frozenset({"danger", "breach"})  # raised without a word on the collector's screen


def request_approval(desk: Desk, heard: Heard) -> Reply:
    """Asks the supervisor for what the words, or the card shown, name."""
    call, book = desk.call_of(heard), desk.content.approvals
    play = desk.book.play(call.shown.playbook, call.shown.play) if call.shown else None
    of_card = next((todo.ask_approval for todo in play.do if todo.ask_approval), None) if play else None
    kind = book.kind_in(heard.text) or of_card
    if kind is None:
        kinds = "、".join(row.zh for row in book.kinds.values())
        return Reply.say(f"报哪一样？照这样说：申请分十二期。可报：{kinds}。", "approval")
    raised = _raise(desk, heard, call, kind, terms_in(heard.reading.entities))
    return Reply.say(book.tell(raised), "approval", raised=plain(raised.dict()))


def call_supervisor(desk: Desk, heard: Heard) -> Reply:
    """Calls for help: seen at once by whoever supervises."""
    raised = _raise(desk, heard, desk.call_of(heard), "help", Terms())
    return Reply.say(desk.content.approvals.tell(raised), "approval", raised=plain(raised.dict()))


def terms_in(entities: tuple[Entity, ...]) -> Terms:
    """The figures in the words: a first payment, a number of instalments, a reduction in percent."""

    def first(kind: str) -> float | None:
        return next((e.value for e in entities if e.type == kind and e.value), None)

    months = first("instalments")
    return Terms(
        first_payment=first("amount"), instalments=int(months) if months else None, percent_off=first("percent")
    )


def card(desk: Desk, heard: Heard) -> Reply:
    """The card for a debtor's words, with what the supervisor answered since the last one; danger is raised silently."""
    stored = desk.stored(heard)
    if stored:
        return stored
    carry_out(desk, heard)
    reply = stop_at_once(desk, heard, desk.suggest(heard, _news(desk, heard)))
    if reply.payload.get("stop") == "danger" and not heard.dry:
        _raise_danger(desk, heard)
    return reply


def _news(desk: Desk, heard: Heard) -> tuple[str, ...]:
    """Answers this call has not seen yet; what they grant stands in the call from now on."""
    rows = desk.record.of_call("approvals", heard.call) if desk.record and not heard.dry else []
    newest = {row["id"]: row for row in rows}.values()
    answered = [row for row in newest if row["state"] != "asked" and not row.get("told") and row["kind"] not in SILENT]
    if not answered:
        return ()
    assert desk.record is not None
    call = desk.call_of(heard)
    with desk.record.writing():
        for row in answered:
            desk.record.amend("approvals", row, told=True)
            raised = Raised.of_row(row)
            if raised.grants is not None:
                call = call.with_(granted=raised.grants, granted_kinds=(*call.granted_kinds, raised.kind))
            elif raised.state == "refused" and raised.kind != "help":
                call = call.with_(refused_kinds=(*call.refused_kinds, raised.kind))
        desk.keep(call)
    return tuple(desk.content.approvals.tell(Raised.of_row(row)) for row in answered)


def say(desk: Desk, heard: Heard) -> Reply:
    """The collector's own line: checked and appended; the card's work is done where it was the card's line.

    A line that a rule blocks was said all the same: the supervisor finds it without anybody having to report it.
    """
    spoken = heard.speaker == "collector_says"
    if spoken:
        carry_out(desk, heard, said=heard.text)
    reply = desk.say(heard)
    broken = [f["rule"] for f in reply.payload["violations"] if f["severity"] == "block"]
    if spoken and broken and desk.record is not None and not heard.dry:
        _raise(
            desk, heard._replace(text=f"{heard.text}（{'、'.join(broken)}）"), desk.call_of(heard), "breach", Terms()
        )
    return reply


def _raise_danger(desk: Desk, heard: Heard) -> None:
    """Tells the supervisor without a word on the screen, and holds every contact until a person releases it."""
    if desk.record is None:
        return
    call = desk.call_of(heard)
    if any(row["kind"] == "danger" for row in desk.record.of_call("approvals", call.id)):
        return
    with desk.record.writing():
        _raise(desk, heard, call, "danger", Terms())
        desk.accounts.amend(call, {"on_hold": True})


def _raise(desk: Desk, heard: Heard, call: Call, kind: RaisedKind, asked: Terms) -> Raised:
    raised = Raised(id=f"{heard.exchange}:{kind}", kind=kind, reason=heard.text, asked=asked)
    if desk.record is None or heard.dry:
        return raised
    with desk.record.writing():
        if desk.record.one("approvals", raised.id) is None:
            raised = raised.with_(account=desk.accounts.file(call))
            desk.record.add("approvals", {"call": call.id, "asked_by": heard.user, **plain(raised.dict())})
            desk.keep(call)
    return raised


# -- the supervisor's side -----------------------------------------------------------------------------------


def waiting(desk: Desk) -> list[dict[str, object]]:
    """Everything raised that nobody has answered: danger, help, approvals, lines that broke a rule; oldest first."""
    assert desk.record is not None
    newest = {row["id"]: row for row in reversed(desk.record.latest("approvals", 10_000))}.values()
    order = {"danger": 0, "help": 1, "breach": 3}
    return sorted((r for r in newest if r["state"] == "asked"), key=lambda r: (order.get(r["kind"], 2), r["seq"]))


def decide(desk: Desk, raised_id: str, state: State, by: str, note: str = "", granted: Terms = Terms()) -> Raised:
    """The supervisor's answer as a new version. Raises ValueError where there is nothing to answer or no figure."""
    assert desk.record is not None
    row = desk.record.one("approvals", raised_id)
    if row is None:
        raise ValueError(f"没有这一条：{raised_id}；用 huashu approvals 看编号")
    if row["state"] != "asked":
        raise ValueError(f"{raised_id} 已经由 {row.get('by')} 答复过；要改口请让座席再报一次")
    if state == "countered" and granted == Terms():
        raise ValueError("还价要给数：首付、期数或减几成，至少一样")
    desk.record.amend("approvals", row, state=state, by=by, note=note.strip(), granted=plain(granted.dict()))
    return Raised.of_row({**row, "state": state, "by": by, "note": note.strip(), "granted": granted})


def release(desk: Desk, account: str, by: str, why: str) -> None:
    """Lifts the hold, and the pause, that danger put on an account. Raises ValueError for an account that is not held."""
    assert desk.record is not None
    filed = desk.accounts.filed(account)
    if filed is None or not (filed["facts"].get("flags") or {}).get("on_hold"):
        raise ValueError(f"{account} 没有被停；huashu approvals 列出停着的")
    flags = {**filed["facts"]["flags"], "on_hold": False}
    facts = {k: v for k, v in filed["facts"].items() if k != "paused_until"}
    with desk.record.writing():
        desk.record.amend("accounts", filed, facts={**facts, "flags": flags})
        desk.record.add(
            "audit", {"id": f"release:{filed['id']}", "event": "released", "account": filed["id"], "by": by, "why": why}
        )
