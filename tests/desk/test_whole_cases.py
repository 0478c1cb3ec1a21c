"""Every whole case of data/cases comes out as written; nobody hears in it what he may not."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.content import Content
from bot.content.shapes import CaseTurn, WholeCase
from bot.desk import Desk
from bot.desk.whole_case import compare, differences, empty_desk
from bot.nlu.reader import Reader
from bot.settings import PROJECT
from bot.trade.account import Account
from bot.trade.party import OUTSIDERS, UNVERIFIED
from bot.trade.spoken import spoken_money

CASES = sorted(path.stem for path in (PROJECT / "data" / "cases").glob("*.yml"))


@pytest.fixture
def fresh(desk: Desk, tmp_path: Path) -> Desk:
    return empty_desk(desk, replace(desk.settings, home=tmp_path / "case"))


def test_there_are_forty_cases_of_both_groups_and_every_stop(content: Content) -> None:
    assert len(content.cases) >= 40
    groups = {content.accounts[case.account].debt_group for case in content.cases.values()}
    assert groups == {"consumer", "b2b"}
    cards = [turn.shows or {} for case in content.cases.values() for call in case.calls for turn in call.turns]
    assert {card["stop"] for card in cards if "stop" in card} == {"danger", "privacy", "pause", "soft"}


@pytest.mark.parametrize("name", CASES)
def test_a_case_comes_out_as_written(name: str, content: Content, fresh: Desk) -> None:
    assert differences(content.cases[name], fresh) == []


def facts_of(account: Account) -> set[str]:
    """The words that give a debt away: its sums, its creditor, its product."""
    sums = {value for _, value in account.amounts if isinstance(value, float)}
    return {spoken_money(s) for s in sums if s} | {w for w in (account.creditor, account.product) if w}


@pytest.mark.parametrize("name", CASES)
def test_no_card_tells_anybody_what_he_may_not_hear(name: str, content: Content, fresh: Desk) -> None:
    case = content.cases[name]
    secrets = facts_of(content.accounts[case.account])
    for place, _, card in compare(case, fresh):
        if isinstance(card, dict) and card.get("party") in OUTSIDERS | UNVERIFIED and "say" in card:
            told = {secret for secret in secrets if secret in card["say"]}
            assert not told, (place, card["say"])


def test_a_case_that_comes_out_otherwise_is_told_turn_by_turn(content: Content, fresh: Desk) -> None:
    written = content.cases["card_forgot"].dict(exclude_none=True)
    written["calls"] = [dict(call, turns=list(call["turns"])) for call in written["calls"]]
    written["calls"][0]["turns"][1] = {
        **written["calls"][0]["turns"][1],
        "shows": {"play": "forgot/nothing", "say": "还钱。"},
    }
    told = differences(WholeCase.parse_obj(written), fresh)
    assert len(told) == 1
    assert re.match(r"calls\.0\.turns\.1 「哎呀我给忘了」：应是 .*forgot/nothing.*，实际 .*late_sum_today", told[0])


@pytest.mark.parametrize(
    ("turn", "why"),
    [({"he": "没钱", "we": "好的"}, "只写 he、we、ask、decides 里的一个，这里有 2 个"), ({}, "这里有 0 个"), ({"ask": "总结"}, "要写是哪个指令")],
)  # fmt: skip
def test_a_turn_that_is_no_turn_is_refused(turn: dict[str, Any], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        WholeCase.parse_obj({"case": "x", "account": "y", "calls": [{"at": "2026-11-23T10:00", "turns": [turn]}]})


def test_what_the_debtors_of_the_cases_say_is_read_as_their_writer_meant(content: Content, reader: Reader) -> None:
    """The cases name their labels by hand; this is how the trained model hears the same words, told the last move."""
    missed, turns = [], 0
    for case in content.cases.values():
        for call in case.calls:
            last_move = None
            for turn in call.turns:
                if turn.he:
                    turns += 1
                    meant, heard = (
                        turn.reads[0] if turn.reads else None,
                        reader.read(turn.he, "debtor", last_move).primary,
                    )
                    if meant != heard:
                        missed.append(f"{turn.he}: {meant}, heard {heard}")
                last_move = _last_move(turn, content) or last_move
    assert len(missed) / turns <= 0.2, f"{len(missed)} of {turns}\n" + "\n".join(missed)


def _last_move(turn: CaseTurn, content: Content) -> str | None:
    if turn.moves:
        return turn.moves[-1]
    playbook, _, play = (turn.shows or {}).get("play", "").partition("/")
    found = content.book.play(playbook, play) if play else None
    return found.move if found else None
