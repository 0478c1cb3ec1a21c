"""What a collector's own line does and breaks: one yes/no regression for each move and each violation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from bot.nlu.corpus import Line
from bot.nlu.encoders import encode_cached, encoder
from bot.text.clauses import parts
from bot.trade.reading import Clause, LineReading

LINE_ENCODER = "e5"
MOVE_FLOOR = 0.40
VIOLATION_FLOOR = 0.50
ANY_VIOLATION_FLOOR = 0.50


@dataclass
class LineModel:
    """A fitted model: names of the columns and the regressions over n-grams and the sentence vector."""

    moves: tuple[str, ...]
    violations: tuple[str, ...]
    vectoriser: TfidfVectorizer
    move_model: OneVsRestClassifier
    violation_model: OneVsRestClassifier
    any_model: LogisticRegression

    def read(self, text: str) -> LineReading:
        """Moves and violations of one normalised line; a violation names the clause it stands on."""
        pieces = [p.text for p in parts(text)] or [text]
        rows = _features(self.vectoriser, [text, *(pieces if len(pieces) > 1 else [])], None)
        moves = self.move_model.predict_proba(rows[:1])[0]
        broken = self.violation_model.predict_proba(rows)
        found = []
        if self.any_model.predict_proba(rows[:1])[0, 1] >= ANY_VIOLATION_FLOOR:
            for column, name in enumerate(self.violations):
                if broken[0, column] >= VIOLATION_FLOOR:
                    words = pieces[int(broken[1:, column].argmax())] if len(pieces) > 1 else text
                    found.append(Clause(name=name, confidence=round(float(broken[0, column]), 4), text=words))
        return LineReading(
            text=text,
            moves=tuple(name for name, chance in zip(self.moves, moves, strict=True) if chance >= MOVE_FLOOR),
            violations=tuple(sorted(found, key=lambda v: -v.confidence)),
        )


def _features(vectoriser: TfidfVectorizer, texts: Sequence[str], vectors: np.ndarray | None) -> csr_matrix:
    vectors = encoder(LINE_ENCODER).encode(texts) if vectors is None else vectors
    return hstack([vectoriser.transform([f"^{t}$" for t in texts]), csr_matrix(vectors)]).tocsr()


def fit_lines(lines: Sequence[Line], cache: Path | None = None) -> LineModel:
    """Fits on normalised lines. Names without a single line are left out."""
    texts = [line.text for line in lines]
    vectors = encode_cached(LINE_ENCODER, texts, cache)
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True)
    vectoriser.fit([f"^{t}$" for t in texts])
    rows = _features(vectoriser, texts, vectors)
    moves = tuple(sorted({m for line in lines for m in line.moves}))
    violations = tuple(sorted({v for line in lines for v in line.violations}))
    return LineModel(
        moves, violations, vectoriser,
        _one_vs_rest(rows, [line.moves for line in lines], moves),
        _one_vs_rest(rows, [line.violations for line in lines], violations),
        LogisticRegression(solver="liblinear", C=20, random_state=0).fit(rows, [bool(li.violations) for li in lines]),
    )  # fmt: skip


def _one_vs_rest(rows: csr_matrix, named: Sequence[tuple[str, ...]], columns: tuple[str, ...]) -> OneVsRestClassifier:
    truth = np.array([[name in names for name in columns] for names in named], dtype=int)
    return OneVsRestClassifier(LogisticRegression(solver="liblinear", C=20, random_state=0)).fit(rows, truth)
