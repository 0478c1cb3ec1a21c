"""The Reader: one utterance in, one Reading out. Rasa's components and the batch commands share it to the letter."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from bot.nlu.adapted import Asked
from bot.nlu.danger import Danger
from bot.nlu.excuses import ExcuseModel
from bot.nlu.lines import LineModel
from bot.text.clauses import parts
from bot.text.clock import shanghai_now
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
    further: float = 0.45  # a further label counts from here: its clause and the whole sentence hear it, on average
    ahead: float = 0.70  # a further stop label goes before the sentence's own from here


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
        self,
        typed: str,
        speaker: str = "auto",
        last_move: str | None = None,
        now: datetime | None = None,
        last_line: str | None = None,
    ) -> Reading:
        """The labels, most important first, with calibrated chances, amounts and dates; or an honest abstention.

        `speaker` decides what may be said at all: a debtor never gives a command. `now` fixes what 明天 means; `last_move`
        and `last_line` are the collector's line before it: what it did and, as typed, its words.
        """
        normal = normalise(typed[:LONGEST])
        said = bare(typed[:200]) if len(typed) <= 200 else ""
        entities = self._entities(typed, normal, now or shanghai_now())
        if not said and not normal.text.strip(" "):
            return Reading(text=typed, model=self.model)
        if said in self.nothing.words or (not said and len(typed) <= 200):
            return self._nothing_word(typed, said, speaker, last_move)
        asked = Asked(last_move, normalise(last_line[-LONGEST:]).text if last_line else None)
        return self._read(typed, normal, speaker, asked, entities)

    def _nothing_word(self, typed: str, said: str, speaker: str, last_move: str | None) -> Reading:
        label = self.nothing.label(said, last_move, speaker) if said else None
        if label is None:
            return Reading(text=typed, model=self.model)
        return Reading.by_hand((label,), typed).with_(model=self.model)

    def _read(self, typed: str, normal: Normal, speaker: str, context: Asked, entities: tuple[Entity, ...]) -> Reading:
        pieces = parts(normal.text, normal.pauses(typed))[:MOST_CLAUSES]
        pieces = pieces if len(pieces) > 1 else ()
        # a clause answers the line less closely than the whole does: it is told the move alone
        chances = self.chances(
            [normal.text, *(p.text for p in pieces)], speaker, [context, *[Asked(context.move)] * len(pieces)]
        )
        heard = self.excuses.heard([normal.text], [context])[0]
        danger = self._place(SELF_HARM)
        alarm = float(chances[0, danger]) if danger is not None else 0.0
        threat = self.danger.hears(normal.text, alarm)
        if danger is not None and not threat:  # one voice decides on danger: where it says no, no other may say yes
            chances[:, danger] = 0
            chances /= np.maximum(chances.sum(axis=1, keepdims=True), 1e-12)
        labels = self.excuses.labels
        ranking = tuple(
            Ranked(name=labels[i], confidence=round(float(chances[0, i]), 4)) for i in np.argsort(-chances[0])[:5]
        )
        asked = self._asked(normal.text) if speaker in ("auto", "collector_asks") and not threat else None
        if threat:
            ranking = _led_by(SELF_HARM, max(round(alarm, 4), 0.5), ranking)
        elif asked:
            ranking = _led_by(asked, CERTAIN, ranking)
        best = ranking[0]
        reading = Reading(text=typed, ranking=ranking, entities=entities, model=self.model)
        if best.name == OUT_OF_SCOPE:
            return reading
        if best.confidence < self.floors.answer:
            return reading.with_(abstained=True)
        words = normal.as_typed(typed, *threat) if threat else typed.strip()
        spans = [(normal.as_typed(typed, p.start, p.end), row) for p, row in zip(pieces, chances[1:], strict=True)]
        return reading.with_(clauses=self._clauses(best, words, chances[0], spans or [(words, chances[0])], heard))

    def _asked(self, text: str) -> str | None:
        """The command that a phrase gives away for certain (data/lexicon/asking.yml)."""
        return next((name for name, patterns in self.asking.items() if any(p.search(text) for p in patterns)), None)

    def _clauses(
        self, best: Ranked, words: str, whole: np.ndarray, spans: Sequence[tuple[str, np.ndarray]], heard: np.ndarray
    ) -> tuple[Clause, ...]:
        """The sentence's own label, and those that one of its clauses and the whole sentence hear besides.

        `spans` are the clauses as typed, each with its chances; the whole where the sentence is one clause. What the
        whole sentence leaves to other labels once its own is taken out counts like a clause: many people say two
        things in one breath.
        """
        if best.name not in self.taxonomy.debtor:
            return (Clause(name=best.name, confidence=best.confidence, text=words),)
        own = self._place(best.name)
        left = np.where(np.arange(len(whole)) == own, 0, whole)
        left = left / max(float(left.sum()), 1e-9)
        chances = np.stack([row * (not denies(text)) for text, row in spans])
        found = {}
        for column, name in enumerate(self.excuses.labels):
            piece = int(chances[:, column].argmax())
            chance = (max(float(chances[piece, column]), float(left[column])) + float(heard[column])) / 2
            if name == best.name and best.name != SELF_HARM and int(chances[piece].argmax()) == column:
                words = spans[piece][0]
            elif (
                chance >= self.floors.further and name in self.rank and name not in (OUT_OF_SCOPE, SELF_HARM, best.name)
            ):
                found[name] = Clause(name=name, confidence=round(chance, 4), text=spans[piece][0])
        primary = Clause(name=best.name, confidence=best.confidence, text=words)
        others = sorted(found.values(), key=lambda c: self.rank[c.name])
        ahead = tuple(
            c for c in others if self.rank[c.name] == 0 < self.rank[best.name] and c.confidence >= self.floors.ahead
        )
        return (*ahead, primary, *(c for c in others if c not in ahead))

    def _place(self, label: str) -> int | None:
        return self.excuses.labels.index(label) if label in self.excuses.labels else None

    def chances(self, texts: Sequence[str], speaker: str = "auto", asked: Sequence[Asked] | None = None) -> np.ndarray:
        """Calibrated chances of normalised sentences over what this speaker may say: a debtor gives no command."""
        chances = self.excuses.proba(texts, asked)
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


_DENIAL = re.compile(r"^不是|^.{0,4}(不是[说没不因要我]|又不是|并不是|倒不是|我没说)")


def denies(clause: str) -> bool:
    """我不是没钱: the clause names a label only to deny it; another one says what it is."""
    return bool(_DENIAL.search(normalise(clause).text))


def _led_by(name: str, chance: float, ranking: tuple[Ranked, ...]) -> tuple[Ranked, ...]:
    """The ranking with one name put first for certain."""
    return (Ranked(name=name, confidence=chance), *(r for r in ranking if r.name != name))[:5]


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
