"""Who may import whom: the table of the plan, held against every import in the tree."""

import ast
from pathlib import Path

import pytest

from bot.settings import PROJECT

MAY_IMPORT = {
    "bot/trade": {"trade"},
    "bot/text": {"text"},
    "bot/content": {"content", "trade", "text"},
    "bot/record": {"record", "trade", "text"},
    "bot/desk": {"desk", "trade", "text", "content", "record", "settings"},
    "bot/intake": {"intake", "trade", "text"},
    "bot/documents": {"documents", "trade"},
    "bot/nlu": {"nlu", "trade", "text", "content"},
    "bot/rasa": {"rasa", "trade", "text", "content", "settings", "desk", "record"},  # docs/decisions/0004
    "bot/lab": {"lab", "trade", "text", "content", "nlu", "desk", "settings"},
    "bot/console": {"console", "trade", "text", "documents", "desk", "settings"},
    "actions": {"actions", "trade", "desk"},
}
FORBIDDEN = {
    "rasa": {"bot/nlu", "bot/rasa", "bot/lab", "bot/cli"},
    "spacy": {"bot/nlu", "bot/rasa", "bot/lab", "bot/cli"},
    "tensorflow": {"bot/nlu", "bot/rasa", "bot/lab", "bot/cli"},
    "rasa_sdk": {"actions", "bot/rasa"},
    "sqlite3": {"bot/record"},
    "sqlite_utils": {"bot/record"},
    "starlette": {"bot/console"},
}
MAY_OPEN = {
    "bot/content",
    "bot/record",
    "bot/intake",
    "bot/documents",
    "bot/nlu",
    "bot/lab",
    "bot/settings.py",
    "bot/cli",
    "bot/rasa",
}

SOURCES = sorted([*PROJECT.glob("bot/**/*.py"), *PROJECT.glob("actions/*.py")])


def place_of(path: Path) -> str:
    parts = path.relative_to(PROJECT).parts
    return "actions" if parts[0] == "actions" else f"bot/{parts[1]}"


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import; write the absolute one"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_imports_follow_the_plan(path: Path) -> None:
    place = place_of(path)
    wrong = []
    for name in imports_of(path):
        top, *rest = name.split(".")
        if top in ("bot", "actions"):
            ours = rest[0] if top == "bot" and rest else top
            if place in MAY_IMPORT and ours not in MAY_IMPORT[place]:
                wrong.append(name)
        if top in FORBIDDEN and place not in FORBIDDEN[top]:
            wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.relative_to(PROJECT).as_posix())
def test_only_readers_and_writers_open_files(path: Path) -> None:
    if place_of(path) in MAY_OPEN:
        return
    opened = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "open"
    ]
    assert opened == []


def test_an_action_is_a_door_not_a_room() -> None:
    long = {
        p.name: n for p in PROJECT.glob("actions/*.py") if (n := len(p.read_text(encoding="utf-8").splitlines())) > 52
    }
    assert long == {}
