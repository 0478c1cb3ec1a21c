"""The Reader: one utterance in, one Reading out. Rasa's components and the batch commands share it to the letter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.nlu.danger import Danger
from bot.nlu.excuses import ExcuseModel
from bot.nlu.lines import LineModel
from bot.text.clauses import Part, parts
from bot.text.entities import find_entities
from bot.text.normalise import Normal, bare, normalise
from bot.trade.reading import Clause, Entity, LineReading, Ranked, Reading
from bot.trade.taxonomy import OUT_OF_SCOPE, SELF_HARM, Taxonomy

LONGEST = 2000  # characters read; what follows in a longer text is kept but not read
MOST_CLAUSES = 6
CERTAIN = 0.95  # stated for a command that its own phrase gives away


@dataclass(frozen=True)
class NothingWords:
    """Words that say nothing, and what they mean after which move (data/lexicon/nothing.yml)."""

    words: frozenset[str]
    means: Mapping[str, Mapping[str, Sequence[str]]]
    collector_means: Mapping[str, Sequence[str]]

    def label(self, said: str, last_move: str | None, speaker: str) -> str | None:
        """The label such a word has here; None when it says nothing."""
        for label, words in self.means.get(last_move or "", {}).items():
            if said in words and speaker != "collector_asks":
                return label
        if speaker in ("collector_asks", "auto"):
            return next((label for label, words in self.collector_means.items() if said in words), None)
        return None


@dataclass(frozen=True)
class Floors:
    """Where honesty begins, chosen on fresh sentences (docs/nlu.md)."""

    answer: float = 0.35  # below it we abstain
    clause: float = 0.55  # a further clause counts alone from here
    faint: float = 0.30  # and from here when the whole sentence hears it
    echo: float = 0.05  # with at least this chance


@dataclass(frozen=True)
class Reader:
    """All that is needed to read one sentence."""

    taxonomy: Taxonomy
    excuses: ExcuseModel
    lines: LineModel | None
    danger: Danger
    nothing: NothingWords
    rank: Mapping[str, int]
    asking: Mapping[str, Sequence[re.Pattern[str]]]
    model: str
    floors: Floors = Floors()

    def read(
        self, typed: str, speaker: str = "auto", last_move: str | None = None, now: datetime | None = None
    ) -> Reading:
        """The labels, most important first, with calibrated chances, amounts and dates; or an honest abstention.

        `speaker` decides what may be said at all: a debtor never gives a command. `now` fixes what 明天 means.
        """
        normal = normalise(typed[:LONGEST])
        said = bare(typed[:200]) if len(typed) <= 200 else ""
        entities = self._entities(typed, normal, now or datetime.now())
        if not said and not normal.text.strip(" "):
            return Reading(text=typed, model=self.model)
        if said in self.nothing.words or (not said and len(typed) <= 200):
            return self._nothing_word(typed, said, speaker, last_move)
        return self._read(typed, normal, speaker, last_move, entities)

    def _nothing_word(self, typed: str, said: str, speaker: str, last_move: str | None) -> Reading:
        label = self.nothing.label(said, last_move, speaker) if said else None
        if label is None:
            return Reading(text=typed, model=self.model)
        return Reading.by_hand((label,), typed).with_(model=self.model)

    def _read(
        self, typed: str, normal: Normal, speaker: str, last_move: str | None, entities: tuple[Entity, ...]
    ) -> Reading:
        pieces = parts(normal.text, normal.pauses(typed))[:MOST_CLAUSES]
        texts = [normal.text, *(p.text for p in pieces)] if len(pieces) > 1 else [normal.text]
        chances = self._may_say(self.excuses.proba(texts, [last_move] * len(texts)), speaker)
        danger = self._chance(chances[0], SELF_HARM)
        threat = self.danger.hears(normal.text, danger)
        if not threat:  # one voice decides on danger: where it says no, no other road may say yes
            chances = self._without(chances, SELF_HARM)
        whole, labels = chances[0], self.excuses.labels
        order = np.argsort(-whole)[:5]
        ranking = tuple(Ranked(name=labels[i], confidence=round(float(whole[i]), 4)) for i in order)
        span = lambda p: normal.as_typed(typed, p.start, p.end)  # noqa: E731
        if threat:
            chance = max(round(danger, 4), 0.5)
            first = Clause(name=SELF_HARM, confidence=chance, text=normal.as_typed(typed, *threat))
            others = self._clauses(ranking[0], pieces, chances[1:], whole, span, typed) if len(pieces) > 1 else ()
            further = tuple(
                c for c in others if c.name in self.taxonomy.debtor and c.name not in (SELF_HARM, OUT_OF_SCOPE)
            )
            ranking = (Ranked(name=SELF_HARM, confidence=chance), *(r for r in ranking if r.name != SELF_HARM))[:5]
            return Reading(text=typed, clauses=(first, *further), ranking=ranking, entities=entities, model=self.model)
        asked = self._asked(normal.text) if speaker in ("auto", "collector_asks") else None
        if asked:
            ranking = (Ranked(name=asked, confidence=CERTAIN), *(r for r in ranking if r.name != asked))[:5]
        best = ranking[0]
        if best.name == OUT_OF_SCOPE:
            return Reading(text=typed, ranking=ranking, abstained=False, entities=entities, model=self.model)
        if best.confidence < self.floors.answer:
            return Reading(text=typed, ranking=ranking, abstained=True, entities=entities, model=self.model)
        clauses = self._clauses(best, pieces, chances[1:], whole, span, typed)
        return Reading(text=typed, clauses=clauses, ranking=ranking, entities=entities, model=self.model)

    def _asked(self, text: str) -> str | None:
        """The command that a phrase gives away for certain (data/lexicon/asking.yml)."""
        return next((name for name, patterns in self.asking.items() if any(p.search(text) for p in patterns)), None)

    def _clauses(self, best: Ranked, pieces: Sequence[Part], chances: np.ndarray, whole: np.ndarray, span, typed: str):  # type: ignore[no-untyped-def]
        """The whole sentence's label, and those of clauses that say something else for certain."""
        labels = self.excuses.labels
        if len(pieces) < 2 or best.name not in self.taxonomy.debtor:
            return (Clause(name=best.name, confidence=best.confidence, text=typed.strip()),)
        found: dict[str, Clause] = {}
        for piece, row in zip(pieces, chances, strict=True):
            top = int(row.argmax())
            name, chance = labels[top], float(row[top])
            # A clause counts when it is sure of itself, or when the whole sentence hears it too.
            heard = chance >= self.floors.clause or (chance >= self.floors.faint and whole[top] >= self.floors.echo)
            if name == OUT_OF_SCOPE or name not in self.taxonomy.debtor or _denies(piece.text):
                continue
            if (name == best.name or heard) and (name not in found or chance > found[name].confidence):
                found[name] = Clause(name=name, confidence=round(chance, 4), text=span(piece))
        own = found.pop(best.name, None)
        primary = Clause(name=best.name, confidence=best.confidence, text=own.text if own else typed.strip())
        others = sorted(found.values(), key=lambda c: self.rank[c.name])
        ahead = tuple(c for c in others if self.rank[c.name] == 0 < self.rank[best.name])
        return (*ahead, primary, *(c for c in others if c not in ahead))

    def _chance(self, row: np.ndarray, label: str) -> float:
        return float(row[self.excuses.labels.index(label)]) if label in self.excuses.labels else 0.0

    def _without(self, chances: np.ndarray, label: str) -> np.ndarray:
        """The chances with one label ruled out."""
        if label not in self.excuses.labels:
            return chances
        kept = chances.copy()
        kept[:, self.excuses.labels.index(label)] = 0
        return kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-12)

    def _may_say(self, chances: np.ndarray, speaker: str) -> np.ndarray:
        """Chances over what this speaker may say: a debtor gives no command."""
        if speaker in ("auto", "collector_asks"):
            return chances
        allowed = np.array([label in self.taxonomy.debtor for label in self.excuses.labels])
        kept = chances * allowed
        return kept / np.maximum(kept.sum(axis=1, keepdims=True), 1e-12)

    def _entities(self, typed: str, normal: Normal, now: datetime) -> tuple[Entity, ...]:
        return tuple(
            Entity(
                type=f.type, text=normal.as_typed(typed, f.start, f.end), value=f.value, low=f.low, high=f.high,
                vague=f.vague, of=f.of,
            )
            for f in find_entities(normal.text, now)
        )  # fmt: skip


def read_line(model: LineModel, typed: str) -> LineReading:
    """What a collector's line does and breaks, as the classifier hears it; words as typed."""
    normal = normalise(typed[:LONGEST])
    if not normal.text.strip():
        return LineReading(text=typed)
    reading = model.read(normal.text)
    return reading.with_(text=typed, violations=tuple(_as_typed(v, normal, typed) for v in reading.violations))


def _as_typed(violation: Clause, normal: Normal, typed: str) -> Clause:
    start = normal.text.find(violation.text)
    words = normal.as_typed(typed, start, start + len(violation.text)) if start >= 0 else typed
    return violation.with_(text=words)


_DENIALS = (
    "不是说",
    "不是没",
    "不是不",
    "又不是",
    "并不是",
    "不是因为",
    "我没说",
    "不是要",
    "倒不是",
    "不是我不",
    "不是我没",
)


def _denies(clause: str) -> bool:
    """我不是没钱: the clause names a label only to deny it; the next one says what it is."""
    return any(clause[:6].find(word) >= 0 for word in _DENIALS) or clause.startswith("不是")


def importance(taxonomy: Taxonomy, stop_grades: Mapping[str, str]) -> dict[str, int]:
    """Order of labels in one sentence: stops (0), reasons (1), requests (2), attitude (3)."""
    requests: Iterable[str] = (
        "request_instalment", "request_extension", "request_reduction", "offer_partial", "request_details",
        "request_callback", "request_proof", "conditional_pay", "offer_in_kind", "promise_to_pay", "stop_contact",
    )  # fmt: skip
    attitude = ("agree", "stall", "refuse", "abuse", "complaint_threat", "identity_challenge", "flattery",
                "confirm_identity", "ask_repeat", "no_consequence", "sue_me")  # fmt: skip
    order = {}
    for name in taxonomy.debtor:
        stop = stop_grades.get(name, "none") in ("danger", "privacy", "pause") and name != "abuse"
        order[name] = 0 if stop else 2 if name in requests else 3 if name in attitude else 1
    return order
