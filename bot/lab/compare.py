"""make eval-compare: the models of docs/nlu.md side by side on the frozen sentences, as one Markdown table.

Every view is fitted on the same training sentences; the fusions multiply their probabilities. Stock Rasa (DIET) is not
trained here: 0.51 where n-grams gave 0.58 on the same 840 sentences, at twelve minutes a training.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from bot.lab.evaluate import SINGLES
from bot.lab.heldout import names, rows
from bot.nlu.archive import newest, open_reader
from bot.nlu.corpus import read_corpus
from bot.nlu.encoders import adapted_head, encode_cached
from bot.nlu.excuses import FLOOR, WEIGHTS, ExcuseModel, fit_excuses, with_concepts
from bot.settings import PROJECT, read_settings
from bot.text.normalise import normalise

Question = tuple[str, tuple[str, ...], str | None]


def questions(heldout: Path) -> dict[str, list[Question]]:
    """Each frozen set as (normalised text, labels that are right, last move)."""
    sets: dict[str, list[Question]] = {
        name: [(normalise(r["utterance"]).text, (r["label"],), None) for r in rows(heldout / f"{name}.tsv")]
        for name in (*SINGLES, "out_of_scope")
    }
    calls, last = [], None
    for row in rows(heldout / "calls.tsv"):
        if row["speaker"] == "collector":
            moves = names(row["moves"])
            last = moves[-1] if moves else None
        elif names(row["labels"]):
            calls.append((normalise(row["text"]).text, names(row["labels"]), last))
    return {**sets, "calls": calls}


def views(model: ExcuseModel, texts: list[str], cache: Path) -> dict[str, np.ndarray]:
    """Log probabilities of each view alone."""
    found = {
        "n-grams": model.ngrams.predict_proba(
            model.vectoriser.transform([with_concepts(t, model.concepts) for t in texts])
        )
    }
    for name, view in model.views.items():
        found[name] = view.predict_proba(encode_cached(name, texts, cache))
    found["fine-tuned"] = adapted_head(texts, model.labels)
    return {name: np.log(chances + FLOOR) for name, chances in found.items()}


ARMS: dict[str, Callable[[dict[str, np.ndarray]], np.ndarray]] = {
    "n-grams": lambda v: v["n-grams"],
    "E5": lambda v: v["e5"],
    "USE": lambda v: v["use"],
    "E5 fine-tuned": lambda v: v["fine-tuned"],
    "n-grams x E5^0.7 x USE^0.5": lambda v: v["n-grams"] + WEIGHTS["e5"] * v["e5"] + WEIGHTS["use"] * v["use"],
    "n-grams x fine-tuned^0.8": lambda v: v["n-grams"] + WEIGHTS["adapted"] * v["fine-tuned"],
    "n-grams x fine-tuned^0.8 x USE^0.5": lambda v: (
        v["n-grams"] + WEIGHTS["adapted"] * v["fine-tuned"] + WEIGHTS["use"] * v["use"]
    ),
}


def main() -> None:
    """Prints the table."""
    settings = read_settings()
    archive = newest(settings.models)
    assert archive is not None, "没有模型；先运行 huashu train"
    concepts = open_reader(archive, settings.cache).excuses.concepts
    corpus = read_corpus(settings.data / "nlu")
    samples = [s._replace(text=normalise(s.text).text) for s in corpus.samples]
    started = time.monotonic()
    model = fit_excuses(samples, ("adapted", "use", "e5"), settings.cache, concepts)
    print(f"fitted on {len(samples)} sentences in {time.monotonic() - started:.0f} s\n")
    sets = questions(PROJECT / "tests" / "heldout")
    debtor = np.array([label in open_reader(archive, settings.cache).taxonomy.debtor for label in model.labels])
    print("| model | " + " | ".join(sets) + " |\n|" + " --- |" * (len(sets) + 1))
    seen = {name: views(model, [q[0] for q in asked], settings.cache) for name, asked in sets.items()}
    for arm, fuse in ARMS.items():
        cells = []
        for name, asked in sets.items():
            context = np.stack([model.context.get(last or "", np.zeros(len(model.labels))) for _, _, last in asked])
            chosen = np.where(debtor, fuse(seen[name]) + context, -np.inf).argmax(axis=1)
            cells.append(np.mean([model.labels[i] in right for i, (_, right, _) in zip(chosen, asked, strict=True)]))
        print(f"| {arm} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")


if __name__ == "__main__":
    main()
