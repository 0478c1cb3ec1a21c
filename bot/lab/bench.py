"""Speed and memory, measured on this machine in one run: reading alone, and the whole road over the real servers."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import psutil

from bot.lab.heldout import rows
from bot.nlu.reader import Reader, read_line


class Timing(NamedTuple):
    """Milliseconds of one kind of work."""

    what: str
    median: float
    p95: float
    runs: int


def sentences_of(heldout: Path, runs: int) -> list[str]:
    """As many frozen sentences as there are runs, of every kind, none twice: what was just read is remembered."""
    found = [
        row["utterance"] for name in ("plain", "business", "compound", "chat") for row in rows(heldout / f"{name}.tsv")
    ]
    return random.Random(0).sample(found, min(runs, len(found)))


def timed(what: str, work: Callable[[str], Any], texts: Sequence[str]) -> Timing:
    """Times the work on each text, after three that warm up."""
    for text in ("最近手头紧 下个月吧", "管钱的不在", "嗯处理不了"):
        work(text)
    taken = []
    for text in texts:
        started = time.perf_counter()
        work(text)
        taken.append((time.perf_counter() - started) * 1000)
    return _timing(what, taken)


def reading_times(reader: Reader, texts: Sequence[str]) -> list[Timing]:
    """Parse and check in this process, without a server."""
    assert reader.lines is not None
    model = reader.lines
    return [
        timed("parse, one utterance (p95 <= 35)", lambda text: reader.read(text, "debtor"), texts),
        timed("check, one line", lambda text: read_line(model, text + "。"), texts),
    ]


def talking_times(send: Callable[[str], Any], texts: Sequence[str], road: str) -> list[Timing]:
    """One call over the servers by this road: its early exchanges and its last ones."""
    send(texts[0])
    taken = []
    for text in texts:
        started = time.perf_counter()
        send(text)
        taken.append((time.perf_counter() - started) * 1000)
    tenth = max(5, len(texts) // 10)
    return [
        _timing(f"{road}, exchanges 2 on", taken[1 : tenth + 1]),
        _timing(f"{road}, exchange {len(texts)}", taken[-tenth:]),
        _timing(f"{road}, all (p95 <= 60)", taken),
    ]


def _timing(what: str, taken: list[float]) -> Timing:
    return Timing(what, statistics.median(taken), statistics.quantiles(taken, n=20)[-1], len(taken))


def memory(process: psutil.Process) -> float:
    """Resident memory of a process in MB."""
    return float(process.memory_info().rss) / 1e6
