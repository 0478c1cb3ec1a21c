"""The spaCy pipeline: Chinese words by jieba, trade concepts by spaCy's phrase matcher.

Importing spaCy pulls TensorFlow in through thinc (16 s, 470 MB): processes without Rasa call `without_tensorflow`
first.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

# One private-use character for each concept, so that n-grams can count it like any other character.
_FIRST_MARK = 0xE000


def without_tensorflow() -> None:
    """Keeps thinc from loading TensorFlow in this process; does nothing where it is already loaded."""
    if "tensorflow" not in sys.modules:
        sys.modules["tensorflow"] = None  # type: ignore[assignment]


class Chinese:
    """Words and trade concepts of a sentence."""

    def __init__(self, concepts: Mapping[str, Sequence[str]]) -> None:
        import spacy
        from spacy.matcher import PhraseMatcher

        self._words = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
        # The matcher reads character by character: where jieba cuts 「没得钱」 must not decide what is found.
        self._characters = spacy.blank("zh")
        self._matcher = PhraseMatcher(self._characters.vocab)
        self._marks = {name: chr(_FIRST_MARK + i) for i, name in enumerate(sorted(concepts))}
        self.name_of_mark = {mark: name for name, mark in self._marks.items()}
        for name, phrases in concepts.items():
            self._matcher.add(name, [self._characters.make_doc(phrase) for phrase in phrases])

    def words(self, text: str) -> list[tuple[str, int]]:
        """Each word with its place in the text."""
        return [(token.text, token.idx) for token in self._words.make_doc(text) if token.text.strip()]

    def concepts(self, text: str) -> tuple[tuple[str, str], ...]:
        """(concept, words) for each trade concept found, in the order of the text."""
        doc = self._characters.make_doc(text)
        found: list[Any] = sorted(self._matcher(doc), key=lambda m: (m[1], m[2]))
        return tuple((self._characters.vocab.strings[key], doc[start:end].text) for key, start, end in found)

    def marks(self, text: str) -> tuple[str, ...]:
        """The concepts found as private characters, each once."""
        return tuple(dict.fromkeys(self._marks[name] for name, _ in self.concepts(text)))
