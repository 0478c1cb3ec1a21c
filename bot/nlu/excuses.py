"""What an utterance means: n-grams and sentence encoders, probabilities multiplied (late fusion), calibrated.

Late fusion beat features side by side in every measurement (docs/nlu.md): each view is fitted alone, and the
calibrated product of their probabilities decides. What the collector did just before (`last_move`) shifts the
prior, because 「可以」 means what was asked.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from bot.nlu.corpus import Sample
from bot.nlu.encoders import adapted_head, encode_cached, encoder

# How much each view counts beside the n-grams, chosen on fresh sentences before they joined the data (docs/nlu.md).
WEIGHTS = {"adapted": 0.8, "e5": 0.7, "use": 0.5}
FINE_TUNED = "adapted"  # brings a head of its own; the others get a regression over their vectors
CONTEXT_WEIGHT = 0.5
CONTEXT_SMOOTHING = 20.0
CALIBRATION_SHARE = 12  # one sentence in twelve is kept from the fine-tuning and from the first fit
FLOOR = 1e-9

Concepts = Callable[[str], tuple[str, ...]]


@dataclass
class ExcuseModel:
    """A fitted model. `proba` gives a row of calibrated probabilities over `labels` for each sentence."""

    labels: tuple[str, ...]
    encoders: tuple[str, ...]
    vectoriser: TfidfVectorizer
    ngrams: LogisticRegression
    views: dict[str, LogisticRegression]
    temperature: float = 1.0
    context: dict[str, np.ndarray] = field(default_factory=dict)
    concepts: Concepts | None = None  # lives outside the model file; set after loading

    def proba(self, texts: Sequence[str], last_moves: Sequence[str | None] | None = None) -> np.ndarray:
        """Calibrated probabilities for normalised sentences, in the order of `labels`."""
        vectors = {name: encoder(name).encode(texts) for name in self.views}
        return self._calibrated(self._log(texts, vectors), last_moves)

    def _log(self, texts: Sequence[str], vectors: dict[str, np.ndarray]) -> np.ndarray:
        counted = self.vectoriser.transform([with_concepts(t, self.concepts) for t in texts])
        total = np.log(self.ngrams.predict_proba(counted) + FLOOR)
        for name, view in self.views.items():
            total += WEIGHTS[name] * np.log(view.predict_proba(vectors[name]) + FLOOR)
        if FINE_TUNED in self.encoders:
            total += WEIGHTS[FINE_TUNED] * np.log(adapted_head(texts, self.labels) + FLOOR)
        return total

    def _calibrated(self, logs: np.ndarray, last_moves: Sequence[str | None] | None) -> np.ndarray:
        if last_moves is not None:
            logs = logs + np.stack([self.context.get(m or "", np.zeros(len(self.labels))) for m in last_moves])
        return _softmax(logs / self.temperature)


def kept_for_calibration(text: str) -> bool:
    """Whether neither step may learn this sentence before the chances are calibrated; decided by its words alone."""
    return hashlib.sha256(text.encode()).digest()[0] % CALIBRATION_SHARE == 0


def with_concepts(text: str, concepts: Concepts | None) -> str:
    """The sentence between marks, followed by one private character for each trade concept found in it."""
    found = concepts(text) if concepts else ()
    return f"^{text}$" + "".join(f" {mark}" for mark in found)


def fit_excuses(
    samples: Sequence[Sample],
    encoders: tuple[str, ...],
    cache: Path | None = None,
    concepts: Concepts | None = None,
    progress: Callable[[str], None] = lambda step: None,
) -> ExcuseModel:
    """Fits every view, calibrates on sentences the first fit did not see, then fits on everything.

    Samples must carry normalised text. Raises ValueError when there are fewer than two labels.
    """
    labels = tuple(sorted({s.label for s in samples}))
    if len(labels) < 2:
        raise ValueError(f"只有 {len(labels)} 个标签，训练至少要两个；请检查 data/nlu")
    texts = [s.text for s in samples]
    vectors = {}
    for name in encoders:
        if name == FINE_TUNED:
            continue
        progress(f"编码句子（{name}，{len(texts)} 句，编过的不再编）")
        vectors[name] = encode_cached(name, texts, cache)
    held_out = np.array([kept_for_calibration(text) for text in texts])
    progress("拟合并校准")
    first = _fit(samples, labels, encoders, vectors, ~held_out, concepts)
    temperature = _temperature(first, samples, vectors, held_out)
    progress("用全部句子再拟合一遍")
    model = _fit(samples, labels, encoders, vectors, np.ones(len(samples), bool), concepts)
    model.temperature = temperature
    return model


def _fit(
    samples: Sequence[Sample], labels: tuple[str, ...], encoders: tuple[str, ...], vectors: dict[str, np.ndarray],
    chosen: np.ndarray, concepts: Concepts | None,
) -> ExcuseModel:  # fmt: skip
    picked = [s for s, use in zip(samples, chosen, strict=True) if use]
    wanted = [s.label for s in picked]
    # A label that only the held-out part has would change the columns: there is none below 8 sentences a label.
    vectoriser = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True, lowercase=True)
    counted = vectoriser.fit_transform([with_concepts(s.text, concepts) for s in picked])
    ngrams = LogisticRegression(solver="liblinear", C=6, random_state=0).fit(counted, wanted)
    views = {
        name: LogisticRegression(C=20, max_iter=300, tol=1e-3).fit(vectors[name][chosen], wanted) for name in vectors
    }
    model = ExcuseModel(tuple(ngrams.classes_), encoders, vectoriser, ngrams, views, concepts=concepts)
    model.context = _context(picked, model.labels)
    return model


def _context(samples: Sequence[Sample], labels: tuple[str, ...]) -> dict[str, np.ndarray]:
    """For each move: the log of how much likelier each label is after it, smoothed, learnt from whole calls."""
    place = {label: i for i, label in enumerate(labels)}
    after: dict[str, Counter[str]] = defaultdict(Counter)
    overall: Counter[str] = Counter()
    for s in samples:
        if s.last_move:
            after[s.last_move][s.label] += 1
            overall[s.label] += 1
    prior = np.ones(len(labels))
    for label, n in overall.items():
        prior[place[label]] += n
    prior /= prior.sum()
    shifts = {}
    for move, counts in after.items():
        seen = np.zeros(len(labels))
        for label, n in counts.items():
            seen[place[label]] = n
        posterior = (seen + CONTEXT_SMOOTHING * prior) / (seen.sum() + CONTEXT_SMOOTHING)
        shifts[move] = CONTEXT_WEIGHT * np.log(posterior / prior)
    return shifts


def _temperature(
    model: ExcuseModel, samples: Sequence[Sample], vectors: dict[str, np.ndarray], held_out: np.ndarray
) -> float:
    """The temperature under which the held-out labels are likeliest: one number keeps the ranking and mends the chance."""
    picked = [s for s, out in zip(samples, held_out, strict=True) if out]
    place = {label: i for i, label in enumerate(model.labels)}
    known = [i for i, s in enumerate(picked) if s.label in place]
    if len(known) < 50:
        return 1.0
    logs = model._log([s.text for s in picked], {n: v[held_out] for n, v in vectors.items()})
    logs = logs + np.stack([model.context.get(s.last_move or "", np.zeros(len(model.labels))) for s in picked])
    truth = np.array([place[picked[i].label] for i in known])

    def loss(temperature: float) -> float:
        return float(-np.log(_softmax(logs[known] / temperature)[np.arange(len(known)), truth] + FLOOR).mean())

    return float(minimize_scalar(loss, bounds=(0.2, 8.0), method="bounded").x)


def _softmax(logs: np.ndarray) -> np.ndarray:
    shifted = np.exp(logs - logs.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)
