"""The fine-tuned sentence encoder, loaded once a process; vectors of sentences are kept by content where asked."""

import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from bot.nlu.adapted import Encoder

ADAPTED_FILE = Path(__file__).parent / "encoder" / "adapted.onnx"


@cache
def adapted() -> Encoder:
    """multilingual-e5-small fine-tuned on our own sentences (bot/nlu/encoder, its card beside it)."""
    return Encoder(ADAPTED_FILE)


def adapted_head(texts: Sequence[str], head: str, names: Sequence[str]) -> np.ndarray:
    """The logits of one head of the encoder in the order of `names`; 0 for a name it never saw."""
    columns, known = adapted().heads.get(head, (slice(0, 0), []))
    logits = adapted().read(texts)[1][:, columns]
    place = {name: i for i, name in enumerate(known)}
    unknown = np.zeros(len(texts), np.float32)
    return np.stack([logits[:, place[name]] if name in place else unknown for name in names], axis=1)


def version() -> str:
    """What tells the vectors of one fine-tuning from those of another."""
    return hashlib.sha256(ADAPTED_FILE.read_bytes()).hexdigest()[:12]
