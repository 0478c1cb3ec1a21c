"""Rasa for Chinese as its documentation suggests, as a yardstick: jieba, counts of words and characters, DIET."""

import asyncio
import hashlib
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.lab.bench import Timing, timed
from bot.nlu.corpus import Sample

CONFIG = """recipe: default.v1
assistant_id: stock
language: zh
pipeline:
  - name: JiebaTokenizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    random_seed: 0
"""


def stock_model(samples: Sequence[Sample], cache: Path) -> tuple[Path, float]:
    """The archive trained on these sentences (once, kept by their hash) and how many seconds that took."""
    folder = cache / "stock" / hashlib.sha256(repr([(s.label, s.text) for s in samples]).encode()).hexdigest()[:16]
    made, took = folder / "stock.tar.gz", folder / "seconds.txt"
    if not took.exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.yml").write_text(CONFIG, encoding="utf-8")
        (folder / "nlu.yml").write_text(_as_rasa(samples), encoding="utf-8")
        start = time.monotonic()
        command = [sys.executable, "-m", "rasa", "train", "nlu", "--config", "config.yml", "--nlu", "nlu.yml", "--out", ".",
                   "--fixed-model-name", "stock"]  # fmt: skip
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        took.write_text(f"{time.monotonic() - start:.0f}\n")
    return made, float(took.read_text())


class StockRasa:
    """The trained yardstick, loaded."""

    def __init__(self, samples: Sequence[Sample], cache: Path) -> None:
        archive, self.seconds = stock_model(samples, cache)
        if sys.modules.get("tensorflow", archive) is None:  # our own reader does without and keeps it out (bot/nlu)
            del sys.modules["tensorflow"]
        from rasa.core.agent import Agent

        self._agent = Agent.load(str(archive))
        self._loop = asyncio.new_event_loop()

    def ask(self, text: str) -> dict[str, float]:
        """Its chances by label (the ten likeliest)."""
        parsed = self._loop.run_until_complete(self._agent.parse_message(text))
        return {r["name"]: r["confidence"] for r in parsed["intent_ranking"]}


def stock_chances(rasa: StockRasa, texts: Sequence[str], labels: Sequence[str]) -> tuple[np.ndarray, float]:
    """Its chances over `labels` for each text, and the milliseconds a sentence takes."""
    start = time.monotonic()
    answers = [rasa.ask(text) for text in texts]
    chances = np.array([[answer.get(label, 0.0) for label in labels] for answer in answers])
    return chances, 1000 * (time.monotonic() - start) / len(texts)


def stock_times(samples: Sequence[Sample], texts: Sequence[str], cache: Path) -> Timing:
    """How long it takes over each text."""
    return timed("parse, one utterance, stock Rasa", StockRasa(samples, cache).ask, texts)


def _as_rasa(samples: Sequence[Sample]) -> str:
    by_label: dict[str, list[str]] = defaultdict(list)
    for sample in samples:
        by_label[sample.label].append(sample.text)
    blocks = (
        f"- intent: {label}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for label, texts in by_label.items()
    )
    return 'version: "3.1"\nnlu:\n' + "".join(blocks)
