"""What a card asks to be done, done once its line was said: tickets, flags, a pause."""

from datetime import timedelta
from typing import Any

from bot.desk.account_file import flag_of
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.desk.tickets import promise_work
from bot.desk.words import NO_NUMBER
from bot.trade.exchange import Call
from bot.trade.playbook import Todo
from bot.trade.stops import HARD

_CHANNEL_WORDS = (("短信", "sms"), ("微信", "im"), ("邮件", "email"), ("邮箱", "email"))


def stop_at_once(desk: Desk, heard: Heard, reply: Reply) -> Reply:
    """What a danger, privacy or pause card asks for does not wait for its line; what could not be done is said."""
    if reply.payload.get("stop") not in HARD or heard.dry:
        return reply
    call = desk.call_of(heard)
    carry_out(desk, heard, call)
    wants_number = any(todo.get("flag") == "do_not_call" for todo in reply.payload.get("do", ()))
    if wants_number and call.dialled is None:
        return Reply(f"{reply.text}\n{NO_NUMBER}", reply.payload)
    return reply


def carry_out(desk: Desk, heard: Heard, call: Call, said: str | None = None) -> None:
    """Does what the pending card of the call asks for: its line was said, or counts as said because the next words came.

    `said` is the line posted; another line than the card's carries nothing out. What has been done is not done twice:
    an account has one open ticket of a kind, and flags stand until a person lifts them.
    """
    if desk.record is None or heard.dry or not call.pending or call.shown is None:
        return
    play = desk.book.play_of(call.shown)
    if said not in (None, call.shown.line) or play is None or not any(t.ticket or t.pause or t.flag for t in play.do):
        return
    exchanges = desk.record.of_call("exchanges", call.id)
    words = exchanges[-1]["text"] if exchanges else ""
    for todo in play.do:
        if todo.ticket:
            about = heard._replace(exchange=f"{heard.exchange}:{todo.ticket}", text=words)
            promise_work(desk, about, desk.call_of(heard), todo.ticket)
        facts = _facts(todo, call, words, desk, heard)
        if facts:
            desk.accounts.amend(desk.call_of(heard), **facts)


def _facts(todo: Todo, call: Call, words: str, desk: Desk, heard: Heard) -> dict[str, Any]:
    """The account's facts that a todo changes."""
    if todo.pause:
        if call.in_danger:  # the hold stands until a person lifts it; a day would lift it by itself
            return {}
        until = desk.day(heard) + timedelta(days=int(todo.pause[:-1]))
        return {"paused_until": max(until, call.account.paused_until or until)}
    if todo.flag == "channel_only":
        named = next((channel for word, channel in _CHANNEL_WORDS if word in words), None)
        return {"flags": {"channel_only": named}} if named else {}
    if todo.flag == "dispute_open" and not call.account.flags.dispute_open:
        # what was undisputed before he spoke is no longer known
        return {"flags": {"dispute_open": True}, "forget": ("undisputed",)}
    return {"flags": flag_of(todo.flag, call)} if todo.flag else {}
