"""Harm done to sentences: each kind does what it says, spares negations, and does the same every time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lab.perturb import KEPT, KINDS, perturbed

SENTENCE = "我这个月工资还没发，下周三还你2000行不行"


@pytest.mark.parametrize(
    ("kind", "harmed"),
    [
        ("no punctuation", "我这个月工资还没发下周三还你2000行不行"),
        ("traditional", "我這個月工資還沒發，下週三還你2000行不行"),
        ("full width", "我这个月工资还没发，下周三还你２０００行不行"),
    ],
)
def test_kinds_without_chance(kind: str, harmed: str) -> None:
    assert perturbed(SENTENCE, kind) == harmed


def test_homophones_keep_the_length_and_change_something() -> None:
    harmed = perturbed("公司账上一分钱都没有", "homophones")
    assert len(harmed) == len("公司账上一分钱都没有")
    assert harmed != "公司账上一分钱都没有"


def test_fillers_only_add() -> None:
    harmed = perturbed(SENTENCE, "fillers")
    assert len(harmed) > len(SENTENCE)
    rest = iter(harmed)
    assert all(ch in rest for ch in SENTENCE)  # the sentence is still there, in order


def test_dropped_characters_only_leave_out() -> None:
    harmed = perturbed(SENTENCE, "dropped characters")
    assert len(harmed) < len(SENTENCE)
    rest = iter(SENTENCE)
    assert all(ch in rest for ch in harmed)


def test_a_typo_sounds_like_what_was_meant() -> None:
    assert perturbed("我公司逾期了", "pinyin typos") in ("我公私逾期了", "我公司预期了")


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError, match="shouting"):
        perturbed(SENTENCE, "shouting")


@given(st.text(alphabet="我不没还钱今天明的了吗，。ab1", max_size=40), st.sampled_from(sorted(KINDS)))
def test_negations_survive_and_harm_repeats_itself(text: str, kind: str) -> None:
    harmed = perturbed(text, kind)
    assert harmed == perturbed(text, kind)
    if kind != "traditional":  # 没 is written 沒 there
        assert sum(ch in KEPT for ch in harmed) == sum(ch in KEPT for ch in text)
