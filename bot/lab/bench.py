"""Speed and memory, measured on this machine in one run: reading alone, and the whole road over the real servers."""

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import psutil

from bot.nlu.reader import Reader, read_line

SENTENCES = (
    "最近手头紧 下个月吧",
    "你们那批货有质量问题",
    "管钱的不在",
    "我下个月十五号先还三千五，剩下的再说",
    "嗯处理不了",
)


class Timing(NamedTuple):
    """Milliseconds of one kind of work."""

    what: str
    median: float
    p95: float
    runs: int


def timed(what: str, work: Callable[[int], Any], runs: int) -> Timing:
    """Times `work(i)` after three warming runs."""
    for i in range(3):
        work(i)
    taken = []
    for i in range(runs):
        started = time.perf_counter()
        work(i)
        taken.append((time.perf_counter() - started) * 1000)
    return Timing(what, statistics.median(taken), statistics.quantiles(taken, n=20)[-1], runs)


def reading_times(reader: Reader, runs: int) -> list[Timing]:
    """Parse and check in this process, without a server."""
    assert reader.lines is not None
    model = reader.lines
    return [
        timed("parse, one utterance", lambda i: reader.read(SENTENCES[i % len(SENTENCES)], "debtor"), runs),
        timed("check, one line", lambda i: read_line(model, SENTENCES[i % len(SENTENCES)]), runs),
    ]


def talking_times(send: Callable[[str], Any], exchanges: int) -> list[Timing]:
    """One call over the servers: its early exchanges and its last ones."""
    send(SENTENCES[0])
    taken = []
    for i in range(exchanges):
        started = time.perf_counter()
        send(SENTENCES[i % len(SENTENCES)])
        taken.append((time.perf_counter() - started) * 1000)
    tenth = max(5, exchanges // 10)
    parts = (
        ("Enter to card, exchanges 2 on", taken[1 : tenth + 1]),
        (f"Enter to card, exchange {exchanges}", taken[-tenth:]),
        ("Enter to card, all", taken),
    )
    return [Timing(name, statistics.median(t), statistics.quantiles(t, n=20)[-1], len(t)) for name, t in parts]


def memory(process: psutil.Process) -> float:
    """Resident memory of a process in MB."""
    return float(process.memory_info().rss) / 1e6
