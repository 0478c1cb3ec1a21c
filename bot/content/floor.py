"""The floor's own keys, laid over those of data/: read with every fault named, written whole or not at all."""

import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from ruamel.yaml import YAML

from bot.content.load import Content
from bot.content.problems import ContentError, Problem
from bot.content.yaml_files import read_shape
from bot.trade.strip import Strips


def with_strips(content: Content, path: Path) -> Content:
    """The content with the floor's own keys, where the file is there. Raises ContentError with every fault in it."""
    if not path.exists():
        return content
    problems: list[Problem] = []
    strips = read_shape(path, Strips, problems)
    if strips:
        problems += unknown_labels(path, strips, content.book.taxonomy.playbook_labels)
    if problems or strips is None:
        raise ContentError(problems, path.parent)
    return replace(content, strips=strips.with_(codes=content.strips.codes))  # the letters are everybody's


def unknown_labels(path: Path, strips: Strips, labels: Collection[str]) -> list[Problem]:
    """A problem for each key whose label has no playbook."""
    return [
        Problem(path, ("strips", i, "labels"), f"{label} 不是有剧本的标签")
        for i, strip in enumerate(strips.strips)
        for label in strip.labels
        if label not in labels
    ]


def write_strips(path: Path, strips: Strips) -> None:
    """Writes the floor's own keys, whole or not at all."""
    rows = [json.loads(strip.json(exclude_none=True)) for strip in strips.strips]
    part = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump({"strips": rows}, file)
    part.replace(path)
