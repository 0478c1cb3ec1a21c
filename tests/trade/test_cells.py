"""Cells of other people's spreadsheets: what is read, and what is refused because it could mean two things."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trade.cells import day_of, moment_of, plain, sum_of, whole_number_of, word_of, yes_or_no


@pytest.mark.parametrize(
    ("cell", "yuan"),
    [("12000", 12000), (12000.0, 12000), ("￥1,234.50", 1234.5), ("1.2万", 12000), ("1.15万", 11500), (" 3千 ", 3000),
     ("１２３４", 1234), ("500元", 500), ("人民币500", 500), ("0", 0), ("RMB 8,000", 8000)],
)  # fmt: skip
def test_sums(cell, yuan):
    assert sum_of(cell) == yuan


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("-500", "金额是负数"), ("(500)", "金额是负数"), ("（1,200.00）", "金额是负数"), ("一万二", "不是金额"),
     ("12,34", "不是金额"), ("5000左右", "不是金额"), ("NaN", "不是金额"), ("#REF!", "不是金额"), (True, "不是金额")],
)  # fmt: skip
def test_sums_that_are_refused(cell, fault):
    with pytest.raises(ValueError, match=fault):
        sum_of(cell)


@given(st.decimals(min_value=0, max_value=99_999_999, places=2))
def test_a_written_sum_comes_back(amount):
    assert sum_of(f"{amount:,.2f}") == float(amount)


@pytest.mark.parametrize(
    "cell",
    ["2026-11-23", "2026/11/23", "2026.11.23", "20261123", "2026年11月23日", "23/11/2026", "11/23/2026", "46349",
     46349.0, "2026-11-23 10:05", datetime(2026, 11, 23, 9), date(2026, 11, 23)],
)  # fmt: skip
def test_one_day_in_many_formats(cell):
    assert day_of(cell) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [("03/04/2026", "分不清月和日"), ("2026-02-30", "这一天不存在"), ("13/13/2026", "这一天不存在"), ("月底", "不是日期"),
     ("0", "不是日期"), ("2026-11", "不是日期")],
)  # fmt: skip
def test_days_that_are_refused(cell, fault):
    with pytest.raises(ValueError, match=fault):
        day_of(cell)


def test_the_same_number_for_day_and_month_is_no_riddle():
    assert day_of("04/04/2026") == date(2026, 4, 4)


@given(
    st.dates(min_value=date(1960, 1, 1), max_value=date(2100, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%Y年%m月%d日"]),
)
def test_a_written_day_comes_back(day, form):
    assert day_of(day.strftime(form)) == day


def test_a_moment_needs_its_time():
    assert moment_of("2026/11/23 9:05") == datetime(2026, 11, 23, 9, 5)
    assert moment_of("2026-11-23T09:05:30.123") == datetime(2026, 11, 23, 9, 5, 30)
    with pytest.raises(ValueError, match="没有钟点"):
        moment_of("2026-11-23")
    with pytest.raises(ValueError, match="钟点不存在"):
        moment_of("2026-11-23 25:00")


def test_counts_words_and_yes_or_no():
    assert (whole_number_of("45天"), whole_number_of(45.0)) == (45, 45)
    with pytest.raises(ValueError, match="不是整数"):
        whole_number_of("4.5")
    assert (yes_or_no("是"), yes_or_no(0), yes_or_no("TRUE")) == (True, False, True)
    with pytest.raises(ValueError, match="写「是」或「否」"):
        yes_or_no("也许")
    assert word_of("贷记卡", {"贷记卡": "credit_card"}, ("credit_card",)) == "credit_card"
    with pytest.raises(ValueError, match="「房贷」不认识；可写：贷记卡"):
        word_of("房贷", {"贷记卡": "credit_card"}, ("credit_card",))


def test_plain_text_has_no_byte_order_mark_and_no_full_width():
    assert plain("\ufeff Ａ１ ") == "A1"
    assert plain(None) == ""
