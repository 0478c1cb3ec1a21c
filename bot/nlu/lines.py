"""What a collector's own line does and breaks.

Two questions one after the other measured better than one yes/no question for each violation: does the line break
anything at all, and if so, what. Each is answered by n-grams and the sentence vector, their logits added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bot.nlu.corpus import Line
from bot.nlu.encoders import encode_cached, encoder
from bot.nlu.joint import JointLogistic
from bot.text.clauses import parts
from bot.trade.reading import Clause, LineReading

ENCODER = "adapted"  # measured beside e5 and use: the same on violations, four points better on moves
VECTOR_WEIGHT = 0.5
SECOND_NAME = 0.30  # a further violation needs this share of the chance
HELD_OUT = 6  # every sixth line is held out to choose the floors on


@dataclass
class LineModel:
    """A fitted model. Floors are logits, chosen for the best F1 on lines the first fit did not see."""

    moves: tuple[str, ...]
    violations: tuple[str, ...]
    vectoriser: TfidfVectorizer
    regressions: dict[str, tuple[Any, Any]]
    move_floor: float = -1.0
    any_floor: float = -0.5

    def read(self, text: str) -> LineReading:
        """Moves and violations of one normalised line; a violation names the clause it stands on."""
        pieces = [p.text for p in parts(text)]
        texts = [text, *pieces] if len(pieces) > 1 else [text]
        counted, vectors = self._views(texts)
        moves = self._logits("moves", counted[:1], vectors[:1])[0]
        return LineReading(
            text=text,
            moves=tuple(name for name, z in zip(self.moves, moves, strict=True) if z >= self.move_floor),
            violations=self._broken(texts, counted, vectors),
        )

    def _broken(self, texts: list[str], counted: csr_matrix, vectors: np.ndarray) -> tuple[Clause, ...]:
        if self._logits("any", counted[:1], vectors[:1])[0, 0] < self.any_floor:
            return ()
        chances = _softmax(self._logits("names", counted, vectors))
        chosen = {int(chances[0].argmax()), *np.flatnonzero(chances[0] >= SECOND_NAME).tolist()}
        found = []
        for column in chosen:
            words = texts[1 + int(chances[1:, column].argmax())] if len(texts) > 1 else texts[0]
            found.append(
                Clause(name=self.violations[column], confidence=round(float(chances[0, column]), 4), text=words)
            )
        return tuple(sorted(found, key=lambda v: -v.confidence))

    def _views(self, texts: Sequence[str]) -> tuple[csr_matrix, np.ndarray]:
        return self.vectoriser.transform([f"^{t}$" for t in texts]), encoder(ENCODER).encode(texts)

    def _logits(self, which: str, counted: csr_matrix, vectors: np.ndarray) -> np.ndarray:
        by_counts, by_vectors = self.regressions[which]
        scores = by_counts.decision_function(counted) + VECTOR_WEIGHT * by_vectors.decision_function(vectors)
        return scores.reshape(counted.shape[0], -1)


def fit_lines(lines: Sequence[Line], cache: Path | None = None) -> LineModel:
    """Fits on normalised lines, chooses the floors on held-out ones, then fits on all."""
    vectors = encode_cached(ENCODER, [line.text for line in lines], cache)
    held_out = np.arange(len(lines)) % HELD_OUT == HELD_OUT - 1
    first = _fit(lines, vectors, ~held_out)
    model = _fit(lines, vectors, np.ones(len(lines), bool))
    unseen = [line for line, out in zip(lines, held_out, strict=True) if out]
    counted = first.vectoriser.transform([f"^{line.text}$" for line in unseen])
    truth = np.array([[name in line.moves for name in first.moves] for line in unseen])
    model.move_floor = _best_floor(first._logits("moves", counted, vectors[held_out]), truth)
    broken = np.array([[bool(line.violations)] for line in unseen])
    model.any_floor = _best_floor(first._logits("any", counted, vectors[held_out]), broken)
    return model


def _fit(lines: Sequence[Line], vectors: np.ndarray, chosen: np.ndarray) -> LineModel:
    picked = [line for line, use in zip(lines, chosen, strict=True) if use]
    vectors = vectors[chosen]
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    counted = vectoriser.fit_transform([f"^{line.text}$" for line in picked]).tocsr()
    moves = tuple(sorted({m for line in picked for m in line.moves}))
    made = np.array([[m in line.moves for m in moves] for line in picked], dtype=int)
    broken = [bool(line.violations) for line in picked]
    # A line with two violations stands twice, once under each name.
    rows = [(i, name) for i, line in enumerate(picked) for name in line.violations]
    where, names = [i for i, _ in rows], [name for _, name in rows]
    by_names = _sparse().fit(counted[where], names)
    regressions = {
        "moves": (OneVsRestClassifier(_sparse()).fit(counted, made), JointLogistic().fit(vectors, made)),
        "any": (_sparse().fit(counted, broken), _dense().fit(vectors, broken)),
        "names": (by_names, _dense().fit(vectors[where], names)),
    }
    return LineModel(moves, tuple(by_names.classes_), vectoriser, regressions)


def _sparse() -> LogisticRegression:
    return LogisticRegression(solver="liblinear", C=20, random_state=0)


def _dense() -> LogisticRegression:
    return LogisticRegression(C=10, max_iter=200, tol=1e-3)


def _best_floor(logits: np.ndarray, truth: np.ndarray) -> float:
    """The logit from which yes gives the best F1."""

    def f1(floor: float) -> float:
        said = logits >= floor
        return float(2 * (said & truth).sum() / max(1, said.sum() + truth.sum()))

    return float(max(np.arange(-3.0, 1.5, 0.1), key=f1))


def _softmax(logits: np.ndarray) -> np.ndarray:
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
