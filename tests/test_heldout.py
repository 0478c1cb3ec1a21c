"""The frozen sentences, and the last round of fresh ones, are never trained on."""

import re
from pathlib import Path

from bot.lab.heldout import json_rows, rows
from bot.nlu.corpus import read_corpus
from bot.settings import PROJECT

HELDOUT, FRESH = PROJECT / "tests" / "heldout", PROJECT / "tests" / "fresh"
SHORTEST = 6  # shorter ones (我没钱, 是我) are everybody's


def bare(text: str) -> str:
    return re.sub(r"\W", "", text)


def frozen() -> set[str]:
    found = {
        bare(row.get("utterance") or row.get("line") or row.get("text") or "")
        for p in (*HELDOUT.glob("*.tsv"), *FRESH.rglob("*.tsv"))
        for row in rows(p)
    }
    found |= {bare(row["text"]) for row in json_rows(HELDOUT / "values.jsonl")}
    return {text for text in found if len(text) >= SHORTEST}


def test_no_frozen_sentence_is_trained_on() -> None:
    corpus = read_corpus(PROJECT / "data" / "nlu")
    trained = {bare(s.text) for s in corpus.samples} | {bare(li.text) for li in corpus.lines}
    both = sorted(frozen() & trained)
    # Everyday sentences that two people wrote independently leave the training data, not the frozen files.
    assert both == []


def test_words_that_say_nothing_stand_in_no_training_file(content) -> None:  # type: ignore[no-untyped-def]
    trained = {
        bare(s.text)
        for s in read_corpus(PROJECT / "data" / "nlu").samples
        if s.last_move is None and s.source.startswith(("debtor", "commands"))
    }
    assert sorted(trained & content.book.nothing_words) == []


def test_the_frozen_files_are_whole() -> None:
    counts = {p.name: sum(1 for _ in rows(p)) for p in sorted(Path(HELDOUT).glob("*.tsv"))}
    assert counts == {
        "business.tsv": 216, "calls.tsv": 398, "chat.tsv": 162, "collector.tsv": 420, "commands.tsv": 176, "compound.tsv": 80,
        "contrast.tsv": 90, "hearer.tsv": 40, "out_of_scope.tsv": 100, "plain.tsv": 270, "rules.tsv": 558, "self_harm.tsv": 80, "tw_hk.tsv": 60,
    }  # fmt: skip
