"""What the training sentences are like: sentences nearly alike, the same one under two labels, labels that lean on one word."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import jieba
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.corpus import Corpus, Sample

NEARLY = 0.9  # cosine of the bigram counts from which two sentences count as one
SHORTEST = 6  # shorter answers (行, 我没钱) are everybody's and rightly stand often
BLOCK = 1000


class Twin(NamedTuple):
    """Two sentences nearly alike."""

    one: str
    other: str
    label: str
    other_label: str
    alike: float


class Lean(NamedTuple):
    """How many sentences a label has, and the word that most of them share, with the share."""

    label: str
    sentences: int
    word: str
    share: float


class SentenceReport(NamedTuple):
    twins: list[Twin]  # under one label: one of the two teaches nothing
    leaks: list[Twin]  # under two labels: one of the two may be wrong
    leans: list[Lean]
    lines: int
    violating: int
    calls: int


def sentence_report(corpus: Corpus) -> SentenceReport:
    """Whole calls count but are not searched for twins: people do repeat each other there."""
    single = [s for s in corpus.samples if not s.source.startswith("calls")]
    pairs = list(_alike([s for s in single if len(re.sub(r"\W", "", s.text)) >= SHORTEST]))
    return SentenceReport(
        [t for t in pairs if t.label == t.other_label],
        [t for t in pairs if t.label != t.other_label],
        _leans(single),
        len(corpus.lines),
        sum(bool(line.violations) for line in corpus.lines),
        corpus.calls,
    )


def _alike(samples: Sequence[Sample]) -> list[Twin]:
    """Pairs over NEARLY, closest first; a compound sentence and its own clauses are no twins."""
    counted = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True).fit_transform(
        [re.sub(r"\W", "", s.text) for s in samples]
    )
    found = []
    for start in range(0, len(samples), BLOCK):
        nearness = (counted[start : start + BLOCK] @ counted.T).tocoo()
        close = (nearness.data >= NEARLY) & (nearness.row + start < nearness.col)
        for i, j, alike in zip(nearness.row[close] + start, nearness.col[close], nearness.data[close], strict=True):
            one, other = samples[i], samples[j]
            if not (one.source == other.source and (one.also or other.also)):
                found.append(Twin(one.text, other.text, one.label, other.label, round(float(alike), 2)))
    return sorted(found, key=lambda t: (-t.alike, t.one))


def _leans(samples: Sequence[Sample]) -> list[Lean]:
    """For each label the word that marks it most: said by many of its sentences and by few others."""
    said: dict[str, Counter[str]] = defaultdict(Counter)
    count: Counter[str] = Counter()
    for s in samples:
        count[s.label] += 1
        said[s.label].update({w for w in jieba.cut(s.text) if len(w) > 1})
    overall: Counter[str] = Counter()
    for counter in said.values():
        overall.update(counter)
    leans = []
    for label, counter in sorted(said.items()):
        word, n = max(counter.items(), key=lambda item: (item[1] * item[1] / overall[item[0]], item[0]))
        leans.append(Lean(label, count[label], word, round(n / count[label], 2)))
    return sorted(leans, key=lambda lean: -lean.share)
