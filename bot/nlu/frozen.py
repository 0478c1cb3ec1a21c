"""What a trained model carries beside its numbers: the lists it was trained with, so that the archive is whole."""

import re
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.nlu.danger import Danger
from bot.nlu.reader import NothingWords, importance
from bot.trade.taxonomy import Taxonomy

_FILES = {
    "taxonomy": "taxonomy.yml", "stops": "stops.yml", "nothing": "lexicon/nothing.yml",
    "danger": "lexicon/danger.yml", "concepts": "lexicon/concepts.yml", "asking": "lexicon/asking.yml",
}  # fmt: skip


def freeze(data: Path) -> dict[str, Any]:
    """The plain values of every list reading depends on. Raises FileNotFoundError when one is missing."""
    yaml = YAML(typ="safe")
    return {name: yaml.load((data / file).read_text(encoding="utf-8")) for name, file in _FILES.items()}


def lists_of(frozen: dict[str, Any]) -> dict[str, Any]:
    """The frozen lists as the Reader takes them."""
    taxonomy = Taxonomy.parse_obj(frozen["taxonomy"])
    grades = {label: row["grade"] for label, row in frozen["stops"]["stops"].items()}
    nothing = frozen["nothing"]
    return {
        "taxonomy": taxonomy,
        "danger": Danger(frozen["danger"]["catch"], frozen["danger"]["spare"]),
        "nothing": NothingWords(frozenset(nothing["words"]), nothing["means"], nothing["collector_means"]),
        "rank": importance(taxonomy, grades),
        "asking": {name: [re.compile(p) for p in ps] for name, ps in frozen["asking"]["commands"].items()},
    }
