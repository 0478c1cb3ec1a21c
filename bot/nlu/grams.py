"""What a sentence is written with: its characters, its trade concepts, and how it sounds, counted as n-grams.

The sound (pinyin without tones) reads through a recogniser's and a keyboard's wrong characters: 预期 is 逾期 again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from pypinyin import lazy_pinyin
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

Concepts = Callable[[str], tuple[str, ...]]
SOUND = "♪"


def _as_given(grams: list[str]) -> list[str]:
    return grams


def _counter() -> CountVectorizer:
    return CountVectorizer(analyzer=_as_given, min_df=2, dtype=np.float64)


@dataclass
class Grams:
    """Counts of normalised sentences, weighted by rarity (sublinear TF-IDF, each kind of gram of length one).

    The weights are computed here, not by TfidfVectorizer: its checks cost more than the counting, sentence by sentence.
    `concepts` lives outside the model file; set after loading.
    """

    concepts: Concepts | None = None
    longest: int = 4  # characters in a run
    longest_sound: int = 3  # syllables in a run
    counter: CountVectorizer = field(default_factory=_counter)
    rarity: np.ndarray = field(default_factory=lambda: np.zeros(0))
    is_sound: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learns which n-grams there are, and counts them."""
        return self.fit_cut(self.cut(texts))

    def cut(self, texts: Sequence[str]) -> list[list[str]]:
        """The n-grams of each sentence, for several fits: cutting takes longer than fitting."""
        return [*map(self._grams, texts)]

    def fit_cut(self, cut: Sequence[list[str]]) -> csr_matrix:
        """As fit(), on sentences cut already."""
        counts = self.counter.fit_transform(cut)
        sentences_with = np.bincount(counts.indices, minlength=counts.shape[1])
        self.rarity = np.log((1 + len(cut)) / (1 + sentences_with)) + 1
        self.is_sound = np.array([name.startswith(SOUND) for name in self.names()])
        return self._weighted(counts)

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """One row a sentence."""
        return self._weighted(self.counter.transform(self.cut(texts)))

    def names(self) -> list[str]:
        """What each column counts: characters as written, sounds behind a ♪."""
        return [str(name) for name in self.counter.get_feature_names_out()]

    def _weighted(self, counts: csr_matrix) -> csr_matrix:
        """Sublinear counts times rarity; a row's characters have length one together, and so have its sounds."""
        counts.data = (1 + np.log(counts.data)) * self.rarity[counts.indices]
        rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
        kind = 2 * rows + self.is_sound[counts.indices]
        counts.data /= np.sqrt(np.bincount(kind, weights=counts.data**2))[kind]
        return counts

    def _grams(self, text: str) -> list[str]:
        """Characters of the sentence between marks, one private character for each trade concept in it, sounds."""
        found = self.concepts(text) if self.concepts else ()
        written = f"^{text.lower()}$" + "".join(f" {mark}" for mark in found)
        heard = " ".join(lazy_pinyin(text)).lower().split()
        return [
            *(written[run] for run in _runs(len(written), self.longest)),
            *(SOUND + " ".join(heard[run]) for run in _runs(len(heard), self.longest_sound)),
        ]


def _runs(length: int, most: int) -> Iterator[slice]:
    """Where every stretch of one to `most` neighbours lies."""
    for size in range(1, most + 1):
        for start in range(length - size + 1):
            yield slice(start, start + size)
