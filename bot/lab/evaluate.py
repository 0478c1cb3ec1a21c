"""huashu eval: every row of the plan's table that concerns understanding, measured on tests/heldout."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.desk import Desk
from bot.lab.heldout import json_rows, names, rows
from bot.lab.measures import calibration_error, set_f1
from bot.nlu.reader import Reader, read_line
from bot.trade.exchange import Call
from bot.trade.reading import Reading
from bot.trade.taxonomy import OUT_OF_SCOPE, SELF_HARM

SINGLES = ("plain", "business", "chat", "contrast", "tw_hk")


class Figure(NamedTuple):
    """One measured number beside the number to reach."""

    what: str
    value: float
    reach: float
    of: int
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.reach if self.at_most else self.value >= self.reach


class Miss(NamedTuple):
    """A sentence read otherwise than its writer meant."""

    set: str
    text: str
    true: str
    read: str
    confidence: float


class Report(NamedTuple):
    figures: list[Figure]
    misses: list[Miss]
    pairs: list[tuple[str, str]]  # (true, read) of the single-label sets, for the confusion table
    chances: list[tuple[float, bool]]


def evaluate(heldout: Path, reader: Reader, desk: Desk) -> Report:
    """Measures everything. Sentences in `heldout` are never trained on."""
    misses: list[Miss] = []
    pairs: list[tuple[str, str]] = []
    chances: list[tuple[float, bool]] = []
    figures = [
        *_singles(heldout, reader, misses, pairs, chances),
        *_calls(heldout, reader, misses),
        *_scope(heldout, reader, misses),
        Figure("calibration error, unseen writers", calibration_error([c for c, _ in chances], [r for _, r in chances]),
               0.05, len(chances), at_most=True),
        *_compound(heldout, reader, misses),
        *_values(heldout, reader, misses),
        *_self_harm(heldout, reader, misses),
        *_commands(heldout, reader, misses),
        *_lines(heldout, reader, desk, misses),
    ]  # fmt: skip
    return Report(figures, misses, pairs, chances)


def top(reading: Reading) -> str:
    """The label the reader thinks likeliest, abstaining or not."""
    if reading.primary:
        return reading.primary
    return reading.ranking[0].name if reading.ranking else "-"


def _ranked(reading: Reading) -> list[str]:
    named = [reading.primary] if reading.primary else []
    return [*named, *(r.name for r in reading.ranking if r.name not in named)]


def _singles(
    heldout: Path, reader: Reader, misses: list[Miss], pairs: list[tuple[str, str]], chances: list[tuple[float, bool]]
) -> Iterator[Figure]:
    all_right = all_top3 = answered = total = 0
    for name in SINGLES:
        right = count = 0
        for row in rows(heldout / f"{name}.tsv"):
            reading = reader.read(row["utterance"], "debtor")
            said, true = top(reading), row["label"]
            confidence = reading.ranking[0].confidence if reading.ranking else 0.0
            count += 1
            right += said == true
            all_top3 += true in _ranked(reading)[:3]
            answered += reading.primary is not None
            pairs.append((true, said))
            chances.append((confidence, said == true))
            if said != true:
                misses.append(Miss(name, row["utterance"], true, said, confidence))
        all_right, total = all_right + right, total + count
        yield Figure(f"debtor label, {name}", right / count, 0.95, count)
    yield Figure("debtor label, all unseen writers", all_right / total, 0.95, total)
    yield Figure("debtor label, top-3", all_top3 / total, 0.99, total)
    yield Figure("in-scope sentences answered", answered / total, 0.95, total)


def _calls(heldout: Path, reader: Reader, misses: list[Miss]) -> Iterator[Figure]:
    """Debtor turns of whole calls, read with the collector's last move as it is heard by our own line reader."""
    for name, with_move in (("whole calls, with the last move", True), ("whole calls, sentence alone", False)):
        right = count = 0
        last_move: str | None = None
        for row in rows(heldout / "calls.tsv"):
            if row["speaker"] == "collector":
                moves = names(row["moves"])
                last_move = moves[-1] if moves else None
                continue
            labels = names(row["labels"])
            if not labels:
                continue
            reading = reader.read(row["text"], "debtor", last_move if with_move else None)
            count += 1
            right += top(reading) in labels
            if with_move and top(reading) not in labels:
                confidence = reading.ranking[0].confidence if reading.ranking else 0.0
                misses.append(Miss("calls", row["text"], ",".join(labels), top(reading), confidence))
        yield Figure(name, right / count, 0.90, count)


def _scope(heldout: Path, reader: Reader, misses: list[Miss]) -> Iterator[Figure]:
    found = count = 0
    for row in rows(heldout / "out_of_scope.tsv"):
        reading = reader.read(row["utterance"], "debtor")
        count += 1
        kept_out = reading.out_of_scope or reading.abstained or reading.says_nothing
        found += kept_out
        if not kept_out:
            misses.append(
                Miss("out_of_scope", row["utterance"], OUT_OF_SCOPE, top(reading), reading.clauses[0].confidence)
            )
    yield Figure("out of scope kept out (out_of_scope or abstained)", found / count, 0.92, count)


def _compound(heldout: Path, reader: Reader, misses: list[Miss]) -> Iterator[Figure]:
    sets, first = [], 0
    for row in rows(heldout / "compound.tsv"):
        reading = reader.read(row["utterance"], "debtor")
        said, true = {c.name for c in reading.clauses}, names(row["labels"])
        sets.append((said, set(true)))
        first += top(reading) == true[0]
        if said != set(true):
            misses.append(Miss("compound", row["utterance"], row["labels"], ",".join(sorted(said)), 0.0))
    yield Figure("several labels, set F1", set_f1(sets), 0.90, len(sets))


def _values(heldout: Path, reader: Reader, misses: list[Miss]) -> Iterator[Figure]:
    sets = []
    for row in json_rows(heldout / "values.jsonl"):
        reading = reader.read(row["text"], "debtor", now=datetime.fromisoformat(row["now"]))
        said, true = {_value(e.dict()) for e in reading.entities}, {_value(e) for e in row["entities"]}
        sets.append((said, true))
        if said != true:
            misses.append(Miss("values", row["text"], str(sorted(true)), str(sorted(said)), 0.0))
    yield Figure("amounts, dates, instalments, percents: value F1", set_f1(sets), 0.95, len(sets))


def _value(entity: dict[str, Any]) -> str:
    if entity.get("value") is not None:
        value = entity["value"]
        return f"{entity['type']}={float(value) if isinstance(value, int | float) else value}"
    if entity.get("low") is not None:
        return f"{entity['type']}={float(entity['low'])}..{float(entity['high'])}"
    return f"{entity['type']}=vague"


def _self_harm(heldout: Path, reader: Reader, misses: list[Miss]) -> Iterator[Figure]:
    found = danger = false_alarms = near = 0
    for row in rows(heldout / "self_harm.tsv"):
        heard = any(c.name == SELF_HARM for c in reader.read(row["utterance"], "debtor").clauses)
        if row["label"] == SELF_HARM:
            danger, found = danger + 1, found + heard
        else:
            near, false_alarms = near + 1, false_alarms + heard
        if heard != (row["label"] == SELF_HARM):
            misses.append(Miss("self_harm", row["utterance"], row["label"], SELF_HARM if heard else "-", 0.0))
    yield Figure("self_harm recall", found / danger, 1.0, danger)
    yield Figure("self_harm false alarms among near misses", false_alarms / near, 1 / 30, near, at_most=True)


def _commands(heldout: Path, reader: Reader, misses: list[Miss]) -> Iterator[Figure]:
    right = count = 0
    for row in rows(heldout / "commands.tsv"):
        reading = reader.read(row["utterance"], "collector_asks")
        count += 1
        right += top(reading) == row["label"]
        if top(reading) != row["label"]:
            misses.append(Miss("commands", row["utterance"], row["label"], top(reading), 0.0))
    yield Figure("commands (no number set)", right / count, 0.90, count)


def _lines(heldout: Path, reader: Reader, desk: Desk, misses: list[Miss]) -> Iterator[Figure]:
    assert reader.lines is not None
    model = reader.lines
    check: Callable[[str, str], dict[str, Any]] = lambda text, to: desk.check(read_line(model, text), Call(party=to))  # noqa: E731
    violations, moves = [], []
    for row in rows(heldout / "collector.tsv"):
        result = check(row["line"], "verified")
        said = {f["name"] for f in result["violations"]}
        violations.append((said, set(names(row["violations"]))))
        moves.append((set(result["moves"]), set(names(row["moves"]))))
        if said != set(names(row["violations"])):
            misses.append(Miss("collector", row["line"], row["violations"], ",".join(sorted(said)) or "-", 0.0))
    caught = sum(bool(said and true) for said, true in violations)
    yield Figure("violations, yes/no recall", caught / sum(bool(t) for _, t in violations), 0.98, len(violations))
    yield Figure(
        "violations, yes/no precision", caught / max(1, sum(bool(s) for s, _ in violations)), 0.95, len(violations)
    )
    yield Figure("violations by name, F1", set_f1(violations), 0.92, len(violations))
    yield Figure("moves, F1", set_f1(moves), 0.88, len(moves))
    hearers = []
    for row in rows(heldout / "hearer.tsv"):
        result = check(row["line"], "contact" if row["to"] == "third_party" else "verified")
        hearers.append((bool(result["violations"]), bool(names(row["violations"]))))
    yield Figure(
        "who hears it decides, yes/no accuracy", sum(a == b for a, b in hearers) / len(hearers), 0.95, len(hearers)
    )
