"""A reply of the assistant as the card shows it: the line first and large, everything else below it, in rows."""

from typing import Any

from bot.desk.words import SILENCES_ZH, STOPS_ZH

_HEADS = ("办", "先问", "别说", "出处", "要多少", "正式步骤", "先交代", "还没做", "改说")
# What nobody reads while somebody talks: one key away.
ON_DEMAND = ("先问", "别说", "出处")
# What the card shows in a place of its own, or in larger letters.
_SHOWN = ("说：", "照做：", "【停】", "【批复】", "· ", "→ ", "先别拨：", *SILENCES_ZH.values())


def shown(words: str, payload: dict[str, Any]) -> dict[str, Any]:
    """What _card.html is filled with."""
    stops = {grade: text for grade, text in STOPS_ZH.items() if text}
    found = rows(words, payload)
    return {
        "card": payload, "stops": stops, "rows": [row for row in found if row[0] not in ON_DEMAND],
        "details": [row for row in found if row[0] in ON_DEMAND] + _other_wordings(payload),
    }  # fmt: skip


def rows(words: str, payload: dict[str, Any]) -> list[tuple[str, str]]:
    """(head, text) for each line of the reply that has no place of its own; a line without a head has an empty one."""
    lines = [line for line in words.splitlines() if line.strip() and not line.startswith(_SHOWN)]
    if payload["kind"] == "suggestion" and payload.get("zh"):
        lines = [line for line in lines if not line.startswith(f"【{payload['zh']}】")]
    if payload.get("why") == "no_dial":
        lines = [line.removeprefix("先别拨：") for line in words.splitlines()]
    return [_row(line) for line in lines if line != payload.get("note")]


def _other_wordings(payload: dict[str, Any]) -> list[tuple[str, str]]:
    named = (("软一点", payload.get("softer")), ("硬一点", payload.get("firmer")))
    return [(head, line) for head, line in named if line and line != payload.get("say")]


def _row(line: str) -> tuple[str, str]:
    head, colon, text = line.partition("：")
    return (head, text) if colon and head in _HEADS else ("", line)
