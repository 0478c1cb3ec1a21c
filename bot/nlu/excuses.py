"""What an utterance means: n-grams and the fine-tuned encoder, probabilities multiplied (late fusion), calibrated.

Late fusion beat features side by side in every measurement (docs/nlu.md): each view is fitted alone, and the
calibrated product of their probabilities decides. What the collector did just before, and in what words, is told to the
encoder; the move also shifts the prior, because 「可以」 means what was asked.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import expit, log_softmax, softmax
from sklearn.svm import LinearSVC

from bot.nlu.adapted import Asked, in_context
from bot.nlu.corpus import Sample
from bot.nlu.encoders import adapted_head
from bot.nlu.grams import Concepts, Grams

# Chosen on fresh sentences before they joined the data (docs/nlu.md).
SHARPNESS = 5.0  # of the n-grams: what a margin of one is worth in log chances
ENCODER_WEIGHT = 1.0  # of the encoder beside them
CONTEXT_WEIGHT = 0.5
CONTEXT_SMOOTHING = 20.0
CALIBRATION_SHARE = 12  # one sentence in twelve is kept from the fine-tuning and from the first fit


@dataclass
class ExcuseModel:
    """A fitted model. `proba` gives a row of calibrated probabilities over `labels` for each sentence."""

    labels: tuple[str, ...]
    grams: Grams
    margins: LinearSVC
    temperature: float = 1.0
    context: dict[str, np.ndarray] = field(default_factory=dict)

    def proba(self, texts: Sequence[str], asked: Sequence[Asked] | None = None) -> np.ndarray:
        """Calibrated probabilities for normalised sentences, in the order of `labels`."""
        return softmax(self.logs(texts, asked) / self.temperature, axis=1)

    def logs(self, texts: Sequence[str], asked: Sequence[Asked] | None = None) -> np.ndarray:
        """The views together, with the prior of the last move, before calibration."""
        by_grams, by_encoder = self.views_of(texts, asked).values()
        return by_grams + ENCODER_WEIGHT * by_encoder + self._prior(texts, asked)

    def views_of(self, texts: Sequence[str], asked: Sequence[Asked] | None = None) -> dict[str, np.ndarray]:
        """What each view says alone: log chances over `labels`, by the view's name."""
        margins = self.margins.decision_function(self.grams.count(texts))
        heads = adapted_head(_given(texts, asked), "label", self.labels)
        return {"n-grams": log_softmax(SHARPNESS * margins, axis=1), "encoder": log_softmax(heads, axis=1)}

    def heard(self, texts: Sequence[str], asked: Sequence[Asked] | None = None) -> np.ndarray:
        """For each label the chance that it is one of those said, whatever else is: several may be near one."""
        return expit(adapted_head(_given(texts, asked), "heard", self.labels))

    def telling(self, text: str, label: str, most: int = 8) -> list[tuple[str, float]]:
        """The n-grams of the sentence that speak most for a label, with what each adds to its log chance."""
        counted, names = self.grams.count([text]).tocoo(), self.grams.names()
        weights = SHARPNESS * self.margins.coef_[self.labels.index(label)]
        found = [(names[j], float(x * weights[j])) for j, x in zip(counted.col, counted.data, strict=True)]
        return sorted(found, key=lambda f: -f[1])[:most]

    def _prior(self, texts: Sequence[str], asked: Sequence[Asked] | None) -> np.ndarray:
        level = np.zeros(len(self.labels))
        return np.stack([self.context.get(a.move or "", level) for a in asked or [Asked()] * len(texts)])


def _given(texts: Sequence[str], asked: Sequence[Asked] | None) -> list[str]:
    return [in_context(t, a) for t, a in zip(texts, asked or [Asked()] * len(texts), strict=True)]


def kept_for_calibration(text: str) -> bool:
    """Whether neither step may learn this sentence before the chances are calibrated; decided by its words alone."""
    return hashlib.sha256(text.encode()).digest()[0] % CALIBRATION_SHARE == 0


def fit_excuses(
    samples: Sequence[Sample], concepts: Concepts | None = None, progress: Callable[[str], None] = lambda step: None
) -> ExcuseModel:
    """Calibrates on sentences that neither the encoder nor a first fit has seen, then fits on everything.

    Samples must carry normalised text. Raises ValueError when there are fewer than two labels.
    """
    labels = {s.label for s in samples}
    if len(labels) < 2:
        raise ValueError(f"只有 {len(labels)} 个标签，训练至少要两个；请检查 data/nlu")
    progress(f"拟合并校准（{len(samples)} 句）")
    cut = Grams(concepts).cut([s.text for s in samples])
    learnt = [(s, grams) for s, grams in zip(samples, cut, strict=True) if not kept_for_calibration(s.text)]
    first = _fit([s for s, _ in learnt], [grams for _, grams in learnt], concepts)
    temperature = _temperature(first, [s for s in samples if kept_for_calibration(s.text)])
    progress("用全部句子再拟合一遍")
    model = _fit(samples, cut, concepts)
    model.temperature = temperature
    return model


def _fit(samples: Sequence[Sample], cut: Sequence[list[str]], concepts: Concepts | None) -> ExcuseModel:
    grams = Grams(concepts)
    margins = LinearSVC(C=1.0, tol=1e-3, random_state=0).fit(grams.fit_cut(cut), [s.label for s in samples])
    model = ExcuseModel(tuple(margins.classes_), grams, margins)
    model.context = _context(samples, model.labels)
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


def _temperature(model: ExcuseModel, kept: Sequence[Sample]) -> float:
    """The temperature under which the kept labels are likeliest: one number keeps the ranking and mends the chance."""
    place = {label: i for i, label in enumerate(model.labels)}
    known = [s for s in kept if s.label in place]
    if len(known) < 50:
        return 1.0
    logs = model.logs([s.text for s in known], [Asked(s.last_move) for s in known])
    truth = np.array([place[s.label] for s in known])

    def loss(temperature: float) -> float:
        return float(-log_softmax(logs / temperature, axis=1)[np.arange(len(known)), truth].mean())

    return float(minimize_scalar(loss, bounds=(0.2, 8.0), method="bounded").x)
