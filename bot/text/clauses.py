"""Where a sentence may be cut: punctuation, pauses and the small words that begin another thought."""

import itertools
import re
from collections.abc import Iterable
from typing import NamedTuple

# 5,000 is one sum; 说不过去 and 不只是 turn nothing.
_CUTS = re.compile(r"(?:[，。；;！!？?\n、…]|,(?!\d{3}(?!\d))|(?<!\d),)+|\s+")
_TURNS = re.compile(
    r"(?<!不)但是|(?<![说熬瞒比扛骗拗打躲忙顾])不过(?![去来关瘾])|而且|另外|还有就是|再说了|况且|反正|所以说"
    r"|(?<!不)只是|可是|主要是|就是说"
)
SHORTEST = 3


class Part(NamedTuple):
    """A span [start, end) of the text."""

    start: int
    end: int
    text: str


def parts(text: str, pauses: Iterable[int] = ()) -> tuple[Part, ...]:
    """The text cut at punctuation, turning words and `pauses`; parts too short to mean anything join their neighbour.

    A pause is a place where a recogniser left a space that normalising has taken away.
    """
    cuts = sorted(
        {0, len(text), *pauses, *(m.end() for m in _CUTS.finditer(text)), *(m.start() for m in _TURNS.finditer(text))}
    )
    pieces = [(a, b) for a, b in itertools.pairwise(cuts) if text[a:b].strip()]
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        small = len(re.sub(r"\W", "", text[start:end])) < SHORTEST
        if joined and (small or len(re.sub(r"\W", "", text[slice(*joined[-1])])) < SHORTEST):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(part for part in (_trimmed(text, start, end) for start, end in joined) if part.text)


def _trimmed(text: str, start: int, end: int) -> Part:
    while end > start and re.match(r"[\W_]", text[end - 1]):
        end -= 1
    while start < end and re.match(r"[\W_]", text[start]):
        start += 1
    return Part(start, end, text[start:end])
