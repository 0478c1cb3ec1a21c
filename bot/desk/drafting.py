"""「写条短信提醒他」「起草催款函」: the message that fits, filled, checked, with what it rests on; or why none is drafted."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import Any

from bot.desk.account_file import key_of
from bot.desk.calendar import UNPUBLISHED, is_published, is_working_day
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.planning import asked_plan, longest_of, table_of
from bot.desk.reply import Reply
from bot.record import newest
from bot.trade.exchange import Call, LastPromise
from bot.trade.message import Draft, Message, NotDrafted, Written, asked_in, draft
from bot.trade.moment import situation_of
from bot.trade.negotiation import asked_for
from bot.trade.payment_plan import PlanTable
from bot.trade.reading import Reading
from bot.trade.written import Facts

CHANNEL_ZH: dict[Written, str] = {"sms": "短信", "im": "微信", "email": "邮件", "letter": "函件"}
_CHANNEL_WORDS = (
    ("letter", "函|信函|通知书|协议|计划书|承诺书"),
    ("email", "邮件|邮箱"),
    ("im", "微信"),
    ("sms", "短信|信息"),
)


def draft_message(desk: Desk, heard: Heard) -> Reply:
    """The draft the words ask for; without a word, the one the card speaks of, else the first that fits."""
    call = desk.call_of(heard)
    messages = wanted(desk, heard.text, call)
    try:
        plan = _plan(desk, heard, call) if any("plan" in message.needs for message in messages) else None
    except ValueError as fault:
        return Reply.say(f"排不出计划：{fault}。", "draft", message="repayment_plan", body=None, why=[str(fault)])
    made = first_draft(desk, heard, call, messages, plan)
    if isinstance(made, NotDrafted):
        why = "；".join(made.why)
        return Reply.say(
            f"{made.zh}现在不能起草：{why}。", "draft", message=made.message, body=None, why=list(made.why)
        )
    return shown(desk, made)


def shown(desk: Desk, made: Draft) -> Reply:
    """A draft with its law and what whoever sends it must look at once more."""
    head = f"【{made.zh}】" + (f"主题：{made.subject}" if made.subject else "")
    laws = "；".join(desk.book.laws[i].cite for i in made.laws)
    notes = [f"依据：{laws}"] if laws else []
    if made.plan and not all(is_published(row.on) for row in made.plan.rows):
        notes.append(f"{UNPUBLISHED}：表里公布年份以后的日子只避开了周末")
    notes.append("照案件填的，核对后自己发。")
    return Reply.say(
        "\n".join([head, made.text, "——", *notes]), "draft", message=made.message, zh=made.zh, channel=made.channel,
        subject=made.subject, body=made.text, laws=list(made.laws), why=[],
    )  # fmt: skip


def wanted(desk: Desk, words: str, call: Call) -> tuple[Message, ...]:
    """The messages to try, likeliest first: those the words name, on the channel they name; else the card's; else all."""
    messages = desk.content.messages
    channel = next((name for name, pattern in _CHANNEL_WORDS if re.search(pattern, words)), None)
    on_channel = [m for m in messages.values() if m.channel == channel]
    named = asked_in(words, on_channel) or asked_in(words, messages.values())
    if not named:
        play = desk.book.play_of(call.shown)
        drafts = {todo.send_draft for todo in play.do if todo.send_draft} if play else set()
        named = tuple(m for m in messages.values() if m.draft in drafts) or tuple(
            sorted(messages.values(), key=lambda m: (not m.demands, m.channel != "sms"))
        )
    return tuple(m for m in named if m.channel == channel) or named


def first_draft(
    desk: Desk, heard: Heard, call: Call, messages: Iterable[Message], plan: PlanTable | None
) -> Draft | NotDrafted:
    """The first message that can be drafted; else the one nearest to it, with every reason why not."""
    why_not = []
    for made in drafts(desk, heard, call, messages, plan):
        if isinstance(made, Draft):
            return made
        why_not.append(made)
    return min(why_not, key=lambda made: len(made.why))


def drafts(
    desk: Desk, heard: Heard, call: Call, messages: Iterable[Message], plan: PlanTable | None = None
) -> Iterator[Draft | NotDrafted]:
    """Each message filled from the account, or every reason why it may not be sent now."""
    facts, situation = facts_of(desk, heard, call, plan), situation_of(call, Reading(), desk.book, desk.moment(heard))
    for message in messages:
        made = draft(message, facts, situation.with_(channel=message.channel), desk.book)
        if message.demands and call.stopped:
            found = made.why if isinstance(made, NotDrafted) else ()
            made = NotDrafted(message=message.message, zh=message.zh, why=("他说的事要先停，这通里不催", *found))
        yield made


def sendable(desk: Desk, heard: Heard) -> tuple[list[Draft], list[NotDrafted]]:
    """Every message that may be sent on the call's account now, and every other with the reasons why not."""
    made = list(drafts(desk, heard, desk.call_of(heard), desk.content.messages.values()))
    return [m for m in made if isinstance(m, Draft)], [m for m in made if isinstance(m, NotDrafted)]


def facts_of(desk: Desk, heard: Heard, call: Call, plan: PlanTable | None = None) -> Facts:
    """Account, house, today, the newest promise of this call or account, what was granted."""
    promise = _promise(desk, call)
    answered = desk.record.of_account("tickets", key_of(call)) if desk.record and call.account.number else []
    answers = [row["answer"] for row in answered if row.get("answer")]
    return Facts(
        account=call.account, house=desk.book.house, today=desk.day(heard), is_working_day=is_working_day,
        collector=call.collector, granted=call.granted, plan=plan, answered=answers[-1] if answers else None, **promise,
    )  # fmt: skip


def _promise(desk: Desk, call: Call) -> dict[str, Any]:
    """The newest promise of this call, else the account's newest that is not kept: nothing is confirmed that is over."""
    rows: list[dict[str, Any]] = []
    if desk.record:
        rows = newest(desk.record.of_call("promises", call.id))
        if not rows and call.account.number:
            every = newest(desk.record.of_account("promises", key_of(call)))
            rows = [row for row in every if row["state"] != "kept"]
    if not rows:
        last = call.last_promise if call.promises != "kept" else LastPromise()
        return {"promised": last.amount, "promised_on": last.on}
    row = rows[-1]
    on = str(row["on"]) if row.get("on") else None
    at = time.fromisoformat(on[11:16]) if on and len(on) > 10 else None
    made_now = row.get("call") == call.id
    return {
        "promised": row.get("amount"), "promised_on": date.fromisoformat(on[:10]) if on else None, "promised_at": at,
        "promised_now": made_now,
    }  # fmt: skip


def _plan(desk: Desk, heard: Heard, call: Call) -> PlanTable | None:
    """The plan that the request names (「分四期首付一万」), else the one a supervisor granted; None where neither is.

    Never more months than the house allows or than were granted, and of a granted reduction only what is left. Raises
    ValueError where the words ask for what cannot be worked out.
    """
    granted, owed = call.granted, asked_for(call.account)
    if owed is not None and granted:
        owed = granted.left_of(owed)
    asked = asked_plan(heard, call.account, owed)
    if asked.months is None and granted and granted.instalments:
        asked = asked._replace(months=granted.instalments, first=granted.first_payment or 0.0)
    if owed is None or asked.owed is None or asked.months is None:
        return None
    longest = max(longest_of(desk, call), (granted.instalments or 0) if granted else 0)
    if asked.months > longest:
        raise ValueError(f"{asked.months} 期超过 {longest} 期，要先报批")
    return table_of(desk, heard, asked._replace(owed=min(asked.owed, owed)))
