"""The sentence encoder fine-tuned on our own sentences: an int8 multilingual-e5-small, run by onnxruntime.

    encoder = Encoder("adapted.onnx")
    vectors, logits = encoder.read(["我没钱", "下周三还"])    # float32 (2, 384) of length 1; (2, columns of all heads)
    columns, names = encoder.heads["label"]                   # "label", "heard", "moves", "violations"

The caller applies `bot.text.normalise.normalise(text).text` first (simplified characters, half width), here as in
training: the pieces of traditional and full-width text are not in the file.

The file is written by bot/lab/packing.py; the tokenizer and the names lie in its metadata. Sentences go through one at
a time: an int8 product scales by what it is fed, so a sentence read beside others would give other digits than alone.
"""

import json
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

Pass = tuple[np.ndarray, np.ndarray]
REMEMBERED = 512  # sentences whose pass is kept: one message asks for its excuse and for what it breaks
POSITIONS = 128


LAST_WORDS = 24  # of the collector's line: the question stands at its end


class Asked(NamedTuple):
    """What an utterance answers: what the collector's line before it did, and its (normalised) words where known."""

    move: str | None = None
    line: str | None = None


def in_context(text: str, asked: Asked | None) -> str:
    """What the network is given: 「可以」 after ask_payment is another sentence than after schedule_followup.

    「五百」 is an offer after 「先还多少」 and a monthly instalment after 「每期多少」: the end of the line says which.
    """
    if asked is None or not (asked.move or asked.line):
        return text
    words = f": {asked.line[-LAST_WORDS:]}" if asked.line else ""
    return f"{asked.move or ''}{words} | {text}"


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
    """Twelve transformer layers, the mean over the tokens, and a linear head."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(os.fspath(path), options, providers=["CPUExecutionProvider"])
        meta = json.loads(self._session.get_modelmeta().custom_metadata_map["huashu"])
        self._bos, self._eos, self._prefix = meta["bos"], meta["eos"], meta["prefix"]
        self.heads: dict[str, tuple[slice, list[str]]] = {}
        columns = 0
        for head, names in meta["heads"]:
            self.heads[head] = slice(columns, columns + len(names)), names
            columns += len(names)
        self._tokenizer = Tokenizer(meta["pieces"], meta["scores"], meta["characters"], meta["unk"], meta["unk_score"])
        self._pass = lru_cache(maxsize=REMEMBERED)(self._forward)

    def read(self, texts: Sequence[str]) -> Pass:
        """Unit vectors (texts, 384) and the logits of all heads side by side, float32."""
        passes = [self._pass(text) for text in texts]
        return np.stack([vector for vector, _ in passes]), np.stack([logits for _, logits in passes])

    def tokens(self, text: str) -> list[int]:
        """The ids fed for a text: beginning, prefix, text (cut where the positions end), end."""
        return [self._bos, *self._tokenizer.ids(self._prefix + text)[: POSITIONS - 2], self._eos]

    def _forward(self, text: str) -> Pass:
        mean, logits = self._session.run(None, {"ids": np.array(self.tokens(text), np.int64)})
        return mean / max(float(np.linalg.norm(mean)), 1e-6), logits
