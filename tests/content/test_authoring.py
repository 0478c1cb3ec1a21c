"""What an author types comes back as he typed it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.content.authoring import flow, with_exchange, with_play

PLAYBOOK = "label: x\nplays:\n  - id: first\n    move: ask_reason\n  - id: last\n    move: ask_reason\n"
PLAY = {
    "id": "new",
    "move": "ask_reason",
    "say": "甲？",
    "softer": "乙？",
    "firmer": "丙？",
    "from": [{"practice": "丁"}],
}


@given(st.recursive(st.booleans() | st.integers() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
                    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from("abc"), part, max_size=3), max_leaves=6))  # fmt: skip
def test_a_value_on_one_line_reads_back(value: object) -> None:
    assert YAML(typ="safe").load(f"[{flow(value)}]") == [value]


@pytest.mark.parametrize(
    "text", ["2026-11-27", "0500", "1.50", "~", "no", "=", "<<", "好的 ", "a: b", "# x", "周五，五千？"]
)
def test_a_text_stays_a_text(text: str) -> None:
    assert YAML(typ="safe").load(f"[{flow(text)}]") == [text]


@pytest.mark.parametrize(("before", "order"), [(None, ["first", "new", "last"]), ("first", ["new", "first", "last"])])
def test_a_play_stands_where_it_was_put(before: str | None, order: list[str]) -> None:
    plays = YAML(typ="safe").load(with_play(PLAYBOOK, PLAY, before))["plays"]
    assert [play["id"] for play in plays] == order
    assert next(play for play in plays if play["id"] == "new") == PLAY


def test_a_play_is_written_once_and_somewhere() -> None:
    with pytest.raises(ValueError, match="已经有一手叫 first"):
        with_play(PLAYBOOK, {**PLAY, "id": "first"})
    with pytest.raises(ValueError, match="没有 nowhere 这一手；有：first、last"):
        with_play(PLAYBOOK, PLAY, "nowhere")


def test_an_exchange_is_one_line_at_the_end() -> None:
    file = with_exchange(
        "label: x\nexchanges:\n", {"heard": "没钱", "reads": ["no_money"], "suggests": {"play": "a", "says": "哪天？"}}
    )
    assert file == "label: x\nexchanges:\n  - {heard: 没钱, reads: [no_money], suggests: {play: a, says: 哪天？}}\n"
