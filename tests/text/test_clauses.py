"""Where a sentence may be cut."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.clauses import Part, parts

CUT = {
    "没钱": ["没钱"],
    "不是没钱，是你们货有问题": ["不是没钱", "是你们货有问题"],
    "我生意亏了，下个月能不能分期；别打我老婆电话": ["我生意亏了", "下个月能不能分期", "别打我老婆电话"],
    "我想还但是这个月真的周转不开": ["我想还", "但是这个月真的周转不开"],
    "货有问题而且发票也没开": ["货有问题", "而且发票也没开"],
    "嗯，我知道了": ["嗯，我知道了"],
    "先还5,000元，剩下月底": ["先还5,000元", "剩下月底"],
    "实在说不过去了我也没办法": ["实在说不过去了我也没办法"],
    "不只是钱的事": ["不只是钱的事"],
    "……！？": [],
    "": [],
}


@pytest.mark.parametrize(("text", "pieces"), CUT.items())
def test_a_sentence_falls_into_its_clauses(text, pieces):
    assert [part.text for part in parts(text)] == pieces


def test_a_part_is_a_span_without_punctuation_at_its_ends():
    assert parts("，没钱了。别打了！") == (Part(1, 4, "没钱了"), Part(5, 8, "别打了"))


@given(st.text(alphabet="我没钱了但是不过只是，。 ；！5,3x", max_size=40))
def test_parts_are_spans_in_order_that_never_overlap(text):
    found = parts(text)
    assert all(part.text == text[part.start : part.end] for part in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(st.text(alphabet="我没钱了但是不过只是，。 ；！x", max_size=40))
def test_no_word_is_lost_by_cutting(text):
    said = "".join(part.text for part in parts(text))
    assert [ch for ch in said if ch.isalnum()] == [ch for ch in text if ch.isalnum()]
