"""Two things said in one breath: sentences of two labels joined, for the fine-tuning alone.

People give a reason and ask for something in the same breath, mostly without a pause that anybody could hear; writers
cannot cover fifty labels times fifty. What is joined here is learnt by the encoder only, never counted as data.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from bot.nlu.corpus import Sample

SHARE = 0.12  # joined sentences for each sentence of ours
LONGEST = 24  # characters of each half: nobody says two long sentences in one breath
PAUSES = ("", "", "", " ", "，")
# nobody says these beside another thing
SILENT = ("out_of_scope", "machine_answer", "unreachable", "broken_promise", "ask_repeat")


def in_one_breath(samples: Sequence[Sample], rank: Mapping[str, int], seed: int) -> list[Sample]:
    """New samples of two labels each, the more important one first (`rank`: 0 is a stop, 3 an attitude)."""
    halves = [
        s for s in samples
        if s.last_move is None and not s.also and s.label in rank and s.label not in SILENT and len(s.text) <= LONGEST
    ]  # fmt: skip
    if not halves:
        return []
    rng = np.random.default_rng(seed)
    joined = []
    for i, j in rng.integers(len(halves), size=(round(SHARE * len(samples)), 2)):
        first, second = halves[i], halves[j]
        if first.label == second.label:
            continue
        text = first.text.rstrip("。，！？,.!? ") + str(rng.choice(PAUSES)) + second.text
        labels = sorted((first.label, second.label), key=lambda name: rank[name])
        joined.append(Sample(text, labels[0], None, (labels[1],), "breath"))
    return joined
