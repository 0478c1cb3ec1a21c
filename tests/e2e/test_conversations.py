"""Whole conversations over the real servers, each a file: what was said, and the whole line that came back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.cli.client import Client
from bot.desk import open_desk
from bot.desk.reply import plain
from bot.desk.supervising import decide, waiting
from bot.trade.casebook import account_key

FILES = sorted((Path(__file__).parent / "conversations").glob("*.yml"))
KEPT = (
    "kind",
    "label",
    "playbook",
    "play",
    "move",
    "say",
    "stop",
    "why",
    "result",
    "party",
    "level",
    "ended",
)


def answer(payload: dict[str, Any], words: str) -> dict[str, Any]:
    """What a conversation file keeps of an answer: the facts that make it right, in a fixed order."""
    kept = {key: payload[key] for key in KEPT if payload.get(key) not in (None, [], ())}
    if payload.get("news"):
        kept["news"] = payload["news"]
    if payload.get("violations"):
        kept["broken"] = [v["rule"] for v in payload["violations"]]
    if payload["kind"] in (
        "law",
        "draft",
        "help",
        "case",
        "summary",
        "correction",
        "hint",
        "greet",
        "goodbye",
        "approval",
    ):
        kept["words"] = words
    return kept


def decided(client: Client, decision: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The supervisor's answer, from another process than the servers, over the same record."""
    desk = open_desk(client.settings)
    raised = next(row for row in waiting(desk) if row["call"] == client.call and row["kind"] == decision["of"])
    decide(desk, str(raised["id"]), decision["answer"], "组长", decision.get("note", ""))
    assert desk.record is not None
    desk.record.close()
    return "", {"kind": "decided"}


def of_its_own(client: Client, number: str) -> str:
    """A copy of the sample account under a number of its own: no conversation is another one's history."""
    desk = open_desk(client.settings)
    assert desk.record is not None
    sample = desk.content.accounts[client.facts["account"]]
    facts = {**plain(sample.dict(exclude_none=True, by_alias=True)), "number": number}
    key = account_key(number, sample.creditor)
    desk.record.add("accounts", {"id": key, "facts": facts})
    desk.record.close()
    return key


def run(client: Client, steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sends each step; a step is {hears | key | asks | says: text, and metadata}."""
    done = []
    for i, step in enumerate(steps):
        known = {k: v for k, v in step.items() if k not in ("hears", "key", "asks", "says", "decides", "answer")}
        sent = {k: v for k, v in step.items() if k != "answer"}
        if "hears" in step:
            words, payload = client.send(step["hears"], speaker="debtor", **known)
        elif "key" in step:
            words, payload = client.send(f"/{step['key']}", heard_by="key", **known)
        elif "decides" in step:
            words, payload = decided(client, step["decides"])
        elif "says" in step:
            words, payload = client.send(step["says"], speaker="collector_says", **known)
        else:
            words, payload = client.send(step["asks"], **known)
        done.append({**sent, "answer": answer(payload, words)})
        assert payload["kind"], (i, step)
    return done


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_conversation_goes_as_written(path: Path, client: Callable[..., Client]) -> None:
    written = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    talking = client(at="2026-11-23T10:00", **written.get("facts", {}))
    if "account" in talking.facts:
        talking.facts["account"] = of_its_own(talking, path.stem)
    assert run(talking, written["steps"]) == written["steps"]


def test_there_are_twelve_conversations() -> None:
    assert len(FILES) >= 12
