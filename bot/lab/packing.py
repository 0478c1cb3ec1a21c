"""From the weights as read (or trained) to the one small file that bot/nlu/adapted.py reads."""

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from bot.lab.base_encoder import E5Weights

PREFIX = "query: "
POSITIONS = 128
QUANTISED = re.compile(r"(\d+\.(qkv|out|up|down)|word)\.w")


def keep(weights: E5Weights, texts: Iterable[str], simplified: Callable[[str], str]) -> np.ndarray:
    """Ids of the pieces to keep: all that can occur in normalised Chinese text, and those that these texts have.

    That is every piece of simplified Chinese characters and punctuation, every ASCII piece of one or two
    characters, and every longer ASCII piece that is one of the texts' words or the prefix's.
    """
    words = set(re.findall(r"[!-~]+", " ".join([PREFIX, *texts])))
    parts = {word[a:b] for word in words for a in range(len(word)) for b in range(a + 1, len(word) + 1)}
    kept = list(range(4))
    for i, piece in enumerate(weights.pieces[4:], start=4):
        bare = piece.replace("▁", "")
        if bare.isascii():
            if len(bare) <= 2 or bare in parts:
                kept.append(i)
        elif all(_is_plain(ch) for ch in bare) and simplified(bare) == bare:
            kept.append(i)
    return np.array(kept)


def _is_plain(ch: str) -> bool:
    """A Chinese character (of the basic block), punctuation or ASCII."""
    return "一" <= ch <= "鿿" or ch.isascii() or unicodedata.category(ch)[0] == "P"


def model_arrays(weights: E5Weights, kept: np.ndarray) -> dict[str, np.ndarray]:
    """The float32 arrays of the model with the kept pieces; token type and positions are one table."""
    t = weights.tensors
    arrays = {
        "word.w": weights.words(kept),
        "scores": weights.scores[kept],
        "position": (t["emb.pos"] + t["emb.type"][0])[:POSITIONS],
        "norm.w": t["emb.ln.w"],
        "norm.b": t["emb.ln.b"],
    }
    for i in range(weights.layers):
        for form in "wb":
            arrays[f"{i}.qkv.{form}"] = np.concatenate([t[f"l{i}.{part}.{form}"] for part in "qkv"])
            for ours, theirs in {"out": "ao", "up": "fi", "down": "fo", "norm1": "aln", "norm2": "oln"}.items():
                arrays[f"{i}.{ours}.{form}"] = t[f"l{i}.{theirs}.{form}"]
    return arrays


def meta(weights: E5Weights, kept: np.ndarray, labels: Sequence[str] = (), prefix: str = PREFIX) -> np.ndarray:
    """Sizes, tokenizer and labels as JSON bytes."""
    place = {int(old): new for new, old in enumerate(kept)}
    content = {
        "hidden": weights.hidden,
        "heads": weights.heads,
        "layers": weights.layers,
        "eps": weights.eps,
        "bos": place[weights.bos],
        "eos": place[weights.eos],
        "unk": place[weights.unk],
        "unk_score": weights.unk_score,
        "prefix": prefix,
        "labels": list(labels),
        # the marks <s>, <pad>, </s> and <unk> cannot be written in a text
        "pieces": ["" if old < 4 else weights.pieces[old] for old in kept],
        "characters": weights.characters,
    }
    return np.frombuffer(json.dumps(content, ensure_ascii=False).encode(), np.uint8)


def quantise(arrays: dict[str, np.ndarray], only: str = "") -> dict[str, np.ndarray]:
    """Matrices in int8 with one scale a row (the head, which is small, stays float32); `only` names one matrix."""
    packed: dict[str, np.ndarray] = {}
    for name, array in arrays.items():
        if not QUANTISED.fullmatch(name) or (only and name != only):
            packed[name] = array
            continue
        scale = np.maximum(np.abs(array).max(axis=1), 1e-9) / 127
        packed[name[:-1] + "q"] = np.rint(array / scale[:, None]).astype(np.int8)
        packed[name[:-1] + "s"] = scale.astype(np.float32)
    return packed


def save(path: str | os.PathLike[str], packed: dict[str, np.ndarray]) -> None:
    """Write the file whole or not at all."""
    partial = f"{path}.partial.npz"
    np.savez(partial, **packed)
    os.replace(partial, path)
