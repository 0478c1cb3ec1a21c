"""huashu eval: every row of the plan's table that concerns understanding, on a folder of sentences nobody trained on.

What a file measures is told by its columns: `label` one label a sentence, `labels` several, `call` whole calls,
`line` collector's lines (with `to`: who hears them), `rule` the rule suite, values.jsonl amounts and dates. The frozen sentences lie in
tests/heldout; a round of fresh ones is any other folder.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from bot.desk import Desk
from bot.lab.heldout import json_rows, names, rows
from bot.lab.measures import Figure, calibration_error, set_f1
from bot.lab.perturb import KINDS, perturbed
from bot.lab.rule_suite import Checked, check_suite, yes_no
from bot.nlu.reader import Reader, read_line
from bot.trade.exchange import Call
from bot.trade.reading import Reading
from bot.trade.taxonomy import OUT_OF_SCOPE, SELF_HARM

REACH = 0.95  # of a set of sentences with one label each


class Miss(NamedTuple):
    """A sentence read otherwise than its writer meant."""

    set: str
    text: str
    true: str
    read: str
    confidence: float = 0.0


class Answer(NamedTuple):
    """A sentence of one label as it was read: `answered` is whether a label was shown at all."""

    text: str
    true: str
    said: str
    top3: bool
    confidence: float
    answered: bool


class AnswerInCall(NamedTuple):
    """A debtor's turn that says something: its writer's labels, a second reader's (the first is his choice, the others
    he would accept), and the collector's line before it."""

    text: str
    labels: tuple[str, ...]
    reader: tuple[str, ...]
    move: str | None
    line: str | None


class Report(NamedTuple):
    figures: list[Figure]
    misses: list[Miss]
    answers: list[Answer]  # all in-scope sentences of one label, for the confusion table and the curves
    suite: list[Checked]  # the rule suite, where the folder has one


class Evaluation:
    """Reads one folder and gathers figures, misses and answers."""

    def __init__(self, folder: Path, reader: Reader, desk: Desk) -> None:
        self.folder, self.reader, self.desk = folder, reader, desk
        self.misses: list[Miss] = []
        self.answers: list[Answer] = []
        self.suite: list[Checked] = []

    def report(self) -> Report:
        """Measures every file of the folder, then what concerns all sentences of one label together."""
        figures = [figure for path in sorted(self.folder.rglob("*.tsv")) for figure in self._file(path)]
        if (self.folder / "values.jsonl").exists():
            figures += self._values(self.folder / "values.jsonl")
        if self.answers:
            figures += self._together()
            figures += self._harmed()
        return Report(figures, self.misses, self.answers, self.suite)

    def _file(self, path: Path) -> Iterator[Figure]:
        columns = set(next(rows(path), {}))
        if "call" in columns:
            return self._calls(path)
        if "labels" in columns:
            return self._compound(path)
        if "rule" in columns:
            return self._rules(path)
        if "line" in columns:
            return self._hearers(path) if "to" in columns else self._lines(path)
        by_name = {"commands": self._commands, "self_harm": self._danger, "out_of_scope": self._scope}
        return by_name.get(path.stem, self._single)(path)

    def _single(self, path: Path) -> Iterator[Figure]:
        answers = [self._answer(row["utterance"], row["label"]) for row in rows(path)]
        self.answers += answers
        self.misses += [Miss(path.stem, a.text, a.true, a.said, a.confidence) for a in answers if a.said != a.true]
        yield Figure(f"debtor label, {path.stem}", _share(a.said == a.true for a in answers), REACH, len(answers))

    def _answer(self, text: str, true: str) -> Answer:
        reading = self.reader.read(text, "debtor")
        top3 = true in _ranked(reading)[:3]
        return Answer(text, true, top(reading), top3, _confidence(reading), reading.primary is not None)

    def _together(self) -> Iterator[Figure]:
        answers, n = self.answers, len(self.answers)
        yield Figure("debtor label, all unseen writers", _share(a.said == a.true for a in answers), REACH, n)
        yield Figure("debtor label, top-3", _share(a.top3 for a in answers), 0.99, n)
        yield Figure("in-scope sentences answered", _share(a.answered for a in answers), 0.95, n)
        error = calibration_error([a.confidence for a in answers], [a.said == a.true for a in answers])
        yield Figure("calibration error, unseen writers", error, 0.05, n, at_most=True)

    def _harmed(self) -> Iterator[Figure]:
        """What each kind of harm costs: points lost on the same sentences."""
        whole = _share(a.said == a.true for a in self.answers)
        for kind in KINDS:
            right = _share(top(self.reader.read(perturbed(a.text, kind), "debtor")) == a.true for a in self.answers)
            yield Figure(f"accuracy lost to {kind}", whole - right, 0.05, len(self.answers), at_most=True)

    def _calls(self, path: Path) -> Iterator[Figure]:
        """Debtor turns of whole calls: told the collector's last move, told his words too, told nothing.

        Where a second reader labelled them, also against what one of the two accepts, and how often the two agree.
        """
        turns, which = list(_answers_of(path)), _in(path, "calls")
        by_move = [self.reader.read(t.text, "debtor", t.move) for t in turns]
        by_line = [self.reader.read(t.text, "debtor", t.move, last_line=t.line) for t in turns]
        alone = [self.reader.read(t.text, "debtor") for t in turns]
        told = {"with the last move": by_move, "with the last line": by_line, "sentence alone": alone}
        for what, readings in told.items():
            right = _share(top(r) in t.labels for r, t in zip(readings, turns, strict=True))
            yield Figure(f"whole calls, {what}{which}", right, 0.90, len(turns))
        self.misses += [
            Miss("calls", t.text, ",".join(t.labels), top(r), _confidence(r))
            for r, t in zip(by_move, turns, strict=True)
            if top(r) not in t.labels
        ]
        if any(t.reader for t in turns):
            accepted = _share(top(r) in (*t.labels, *t.reader) for r, t in zip(by_line, turns, strict=True))
            yield Figure(f"whole calls, a label that one of two readers accepts{which}", accepted, 0.90, len(turns))
            agreed = _share(set(t.reader[:1]) & set(t.labels) for t in turns)
            yield Figure(f"whole calls, the second reader's own (no number set){which}", agreed, 0.90, len(turns))

    def _scope(self, path: Path) -> Iterator[Figure]:
        found = []
        for row in rows(path):
            reading = self.reader.read(row["utterance"], "debtor")
            found.append(reading.out_of_scope or reading.abstained or reading.says_nothing)
            if not found[-1]:
                self.misses.append(
                    Miss("out_of_scope", row["utterance"], OUT_OF_SCOPE, top(reading), _confidence(reading))
                )
        yield Figure("out of scope kept out (out_of_scope or abstained)", _share(found), 0.92, len(found))

    def _compound(self, path: Path) -> Iterator[Figure]:
        sets = []
        for row in rows(path):
            reading = self.reader.read(row["utterance"], "debtor")
            said, true = {c.name for c in reading.clauses}, set(names(row["labels"]))
            sets.append((said, true))
            if said != true:
                self.misses.append(Miss("compound", row["utterance"], row["labels"], ",".join(sorted(said)) or "-"))
        yield Figure("several labels, set F1", set_f1(sets), 0.90, len(sets))

    def _values(self, path: Path) -> Iterator[Figure]:
        sets = []
        for row in json_rows(path):
            reading = self.reader.read(row["text"], "debtor", now=datetime.fromisoformat(row["now"]))
            said, true = {_value(e.dict()) for e in reading.entities}, {_value(e) for e in row["entities"]}
            sets.append((said, true))
            if said != true:
                self.misses.append(Miss("values", row["text"], str(sorted(true)), str(sorted(said))))
        yield Figure("amounts, dates, instalments, percents: value F1", set_f1(sets), 0.95, len(sets))

    def _danger(self, path: Path) -> Iterator[Figure]:
        heard = [
            (row, any(c.name == SELF_HARM for c in self.reader.read(row["utterance"], "debtor").clauses))
            for row in rows(path)
        ]
        danger = [yes for row, yes in heard if SELF_HARM in names(row["label"])]
        near = [yes for row, yes in heard if SELF_HARM not in names(row["label"])]
        self.misses += [
            Miss("self_harm", row["utterance"], row["label"], SELF_HARM if yes else "-")
            for row, yes in heard
            if yes != (SELF_HARM in names(row["label"]))
        ]
        yield Figure("self_harm recall", _share(danger), 1.0, len(danger))
        yield Figure("self_harm false alarms among near misses", _share(near), 1 / 30, len(near), at_most=True)

    def _commands(self, path: Path) -> Iterator[Figure]:
        said = [(row, top(self.reader.read(row["utterance"], "collector_asks"))) for row in rows(path)]
        self.misses += [Miss("commands", r["utterance"], r["label"], name) for r, name in said if name != r["label"]]
        yield Figure("commands (no number set)", _share(name == r["label"] for r, name in said), 0.90, len(said))

    def _lines(self, path: Path) -> Iterator[Figure]:
        violations, moves = [], []
        for row in rows(path):
            broken, done = self._checked(row["line"], "verified")
            violations.append((broken, set(names(row["violations"]))))
            moves.append((done, set(names(row["moves"]))))
            if broken != violations[-1][1]:
                said = ",".join(sorted(broken)) or "-"
                self.misses.append(Miss("violations", row["line"], row["violations"], said))
            if done != moves[-1][1]:
                self.misses.append(Miss("moves", row["line"], row["moves"], ",".join(sorted(done)) or "-"))
        where, n = _in(path, "collector"), len(violations)
        caught = sum(bool(said and true) for said, true in violations)
        recall = caught / max(1, sum(bool(true) for _, true in violations))
        yield Figure(f"violations, yes/no recall{where}", recall, 0.98, n)
        yield Figure(
            f"violations, yes/no precision{where}", caught / max(1, sum(bool(s) for s, _ in violations)), 0.95, n
        )
        yield Figure(f"violations by name, F1{where}", set_f1(violations), 0.92, n)
        yield Figure(f"moves, F1{where}", set_f1(moves), 0.88, n)

    def _rules(self, path: Path) -> Iterator[Figure]:
        """The rule suite, rule by rule in docs/compliance.md."""
        self.suite = check_suite(path, self.reader, self.desk)
        self.misses += [
            Miss(
                "rules",
                f"{c.rule} {c.kind}: {c.line}",
                ",".join(sorted(c.true)) or "-",
                ",".join(sorted(c.spoke)) or "-",
            )
            for c in self.suite
            if bool(c.found) != bool(c.true)
        ]
        recall, precision = yes_no(self.suite)
        yield Figure("rule suite, yes/no recall (no number set)", recall, 0.95, len(self.suite))
        yield Figure("rule suite, yes/no precision (no number set)", precision, 0.95, len(self.suite))

    def _hearers(self, path: Path) -> Iterator[Figure]:
        right = []
        for row in rows(path):
            broken, _ = self._checked(row["line"], "contact" if row["to"] == "third_party" else "verified")
            right.append(bool(broken) == bool(names(row["violations"])))
        yield Figure("who hears it decides, yes/no accuracy", _share(right), 0.95, len(right))

    def _checked(self, line: str, to: str) -> tuple[set[str], set[str]]:
        """(violations, moves) that rules and classifier together find in a line."""
        assert self.reader.lines is not None
        found = self.desk.check(read_line(self.reader.lines, line), Call(party=to))
        return {f["name"] for f in found["violations"]}, set(found["moves"])


def evaluate(folder: Path, reader: Reader, desk: Desk) -> Report:
    """Measures everything in the folder. Its sentences are never trained on."""
    return Evaluation(folder, reader, desk).report()


def _answers_of(path: Path) -> Iterator[AnswerInCall]:
    move, line = None, None
    for row in rows(path):
        if row["speaker"] == "collector":
            moves = names(row["moves"])
            move, line = moves[-1] if moves else None, row["text"]
        elif names(row["labels"]):
            yield AnswerInCall(row["text"], names(row["labels"]), names(row.get("reader", "-")), move, line)


def top(reading: Reading) -> str:
    """The label the reader thinks likeliest, abstaining or not."""
    if reading.primary:
        return reading.primary
    return reading.ranking[0].name if reading.ranking else "-"


def _ranked(reading: Reading) -> list[str]:
    named = [reading.primary] if reading.primary else []
    return [*named, *(r.name for r in reading.ranking if r.name not in named)]


def _confidence(reading: Reading) -> float:
    return reading.ranking[0].confidence if reading.ranking else 0.0


def _share(answers: Any) -> float:
    """The share that is true; 1 where nothing was asked."""
    listed = list(answers)
    return sum(map(bool, listed)) / len(listed) if listed else 1.0


def _in(path: Path, usual: str) -> str:
    """Names the file where it is not the usual one of its kind."""
    return "" if path.stem == usual else f" ({path.parent.name}/{path.stem})"


def _value(entity: dict[str, Any]) -> str:
    if entity.get("value") is not None:
        value = entity["value"]
        return f"{entity['type']}={float(value) if isinstance(value, int | float) else value}"
    if entity.get("low") is not None:
        return f"{entity['type']}={float(entity['low'])}..{float(entity['high'])}"
    return f"{entity['type']}=vague"
