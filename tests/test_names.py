"""What can drift apart is held together: taxonomy = domain = rules = files = action names = commands of the README."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.cli.main import COMMANDS
from bot.content import Content
from bot.settings import PROJECT

RESERVED = ["unsure", "nothing", "collector_line", "trainee_line"]


def read(path: str) -> Any:
    return YAML(typ="safe").load((PROJECT / path).read_text(encoding="utf-8"))


def rules() -> dict[str, str]:
    """Intent -> action, from the rules."""
    found = {}
    for rule in read("data/stories/rules.yml")["rules"]:
        first, second = rule["steps"]
        for step in first.get("or", [first]):
            found[step["intent"]] = second["action"]
    return found


def test_every_name_of_the_taxonomy_is_an_intent_and_has_a_rule(content: Content) -> None:
    named = [*content.book.taxonomy.debtor, *content.book.taxonomy.commands, *RESERVED]
    assert read("domain.yml")["intents"] == named
    assert set(rules()) == set(named)


def test_debtor_labels_are_answered_by_one_action(content: Content) -> None:
    answered = rules()
    assert {answered[label] for label in content.book.taxonomy.debtor} == {"action_suggest_move"}


def test_every_action_of_the_domain_is_a_file(content: Content) -> None:
    files = {f"action_{p.stem}" for p in PROJECT.glob("actions/*.py")} - {"action___init__", "action_door"}
    assert set(read("domain.yml")["actions"]) == files == set(rules().values())


def test_every_command_is_documented() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        text = (PROJECT / readme).read_text(encoding="utf-8")
        assert [name for name in COMMANDS if f"huashu {name}" not in text] == [], readme


def test_rule_titles_are_sentences() -> None:
    titles = [rule["rule"] for rule in read("data/stories/rules.yml")["rules"]]
    assert all(len(title.split()) >= 4 for title in titles)
    assert len(set(titles)) == len(titles)


def test_nothing_in_the_project_needs_what_lies_beside_it() -> None:
    here = Path(__file__)
    for path in [
        *PROJECT.glob("bot/**/*.py"),
        *PROJECT.glob("actions/*.py"),
        *PROJECT.glob("tests/**/*.py"),
        PROJECT / "Makefile",
    ]:
        if path != here:
            assert "../shared" not in path.read_text(encoding="utf-8"), path
