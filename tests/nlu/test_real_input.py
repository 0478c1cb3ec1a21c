"""The 125 excuses and 61 scripts of the source documents, run through the trained model and the real content."""

from datetime import datetime
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.content import Content
from bot.desk import Desk
from bot.nlu.reader import Reader, read_line
from bot.settings import PROJECT
from bot.trade.advise import advise
from bot.trade.exchange import Call, Silence, Suggestion
from bot.trade.moment import Moment

MONDAY = Moment(now=datetime(2026, 11, 23, 10, 0), is_working_day=lambda day: day.weekday() < 5)


@pytest.fixture(scope="module")
def inventory() -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(
        (PROJECT / "data" / "inventory.yml").read_text(encoding="utf-8")
    )
    return found


def test_every_excuse_of_the_documents_gets_a_play_or_an_honest_silence(
    reader: Reader, content: Content, inventory: dict[str, list[dict[str, Any]]]
) -> None:
    excuses = inventory["excuses"]
    assert len(excuses) == 125
    right, labelled, missed = 0, 0, []
    for excuse in excuses:
        reading = reader.read(excuse["zh"], "debtor")
        answer = advise(Call(), reading, content.book, MONDAY).answer
        assert isinstance(answer, Suggestion | Silence), excuse["id"]
        if excuse["label"]:
            labelled += 1
            wanted = {excuse["label"], *excuse.get("also", ())}
            named = {c.name for c in reading.clauses} or {r.name for r in reading.ranking[:1]}
            right += bool(wanted & named)
            missed += [] if wanted & named else [(excuse["id"], excuse["zh"], excuse["label"], sorted(named))]
    print(f"excuses read as listed: {right}/{labelled}; missed: {missed}")
    # Headings of a document, many of them describing behaviour; the list of what is missed stands in docs/nlu.md.
    assert right / labelled >= 0.60, missed


def test_no_unlawful_script_line_of_the_documents_passes(
    reader: Reader, desk: Desk, inventory: dict[str, list[dict[str, Any]]]
) -> None:
    assert reader.lines is not None
    passed = []
    for script in inventory["scripts"]:
        said = [line["says"] for line in script["lines"] if line["speaker"] == "collector"]
        caught = [desk.check(read_line(reader.lines, line), Call())["violations"] for line in said]
        if script["lawful"] == "prohibited" and not any(caught):
            passed.append((script["id"], said))
    assert (passed, len(inventory["scripts"])) == ([], 61)
