"""What a call raises to the supervisor, and how the answer comes back onto the card of the same call."""

from bot.desk.account_file import names_of
from bot.desk.desk import Desk
from bot.desk.doing import carry_out, stop_at_once
from bot.desk.heard import Heard
from bot.desk.offering import turned_to, with_offer
from bot.desk.reply import Reply, plain
from bot.desk.tickets import tell_owed
from bot.record import Row, newest
from bot.trade.approval import LONGEST, Raised, RaisedKind, Terms
from bot.trade.exchange import Call
from bot.trade.moment import situation_of
from bot.trade.party import OUTSIDERS
from bot.trade.reading import Entity

SILENT = frozenset({"breach"})  # answered without a word on the collector's screen


def request_approval(desk: Desk, heard: Heard) -> Reply:
    """Asks the supervisor for what the words, or the card shown, name."""
    call, book = desk.call_of(heard), desk.content.approvals
    if heard.offer is not None:
        return _request_figures(desk, heard, call)
    play = desk.book.play_of(call.shown)
    of_card = next((todo.ask_approval for todo in play.do if todo.ask_approval), None) if play else None
    kind = book.kind_in(heard.text) or of_card
    if kind is None:
        kinds = "、".join(row.zh for row in book.kinds.values())
        return Reply.say(f"报哪一样？照这样说：申请分十二期。可报：{kinds}。", "approval")
    raised = _raise(desk, heard, call, kind, terms_in(heard.text, heard.reading.entities))
    return Reply.say(book.tell(raised), "approval", raised=plain(raised.dict()))


def _request_figures(desk: Desk, heard: Heard, call: Call) -> Reply:
    """Asks for the figures that an offer was turned to on the screen: a plan of months, or a rest for later."""
    try:
        figures = turned_to(desk, heard, call)
    except ValueError as fault:
        return Reply.say(f"报不了：{fault}。", "approval")
    terms = Terms(first_payment=figures.first, instalments=figures.months or None, on=figures.on)
    raised = _raise(desk, heard, call, "instalments" if figures.months else "extension", terms)
    return Reply.say(desk.content.approvals.tell(raised), "approval", raised=plain(raised.dict()))


def call_supervisor(desk: Desk, heard: Heard) -> Reply:
    """Calls for help: seen at once by whoever supervises."""
    raised = _raise(desk, heard, desk.call_of(heard), "help", Terms())
    return Reply.say(desk.content.approvals.tell(raised), "approval", raised=plain(raised.dict()))


def terms_in(text: str, entities: tuple[Entity, ...]) -> Terms:
    """The figures in the words: a first payment where they say so, a number of instalments, a reduction in percent.

    A bare sum is no first payment: 「他欠八万，申请分十二期」 names the debt. What nobody may grant (seventy-two
    instalments) is left to the words, which the supervisor reads.
    """

    def first(kind: str, *said: str) -> float | None:
        found = (e for e in entities if e.type == kind and e.value)
        return next((e.value for e in found if not said or any(f"{word}{e.text}" in text for word in said)), None)

    months, off = first("instalments"), first("percent")
    return Terms(
        first_payment=first("amount", *_FIRST_WORDS), instalments=int(months) if months and months <= LONGEST else None,
        percent_off=off if off and off <= 100 else None,
    )  # fmt: skip


_FIRST_WORDS = ("首付", "首笔", "头一笔", "先付", "先还", "先到", "先给", "先打")


def card(desk: Desk, heard: Heard) -> Reply:
    """The card for a debtor's words, with what the supervisor answered since the last one; danger is raised silently.

    All of it stands in the record together or not at all: a lost answer is asked again with the same exchange id.
    """
    stored = desk.stored(heard)
    if stored and stored.payload.get("party") and desk.hears_nothing(desk.call_of(heard)):
        return Reply.say("（换人之前已经答过，案情收起来了）", "nothing")
    if stored or desk.record is None or heard.dry:
        return with_offer(desk, heard, stored or desk.decide(heard))
    with desk.record.writing():
        call = desk.call_of(heard)
        carry_out(desk, heard, call)
        tell_owed(desk, call)
        # a card that does not move keeps no reply to lose
        told = () if heard.reading.says_nothing else news(desk, heard)
        reply = stop_at_once(desk, heard, desk.decide(heard, told))
        if reply.payload.get("stop") == "danger" and _says_danger(desk, heard):
            _raise_danger(desk, heard)
    return with_offer(desk, heard, reply)


def _brings_an_outsider(desk: Desk, heard: Heard, call: Call) -> bool:
    """Whether these very words say that somebody is on the line who may not know of the debt."""
    situation = situation_of(call, heard.reading, desk.book, desk.moment(heard))
    return any(desk.book.stops.party_after(label, situation) in OUTSIDERS for label in heard.reading.accepted)


def _says_danger(desk: Desk, heard: Heard) -> bool:
    """Whether these very words put a danger stop on the call."""
    situation = situation_of(desk.call_of(heard), heard.reading, desk.book, desk.moment(heard))
    stops = (desk.book.stops.heard(label, situation) for label in heard.reading.accepted)
    return any(stop and stop.grade == "danger" for stop in stops)


def news(desk: Desk, heard: Heard) -> tuple[str, ...]:
    """Answers this call has not seen yet; what they grant stands in the call from now on."""
    answered = _answered(desk, heard.call)
    if not answered:
        return ()
    assert desk.record is not None
    call = desk.call_of(heard)
    if desk.hears_nothing(call) or _brings_an_outsider(desk, heard, call):  # the answer waits until he may hear it
        return ()
    with desk.record.writing():
        for row in answered:
            desk.record.amend("approvals", row, told=True)
            raised = Raised.of_row(row)
            if raised.grants is not None:
                terms = raised.grants.over(call.granted)
                call = call.with_(granted=terms, granted_kinds=(*call.granted_kinds, raised.kind))
            elif raised.state == "refused" and raised.kind != "help":
                call = call.with_(refused_kinds=(*call.refused_kinds, raised.kind))
        desk.keep(call)
    return tuple(desk.content.approvals.tell(Raised.of_row(row)) for row in answered)


def _answered(desk: Desk, call: str) -> list[Row]:
    """What was answered in a call and stands on no card yet."""
    rows = desk.record.of_call("approvals", call) if desk.record else []
    return [
        row for row in newest(rows) if row["state"] != "asked" and not row.get("told") and row["kind"] not in SILENT
    ]


def answers_in(desk: Desk, call: str) -> tuple[str, ...]:
    """The answers that the next card of a call will bring, for a screen that waits for them; nothing is marked as told."""
    if desk.hears_nothing(desk.call_of(Heard.look(call))):
        return ()
    return tuple(desk.content.approvals.tell(Raised.of_row(row)) for row in _answered(desk, call))


def say(desk: Desk, heard: Heard) -> Reply:
    """The collector's own line: checked and appended; the card's work is done where it was the card's line.

    A line that a rule blocks was said all the same: the supervisor finds it without anybody having to report it.
    """
    spoken = heard.speaker == "collector_says"
    if spoken:
        carry_out(desk, heard, desk.call_of(heard), said=heard.text)
    reply = desk.say(heard)
    broken = list(dict.fromkeys(f["why"] for f in reply.payload["violations"] if f["severity"] == "block"))
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
    raised = newest(desk.record.of_call("approvals", call.id))
    waits = any(row["kind"] == "danger" and row["state"] == "asked" for row in raised)
    if waits and call.account.flags.on_hold:
        return
    with desk.record.writing():
        _raise(desk, heard, call, "danger", Terms())
        desk.accounts.amend(call, {"on_hold": True})


def _raise(desk: Desk, heard: Heard, call: Call, kind: RaisedKind, asked: Terms) -> Raised:
    raised = Raised(id=f"{heard.exchange}:{kind}", kind=kind, reason=_reason(desk, heard), asked=asked)
    if desk.record is None or heard.dry:
        return raised
    with desk.record.writing():
        if desk.record.one("approvals", raised.id) is None:
            raised = raised.with_(account=desk.accounts.file(call))
            row = {"call": call.id, "asked_by": heard.user, **plain(raised.dict())}
            desk.record.add("approvals", row, names=names_of(call.account))
            desk.keep(call)
    return raised


def _reason(desk: Desk, heard: Heard) -> str:
    """What the supervisor reads: the words that raised it; behind a key, what the debtor said last."""
    if not heard.text.startswith("/") or desk.record is None:
        return heard.text
    said = [row["text"] for row in desk.record.of_call("exchanges", heard.call)]
    if not said:
        return ""
    return desk.book.taxonomy.zh(said[-1][1:]) if said[-1].startswith("/") else str(said[-1])
