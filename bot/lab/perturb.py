"""What happens to a sentence between a mouth or a keyboard and us: seven kinds of harm, each the same every time.

The suite in `huashu eval` says what each kind costs; fine-tuning shows the network some of them, so that it costs little.
Negations (不 没 别 ...) are never dropped or swapped: without them a sentence says something else, to a person too.
"""

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Callable
from functools import cache

import jieba
import opencc
from pypinyin import lazy_pinyin

KEPT = set("不没别未无非勿莫甭冇唔")
FILLERS = ("那个", "就是", "呃", "嗯", "这个", "那个那个", "就是说", "啊")
SHARE = 8  # about one character (or word) in so many is harmed, and at least one
COMMON = 300  # how often a word stands in jieba's counts to be what a keyboard offers first


def homophones(text: str, rng: random.Random) -> str:
    """Characters replaced by common ones of the same syllable, as recognisers do."""
    return _harmed(text, rng, lambda ch: rng.choice(others) if (others := _sounding_like(ch)) else ch)


def dropped(text: str, rng: random.Random) -> str:
    """Characters left out."""
    return _harmed(text, rng, lambda ch: "") if len(text) > 4 else text


def unpunctuated(text: str, rng: random.Random) -> str:
    """No punctuation and no spaces."""
    return re.sub(r"(?<!\d)[^\w\s]|[^\w\s](?!\d)|\s", "", text)


def traditional(text: str, rng: random.Random) -> str:
    """Traditional characters, Taiwan's words."""
    return str(_converter().convert(text))


def full_width(text: str, rng: random.Random) -> str:
    """Latin letters, digits and marks as wide as characters."""
    return "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in text)


def fillers(text: str, rng: random.Random) -> str:
    """那个, 就是, 呃 before, between and again."""
    words = list(jieba.cut(text))
    for _ in range(max(1, len(text) // SHARE)):
        words.insert(rng.randrange(len(words) + 1), rng.choice(FILLERS))
    return "".join(words)


def mistyped(text: str, rng: random.Random) -> str:
    """Words replaced by others that a pinyin keyboard offers for the same letters."""
    words = list(jieba.cut(text))
    able = [i for i, word in enumerate(words) if not KEPT & set(word) and _typed_like(word)]
    for i in rng.sample(able, min(len(able), max(1, len(text) // SHARE))):
        words[i] = rng.choice(_typed_like(words[i]))
    return "".join(words)


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "homophones": homophones,
    "dropped characters": dropped,
    "no punctuation": unpunctuated,
    "traditional": traditional,
    "full width": full_width,
    "fillers": fillers,
    "pinyin typos": mistyped,
}


def perturbed(text: str, kind: str, turn: int = 0) -> str:
    """The sentence harmed in one way; the same sentence, kind and turn always give the same. KeyError for other kinds."""
    seed = hashlib.sha256(f"{turn} {kind} {text}".encode()).digest()
    return KINDS[kind](text, random.Random(seed))


def _harmed(text: str, rng: random.Random, harm: Callable[[str], str]) -> str:
    able = [i for i, ch in enumerate(text) if "一" <= ch <= "鿿" and ch not in KEPT]
    chosen = set(rng.sample(able, min(len(able), max(1, len(able) // SHARE))))
    return "".join(harm(ch) if i in chosen else ch for i, ch in enumerate(text))


def _sounding_like(ch: str) -> list[str]:
    return [other for other in _by_sound().get(lazy_pinyin(ch)[0], ()) if other != ch]


def _typed_like(word: str) -> list[str]:
    if len(word) == 1:
        return []
    return [other for other in _by_letters().get("".join(lazy_pinyin(word)), ()) if other != word]


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("s2twp")


@cache
def _by_sound() -> dict[str, list[str]]:
    """The 3,755 commonest characters (GB 2312, level 1) by their syllable without tone."""
    found = defaultdict(list)
    for row in range(0xB0, 0xD8):
        for column in range(0xA1, 0xFF):
            try:
                ch = bytes((row, column)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            if ch not in KEPT:
                found[lazy_pinyin(ch)[0]].append(ch)
    return found


@cache
def _by_letters() -> dict[str, list[str]]:
    """Common words of two characters by what one types for them."""
    jieba.initialize()
    found = defaultdict(list)
    for word, count in jieba.dt.FREQ.items():
        if len(word) == 2 and count >= COMMON and not KEPT & set(word):
            found["".join(lazy_pinyin(word))].append(word)
    return found
