"""From the weights as read (or trained) to the one small file that bot/nlu/adapted.py runs."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from bot.lab.base_encoder import E5Weights
from bot.nlu.adapted import POSITIONS

PREFIX = "query: "
# Seven bits: on processors without VNNI two products of eight bits overflow the sixteen in which they are added.
LARGEST = 63


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


def meta(weights: E5Weights, kept: np.ndarray, heads: Mapping[str, Sequence[str]] = {}) -> dict[str, Any]:
    """The tokenizer and what the head's columns stand for."""
    place = {int(old): new for new, old in enumerate(kept)}
    return {
        "bos": place[weights.bos],
        "eos": place[weights.eos],
        "unk": place[weights.unk],
        "unk_score": weights.unk_score,
        "prefix": PREFIX,
        "heads": [[head, list(names)] for head, names in heads.items()],
        # the marks <s>, <pad>, </s> and <unk> cannot be written in a text
        "pieces": ["" if old < 4 else weights.pieces[old] for old in kept],
        "scores": [round(float(score), 5) for score in weights.scores[kept]],
        "characters": weights.characters,
    }


def quantised(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The matrix (out, in) as int8 and one float32 scale a row."""
    scale = np.maximum(np.abs(matrix).max(axis=1), 1e-9) / LARGEST
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)
