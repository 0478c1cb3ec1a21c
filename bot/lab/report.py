"""The evaluation as one HTML page to look at: figures, reliability, risk and coverage, what is confused with what."""

import html
import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np

matplotlib.use("svg")
import matplotlib.pyplot as plt

from bot.lab.evaluate import Answer, Miss, Report

# Pictures that do not change when their figures do not.
plt.rcParams.update({"svg.hashsalt": "huashu", "svg.fonttype": "none", "font.size": 9})
WORST = 12  # misses shown of each set, surest first

STYLE = """
body { font: 15px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; } td, th { padding: .2rem .6rem; text-align: left; }
tr:nth-child(even) { background: #f4f4f2; } .no { color: #a3291f; } .yes { color: #1c6b3c; }
figure { display: inline-block; margin: 0 1rem 1rem 0; } svg { width: 30rem; height: auto; }
"""


def html_page(report: Report, model: str, folder: Path) -> str:
    """The whole page, nothing fetched from elsewhere."""
    pictures = [
        (draw, caption) for draw, caption in ((reliability, "说几成，真有几成"), (risk_coverage, "答多少，错多少"))
    ]
    figures = (
        "".join(
            f"<figure>{svg(draw(report.answers))}<figcaption>{caption}</figcaption></figure>"
            for draw, caption in pictures
        )
        if report.answers
        else ""
    )
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{html.escape(model)}</title><style>{STYLE}</style>'
        f"<h1>读得准不准</h1><p>模型 {html.escape(model)}，句子 {html.escape(folder.name)}</p>"
        f"{_figures(report)}{figures}<h2>谁和谁混</h2>{_confusions(report.answers)}<h2>最有把握的错</h2>{_misses(report.misses)}</html>"
    )


def reliability(answers: Sequence[Answer]) -> plt.Figure:
    """Stated chance against the share that was right, in ten bins; the bars say how many sentences."""
    chances, right = _chances(answers)
    figure, axis = plt.subplots(figsize=(4.6, 3.6))
    axis.plot([0, 1], [0, 1], color="#999", linewidth=1)
    bins = np.minimum((chances * 10).astype(int), 9)
    for b in range(10):
        members = bins == b
        if members.any():
            axis.bar(b / 10 + 0.05, members.mean(), width=0.09, color="#d9d4c7")
            axis.plot(chances[members].mean(), right[members].mean(), "o", color="#2b5d8a")
    axis.set(xlabel="stated chance", ylabel="share right (bars: share of sentences)", xlim=(0, 1), ylim=(0, 1.02))
    return figure


def risk_coverage(answers: Sequence[Answer]) -> plt.Figure:
    """The error among the sentences answered, as the floor falls and more are answered."""
    chances, right = _chances(answers)
    order = np.argsort(-chances, kind="stable")
    answered = np.arange(1, len(order) + 1)
    figure, axis = plt.subplots(figsize=(4.6, 3.6))
    axis.plot(answered / len(order), 1 - np.cumsum(right[order]) / answered, color="#2b5d8a")
    axis.set(
        xlabel="share of sentences answered", ylabel="share of answers that are wrong", xlim=(0, 1), ylim=(0, None)
    )
    return figure


def curve(points: Sequence[tuple[int, float, float]]) -> plt.Figure:
    """Accuracy of single sentences and of calls (n-grams alone) against the number of training sentences a label."""
    sizes, sentences, calls = zip(*points, strict=True)
    figure, axis = plt.subplots(figsize=(4.6, 3.6))
    axis.plot(sizes, sentences, "o-", color="#2b5d8a", label="single sentences")
    axis.plot(sizes, calls, "s-", color="#b5651d", label="turns of whole calls")
    axis.set(xscale="log", xlabel="training sentences a label", ylabel="accuracy (n-grams alone)", ylim=(0, 1))
    axis.set_xticks(sizes, [str(size) for size in sizes])
    axis.minorticks_off()
    axis.legend(loc="lower right", frameon=False)
    return figure


def svg(figure: plt.Figure) -> str:
    """The picture as SVG text; the figure is closed."""
    file = io.StringIO()
    figure.savefig(file, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    text = file.getvalue()
    return text[text.index("<svg") :]


def _chances(answers: Sequence[Answer]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([a.confidence for a in answers]), np.array([a.said == a.true for a in answers])


def _figures(report: Report) -> str:
    rows = "".join(
        f'<tr><td class="{"yes" if f.reached else "no"}">{f.value:.3f}</td><td>{"≤" if f.at_most else "≥"} {f.reach:.2f}</td>'
        f"<td>{f.of}</td><td>{html.escape(f.what)}</td></tr>"
        for f in report.figures
    )
    return f"<table><tr><th>量得</th><th>目标</th><th>句数</th><th>什么</th></tr>{rows}</table>"


def _confusions(answers: Sequence[Answer]) -> str:
    """Every pair that was confused, most frequent first, with one sentence that shows it."""
    pairs = Counter((a.true, a.said) for a in answers if a.true != a.said)
    of = Counter(a.true for a in answers)
    shown = {(a.true, a.said): a.text for a in answers}
    rows = "".join(
        f"<tr><td>{n}</td><td>{n / of[true]:.0%}</td><td>{true}</td><td>{said}</td><td>{html.escape(shown[true, said])}</td></tr>"
        for (true, said), n in pairs.most_common()
    )
    return f"<table><tr><th>次数</th><th>占该标签</th><th>本是</th><th>读成</th><th>例</th></tr>{rows}</table>"


def _misses(misses: Sequence[Miss]) -> str:
    rows = []
    for name in dict.fromkeys(m.set for m in misses):
        worst = sorted((m for m in misses if m.set == name), key=lambda m: -m.confidence)[:WORST]
        rows += [
            f"<tr><td>{html.escape(m.set)}</td><td>{m.confidence:.2f}</td><td>{html.escape(m.true)}</td>"
            f"<td>{html.escape(m.read)}</td><td>{html.escape(m.text)}</td></tr>"
            for m in worst
        ]
    return f"<table><tr><th>哪组</th><th>把握</th><th>本是</th><th>读成</th><th>句子</th></tr>{''.join(rows)}</table>"
