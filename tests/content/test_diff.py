"""What a change touches, told as cards, lines, drills and scores."""

from dataclasses import replace

import pytest

from bot.content.diff import Change, changes
from bot.content.load import Content
from bot.trade.compliance import ComplianceRule


@pytest.fixture(scope="module")
def small(content: Content) -> Content:
    """The real content with one label's exchanges and one account, so that a comparison takes a second."""
    one = {
        "wang_building_materials": content.accounts["wang_building_materials"],
        "li_credit_card": content.accounts["li_credit_card"],
    }
    golden = content.exchanges["time_barred"]
    kept = tuple(e for e in golden.exchanges if e.given.account in (None, *one))
    return replace(content, accounts=one, exchanges={"time_barred": golden.with_(exchanges=kept)})


def test_the_same_content_differs_in_nothing(small: Content) -> None:
    assert list(changes(small, small)) == []


def test_a_line_that_changed_is_told_where_it_is_heard(small: Content) -> None:
    playbook = small.book.playbooks["ask_repeat"]
    last = playbook.plays[-1]
    other = playbook.with_(plays=(*playbook.plays[:-1], last.with_(say="我再说一遍，您听。")))
    after = replace(small, book=replace(small.book, playbooks={**small.book.playbooks, "ask_repeat": other}))
    told = list(changes(small, after))
    assert {c.kind for c in told} == {"card"}
    assert {c.what.split("　")[0] for c in told} == {"ask_repeat"}
    assert all(c.before == f"{last.id}：{last.say}" and c.after == f"{last.id}：我再说一遍，您听。" for c in told)


def test_a_rule_a_persona_and_a_criterion_that_changed(small: Content) -> None:
    kept = tuple(rule for rule in small.book.rules if rule.id != "threat.bodily_harm")
    assert all(isinstance(rule, ComplianceRule) for rule in kept)
    first = small.rubric.criteria[0]
    rubric = small.rubric.with_(pass_mark=70, criteria=(first.with_(points=15), *small.rubric.criteria[1:]))
    personas = {k: v for k, v in small.personas.items() if k != "xiao_chen"}
    after = replace(small, book=replace(small.book, rules=kept), rubric=rubric, personas=personas)
    told = list(changes(small, after))
    assert Change("line", "今晚卸你一只手", "threat.bodily_harm", "放过") in told
    assert Change("drill", "xiao_chen", "有", None) in told
    assert [c for c in told if c.kind == "score"] == [
        Change("score", "及格线", "60", "70"), Change("score", f"{first.id}　points", str(first.points), "15"),
    ]  # fmt: skip
