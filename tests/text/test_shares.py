"""Percents and instalments by themselves."""

import pytest

from bot.text.shares import Share, instalments, percents

PERCENTS = {
    "三成": Share(0, 2, 30), "三成半": Share(0, 3, 35), "七八成": Share(0, 3, None, 70, 80),
    "百分之三点五": Share(0, 6, 3.5), "百分之十到二十": Share(0, 7, None, 10, 20), "千分之五": Share(0, 4, 0.5),
    "万分之五": Share(0, 4, 0.05), "24%": Share(0, 3, 24), "10-20%": Share(0, 6, None, 10, 20),
    "八折": Share(0, 2, 20, off=True), "八五折": Share(0, 3, 15, off=True), "8.8折": Share(0, 4, 12, off=True),
    "六七折": Share(0, 3, None, 30, 40, True), "对折": Share(0, 2, 50, off=True), "减三成": Share(1, 3, 30, off=True),
    "两分利": Share(0, 3, 2), "月息一分五": Share(0, 5, 1.5), "三个点": Share(0, 3, 3), "免一半": Share(1, 3, 50, off=True),
}  # fmt: skip
NO_PERCENTS = (
    "这事成了",
    "三成年人",
    "一成不变",
    "九成新",
    "打折扣",
    "一波三折叠",
    "百分之百",
    "十号成吗",
    "周三成吗",
    "两分钟",
    "有几个点心",
)

PLANS = {
    "分三期": Share(0, 3, 3), "分12期": Share(0, 4, 12), "分期分六期": Share(0, 5, 6), "分成六个月": Share(0, 5, 6),
    "拆三笔": Share(0, 3, 3), "分一年": Share(0, 3, 12), "分半年": Share(0, 3, 6), "分一年半": Share(0, 4, 18),
    "分五六期": Share(0, 4, None, 5, 6), "分6到12期": Share(0, 6, None, 6, 12), "二十四期": Share(0, 4, 24),
    "三个月还清": Share(0, 5, 3), "八千六期": Share(2, 4, 6),
}  # fmt: skip
NO_PLANS = (
    "第三期",
    "逾期两期",
    "欠了三期",
    "扣了两期",
    "三期没还",
    "上一期",
    "一期",
    "长期",
    "期待",
    "分期",
    "分一半",
    "两百期货",
)


@pytest.mark.parametrize(("words", "share"), PERCENTS.items())
def test_a_percent_is_in_points(words, share):
    assert list(percents(words)) == [share]


@pytest.mark.parametrize("words", NO_PERCENTS)
def test_what_only_looks_like_a_percent_is_none(words):
    assert list(percents(words)) == []


@pytest.mark.parametrize(("words", "share"), PLANS.items())
def test_a_plan_has_its_number_of_parts(words, share):
    assert list(instalments(words)) == [share]


@pytest.mark.parametrize("words", NO_PLANS)
def test_arrears_and_ordinals_are_no_plan(words):
    assert list(instalments(words)) == []
