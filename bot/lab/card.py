"""The card beside each model: what it was trained on, when, and what it reached on sentences nobody trained on."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.lab.measures import Figure
from bot.nlu.corpus import read_corpus
from bot.nlu.encoders import version
from bot.settings import Settings

FIGURES = "\n## Figures\n\n"


def card_of(archive: Path) -> Path:
    """Where the card of a model archive lies."""
    return archive.with_name(archive.name.removesuffix(".tar.gz") + ".md")


def write_card(archive: Path, settings: Settings, seconds: float) -> Path:
    """The card of a model just trained; figures follow when it is evaluated."""
    corpus = read_corpus(settings.data / "nlu", settings.learned)
    labels = {s.label for s in corpus.samples}
    learned = sum(1 for _ in settings.learned.rglob("*.yml")) if settings.learned.exists() else 0
    text = (
        f"# {archive.name}\n\n| | |\n| --- | --- |\n"
        f"| trained | {datetime.now().isoformat(timespec='minutes')}, {seconds:.0f} s |\n"
        f"| debtor's utterances and commands | {len(corpus.samples)} under {len(labels)} labels |\n"
        f"| collector's lines | {len(corpus.lines)}, {sum(bool(line.violations) for line in corpus.lines)} of them violating |\n"
        f"| whole calls among them | {corpus.calls} |\n"
        f"| files learned on this floor | {learned} |\n"
        f"| fine-tuned encoder | {version()} (bot/nlu/encoder/CARD.md) |\n"
        f"{FIGURES}Not measured yet: `huashu eval`.\n"
    )
    path = card_of(archive)
    path.write_text(text, encoding="utf-8")
    return path


def add_figures(archive: Path, figures: Sequence[Figure], sentences: Path) -> None:
    """Puts what was measured into the card, in place of what stood there; does nothing for a model without a card."""
    path = card_of(archive)
    if not path.exists():
        return
    lines = [f"| {f.what} | {f.value:.3f} | {'≤' if f.at_most else '≥'} {f.reach:.2f} | {f.of} |" for f in figures]
    table = "| what | figure | to reach | of |\n| --- | --- | --- | --- |\n" + "\n".join(lines)
    measured = f"On {sentences.name}, {datetime.now().isoformat(timespec='minutes')}.\n\n{table}\n"
    path.write_text(path.read_text(encoding="utf-8").split(FIGURES)[0] + FIGURES + measured, encoding="utf-8")
