"""Chinese numerals as debtors say, type and print them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.numerals import NUMERAL, QUANTITY, Numeral, between, parse_numeral

EXACT = {
    "零": 0, "两": 2, "十": 10, "十五": 15, "二十": 20, "三十六": 36, "一百": 100, "百二": 120, "一百三": 130,
    "一百零三": 103, "一百一十": 110, "一百十五": 115, "两百五": 250, "二百五": 250, "两百零五": 205, "三百二十一": 321,
    "四百八": 480, "一千": 1000, "一千零五": 1005, "一千零五十": 1050, "一千五": 1500, "千五": 1500, "两千三百一": 2310,
    "五千二百八十六": 5286, "五千零八": 5008, "九千九百九十九": 9999, "一万": 10_000, "万二": 12_000, "一万二": 12_000,
    "一万零三百": 10_300, "一万零三十": 10_030, "一万零三": 10_003, "三万五百": 30_500, "两万三": 23_000,
    "一万二千五": 12_500, "一万五千二百": 15_200, "四万三千二": 43_200, "三万半": 35_000, "十万": 100_000,
    "十万零五百": 100_500, "十二万八": 128_000, "二十五万": 250_000, "一百二十万": 1_200_000, "三千万": 30_000_000,
    "一亿两千万": 120_000_000, "两个亿": 200_000_000, "伍仟": 5000, "贰万叁仟": 23_000, "壹拾万": 100_000,
    "叁佰陆拾伍": 365, "2w": 20_000, "2w5": 25_000, "3.5k": 3500, "5K": 5000, "1.2万": 12_000, "2万3": 23_000,
    "3千500": 3500, "3千5百": 3500, "1万2千": 12_000, "2个w": 20_000, "5,200": 5200, "12,500.50": 12_500.5, "483": 483,
    "三点五": 3.5, "一点五万": 15_000, "零点八": 0.8, "一千九百二十点三六": 1920.36, "三八零零": 3800, "幺二三": 123,
    "半": 0.5, "1290": 1290,
}  # fmt: skip

RANGES = {
    "三五千": (3000, 5000), "两三万": (20_000, 30_000), "一两千": (1000, 2000), "七八百": (700, 800), "三四十": (30, 40),
    "十七八万": (170_000, 180_000), "一万二三": (12_000, 13_000), "两万七八千": (27_000, 28_000), "三百五六": (350, 360),
    "两三": (2, 3), "三五": (3, 5),
}  # fmt: skip

VAGUE = (
    "几千", "好几万", "十几万", "几十万", "数千", "上万", "大几千", "小一万", "一千多", "一万五千多", "十来万", "二十几万",
    "三百来", "百十来", "百八十", "千儿八百", "万儿八千", "3000多",
)  # fmt: skip

NO_NUMBERS = ("", "千", "百", "万", "一万一万", "十二百", "五千八九千零", "钱")


@pytest.mark.parametrize(("words", "value"), EXACT.items())
def test_a_numeral_has_its_value(words, value):
    assert parse_numeral(words) == Numeral(value)


@pytest.mark.parametrize(("words", "ends"), RANGES.items())
def test_two_digits_side_by_side_are_a_range(words, ends):
    assert parse_numeral(words) == Numeral(None, *ends)


@pytest.mark.parametrize("words", VAGUE)
def test_what_is_left_open_is_vague(words):
    assert parse_numeral(words) == Numeral(None, vague=True)


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_what_is_no_number_is_none(words):
    assert parse_numeral(words) is None


@pytest.mark.parametrize("words", [*EXACT, *RANGES])
def test_a_numeral_in_a_sentence_is_found_whole(words):
    assert QUANTITY.search(f"我先还{words}。").group() == words


@pytest.mark.parametrize("words", ["百川物流", "千万别催", "百姓大药房"])
def test_a_bare_unit_is_no_numeral(words):
    assert NUMERAL.search(words) is None


def test_just_in_case_is_not_eleven_thousand():
    assert NUMERAL.search("万一没到").group() == "一"


@pytest.mark.parametrize("words", ["一万" * 1000, "1" * 2000, "一" * 2000, "百" * 500])
def test_a_pasted_row_of_digits_is_no_number_and_takes_no_time(words):
    assert parse_numeral(words) is None


def test_a_range_in_words_lends_its_unit_to_the_first_number():
    assert between("三", "五千") == Numeral(None, 3000, 5000)
    assert between("3000", "5000") == Numeral(None, 3000, 5000)
    assert between("八百", "一千") == Numeral(None, 800, 1000)
    assert between("五千", "三千") is None


def written(number: int) -> str:
    """A whole number below a hundred million in full Chinese writing; shares nothing with the code it tests."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        return written(high) + "万" + ("" if not low else ("零" if low < 1000 else "") + written(low))
    digits, said, gap = f"{number:04d}", "", False
    for digit, unit in zip(digits, "千百十 ", strict=True):
        if digit == "0":
            gap = bool(said)
            continue
        said += ("零" if gap else "") + "零一二三四五六七八九"[int(digit)] + unit.strip()
        gap = False
    return said or "零"


@given(st.integers(0, 99_999_999))
def test_what_is_written_in_full_reads_back(number):
    assert parse_numeral(written(number)) == Numeral(number)


@given(st.integers(0, 99_999_999))
def test_a_short_ten_and_a_spoken_two_read_back(number):
    spoken = written(number).replace("二千", "两千").replace("二百", "两百").replace("二万", "两万")
    spoken = spoken.removeprefix("一") if spoken.startswith("一十") else spoken
    assert parse_numeral(spoken) == Numeral(number)


@given(st.integers(0, 99_999_999))
def test_digits_with_and_without_thousands_commas_read_back(number):
    assert parse_numeral(f"{number:,}") == parse_numeral(str(number)) == Numeral(number)


@given(st.text(alphabet="零一二三四五六七八九十百千万亿两半点多几来0123456789.wk,个", max_size=12))
def test_no_jumble_of_numerals_breaks_the_parser(words):
    found = parse_numeral(words)
    assert found is None or found.vague or found.value is not None or found.low < found.high
