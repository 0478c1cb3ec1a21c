"""A reply of the assistant as the card shows it: the line first and large, everything else below it, in rows."""

from typing import Any

from bot.console.chart import Drawn, drawn
from bot.desk.words import STOPS_ZH

# What the card says where it has no line.
SILENCES_ZH = {
    "unsure": "没有把握。最接近的：", "out_of_scope": "和催收无关，不用接", "no_dial": "先别拨",
    "no_play": "这一句没有更多话可说", "not_for_me": "这个我答不了",
}  # fmt: skip
Rows = list[tuple[str, str]]  # head and text


def shown(words: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What _card.html is filled with: rows beside the line, and those one key away.

    An answer without rows of its own (a plan, a law, a note) is shown in its words.
    """
    beside = payload.get("rows")
    if beside is None:
        rows = [("", line) for line in _in_words(words, payload)]
        return _filled(payload, rows, [])
    said_large = SILENCES_ZH.get(payload.get("why") or "")
    told = [row for row in beside if not row["guidance"]]  # the checklist beside the card leads through the call
    rows = [(row["head"] if row["head"] != said_large else "", row["text"]) for row in told if not row["on_demand"]]
    details = [(row["head"], row["text"]) for row in told if row["on_demand"]]
    return _filled(payload, rows, [*details, *_other_wordings(payload)])


def _filled(payload: dict[str, Any], rows: Rows, details: Rows) -> dict[str, Any]:
    plan = _plan(payload)
    return {
        "card": payload, "stop": STOPS_ZH.get(payload.get("stop") or "", ""), "silence": SILENCES_ZH.get(payload.get("why") or ""),
        "offer": payload.get("offer"), "plan": plan, "rows": rows, "details": details,
        "approval": any("ask_approval" in todo for todo in payload.get("do") or ()),
        "heads": [head for head, _ in details if head] + (["怎么还"] if plan and payload["kind"] != "plan" else []),
    }  # fmt: skip


def _plan(payload: dict[str, Any]) -> Drawn | None:
    """The plan that an offer makes, or that was asked for, to be drawn; None for a single payment."""
    if payload["kind"] == "plan" and payload["schedule"]:
        table = payload["table"]
        return drawn(table["rows"], table["total"])
    offer = payload.get("offer")
    return drawn(offer["rows"], offer["owed"]) if offer and len(offer["rows"]) > 1 else None


def _in_words(words: str, payload: dict[str, Any]) -> list[str]:
    """The lines of an answer; none where the card has a place of its own for them."""
    if payload["kind"] == "silence" and payload.get("nearest"):
        return []
    if payload["kind"] == "offer":  # its figures say why
        return []
    if payload["kind"] == "plan" and payload["schedule"]:  # the table says the rest
        return words.splitlines()[:1]
    return [line for line in words.splitlines() if line.strip() and line != payload.get("note")]


def _other_wordings(payload: dict[str, Any]) -> Rows:
    named = (("软一点", payload.get("softer")), ("硬一点", payload.get("firmer")))
    return [(head, line) for head, line in named if line and line != payload.get("say")]
