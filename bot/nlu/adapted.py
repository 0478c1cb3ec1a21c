"""A sentence encoder and intent classifier that needs only numpy: an adapted multilingual-e5-small.

    encoder = Encoder("adapted.npz")
    vectors = encoder.encode(["我没钱", "下周三还"])              # float32 (2, 384), each of length 1
    chances = encoder.probabilities(["我没钱", "下周三还"])       # float32 (2, len(encoder.labels))
    vectors, chances = encoder.both(["我没钱", "下周三还"])       # both from one pass

The caller applies `bot.text.normalise.normalise(text).text` first (simplified characters, half width), here as in
training: the pieces of traditional and full-width text are not in the file.

The file is an npz: `meta` (JSON as bytes: sizes, labels, pieces and the character map), the pieces' scores, int8
matrices `NAME.q` with one float32 scale a row `NAME.s`, and float32 vectors. It is written by bot/lab/packing.py.

Speed. A matrix stays in memory as float32, dequantised once, in blocks of 16 output columns: (out / 16, in, 16).
For the dozen tokens of one sentence, np.matmul then takes OpenBLAS's small-matrix kernel, which reads the weights
once and as they lie; the plain product would copy ("pack") every weight first and take 1.7 times as long. All
matrices lie in one array, which numpy asks the kernel to back with huge pages.

"""

import json
import os
from collections.abc import Mapping, Sequence

import numpy as np

BLOCK = 16  # output columns in a block: one AVX-512 register of float32
FEW_TOKENS = 128  # up to so many tokens the blocked product is the faster one
BATCH_TOKENS = 1024  # tokens, padding included, in one pass
GELU_A, GELU_B = np.float32(0.7978845608), np.float32(0.044715)


class Tokenizer:
    """Sentencepiece unigram: the best segmentation by the sum of the pieces' scores (Viterbi)."""

    def __init__(
        self, pieces: Sequence[str], scores: Sequence[float], characters: Mapping[str, str], unk: int, unk_score: float
    ) -> None:
        self._pieces = {
            piece: (i, float(score)) for i, (piece, score) in enumerate(zip(pieces, scores, strict=True)) if piece
        }
        self._characters = str.maketrans(dict(characters))
        self._longest = max(map(len, pieces))
        self._unk = unk
        self._unk_score = unk_score

    def ids(self, text: str) -> list[int]:
        """The piece ids of the text, without the marks of beginning and end.

        Characters are mapped as the model's normaliser does, runs of spaces become one, a space is put in front,
        and every space is then written ▁ (U+2581).
        """
        text = " " + text.translate(self._characters)
        while "  " in text:
            text = text.replace("  ", " ")
        text = text.replace(" ", "▁")
        n = len(text)
        best = [0.0] + [float("-inf")] * n
        chosen = [(0, 0)] * (n + 1)
        for start in range(n):
            here = best[start]
            score = here + self._unk_score
            if score > best[start + 1]:
                best[start + 1], chosen[start + 1] = score, (start, self._unk)
            for end in range(start + 1, min(n, start + self._longest) + 1):
                found = self._pieces.get(text[start:end])
                if found and here + found[1] > best[end]:
                    best[end], chosen[end] = here + found[1], (start, found[0])
        ids: list[int] = []
        while n:
            n, piece = chosen[n]
            ids.append(piece)
        return ids[::-1]


class Encoder:
    """Twelve transformer layers in numpy, a mean over the tokens, and a softmax over the labels."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        with np.load(path, allow_pickle=False) as arrays:
            self._load({name: arrays[name] for name in arrays.files})

    @classmethod
    def of(cls, arrays: Mapping[str, np.ndarray]) -> "Encoder":
        """An encoder of arrays in memory; a matrix may be `NAME.w`, float32, in place of `NAME.q` and `NAME.s`."""
        encoder = cls.__new__(cls)
        encoder._load(arrays)
        return encoder

    @property
    def labels(self) -> list[str]:
        """The labels in the order of `probabilities`' columns; none if the file has no class head."""
        return list(self._labels)

    @property
    def dimensions(self) -> int:
        return self._hidden

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of length 1: float32 (texts, dimensions)."""
        return self._unit(self._pooled(texts))

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """The class head's probabilities: float32 (texts, labels)."""
        return self._classify(self._pooled(texts))

    def both(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """`encode` and `probabilities` from one pass."""
        pooled = self._pooled(texts)
        return self._unit(pooled), self._classify(pooled)

    def tokens(self, text: str) -> list[int]:
        """The ids fed for a text: beginning, prefix, text (cut where the positions end), end."""
        return [self._bos, *self._tokenizer.ids(self._prefix + text)[: len(self._positions) - 2], self._eos]

    def _load(self, arrays: Mapping[str, np.ndarray]) -> None:
        meta = json.loads(arrays["meta"].tobytes())
        self._hidden, self._heads, self._eps = meta["hidden"], meta["heads"], np.float32(meta["eps"])
        self._bos, self._eos, self._prefix = meta["bos"], meta["eos"], meta["prefix"]
        self._labels: list[str] = meta["labels"]
        self._tokenizer = Tokenizer(
            meta["pieces"], arrays["scores"].tolist(), meta["characters"], meta["unk"], meta["unk_score"]
        )
        self._words, self._word_scales = arrays["word.q"], arrays["word.s"]
        self._positions = arrays["position"]
        self._head = (arrays["head.w"], arrays["head.b"]) if self._labels else None
        self._norm = (arrays["norm.w"], arrays["norm.b"])
        names = [f"{i}.{part}" for i in range(meta["layers"]) for part in ("qkv", "out", "up", "down")]
        sizes = [arrays[n + (".q" if n + ".q" in arrays else ".w")].size for n in names]
        memory = np.empty(sum(sizes), np.float32)
        places = np.split(memory, np.cumsum(sizes)[:-1])
        linear = {
            name: (_blocked(arrays, name, place), arrays[name + ".b"])
            for name, place in zip(names, places, strict=True)
        }
        for i in range(meta["layers"]):  # the attention's 1 / sqrt(head size) goes into the queries
            blocks, bias = linear[f"{i}.qkv"]
            scale = np.float32((self._hidden // self._heads) ** -0.5)
            blocks[: self._hidden // BLOCK] *= scale
            linear[f"{i}.qkv"] = blocks, np.concatenate([bias[: self._hidden] * scale, bias[self._hidden :]])
        self._layers = [
            tuple(linear[f"{i}.{part}"] for part in ("qkv", "out", "up", "down"))
            + tuple((arrays[f"{i}.{norm}.w"], arrays[f"{i}.{norm}.b"]) for norm in ("norm1", "norm2"))
            for i in range(meta["layers"])
        ]

    def _pooled(self, texts: Sequence[str]) -> np.ndarray:
        """Mean token vectors, computed in batches of texts of about the same length."""
        tokens = [self.tokens(text) for text in texts]
        pooled = np.empty((len(tokens), self._hidden), np.float32)
        order = sorted(range(len(tokens)), key=lambda i: len(tokens[i]), reverse=True)
        while order:
            size = max(1, BATCH_TOKENS // len(tokens[order[0]]))
            batch, order = order[:size], order[size:]
            pooled[batch] = self._forward([tokens[i] for i in batch])
        return pooled

    def _forward(self, tokens: list[list[int]]) -> np.ndarray:
        """Mean token vectors of one batch, the longest text first."""
        texts, longest, hidden = len(tokens), len(tokens[0]), self._hidden
        lengths = np.array([len(ids) for ids in tokens])
        ids = np.zeros((texts, longest), np.int64)
        for row, these in zip(ids, tokens, strict=True):
            row[: len(these)] = these
        real = np.arange(longest) < lengths[:, None]
        mask = None if real.all() else np.where(real, np.float32(0), np.float32(-1e9))[:, None, None, :]

        x = self._words[ids].astype(np.float32)
        x *= self._word_scales[ids][..., None]
        x += self._positions[:longest]
        x = x.reshape(-1, hidden)
        self._normalise(x, self._norm)
        for qkv, out, up, down, norm1, norm2 in self._layers:
            q, k, v = _linear(x, qkv).reshape(texts, longest, 3, self._heads, -1).transpose(2, 0, 3, 1, 4)
            weights = np.matmul(q, k.swapaxes(-1, -2))
            if mask is not None:
                weights += mask
            weights -= weights.max(axis=-1, keepdims=True)
            np.exp(weights, out=weights)
            weights /= weights.sum(axis=-1, keepdims=True)
            context = np.empty((texts, longest, self._heads, hidden // self._heads), np.float32)
            np.matmul(weights, v, out=context.transpose(0, 2, 1, 3))
            x += _linear(context.reshape(-1, hidden), out)
            self._normalise(x, norm1)
            x += _linear(_gelu(_linear(x, up)), down)
            self._normalise(x, norm2)
        x = x.reshape(texts, longest, hidden)
        return np.einsum("tld,tl->td", x, real.astype(np.float32) / lengths[:, None].astype(np.float32))

    def _normalise(self, x: np.ndarray, norm: tuple[np.ndarray, np.ndarray]) -> None:
        """Layer normalisation in place."""
        x -= x.sum(axis=1, keepdims=True) / np.float32(self._hidden)
        variance = np.einsum("ij,ij->i", x, x) / np.float32(self._hidden)
        x *= (1 / np.sqrt(variance + self._eps))[:, None]
        x *= norm[0]
        x += norm[1]

    def _classify(self, pooled: np.ndarray) -> np.ndarray:
        if self._head is None:
            raise ValueError("the file has no class head")
        logits = pooled @ self._head[0] + self._head[1]
        np.exp(logits - logits.max(axis=1, keepdims=True), out=logits)
        return logits / logits.sum(axis=1, keepdims=True)

    @staticmethod
    def _unit(pooled: np.ndarray) -> np.ndarray:
        return pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-6)


def _blocked(arrays: Mapping[str, np.ndarray], name: str, place: np.ndarray) -> np.ndarray:
    """The matrix (out, in) dequantised into `place` as blocks (out / 16, in, 16)."""
    quantised = name + ".q" in arrays
    rows = arrays[name + (".q" if quantised else ".w")]
    n_out, n_in = rows.shape
    blocks = place.reshape(n_out // BLOCK, n_in, BLOCK)
    blocks[...] = rows.reshape(n_out // BLOCK, BLOCK, n_in).transpose(0, 2, 1)
    if quantised:
        blocks *= arrays[name + ".s"].reshape(n_out // BLOCK, 1, BLOCK)
    return blocks


def _linear(x: np.ndarray, matrix: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """x (tokens, in) times the blocked matrix, plus its bias: (tokens, out)."""
    blocks, bias = matrix
    n_blocks, n_in, _ = blocks.shape
    if len(x) > FEW_TOKENS:
        y = x @ blocks.transpose(1, 0, 2).reshape(n_in, -1)
        y += bias
        return y
    y = np.empty((len(x), n_blocks, BLOCK), np.float32)
    np.add(np.matmul(x, blocks).transpose(1, 0, 2), bias.reshape(n_blocks, BLOCK), out=y)
    return y.reshape(len(x), -1)


def _gelu(x: np.ndarray) -> np.ndarray:
    """0.5 x (1 + tanh(a (x + b x^3))): as in training, and within 0.0005 of the form with erf."""
    y = x * x
    y *= GELU_A * GELU_B
    y += GELU_A
    y *= x
    np.tanh(y, out=y)
    y += np.float32(1)
    y *= x
    y *= np.float32(0.5)
    return y
