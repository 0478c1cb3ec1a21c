"""Fine-tunes all layers of multilingual-e5-small on our sentences and writes the adapted int8 file.

One network learns to answer for both speakers, each batch asking about one of them: which label a debtor's utterance
has (a softmax) and which others are heard in it (a yes or no each); what a collector's line does and breaks (a yes or
no for each move and violation). All read the mean-pooled vector.
AdamW, warm-up and cosine decay, label smoothing; the heads learn HEAD_FACTOR times faster than the rest.
The rows of the word embeddings that the sentences use are trained, the others stay.
Every epoch's order and dropout depend only on the seed and the epoch, and every epoch leaves a checkpoint, so a run
broken off and begun again equals one that was not. Matrix products are taken in bfloat16 (weights stay float32): a
quarter of an hour for twelve thousand sentences on two cores that have AMX, three times that where they have not.
"""

import datetime
import hashlib
import json
import math
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf

from bot.lab import base_encoder, packing
from bot.lab.graph import save_graph
from bot.lab.network import Network
from bot.lab.perturb import perturbed
from bot.lab.shipped import onto, read_shipped
from bot.nlu.adapted import Asked, Tokenizer, in_context
from bot.nlu.corpus import Line, Sample
from bot.nlu.encoders import ADAPTED_FILE
from bot.nlu.progress import report
from bot.text.normalise import normalise


@dataclass(frozen=True)
class Recipe:
    """How to train; measured beside other rates and numbers of epochs (docs/nlu.md)."""

    out: Path
    epochs: int = 3
    rate: float = 8e-5
    batch: int = 32
    dropout: float = 0.1
    smoothing: float = 0.1
    told: float = 0.7  # the share of answers in calls that an epoch shows with the move they answer
    quoted: float = 0.4  # the share that it shows with that line's words too
    harmed: float = 0.15  # the share of sentences that an epoch shows misheard or mistyped
    seed: int = 7
    bf16: bool = field(default_factory=lambda: "amx" in Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    going_on: bool = False  # from the shipped file instead of from the base model: fewer epochs at a lower rate


BETA1, BETA2, EPSILON, CLIP = 0.9, 0.999, 1e-8, 1.0
HEAD_FACTOR, WEIGHT_DECAY, WARM_UP = 30.0, 0.01, 0.06
LINE_WEIGHT, HEARD_WEIGHT = 0.5, 0.2  # of the yes-or-no questions beside the one label, in the loss
HARMS = ("homophones", "dropped characters", "fillers", "pinyin typos")
MEANT = ("label", "heard", "moves", "violations")  # the heads, in the order of their columns


class Training:
    """One run: its data as token ids, the model, AdamW's moments."""

    def __init__(self, options: Recipe, samples: Sequence[Sample], lines: Sequence[Line]) -> None:
        self.options = options
        self.texts = [*(s.text for s in samples), *(line.text for line in lines)]
        self.asked = [
            *(Asked(s.last_move, normalise(s.last_line or "").text) for s in samples),
            *(Asked() for _ in lines),
        ]
        self.are_lines = np.arange(len(self.texts)) >= len(samples)
        labels = sorted({s.label for s in samples})
        moves = sorted({move for line in lines for move in line.moves})
        violations = sorted({name for line in lines for name in line.violations})
        self.heads = dict(zip(MEANT, (labels, labels, moves, violations), strict=True))
        self.wanted = self._wanted(samples, lines)
        self.weights = base_encoder.read()
        self.kept = packing.keep(
            self.weights,
            [*self.texts, *(word for asked in self.asked for word in asked if word)],
            lambda text: normalise(text).text,
        )
        info = packing.meta(self.weights, self.kept)
        tokenizer = Tokenizer(info["pieces"], info["scores"], info["characters"], info["unk"], info["unk_score"])
        shown = [
            [[info["bos"], *tokenizer.ids(info["prefix"] + text)[:126], info["eos"]] for text in self._shown(epoch)]
            for epoch in range(options.epochs)
        ]
        # in training, the word embeddings are those of the pieces used; ids are places among these
        self.used = np.unique(np.concatenate([np.array(row) for rows in shown for row in rows]))
        self.ids = [[np.searchsorted(self.used, row) for row in rows] for rows in shown]

        self.start = packing.model_arrays(self.weights, self.kept)
        shipped = read_shipped(ADAPTED_FILE) if options.going_on else None
        if shipped:
            self.start = onto(self.start, info["pieces"], shipped)
        arrays = {**self.start, "word.w": self.start["word.w"][self.used]}
        rng = np.random.default_rng(options.seed)
        columns = self.wanted.shape[1]
        arrays["head.w"] = rng.normal(0, 0.02, (self.weights.hidden, columns)).astype(np.float32)
        # a yes is rare: the questions about lines begin at the share of lines that have it
        shares = self.wanted[self.are_lines].mean(axis=0) if lines else np.zeros(columns)
        arrays["head.b"] = np.where(np.arange(columns) < 2 * len(labels), 0, _logit(shares)).astype(np.float32)
        if shipped and shipped.meta["heads"] == [[head, list(names)] for head, names in self.heads.items()]:
            arrays["head.w"], arrays["head.b"] = shipped.arrays["head.w"], shipped.arrays["head.b"]
        dtype = tf.bfloat16 if options.bf16 else tf.float32
        self.network = Network(arrays, self.weights.layers, self.weights.heads, self.weights.eps, dtype)
        self.moments = {
            name: (tf.Variable(tf.zeros_like(v)), tf.Variable(tf.zeros_like(v)))
            for name, v in self.network.variables.items()
        }
        self.done = 0
        self.seconds = 0.0
        self.history: list[dict[str, float]] = []
        self.checkpoint = options.out / "checkpoint.npz"
        said = [f"{s.label},{','.join(s.also)}\t{s.last_move}\t{s.last_line}\t{s.text}\n" for s in samples]
        said += [f"{','.join(line.moves)}\t{','.join(line.violations)}\t{line.text}\n" for line in lines]
        recipe = (
            "" if not options.going_on else f"going on from {hashlib.sha256(ADAPTED_FILE.read_bytes()).hexdigest()}\n"
        )
        recipe += f"{options.epochs} {options.rate} {options.batch}\n"
        self.run = hashlib.sha256(
            (recipe + "".join(said)).encode()
        ).hexdigest()  # another run's checkpoint is not gone on with
        self.sha256 = hashlib.sha256("".join(said).encode()).hexdigest()

    def _shown(self, epoch: int) -> list[str]:
        """The texts as this epoch shows them: some misheard or mistyped, answers sometimes without what was asked."""
        rng = np.random.default_rng((self.options.seed, epoch, 1))
        harmed, kinds = (
            rng.random(len(self.texts)) < self.options.harmed,
            rng.integers(len(HARMS), size=len(self.texts)),
        )
        texts = [
            perturbed(text, HARMS[kind], epoch) if harm else text
            for text, harm, kind in zip(self.texts, harmed, kinds, strict=True)
        ]
        told = rng.random(len(texts))
        return [in_context(t, self._told(asked, tell)) for t, asked, tell in zip(texts, self.asked, told, strict=True)]

    def _told(self, asked: Asked, chance: float) -> Asked:
        """What this epoch tells of the line that is answered: move and words, the move alone, or nothing."""
        if chance < self.options.quoted:
            return asked
        return Asked(asked.move) if chance < self.options.told else Asked()

    def _wanted(self, samples: Sequence[Sample], lines: Sequence[Line]) -> np.ndarray:
        """What each head column should say of each text: one smoothed label, and ones for all that is heard."""
        place = {key: i for i, key in enumerate((head, name) for head in MEANT for name in self.heads[head])}
        n = len(self.heads["label"])
        wanted = np.zeros((len(samples) + len(lines), len(place)), np.float32)
        for row, sample in enumerate(samples):
            wanted[row, :n] = self.options.smoothing / n
            wanted[row, place["label", sample.label]] += 1 - self.options.smoothing
            for name in (sample.label, *sample.also):
                if ("heard", name) in place:
                    wanted[row, place["heard", name]] = 1
        for row, line in enumerate(lines, start=len(samples)):
            for key in (*(("moves", m) for m in line.moves), *(("violations", v) for v in line.violations)):
                wanted[row, place[key]] = 1
        return wanted

    @tf.function(
        input_signature=[
            tf.TensorSpec((None, None), tf.int32),
            tf.TensorSpec((None,), tf.int32),
            tf.TensorSpec((None, None), tf.float32),
            tf.TensorSpec((), tf.bool),
            tf.TensorSpec((), tf.float32),
            tf.TensorSpec((), tf.int32),
        ]
    )
    def step(self, ids: Any, lengths: Any, wanted: Any, are_lines: Any, rate: Any, number: Any) -> Any:
        """One update; the loss, the number of rows with every answer right, the size of the gradient."""
        variables, n = self.network.variables, len(self.heads["label"])
        with tf.GradientTape() as tape:
            seed = tf.stack([self.options.seed, number])
            logits = self.network.logits(ids, lengths, seed, self.options.dropout)
            apart = tf.nn.sigmoid_cross_entropy_with_logits(wanted, logits)
            if are_lines:
                loss = LINE_WEIGHT * tf.reduce_mean(tf.reduce_sum(apart[:, 2 * n :], axis=1))
                right = tf.reduce_all((logits[:, 2 * n :] > 0) == (wanted[:, 2 * n :] > 0.5), axis=1)
            else:
                loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(wanted[:, :n], logits[:, :n]))
                loss += HEARD_WEIGHT * tf.reduce_mean(tf.reduce_sum(apart[:, n : 2 * n], axis=1))
                right = tf.argmax(logits[:, :n], axis=1) == tf.argmax(wanted[:, :n], axis=1)
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
        return loss, tf.reduce_sum(tf.cast(right, tf.int32)), norm

    def batches(self, epoch: int) -> list[np.ndarray]:
        """A new order every epoch; within 16 batches sorted by length, so that little is padding."""
        rng = np.random.default_rng((self.options.seed, epoch))
        size, batches = self.options.batch, []
        for kind in (False, True):  # a batch asks one question
            order = rng.permutation(np.flatnonzero(self.are_lines == kind))
            for start in range(0, len(order), 16 * size):
                pool = sorted(order[start : start + 16 * size], key=lambda i: len(self.ids[epoch][i]))
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
        began, told, loss_sum, right_sum, seen, norms = time.time(), time.time(), 0.0, 0, 0, 0.0
        for k, batch in enumerate(batches):
            rows = [self.ids[self.done][i] for i in batch]
            lengths = np.array([len(row) for row in rows], np.int32)
            ids = np.zeros((len(batch), lengths.max()), np.int32)
            for place, row in zip(ids, rows, strict=True):
                place[: len(row)] = row
            number = self.done * len(batches) + k
            rate = self.rate(number, total)
            loss, right, norm = self.step(
                tf.constant(ids), tf.constant(lengths), tf.constant(self.wanted[batch]), tf.constant(bool(self.are_lines[batch[0]])),
                tf.constant(rate, tf.float32), tf.constant(number, tf.int32),
            )  # fmt: skip
            loss_sum, right_sum, seen = loss_sum + float(loss) * len(batch), right_sum + int(right), seen + len(batch)
            norms += float(norm)
            if time.time() - told > 20 or k + 1 == len(batches):
                told, took = time.time(), time.time() - began
                report(
                    f"epoch {self.done + 1} batch {k + 1}/{len(batches)} loss {loss_sum / seen:.3f} "
                    f"train accuracy {right_sum / seen:.3f} gradient {norms / (k + 1):.2f} rate {rate:.1e} "
                    f"{1000 * took / seen:.1f} ms a sentence"
                )
        self.done += 1
        self.seconds += time.time() - began
        self.history.append({"loss": loss_sum / seen, "train_accuracy": right_sum / seen})

    def write(self, path: Path) -> None:
        """The int8 file as the weights stand."""
        arrays = self.network.arrays()
        words = self.start["word.w"].copy()
        words[self.used] = arrays["word.w"]
        meta = packing.meta(self.weights, self.kept, self.heads)
        save_graph(path, {**arrays, "word.w": words}, self.weights.layers, self.weights.heads, self.weights.eps, meta)

    def save_checkpoint(self) -> None:
        state = {f"v/{n}": v.numpy() for n, v in self.network.variables.items()}
        for n, (m, v) in self.moments.items():
            state[f"m1/{n}"], state[f"m2/{n}"] = m.numpy(), v.numpy()
        info = {"done": self.done, "seconds": self.seconds, "history": self.history, "run": self.run}
        partial = self.checkpoint.with_suffix(".part.npz")
        np.savez(partial, info=np.frombuffer(json.dumps(info).encode(), np.uint8), **state)
        partial.replace(self.checkpoint)

    def load_checkpoint(self) -> None:
        with np.load(self.checkpoint) as state:
            info = json.loads(state["info"].tobytes())
            if info.get("run") != self.run:
                return  # of other sentences or another recipe: this run begins anew
            self.done, self.seconds, self.history = info["done"], info["seconds"], info["history"]
            for name, variable in self.network.variables.items():
                variable.assign(state[f"v/{name}"])
                for form, moment in zip(("m1", "m2"), self.moments[name], strict=True):
                    moment.assign(state[f"{form}/{name}"])
        report(f"going on after epoch {self.done}")

    def finish_epoch(self) -> None:
        """Checkpoint, the int8 file, and what the runtime makes of the development rows with it."""
        self.save_checkpoint()
        path = self.options.out / ADAPTED_FILE.name
        self.write(path)
        options = {k: v for k, v in asdict(self.options).items() if k != "out"}
        figures = {
            "date": datetime.datetime.now().isoformat(timespec="seconds"),
            "seconds": round(self.seconds),
            "epochs_done": self.done,
            "sentences": int((~self.are_lines).sum()),
            "lines": int(self.are_lines.sum()),
            "labels": len(self.heads["label"]),
            "sha256_of_sentences": self.sha256,
            "pieces": len(self.kept),
            "pieces_trained": len(self.used),
            "file_bytes": path.stat().st_size,
            "sha256_of_file": hashlib.sha256(path.read_bytes()).hexdigest(),
            "options": options,
            "history": self.history,
        }
        (self.options.out / "figures.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")


def _logit(shares: np.ndarray) -> np.ndarray:
    shares = np.clip(shares, 0.001, 0.5)
    return np.log(shares / (1 - shares))


def finetune(recipe: Recipe, samples: Sequence[Sample], lines: Sequence[Line]) -> Path:
    """Trains on normalised sentences and lines, going on from a checkpoint of the same ones; returns the file."""
    recipe.out.mkdir(parents=True, exist_ok=True)
    tf.config.threading.set_intra_op_parallelism_threads(2)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    training = Training(recipe, samples, lines)
    report(f"{len(samples)} sentences, {len(lines)} lines, {len(training.kept)} pieces, {len(training.used)} trained")
    if training.checkpoint.exists():
        training.load_checkpoint()
    while training.done < recipe.epochs:
        training.epoch()
        training.finish_epoch()
    return recipe.out / ADAPTED_FILE.name
