"""「下一步」: where in the call we are, what must not be left out, and how a matter goes on that one call does not end."""

from datetime import date
from typing import Any

from bot.desk.reply import Row
from bot.trade.book import Book
from bot.trade.call_steps import VARIANT_ZH, position
from bot.trade.exchange import Call
from bot.trade.negotiation import limitation_has_run
from bot.trade.party import OUTSIDERS


def whereabouts(book: Book, call: Call, today: date) -> tuple[list[Row], dict[str, Any]]:
    """Rows for a collector and the same as values.

    Nothing once a life may be at stake (then only the danger steps count) or the limitation has run; after another hard
    stop only how the matter goes on, because the checklist leads to asking.
    """
    if call.in_danger or limitation_has_run(call.account, today):
        return [], {}
    stopped = call.stopped
    place = position(call, book.steps)
    rows = []
    if place.missed and not stopped:
        rows.append(Row("还没做", "、".join(f"{step.zh}（{step.do}）" for step in place.missed), guidance=True))
    if place.next and not stopped:
        at = f"走到：{place.at.zh}　" if place.at else ""
        words = f"【{VARIANT_ZH[place.variant]}】{at}接着：{place.next.zh}——{place.next.do}（{place.next.dont}）"
        rows.append(Row("", words, guidance=True))
    step: dict[str, Any] = {
        "variant": place.variant, "at": place.at.id if place.at else None, "next": place.next.id if place.next else None,
        "missed": [missed.id for missed in place.missed],
    }  # fmt: skip
    found = [] if call.party in OUTSIDERS else [p for p in book.processes if p.is_about(call)]
    for process in found:
        steps = "；".join(f"{n}.{words}" for n, words in enumerate(process.steps, start=1))
        rows.append(Row(f"{process.zh}怎么走", steps, on_demand=True))
    asks = [] if stopped or call.party in OUTSIDERS else _diagnosis(book, call)
    for ask in asks[:1]:
        told = "；".join(f"{n['nature']}（{n['sign']}）→ {n['leads_to']}" for n in ask["tells"])
        rows.append(Row("分清是哪种", f"{ask['ask']}　{told}", on_demand=True))
    if asks:
        step["diagnosis"] = asks
    processes = [{"id": p.id, "zh": p.zh, "steps": list(p.steps)} for p in found]
    return rows, {"step": step, "processes": processes} if processes else {"step": step}


def _diagnosis(book: Book, call: Call) -> list[dict[str, Any]]:
    """The questions that tell natures of debt apart for the reason last heard, and what each answer leads to."""
    playbook = book.playbooks.get(call.heard[-1]) if call.heard else None
    return [
        {"ask": ask.ask, "tells": [{"nature": name, **book.natures[name].dict()} for name in ask.tells]}
        for ask in (playbook.ask_first if playbook else ())
    ]
