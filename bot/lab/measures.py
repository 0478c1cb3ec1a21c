"""Figures: accuracy, recall, F1, calibration error. Pure functions over counted answers."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """One measured number beside the number to reach."""

    what: str
    value: float
    reach: float
    of: int
    at_most: bool = False

    @property
    def reached(self) -> bool:
        return self.value <= self.reach if self.at_most else self.value >= self.reach


def f1(true_positives: int, false_positives: int, false_negatives: int) -> float:
    """Micro F1; 0 where nothing was right."""
    return 2 * true_positives / max(1, 2 * true_positives + false_positives + false_negatives)


def set_f1(pairs: Iterable[tuple[set[str], set[str]]]) -> float:
    """Micro F1 of (said, true) sets."""
    tp = fp = fn = 0
    for said, true in pairs:
        tp += len(said & true)
        fp += len(said - true)
        fn += len(true - said)
    return f1(tp, fp, fn)


def calibration_error(chances: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: the mean gap between stated chance and share of right answers, by bin."""
    total = 0.0
    for b in range(bins):
        members = [i for i, c in enumerate(chances) if b / bins < c <= (b + 1) / bins or (b == 0 and c == 0)]
        if members:
            stated = sum(chances[i] for i in members) / len(members)
            true = sum(right[i] for i in members) / len(members)
            total += len(members) * abs(stated - true)
    return total / max(1, len(chances))
