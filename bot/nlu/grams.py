"""What a sentence is written with: its characters, its trade concepts, and how it sounds, counted as n-grams.

The sound (pinyin without tones) reads through a recogniser's and a keyboard's wrong characters: 预期 is 逾期 again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

Concepts = Callable[[str], tuple[str, ...]]


def _characters() -> TfidfVectorizer:
    return TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True, lowercase=True)


def _sounds() -> TfidfVectorizer:
    return TfidfVectorizer(token_pattern=r"\S+", ngram_range=(1, 3), min_df=2, sublinear_tf=True)


@dataclass
class Grams:
    """Counts of normalised sentences, weighted by rarity. `concepts` lives outside the model file; set after loading."""

    concepts: Concepts | None = None
    characters: TfidfVectorizer = field(default_factory=_characters)
    sounds: TfidfVectorizer = field(default_factory=_sounds)

    def fit(self, texts: Sequence[str]) -> csr_matrix:
        """Learns which n-grams there are, and counts them."""
        by_sound = self.sounds.fit_transform(map(_sound, texts))
        return hstack([self.characters.fit_transform(map(self._marked, texts)), by_sound]).tocsr()

    def count(self, texts: Sequence[str]) -> csr_matrix:
        """One row a sentence."""
        by_sound = self.sounds.transform(map(_sound, texts))
        return hstack([self.characters.transform(map(self._marked, texts)), by_sound]).tocsr()

    def names(self) -> list[str]:
        """What each column counts: characters as written, sounds in brackets."""
        sounds = [f"[{name}]" for name in self.sounds.get_feature_names_out()]
        return [*map(str, self.characters.get_feature_names_out()), *sounds]

    def _marked(self, text: str) -> str:
        """The sentence between marks, followed by one private character for each trade concept found in it."""
        found = self.concepts(text) if self.concepts else ()
        return f"^{text}$" + "".join(f" {mark}" for mark in found)


def _sound(text: str) -> str:
    return " ".join(lazy_pinyin(text))
