"""Which numbers are money, by themselves."""

import pytest

from bot.text.amounts import Sum, find_sums
from bot.text.numerals import Numeral

MONEY = {
    "五百块": Sum(0, 3, Numeral(500)), "块块五百": Sum(2, 4, Numeral(500)), "一块五毛": Sum(0, 4, Numeral(1.5)),
    "三块六毛五": Sum(0, 5, Numeral(3.65)), "五毛": Sum(0, 2, Numeral(0.5)), "两毛五": Sum(0, 3, Numeral(0.25)),
    "¥483": Sum(0, 4, Numeral(483)), "3000rmb": Sum(0, 7, Numeral(3000)), "三千到五千": Sum(0, 5, Numeral(None, 3000, 5000)),
    "几百块钱": Sum(0, 4, Numeral(None, vague=True)), "四百几": Sum(0, 3, Numeral(None, vague=True)),
    "2000": Sum(0, 4, Numeral(2000)), "还1234": Sum(1, 5, Numeral(1234)), "还八十吧": Sum(1, 3, Numeral(80)),
}  # fmt: skip

NO_MONEY = (
    "三百多天", "八百顶帐篷", "五百强", "一千公里", "两百个同行", "三百六十五天", "五百克", "一百八十平", "二十", "3", "2026年",
    "尾号2206", "转到2206", "验证码4471", "12378", "95588", "四四七九", "HT2000", "八百遍", "百分百", "一块儿", "三块地",
    "两点五公里", "一万个不放心", "五百人", "第二百号",
)  # fmt: skip


@pytest.mark.parametrize(("words", "found"), MONEY.items())
def test_money_is_found_whole(words, found):
    assert list(find_sums(words)) == [found]


@pytest.mark.parametrize("words", NO_MONEY)
def test_a_number_that_counts_or_names_is_no_money(words):
    assert list(find_sums(words)) == []
