"""Self-harm is never missed: patterns and classifier together, tuned for recall, near misses kept out.

The patterns stand in data/lexicon/danger.yml: `catch` says it, `spare` is what only sounds like it. A pattern makes the
classifier easier or harder to believe; it does not decide alone.
"""

import re
from collections.abc import Iterable

# From which chance the classifier is believed (chosen for recall on fresh sentences, docs/nlu.md):
ALONE = 0.25  # where no pattern stands
BESIDE_WORDS = 0.02  # where a pattern says it too
AGAINST_WORDS = 0.97  # where the words only sound like it


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
                if not any(m.start() < end and start < m.end() for start, end in spared) and chance >= BESIDE_WORDS:
                    return m.span()
        return (0, len(text)) if chance >= (AGAINST_WORDS if spared else ALONE) else None
