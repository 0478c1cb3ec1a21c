"""Fine-tunes all layers of multilingual-e5-small on our sentences and writes the adapted int8 file.

AdamW, warm-up and cosine decay, label smoothing, a softmax over the mean-pooled vector whose learning rate is
HEAD_FACTOR times the rest's. The rows of the word embeddings that the sentences use are trained, the others stay.
Every epoch's order and dropout depend only on the seed and the epoch, and every epoch leaves a checkpoint, so a run
broken off and begun again equals one that was not. Matrix products are taken in bfloat16 (weights stay float32): a
quarter of an hour for twelve thousand sentences on two cores that have AMX, three times that where they have not.
"""

import datetime
import hashlib
import json
import math
import re
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from bot.lab import base_encoder, packing
from bot.nlu.adapted import Tokenizer
from bot.nlu.progress import report
from bot.text.normalise import normalise


@dataclass(frozen=True)
class Recipe:
    """How to train; measured beside other rates and numbers of epochs (docs/nlu.md)."""

    out: Path
    epochs: int = 4
    rate: float = 8e-5
    batch: int = 32
    dropout: float = 0.1
    smoothing: float = 0.1
    seed: int = 7
    prefix: str = packing.PREFIX
    bf16: bool = True


BETA1, BETA2, EPSILON, CLIP = 0.9, 0.999, 1e-8, 1.0
HEAD_FACTOR, WEIGHT_DECAY, WARM_UP = 30.0, 0.01, 0.06


class Model:
    """The same network as bot/nlu/adapted.py's, in TensorFlow, its matrices (in, out)."""

    def __init__(self, arrays: dict[str, np.ndarray], layers: int, heads: int, eps: float, dtype: tf.DType) -> None:
        self.variables = {
            name: tf.Variable(array.T if self._is_matrix(name) else array, name=name, dtype=tf.float32)
            for name, array in arrays.items()
        }
        self.layers, self.heads, self.eps, self.dtype = layers, heads, eps, dtype

    @staticmethod
    def _is_matrix(name: str) -> bool:
        return re.fullmatch(r"\d+\.(qkv|out|up|down)\.w", name) is not None

    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays in the layout they came in."""
        return {n: (v.numpy().T if self._is_matrix(n) else v.numpy()) for n, v in self.variables.items()}

    def _linear(self, x: tf.Tensor, name: str) -> tf.Tensor:
        w = tf.cast(self.variables[name + ".w"], self.dtype)
        return tf.cast(tf.matmul(tf.cast(x, self.dtype), w), tf.float32) + self.variables[name + ".b"]

    def _normalise(self, x: tf.Tensor, name: str) -> tf.Tensor:
        x = x - tf.reduce_mean(x, axis=-1, keepdims=True)
        scale = tf.math.rsqrt(tf.reduce_mean(tf.square(x), axis=-1, keepdims=True) + self.eps)
        return x * scale * self.variables[name + ".w"] + self.variables[name + ".b"]

    def logits(self, ids: tf.Tensor, lengths: tf.Tensor, seed: tf.Tensor, dropout: float) -> tf.Tensor:
        """Class logits of a padded batch."""
        n, length = tf.shape(ids)[0], tf.shape(ids)[1]
        real = tf.sequence_mask(lengths, length, dtype=tf.float32)
        mask = ((1 - real) * -1e9)[:, None, None, :]
        x = tf.gather(self.variables["word.w"], ids) + self.variables["position"][:length]
        hidden = x.shape[-1]
        x = self._normalise(tf.reshape(x, (-1, hidden)), "norm")
        if dropout:
            x = tf.nn.experimental.stateless_dropout(x, dropout, seed=seed)
        for i in range(self.layers):
            qkv = tf.reshape(self._linear(x, f"{i}.qkv"), (n, length, 3, self.heads, hidden // self.heads))
            q, k, v = tf.unstack(tf.transpose(qkv, (2, 0, 3, 1, 4)))
            weights = tf.nn.softmax(tf.matmul(q, k, transpose_b=True) * (hidden // self.heads) ** -0.5 + mask)
            context = tf.reshape(tf.transpose(tf.matmul(weights, v), (0, 2, 1, 3)), (-1, hidden))
            x = self._normalise(x + self._linear(context, f"{i}.out"), f"{i}.norm1")
            up = tf.nn.gelu(self._linear(x, f"{i}.up"), approximate=True)
            x = self._normalise(x + self._linear(up, f"{i}.down"), f"{i}.norm2")
        x = tf.reshape(x, (n, length, hidden))
        pooled = tf.einsum("tld,tl->td", x, real) / tf.cast(lengths, tf.float32)[:, None]
        if dropout:
            pooled = tf.nn.experimental.stateless_dropout(pooled, dropout, seed=seed + 1)
        return pooled @ self.variables["head.w"] + self.variables["head.b"]


class Training:
    """One run: its data as token ids, the model, AdamW's moments."""

    def __init__(self, options: Recipe, labels: Sequence[str], texts: Sequence[str]) -> None:
        self.options = options
        self.label_names, self.texts = list(labels), list(texts)
        self.labels = sorted(set(self.label_names))
        self.weights = base_encoder.read()
        self.kept = packing.keep(self.weights, self.texts, lambda text: normalise(text).text)
        info = json.loads(packing.meta(self.weights, self.kept, prefix=options.prefix).tobytes())
        tokenizer = Tokenizer(
            info["pieces"], self.weights.scores[self.kept].tolist(), info["characters"], info["unk"], info["unk_score"]
        )
        ids = [[info["bos"], *tokenizer.ids(info["prefix"] + text)[:126], info["eos"]] for text in self.texts]
        # in training, the word embeddings are those of the pieces used; ids are places among these
        self.used = np.unique(np.concatenate([np.array(row) for row in ids]))
        self.ids = [np.searchsorted(self.used, row) for row in ids]
        index = {label: i for i, label in enumerate(self.labels)}
        self.targets = np.array([index[label] for label in self.label_names])

        self.start = packing.model_arrays(self.weights, self.kept)
        arrays = {name: array for name, array in self.start.items() if name != "scores"}
        arrays["word.w"] = arrays["word.w"][self.used]
        rng = np.random.default_rng(options.seed)
        arrays["head.w"] = rng.normal(0, 0.02, (self.weights.hidden, len(self.labels))).astype(np.float32)
        arrays["head.b"] = np.zeros(len(self.labels), np.float32)
        dtype = tf.bfloat16 if options.bf16 else tf.float32
        self.model = Model(arrays, self.weights.layers, self.weights.heads, self.weights.eps, dtype)
        self.moments = {
            name: (tf.Variable(tf.zeros_like(v)), tf.Variable(tf.zeros_like(v)))
            for name, v in self.model.variables.items()
        }
        self.done = 0
        self.seconds = 0.0
        self.history: list[dict[str, float]] = []
        self.checkpoint = options.out / "checkpoint.npz"
        self.sha256 = hashlib.sha256(
            "".join(f"{a}\t{b}\n" for a, b in zip(self.label_names, self.texts, strict=True)).encode()
        ).hexdigest()

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, None), tf.int32),
            tf.TensorSpec((None,), tf.int32),
            tf.TensorSpec((None,), tf.int32),
            tf.TensorSpec((), tf.float32),
            tf.TensorSpec((), tf.int32),
        ]
    )
    def step(self, ids: Any, lengths: Any, targets: Any, rate: Any, number: Any) -> Any:
        """One update; the loss and the number of right answers."""
        variables = self.model.variables
        with tf.GradientTape() as tape:
            seed = tf.stack([self.options.seed, number])
            logits = self.model.logits(ids, lengths, seed, self.options.dropout)
            s = self.options.smoothing
            wanted = tf.one_hot(
                targets, len(self.labels), on_value=1 - s + s / len(self.labels), off_value=s / len(self.labels)
            )
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted, logits))
        names = list(variables)
        gradients = [tf.convert_to_tensor(g) for g in tape.gradient(loss, [variables[name] for name in names])]
        gradients, norm = tf.clip_by_global_norm(gradients, CLIP)
        power = tf.cast(number + 1, tf.float32)
        for name, gradient in zip(names, gradients):  # noqa: B905 (autograph knows no strict)
            own = rate * HEAD_FACTOR if name.startswith("head") else rate
            if name.endswith(".w") and len(variables[name].shape) == 2 and name != "word.w":
                variables[name].assign_sub(rate * WEIGHT_DECAY * variables[name])
            m, v = self.moments[name]
            tf.raw_ops.ResourceApplyAdam(
                var=variables[name].handle, m=m.handle, v=v.handle, beta1_power=BETA1**power, beta2_power=BETA2**power,
                lr=own, beta1=BETA1, beta2=BETA2, epsilon=EPSILON, grad=gradient,
            )  # fmt: skip
        right = tf.reduce_sum(tf.cast(tf.argmax(logits, axis=1, output_type=tf.int32) == targets, tf.int32))
        return loss, right, norm

    def batches(self, epoch: int) -> list[np.ndarray]:
        """A new order every epoch; within 16 batches sorted by length, so that little is padding."""
        rng = np.random.default_rng((self.options.seed, epoch))
        order, size = rng.permutation(len(self.ids)), self.options.batch
        batches = []
        for start in range(0, len(order), 16 * size):
            pool = sorted(order[start : start + 16 * size], key=lambda i: len(self.ids[i]))
            batches += [np.array(pool[a : a + size]) for a in range(0, len(pool), size)]
        return [batches[i] for i in rng.permutation(len(batches))]

    def rate(self, number: int, total: int) -> float:
        warm = max(1, round(WARM_UP * total))
        if number < warm:
            return self.options.rate * (number + 1) / warm
        return self.options.rate * 0.5 * (1 + math.cos(math.pi * (number - warm) / max(1, total - warm)))

    def epoch(self) -> None:
        batches = self.batches(self.done)
        total = self.options.epochs * len(batches)
        began, told, loss_sum, right_sum, rows, norms = time.time(), time.time(), 0.0, 0, 0, 0.0
        for k, batch in enumerate(batches):
            lengths = np.array([len(self.ids[i]) for i in batch], np.int32)
            ids = np.zeros((len(batch), lengths.max()), np.int32)
            for row, i in zip(ids, batch, strict=True):
                row[: len(self.ids[i])] = self.ids[i]
            number = self.done * len(batches) + k
            rate = self.rate(number, total)
            loss, right, norm = self.step(
                tf.constant(ids), tf.constant(lengths), tf.constant(self.targets[batch], tf.int32),
                tf.constant(rate, tf.float32), tf.constant(number, tf.int32),
            )  # fmt: skip
            loss_sum, right_sum, rows = loss_sum + float(loss) * len(batch), right_sum + int(right), rows + len(batch)
            norms += float(norm)
            if time.time() - told > 20 or k + 1 == len(batches):
                told, took = time.time(), time.time() - began
                report(
                    f"epoch {self.done + 1} batch {k + 1}/{len(batches)} loss {loss_sum / rows:.3f} "
                    f"train accuracy {right_sum / rows:.3f} gradient {norms / (k + 1):.2f} rate {rate:.1e} "
                    f"{1000 * took / rows:.1f} ms a sentence"
                )
        self.done += 1
        self.seconds += time.time() - began
        self.history.append({"loss": loss_sum / rows, "train_accuracy": right_sum / rows})

    def packed(self) -> dict[str, np.ndarray]:
        """The file's arrays as they stand."""
        arrays = self.model.arrays()
        words = self.start["word.w"].copy()
        words[self.used] = arrays["word.w"]
        arrays.update({"word.w": words, "scores": self.start["scores"]})
        return packing.quantise(arrays) | {
            "meta": packing.meta(self.weights, self.kept, self.labels, self.options.prefix)
        }

    def save_checkpoint(self) -> None:
        state = {f"v/{n}": v.numpy() for n, v in self.model.variables.items()}
        for n, (m, v) in self.moments.items():
            state[f"m1/{n}"], state[f"m2/{n}"] = m.numpy(), v.numpy()
        info = {"done": self.done, "seconds": self.seconds, "history": self.history, "sha256": self.sha256}
        packing.save(self.checkpoint, state | {"info": np.frombuffer(json.dumps(info).encode(), np.uint8)})

    def load_checkpoint(self) -> None:
        with np.load(self.checkpoint) as state:
            info = json.loads(state["info"].tobytes())
            if info["sha256"] != self.sha256:
                return  # of other sentences: this run begins anew
            self.done, self.seconds, self.history = info["done"], info["seconds"], info["history"]
            for name, variable in self.model.variables.items():
                variable.assign(state[f"v/{name}"])
                for form, moment in zip(("m1", "m2"), self.moments[name], strict=True):
                    moment.assign(state[f"{form}/{name}"])
        report(f"going on after epoch {self.done}")

    def finish_epoch(self) -> None:
        """Checkpoint, the int8 file, and what the runtime makes of the development rows with it."""
        self.save_checkpoint()
        path = self.options.out / "adapted.npz"
        packing.save(path, self.packed())
        options = {k: v for k, v in asdict(self.options).items() if k != "out"}
        figures = {
            "date": datetime.datetime.now().isoformat(timespec="seconds"),
            "seconds": round(self.seconds),
            "epochs_done": self.done,
            "rows": len(self.texts),
            "labels": len(self.labels),
            "sha256_of_sentences": self.sha256,
            "pieces": len(self.kept),
            "pieces_trained": len(self.used),
            "file_bytes": path.stat().st_size,
            "sha256_of_file": hashlib.sha256(path.read_bytes()).hexdigest(),
            "options": options,
            "history": self.history,
        }
        (self.options.out / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def finetune(recipe: Recipe, samples: Sequence[tuple[str, str]]) -> Path:
    """Trains on (label, normalised text) pairs, going on from a checkpoint of the same sentences; returns the file."""
    recipe.out.mkdir(parents=True, exist_ok=True)
    tf.config.threading.set_intra_op_parallelism_threads(2)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    training = Training(recipe, [label for label, _ in samples], [text for _, text in samples])
    report(
        f"{len(training.texts)} sentences, {len(training.labels)} labels, {len(training.kept)} pieces, {len(training.used)} trained"
    )
    if training.checkpoint.exists():
        training.load_checkpoint()
    while training.done < recipe.epochs:
        training.epoch()
        training.finish_epoch()
    return recipe.out / "adapted.npz"
