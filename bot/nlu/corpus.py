"""The training sentences: Rasa's own files and our shapes for calls, compound sentences and collector lines."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from ruamel.yaml import YAML

_yaml = YAML(typ="safe")


class Sample(NamedTuple):
    """One utterance with its label; `last_move` and `last_line` are the collector's line before it, where it is known."""

    text: str
    label: str
    last_move: str | None = None
    also: tuple[str, ...] = ()
    source: str = ""
    last_line: str | None = None


class Line(NamedTuple):
    """One collector's line with what it does and breaks."""

    text: str
    moves: tuple[str, ...]
    violations: tuple[str, ...]
    source: str = ""


class Corpus(NamedTuple):
    samples: tuple[Sample, ...]
    lines: tuple[Line, ...]
    calls: int = 0


def read_corpus(*folders: Path) -> Corpus:
    """All of data/nlu (and of what was learned on this floor). Missing folders hold nothing."""
    samples: list[Sample] = []
    lines: list[Line] = []
    calls = 0
    for folder in folders:
        for path in sorted(folder.rglob("*.yml")):
            raw = _yaml.load(path.read_text(encoding="utf-8")) or {}
            source = path.relative_to(folder).as_posix()
            samples += _intents(raw, source)
            for call in raw.get("calls", ()):
                turns, spoken = _call(call["turns"], source)
                samples += turns
                lines += spoken
                calls += 1
            for utterance in raw.get("utterances", ()):
                samples += _compound(utterance, source)
            lines += [Line(r["line"], tuple(r["moves"]), tuple(r["violations"]), source) for r in raw.get("lines", ())]
    return Corpus(tuple(samples), tuple(lines), calls)


def _intents(raw: dict[str, Any], source: str) -> Iterable[Sample]:
    for block in raw.get("nlu", ()):
        for row in block["examples"].splitlines():
            text = row.strip().removeprefix("- ").strip()
            if text:
                yield Sample(text, block["intent"], source=source)


def _call(turns: list[dict[str, Any]], source: str) -> tuple[list[Sample], list[Line]]:
    """A call's debtor turns with the line they answer, and its collector turns."""
    samples, lines, last_move, last_line = [], [], None, None
    for turn in turns:
        if "collector" in turn:
            lines.append(Line(turn["collector"], tuple(turn["moves"]), tuple(turn["violations"]), source))
            last_move, last_line = turn["moves"][-1] if turn["moves"] else None, turn["collector"]
        elif turn["labels"]:
            first, *others = turn["labels"]
            samples.append(Sample(turn["debtor"], first, last_move, tuple(others), source, last_line))
    return samples, lines


def _compound(utterance: dict[str, Any], source: str) -> Iterable[Sample]:
    """The whole utterance under its first label; each clause that is named under its own."""
    clauses = utterance.get("clauses", ())
    labels = utterance.get("labels") or [clause["label"] for clause in clauses]
    if labels:
        yield Sample(utterance["utterance"], labels[0], None, tuple(labels[1:]), source)
    if len(clauses) > 1:
        yield from (Sample(clause["text"], clause["label"], source=source) for clause in clauses)


def folder_hash(*folders: Path) -> str:
    """Changes with any byte of any file below the folders."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
