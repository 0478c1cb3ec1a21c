"""One form for every way of writing: simplified characters, half width, no control characters.

Every character keeps the place it came from, so that what is found can be quoted as it was typed.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from opencc import OpenCC

_SPACES = re.compile(r"\s+")
_HALF_PAIRS = re.compile("[\ud800-\udfff]")
_NUMBER_BEGINS = frozenset("零〇一二三四五六七八九十两几幺0123456789")
_NUMBER_ENDS = _NUMBER_BEGINS | frozenset("百千万块元点号期")
_PUNCTUATION = re.compile(r"[\W_]+")


class Normal(NamedTuple):
    """Normalised text and, for each of its characters, the index in the text as typed."""

    text: str
    origin: tuple[int, ...]

    def pauses(self, typed: str) -> tuple[int, ...]:
        """Places of the normalised text where the typed one had white space."""
        gaps = itertools.pairwise(self.origin)
        return tuple(k for k, (a, b) in enumerate(gaps, 1) if any(ch.isspace() for ch in typed[a + 1 : b]))

    def as_typed(self, typed: str, start: int, end: int) -> str:
        """The words of `typed` that the span [start, end) of the normalised text stands for."""
        if start >= end or start >= len(self.origin):
            return ""
        return typed[self.origin[start] : self.origin[end - 1] + 1]


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")


def to_traditional(text: str) -> str:
    """The same words in traditional characters."""
    return str(_to_traditional().convert(text))


def in_both_scripts(phrases: Iterable[str]) -> tuple[str, ...]:
    """The phrases, and their traditional forms where these differ: for matching words as they were typed."""
    return tuple(dict.fromkeys(form for p in phrases for form in (p, to_traditional(p))))


@lru_cache(maxsize=8192)
def _simplified(character: str) -> str:
    return _to_simplified().convert(character)


def simplify(text: str) -> str:
    """Traditional to simplified, the same number of characters, so that places stay true.

    OpenCC changes whole words where it can (乾淨 -> 干净); where that changes the length, character by character.
    """
    if text.isascii():
        return text
    text = _HALF_PAIRS.sub("\0", text)  # OpenCC cannot encode them; as control characters they vanish later
    whole = str(_to_simplified().convert(text))
    return whole if len(whole) == len(text) else "".join(_simplified(ch)[:1] or ch for ch in text)


def normalise(typed: str, keep_spaces: bool = True) -> Normal:
    """Simplified, half width, without control characters and (if asked) without spaces.

    Runs of white space become one space, but vanish between Chinese characters, where they mean nothing.
    """
    characters: list[str] = []
    origin: list[int] = []
    for i, ch in enumerate(simplify(typed)):
        for plain in unicodedata.normalize("NFKC", ch):
            category = unicodedata.category(plain)
            if category in ("Cc", "Cf", "Cs", "Co", "Cn") and plain not in "\t\n\r":
                continue
            characters.append(" " if plain.isspace() else plain)
            origin.append(i)
    kept = [k for k, ch in enumerate(characters) if ch != " " or _space_matters(characters, k, keep_spaces)]
    return Normal("".join(characters[k] for k in kept), tuple(origin[k] for k in kept))


def _space_matters(characters: list[str], k: int, keep_spaces: bool) -> bool:
    """A space is kept only as the first of a run, between Latin script or digits, or between two numbers.

    A recogniser writes 还八百 二十号到账: without the space that would be an eight hundred and twentieth.
    """
    if not keep_spaces or k == 0 or characters[k - 1] == " ":
        return False
    before, after = characters[k - 1], next((ch for ch in characters[k + 1 :] if ch != " "), "")
    if not after or (before.isascii() and after.isascii()):
        return bool(after)
    spelt_out = k < 2 or characters[k - 2] == " "  # 两 万 三: every character has its space
    return before in _NUMBER_ENDS and after in _NUMBER_BEGINS and not spelt_out


def bare(text: str) -> str:
    """Only letters, digits and Chinese characters: for whole-sentence comparisons."""
    return _PUNCTUATION.sub("", normalise(text, keep_spaces=False).text).lower()
