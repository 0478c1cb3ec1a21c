"""The frozen evaluation files: sentences written by people who never saw the training data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a tab-separated file with a header."""
    with path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split("\t")
        for line in file:
            if line.strip():
                yield dict(zip(header, line.rstrip("\n").split("\t"), strict=True))


def names(cell: str) -> tuple[str, ...]:
    """A cell of comma-separated names; `-` is none."""
    return tuple(name for name in cell.split(",") if name and name != "-")


def json_rows(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)
