"""A recorded call as a transcript: every turn with its stored reading, what was suggested, what was said."""

from typing import Any, NamedTuple

from bot.desk.desk import Desk
from bot.trade.account import Account
from bot.trade.wording import personalise

SHOWN = "shown"  # a line of the record that stood on the screen, put there by no utterance: an opening, another wording


class Spoken(NamedTuple):
    """One turn as the record has it."""

    speaker: str
    text: str
    at: str
    labels: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()
    violations: tuple[dict[str, Any], ...] = ()
    said_by: str | None = None
    reading_zh: str = ""
    suggested: str | None = None
    because: tuple[dict[str, str], ...] = ()
    model: str | None = None
    exchange: str | None = None


def transcript(desk: Desk, call_id: str) -> list[Spoken]:
    """The turns of a call, in order; where the collector posted nothing, the line shown counts as said."""
    assert desk.record
    state = desk.record.standing(call_id)
    account = desk.accounts.account(state["account_key"]) if state else Account()
    events = [("heard", row) for row in desk.record.of_call("exchanges", call_id)]
    events += [("said", row) for row in desk.record.of_call("lines", call_id)]
    turns: list[Spoken] = []
    waiting: Spoken | None = None
    for kind, row in sorted(events, key=lambda event: event[1]["seq"]):
        if kind == "said" and row["said_by"] == SHOWN:
            if waiting and not row["instead"]:
                turns.append(waiting)
            waiting = _line(row, account, "assumed")
            continue
        if kind == "said":
            waiting = None
            turns.append(_line(row, account, "collector"))
            continue
        if waiting:
            turns.append(waiting)
        if row["speaker"] != "collector_asks":  # what he asked the assistant, nobody on the line said
            turns.append(_heard(desk, row, account))
        waiting = _assumed(row, account)
    return turns + ([waiting] if waiting else [])


def _heard(desk: Desk, row: dict[str, Any], account: Account) -> Spoken:
    labels = tuple(clause["name"] for clause in row["reading"]["clauses"])
    answer = row["answer"]
    return Spoken(
        "debtor", row["text"], row["at"], labels=labels, reading_zh="、".join(desk.book.taxonomy.zh(x) for x in labels),
        suggested=personalise(answer["say"], account) if answer.get("say") else None,
        because=tuple(answer.get("because", ())), model=row.get("model"), exchange=row["id"],
    )  # fmt: skip


def _line(row: dict[str, Any], account: Account, said_by: str) -> Spoken:
    return Spoken(
        "collector", personalise(row["text"], account), row["at"], moves=tuple(row["moves"]), violations=tuple(row["violations"]),
        said_by=said_by,
    )  # fmt: skip


def _assumed(row: dict[str, Any], account: Account) -> Spoken | None:
    answer = row["answer"]
    if not answer.get("say"):
        return None
    return Spoken(
        "collector", personalise(answer["say"], account), row["at"], moves=(answer["move"],), said_by="assumed"
    )
