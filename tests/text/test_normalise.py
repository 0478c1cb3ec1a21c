"""One form for every way of typing, and the way back to the words as typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalise import bare, normalise, simplify

TYPED = {
    "這禮拜五我一定入帳": "这礼拜五我一定入帐",
    "我這個月薪水還沒發": "我这个月薪水还没发",
    "１２００塊，ＯＫ": "1200块,OK",
    "没\u200b钱\ufeff了\x07": "没钱了",
    "我 今天 没 钱": "我今天没钱",
    "wo 今天  pay  later": "wo今天pay later",
    "还八百 二十号到账": "还八百 二十号到账",
    "还八百，二十号": "还八百,二十号",
    "三 千": "三千",
    "  两万三\n\n行不行  ": "两万三行不行",
    "": "",
    " \t\n": "",
}

ANY_TEXT = st.text(max_size=60) | st.text(alphabet="我还兩萬３塊 \t\u200b，。x9號裡發㎏①", max_size=40)


@pytest.mark.parametrize(("typed", "plain"), TYPED.items())
def test_typed_words_get_one_form(typed, plain):
    assert normalise(typed).text == plain


def test_spaces_go_where_they_are_not_wanted():
    assert normalise("還 8 百 pay it", keep_spaces=False).text == "还8百payit"


def test_simplifying_keeps_the_number_of_characters():
    assert simplify("乾淨頭髮後來發財") == "干净头发后来发财"
    assert simplify("plain ascii") == "plain ascii"


def test_bare_text_has_only_letters_digits_and_characters():
    assert bare("嗯……！（好）的, OK_1？") == "嗯好的ok1"


def test_a_finding_is_quoted_as_it_was_typed():
    typed = "我 １０號 還 兩 萬 三"
    normal = normalise(typed)
    start = normal.text.index("两万三")
    assert normal.as_typed(typed, start, start + 3) == "兩 萬 三"
    assert normal.as_typed(typed, 1, 4) == "１０號"


def test_an_empty_span_stands_for_nothing():
    normal = normalise("没钱")
    assert normal.as_typed("没钱", 1, 1) == ""
    assert normal.as_typed("没钱", 9, 12) == ""


@given(ANY_TEXT)
def test_every_character_knows_where_it_came_from(typed):
    normal = normalise(typed)
    assert len(normal.origin) == len(normal.text)
    assert list(normal.origin) == sorted(normal.origin)
    assert all(0 <= place < len(typed) for place in normal.origin)


@given(ANY_TEXT, st.integers(0, 40), st.integers(1, 40))
def test_as_typed_gives_words_of_the_text_that_mean_the_span(typed, start, length):
    normal = normalise(typed)
    end = min(start + length, len(normal.text))
    quoted = normal.as_typed(typed, start, end)
    assert quoted in typed
    if start < end:
        assert quoted[0] == typed[normal.origin[start]]
        assert quoted[-1] == typed[normal.origin[end - 1]]


@given(ANY_TEXT)
def test_no_control_character_and_no_double_space_is_left(typed):
    text = normalise(typed).text
    assert text == text.strip(" ")
    assert "  " not in text
    assert not any(ch in text for ch in "\x00\x07\u200b\ufeff\n\t")


@pytest.mark.parametrize("typed", ["\ud800坏了的字", "👩‍👩‍👧还钱", "e\u0301", "﷽"])
def test_odd_characters_do_not_break_it(typed):
    assert isinstance(normalise(typed).text, str)
