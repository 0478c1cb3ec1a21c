"""What the feed brings may take a person's eyes: when, and when not."""

from typing import Any

from bot.console.attention import Attention
from bot.console.saying import Answered
from bot.desk.screen import Side

SIDE = Side(who="李红", party="verified", party_zh="本人，已核实", stop=None)


def card(label: str, stop: str | None = None, rung: str | None = None, **more: Any) -> Answered:
    payload = {"kind": "suggestion", "label": label, "stop": stop, "rung": rung, "say": "……", **more}
    return Answered("", payload, SIDE, (), ({"who": "debtor", "text": "……"},), "e1")


def shown(attention: Attention, answered: Answered, at: float) -> str:
    return str(attention.allows(answered, at).payload["kind"])


def test_a_new_label_is_a_new_card_once_the_last_was_read() -> None:
    attention = Attention()
    kinds = [
        shown(attention, card(label), at)
        for label, at in (("forgot", 0), ("no_money", 2), ("no_money", 4.1), ("stall", 9))
    ]
    assert kinds == ["suggestion", "nothing", "suggestion", "suggestion"]


def test_the_same_label_again_is_none_but_another_rung_is() -> None:
    attention = Attention()
    assert shown(attention, card("no_money", rung="full_today"), 0) == "suggestion"
    assert shown(attention, card("no_money", rung="full_today"), 30) == "nothing"
    assert shown(attention, card("no_money", rung="instalments"), 60) == "suggestion"


def test_a_stop_does_not_wait_and_danger_is_shown_every_time() -> None:
    attention = Attention()
    kinds = [
        shown(attention, card("no_money"), 0), shown(attention, card("third_party", "privacy"), 1),
        shown(attention, card("self_harm", "danger"), 1.5), shown(attention, card("self_harm", "danger"), 2),
    ]  # fmt: skip
    assert kinds == ["suggestion"] * 4


def test_words_that_say_nothing_keep_the_card_and_a_broken_rule_is_told_at_once() -> None:
    attention = Attention()
    assert shown(attention, card("no_money"), 0) == "suggestion"
    nothing = Answered("", {"kind": "nothing", "stop": None}, SIDE, (), (), "e1")
    assert attention.allows(nothing, 1) is nothing
    broken = Answered("", {"kind": "check", "violations": [{"name": "threat"}], "stop": None}, SIDE, (), (), "e1")
    assert attention.allows(broken, 1) is broken
