"""What a collector's own line does and breaks.

Two questions one after the other measured better than one yes/no question for each violation: does the line break
anything at all, and if so, what. Each is answered by n-grams and by the fine-tuned encoder's own heads, logits added.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import logsumexp, softmax
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from bot.nlu.corpus import Line
from bot.nlu.encoders import adapted_head
from bot.nlu.excuses import kept_for_calibration
from bot.nlu.grams import Grams
from bot.text.clauses import parts
from bot.trade.reading import Clause, LineReading

SHARPNESS = 3.0  # of the n-grams: what a margin of one is worth in logits
RECALL_WEIGHT = 1.25  # a violation that goes through costs more than a line stopped in vain: F1.25, not F1
SECOND_NAME = 0.30  # a further violation needs this share of the chance
SURE = 1.2  # logits below the floor from which a line is surely lawful, whatever a pattern finds in it


@dataclass
class LineModel:
    """A fitted model. Floors are logits, chosen for the best F on lines that neither step had learnt."""

    moves: tuple[str, ...]
    violations: tuple[str, ...]
    grams: Grams
    by_move: OneVsRestClassifier
    by_any: LinearSVC
    by_name: LinearSVC
    move_floor: float = -1.0
    any_floor: float = -0.5

    def read(self, text: str) -> LineReading:
        """Moves and violations of one normalised line; a violation names the clause it stands on."""
        counted = self.grams.count([text])  # three questions are asked of the same counts
        logits = self.move_logits([text], counted)[0]
        moves = tuple(name for name, z in zip(self.moves, logits, strict=True) if z >= self.move_floor)
        broken = self.any_logits([text], counted)[0]
        if broken < self.any_floor:
            return LineReading(text=text, moves=moves, lawful=bool(broken < self.any_floor - SURE))
        chances = softmax(self.name_logits([text], counted)[0])
        return LineReading(text=text, moves=moves, violations=self._broken(text, chances))

    def _broken(self, text: str, chances: np.ndarray) -> tuple[Clause, ...]:
        pieces = [p.text for p in parts(text)] or [text]
        by_piece = self.name_logits(pieces, self.grams.count(pieces)) if len(pieces) > 1 else chances[None]
        chosen = {int(chances.argmax()), *np.flatnonzero(chances >= SECOND_NAME).tolist()}
        found = [
            Clause(
                name=self.violations[column],
                confidence=round(float(chances[column]), 4),
                text=pieces[int(by_piece[:, column].argmax())],
            )
            for column in chosen
        ]
        return tuple(sorted(found, key=lambda v: -v.confidence))

    def move_logits(self, texts: Sequence[str], counted: csr_matrix) -> np.ndarray:
        """One logit a move. `counted` are the n-grams of the texts, here and below."""
        return SHARPNESS * self.by_move.decision_function(counted) + adapted_head(texts, "moves", self.moves)

    def any_logits(self, texts: Sequence[str], counted: csr_matrix) -> np.ndarray:
        """Whether anything is broken at all."""
        heads = logsumexp(adapted_head(texts, "violations", self.violations), axis=1)
        return SHARPNESS * self.by_any.decision_function(counted) + heads

    def name_logits(self, texts: Sequence[str], counted: csr_matrix) -> np.ndarray:
        """What it is, given that something is broken."""
        return SHARPNESS * self.by_name.decision_function(counted) + adapted_head(texts, "violations", self.violations)


def fit_lines(lines: Sequence[Line]) -> LineModel:
    """Chooses the floors on normalised lines that neither the encoder nor a first fit has seen, then fits on all."""
    cut = Grams().cut([line.text for line in lines])
    learnt = [(line, grams) for line, grams in zip(lines, cut, strict=True) if not kept_for_calibration(line.text)]
    first = _fit([line for line, _ in learnt], [grams for _, grams in learnt])
    kept = [line for line in lines if kept_for_calibration(line.text)]
    texts = [line.text for line in kept]
    counted = first.grams.count(texts)
    model = _fit(lines, cut)
    made = np.array([[name in line.moves for name in first.moves] for line in kept])
    model.move_floor = _best_floor(first.move_logits(texts, counted), made)
    broken = np.array([bool(line.violations) for line in kept])
    model.any_floor = _best_floor(first.any_logits(texts, counted), broken, RECALL_WEIGHT)
    return model


def _fit(lines: Sequence[Line], cut: Sequence[list[str]]) -> LineModel:
    grams = Grams()
    counted = grams.fit_cut(cut)
    moves = tuple(sorted({m for line in lines for m in line.moves}))
    made = np.array([[m in line.moves for m in moves] for line in lines], dtype=int)
    # A line with two violations stands twice, once under each name.
    rows = [(i, name) for i, line in enumerate(lines) for name in line.violations]
    by_name = _margins().fit(counted[[i for i, _ in rows]], [name for _, name in rows])
    by_move = OneVsRestClassifier(_margins()).fit(counted, made)
    by_any = _margins().fit(counted, [bool(line.violations) for line in lines])
    return LineModel(moves, tuple(by_name.classes_), grams, by_move, by_any, by_name)


def _margins() -> LinearSVC:
    return LinearSVC(C=1.0, tol=1e-3, random_state=0)


def _best_floor(logits: np.ndarray, truth: np.ndarray, beta: float = 1.0) -> float:
    """The logit from which yes gives the best F, with recall weighing `beta` times as much as precision."""

    def f(floor: float) -> float:
        said = logits >= floor
        return float((1 + beta**2) * (said & truth).sum() / max(1, beta**2 * truth.sum() + said.sum()))

    return float(max(np.arange(-6.0, 4.0, 0.1), key=f))
