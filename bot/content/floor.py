"""The floor's own keys, laid over those of data/: read with every fault named, written whole or not at all."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

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
    for i, strip in enumerate(strips.strips if strips else ()):
        unknown = [label for label in strip.labels if label not in content.book.taxonomy.playbook_labels]
        problems += [Problem(path, ("strips", i, "labels"), f"{label} 不是有剧本的标签") for label in unknown]
    if problems or strips is None:
        raise ContentError(problems, path.parent)
    return replace(content, strips=strips.with_(codes=content.strips.codes))  # the letters are everybody's


def write_strips(path: Path, strips: Strips) -> None:
    """Writes the floor's own keys, whole or not at all."""
    rows = [
        {"when": plain, "labels": list(s.labels)} if (plain := _lists(s.when.keys())) else {"labels": list(s.labels)}
        for s in strips.strips
    ]
    part = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("w", encoding="utf-8") as file:
        YAML(typ="safe").dump({"strips": rows}, file)
    part.replace(path)


def _lists(keys: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in keys.items()}
