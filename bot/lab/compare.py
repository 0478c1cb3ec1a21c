"""make eval-compare: the models of docs/nlu.md side by side on frozen sentences, as one Markdown table, and the curve.

Every view is fitted on the same training sentences; a fusion adds the log chances of its views, each with its weight.
Stock Rasa (bot/lab/stock.py) is trained on fifteen sentences a label, since all of them would take it hours, and stands
beside our n-grams on the same fifteen. The fine-tuned encoder saw the training sentences when it was made, never these.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import jieba
import numpy as np
from scipy.special import log_softmax, softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from bot.lab.heldout import names, rows
from bot.lab.measures import calibration_error
from bot.lab.packaged import ENCODERS, encode_cached
from bot.lab.report import curve, svg
from bot.lab.stock import StockRasa, stock_chances
from bot.nlu.archive import newest, open_reader
from bot.nlu.corpus import Sample, read_corpus
from bot.nlu.encoders import adapted_head
from bot.nlu.excuses import ENCODER_WEIGHT, SHARPNESS, kept_for_calibration
from bot.nlu.grams import Concepts, Grams
from bot.nlu.progress import report
from bot.settings import PROJECT, Settings, read_settings
from bot.text.normalise import normalise
from bot.trade.taxonomy import OUT_OF_SCOPE

SETS = ("plain", "business", "chat", "contrast", "tw_hk")
FEW = 15  # sentences a label for stock Rasa
CURVE = (5, 10, 20, 40, 80, 160)
NEIGHBOURS = 15
FLOOR = 1e-9


class Question(NamedTuple):
    """A frozen sentence and the labels that are right."""

    text: str
    right: tuple[str, ...]
    set: str


class View(NamedTuple):
    """One view fitted: log chances (questions, labels), seconds to fit, milliseconds a sentence."""

    logs: np.ndarray
    fit: float
    ms: float


# Each model: what it is called, and its views with their weights.
MODELS: dict[str, dict[str, float]] = {
    "words (jieba), logistic regression": {"words": 1},
    "characters": {"characters": 1},
    "characters, concepts, sounds": {"grams": 1},
    "E5 alone": {"e5": 1},
    "USE alone": {"use": 1},
    "E5 fine-tuned alone": {"encoder": 1},
    "grams × E5^0.7 × USE^0.5": {"grams": 1, "e5": 0.7, "use": 0.5},
    "**grams × fine-tuned** (ships)": {"grams": 1, "encoder": ENCODER_WEIGHT},
    "grams × fine-tuned × USE^0.5": {"grams": 1, "encoder": ENCODER_WEIGHT, "use": 0.5},
    "grams × fine-tuned × nearest^0.5": {"grams": 1, "encoder": ENCODER_WEIGHT, "nearest": 0.5},
}


def questions(heldout: Path) -> list[Question]:
    """The frozen sentences of one label, those out of scope, and the debtor's turns of whole calls."""
    found = [
        Question(normalise(row["utterance"]).text, (row["label"],), name)
        for name in (*SETS, "out_of_scope")
        for row in rows(heldout / f"{name}.tsv")
    ]
    turns = (row for row in rows(heldout / "calls.tsv") if row["speaker"] == "debtor" and names(row["labels"]))
    return found + [Question(normalise(row["text"]).text, names(row["labels"]), "calls") for row in turns]


class Comparison:
    """Fits views on one set of samples and asks all the questions."""

    def __init__(self, samples: Sequence[Sample], asked: Sequence[Question], settings: Settings, concepts: Concepts):
        self.texts, self.wanted = [s.text for s in samples], [s.label for s in samples]
        self.labels = sorted(set(self.wanted))
        self.asked = [q.text for q in asked]
        self.cache, self.concepts = settings.cache, concepts

    def view(self, name: str) -> View:
        makers: dict[str, Callable[[], View]] = {
            "words": self._words, "characters": lambda: self._grams(Grams(longest_sound=0)),
            "grams": lambda: self._grams(Grams(self.concepts)), "encoder": self._encoder, "nearest": self._nearest,
        }  # fmt: skip
        return makers[name]() if name in makers else self._dense(name)

    def _words(self) -> View:
        start = time.monotonic()
        words = TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, ngram_range=(1, 1))
        model = LogisticRegression(C=6, solver="liblinear").fit(words.fit_transform(self.texts), self.wanted)
        return self._timed(start, lambda: np.log(model.predict_proba(words.transform(self.asked)) + FLOOR))

    def _grams(self, grams: Grams) -> View:
        start = time.monotonic()
        model = LinearSVC(C=1.0, tol=1e-3, random_state=0).fit(grams.fit(self.texts), self.wanted)
        return self._timed(
            start, lambda: log_softmax(SHARPNESS * model.decision_function(grams.count(self.asked)), axis=1)
        )

    def _dense(self, name: str) -> View:
        vectors = encode_cached(name, self.texts, self.cache)
        encode, start = ENCODERS[name](), time.monotonic()
        model = LogisticRegression(C=20, max_iter=300, tol=1e-3).fit(vectors, self.wanted)
        return self._timed(start, lambda: np.log(model.predict_proba(encode(self.asked)) + FLOOR))

    def _encoder(self) -> View:
        return self._timed(
            time.monotonic(), lambda: log_softmax(adapted_head(self.asked, "label", self.labels), axis=1)
        )

    def _nearest(self) -> View:
        """Each of the nearest sentences votes for its label, the nearer the more."""
        vectors = encode_cached("fine-tuned", self.texts, self.cache)
        column = np.array([self.labels.index(label) for label in self.wanted])

        def vote() -> np.ndarray:
            votes = np.full((len(self.asked), len(self.labels)), 0.05)
            nearness = ENCODERS["fine-tuned"]()(self.asked) @ vectors.T
            for row, order in enumerate(np.argsort(-nearness, axis=1)[:, :NEIGHBOURS]):
                np.add.at(votes[row], column[order], np.maximum(nearness[row, order], 0) ** 4)
            return np.log(votes / votes.sum(axis=1, keepdims=True))

        return self._timed(time.monotonic(), vote)

    def _timed(self, fit_began: float, ask: Callable[[], np.ndarray]) -> View:
        asked = time.monotonic()
        logs = ask()
        return View(logs, asked - fit_began, 1000 * (time.monotonic() - asked) / len(self.asked))


def row_of(name: str, logs: np.ndarray, labels: Sequence[str], asked: Sequence[Question], fit: float, ms: float) -> str:
    """One line of the table."""
    order = np.argsort(-logs, axis=1)
    first = [labels[i] for i in order[:, 0]]
    right = np.array([said in q.right for said, q in zip(first, asked, strict=True)])
    single = np.array([q.set in SETS for q in asked])
    top3 = [any(labels[i] in q.right for i in row[:3]) for row, q in zip(order, asked, strict=True)]
    chances = softmax(logs / _temperature(logs[single], right[single]), axis=1).max(axis=1)
    cells = [right[[q.set == s for q in asked]].mean() for s in SETS]
    cells += [right[single].mean(), np.array(top3)[single].mean()]
    cells += [right[[q.set == "calls" for q in asked]].mean(), right[[q.set == OUT_OF_SCOPE for q in asked]].mean()]
    cells.append(calibration_error(chances[single].tolist(), right[single].tolist()))
    return f"| {name} | " + " | ".join(f"{c:.3f}" for c in cells) + f" | {fit:.0f} s | {ms:.1f} ms |"


def _temperature(logs: np.ndarray, right: np.ndarray) -> float:
    """So that the mean stated chance is the share that was right: models are compared after calibration."""
    grid = np.geomspace(0.3, 6, 40)
    return float(min(grid, key=lambda t: abs(softmax(logs / t, axis=1).max(axis=1).mean() - right.mean())))


def few(samples: Sequence[Sample], most: int) -> list[Sample]:
    """At most so many sentences a label, the same each time."""
    by_label: dict[str, list[Sample]] = defaultdict(list)
    for sample in random.Random(0).sample(list(samples), len(samples)):
        if len(by_label[sample.label]) < most:
            by_label[sample.label].append(sample)
    return [sample for listed in by_label.values() for sample in listed]


def main() -> None:
    """Prints the table and the curve's figures; draws the curve into docs/img."""
    settings = read_settings()
    archive = newest(settings.models)
    assert archive is not None, "没有模型；先运行 huashu train"
    reader = open_reader(archive, settings.cache)
    concepts = reader.excuses.grams.concepts
    assert concepts is not None
    debtor = [
        s._replace(text=normalise(s.text).text)
        for s in read_corpus(settings.data / "nlu").samples
        if s.label in reader.taxonomy.debtor
    ]
    asked = questions(PROJECT / "tests" / "heldout")
    whole = Comparison(debtor, asked, settings, concepts)
    views: dict[str, View] = {}
    head = ("model", *SETS, "all", "top-3", "calls", "out of scope", "calibration", "fit", "a sentence")
    print(f"{len(debtor)} sentences\n\n| " + " | ".join(head) + " |\n|" + " --- |" * len(head))
    for name, weights in MODELS.items():
        for view in weights:
            if view not in views:
                report(view)
                views[view] = whole.view(view)
        used = [views[view] for view in weights]
        logs = np.sum([weight * views[view].logs for view, weight in weights.items()], axis=0)
        print(row_of(name, logs, whole.labels, asked, sum(v.fit for v in used), sum(v.ms for v in used)), flush=True)
    little = Comparison(few(debtor, FEW), asked, settings, concepts)
    grams = little.view("grams")
    print(row_of(f"grams, {FEW} a label", grams.logs, little.labels, asked, grams.fit, grams.ms), flush=True)
    report("stock Rasa")
    rasa = StockRasa(few(debtor, FEW), settings.cache)
    chances, ms = stock_chances(rasa, [q.text for q in asked], little.labels)
    print(
        row_of(
            f"stock Rasa (jieba, counts, DIET), {FEW} a label",
            np.log(chances + FLOOR),
            little.labels,
            asked,
            rasa.seconds,
            ms,
        )
    )
    _curve(debtor, asked, settings, concepts)


def _curve(samples: list[Sample], asked: list[Question], settings: Settings, concepts: Concepts) -> None:
    """Accuracy against sentences a label, for the n-grams alone: the encoder has seen all sentences already."""
    points = []
    for most in CURVE:
        part = Comparison(
            few([s for s in samples if not kept_for_calibration(s.text)], most), asked, settings, concepts
        )
        first = [part.labels[i] for i in part.view("grams").logs.argmax(axis=1)]
        right = {q.set: [] for q in asked}  # type: dict[str, list[bool]]
        for said, q in zip(first, asked, strict=True):
            right[q.set].append(said in q.right)
        single = [ok for name in SETS for ok in right[name]]
        points.append((most, sum(single) / len(single), sum(right["calls"]) / len(right["calls"])))
        print(f"{most} a label: {points[-1][1]:.3f} sentences, {points[-1][2]:.3f} calls", flush=True)
    pictures = PROJECT / "docs" / "img"
    pictures.mkdir(parents=True, exist_ok=True)
    (pictures / "curve.svg").write_text(svg(curve(points)), encoding="utf-8")


if __name__ == "__main__":
    main()
