"""docs/schemas tells editors what may be written in data/; it is never stale and fits the shipped files."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from bot.content.schemas import SHAPES, schemas
from bot.settings import PROJECT

WRITTEN = PROJECT / "docs" / "schemas"


def test_the_schemas_in_docs_are_today_s() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in WRITTEN.glob("*.json")} == schemas(), (
        "huashu check-content --schemas docs/schemas writes them anew"
    )


@pytest.mark.parametrize("pattern", sorted(SHAPES))
def test_the_shipped_files_fit(pattern: str) -> None:
    schema = SHAPES[pattern].schema()
    paths = sorted((PROJECT / "data").glob(pattern))
    assert paths
    for path in paths[:12]:
        assert [f"{path.name}: {error.message}" for error in Draft7Validator(schema).iter_errors(_as_json(path))] == []


def test_a_key_nobody_knows_is_marked() -> None:
    playbook = {**_as_json(PROJECT / "data" / "playbooks" / "no_money.yml"), "color": "red"}
    errors = list(Draft7Validator(SHAPES["playbooks/*.yml"].schema()).iter_errors(playbook))
    assert [error.message for error in errors] == ["Additional properties are not allowed ('color' was unexpected)"]


def _as_json(path: Path) -> Any:
    """The file as an editor sees it: days are text."""
    return _plain(YAML(typ="safe").load(path.read_text(encoding="utf-8")))


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
