"""Self-harm is never missed: patterns and classifier together, tuned for recall, near misses kept out.

The patterns stand in data/lexicon/danger.yml: `catch` says it, `spare` is what only sounds like it.
"""

import re
from collections.abc import Iterable

LIKELY = 0.35  # the classifier alone suffices from here
CERTAIN = 0.90  # and from here even beside words that only sound like it


class Danger:
    """Hears a wish to die."""

    def __init__(self, catch: Iterable[str], spare: Iterable[str]) -> None:
        self._catch = [re.compile(p) for p in catch]
        self._spare = [re.compile(p) for p in spare]

    def hears(self, text: str, chance: float) -> tuple[int, int] | None:
        """The span that says it (the whole text where only the classifier hears it); None when nobody does."""
        spared = [m.span() for p in self._spare for m in p.finditer(text)]
        for pattern in self._catch:
            for m in pattern.finditer(text):
                if not any(m.start() < end and start < m.end() for start, end in spared):
                    return m.span()
        return (0, len(text)) if chance >= (CERTAIN if spared else LIKELY) else None
