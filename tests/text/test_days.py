"""Days and hours as debtors name them, heard on a Monday morning unless it says otherwise."""

import itertools
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.days import Day, find_days

MONDAY = datetime(2026, 11, 23, 10, 0)

ONE_DAY = {
    # beside today
    "今天转": "2026-11-23", "今儿个": "2026-11-23", "明天": "2026-11-24", "明儿给": "2026-11-24", "听日": "2026-11-24",
    "后天": "2026-11-25", "大后天": "2026-11-26", "昨天还的": "2026-11-22", "前天": "2026-11-21", "今晚": "2026-11-23",
    "明天下午": "2026-11-24",
    # weeks begin on Monday
    "周五": "2026-11-27", "这周五": "2026-11-27", "本周六": "2026-11-28", "周日": "2026-11-29", "礼拜天": "2026-11-29",
    "周末": "2026-11-29", "周一": "2026-11-30", "下周一": "2026-11-30", "下周三": "2026-12-02", "下礼拜三": "2026-12-02",
    "下个星期天": "2026-12-06", "下下周二": "2026-12-08", "上周三": "2026-11-18", "上个礼拜五": "2026-11-20",
    "每周三打": "2026-11-25", "这周内": "2026-11-29",
    # days of a month
    "15号": "2026-12-15", "23号": "2026-11-23", "二十五号": "2026-11-25", "三十号": "2026-11-30", "31号": "2026-12-31",
    "廿八号": "2026-11-28", "每月十号": "2026-12-10", "15日": "2026-12-15", "这个月二十六号": "2026-11-26",
    "本月28日": "2026-11-28", "下个月5号": "2026-12-05", "下月六号": "2026-12-06", "上个月十五号": "2026-10-15",
    "12月5号": "2026-12-05", "十二月五日": "2026-12-05", "1月5号": "2027-01-05", "三月十六": "2027-03-16",
    "明年三月八号": "2027-03-08", "2027年1月15日": "2027-01-15", "26年12月31号": "2026-12-31", "2026-12-02": "2026-12-02",
    "12/5": "2026-12-05", "12.5号": "2026-12-05",
    # what is over
    "10号还的": "2026-11-10", "十号就已经打了": "2026-11-10", "我十六号就打过去了": "2026-11-16",
    "十月九号签的字": "2026-10-09",
    # ends
    "月底": "2026-11-30", "这个月底": "2026-11-30", "下月底": "2026-12-31", "上个月月底": "2026-10-31",
    "明年二月底": "2027-02-28", "本月内": "2026-11-30", "年底": "2026-12-31", "明年年底": "2027-12-31",
    "今年之内": "2026-12-31",
    # festivals
    "元旦": "2027-01-01", "元旦前": "2027-01-01", "春节": "2027-02-06", "过年前": "2027-02-06",
    "大年三十": "2027-02-05", "除夕": "2027-02-05", "大年初三": "2027-02-08", "正月十五": "2027-02-20",
    "元宵节": "2027-02-20", "清明": "2027-04-05", "五一前": "2027-05-01", "五一放假后": "2027-05-05",
    "端午节": "2027-06-09", "中秋": "2027-09-15", "八月十五": "2027-09-15", "国庆前": "2027-10-01",
    "国庆过完": "2027-10-07", "等十一": "2027-10-01", "双十一": "2027-11-11", "明年国庆": "2027-10-01",
    # the moon's calendar
    "腊月二十三": "2027-01-30", "小年": "2027-01-30", "腊月二十": "2027-01-27", "腊八": "2027-01-15",
    "农历八月初一": "2027-09-01", "初八": "2026-12-16", "每月初五": "2026-12-13",
    # so many days on
    "三天内": "2026-11-26", "三天之后": "2026-11-26", "过五天": "2026-11-28", "一个礼拜内": "2026-11-30",
    "两周后": "2026-12-07", "一个月后": "2026-12-23", "半个月后": "2026-12-08", "一个半月后": "2027-01-07",
    "半年内": "2027-05-23", "五个工作日内": "2026-11-30",
}  # fmt: skip

ONE_HOUR = {
    "明天下午三点": "2026-11-24T15:00", "后天下午三点前": "2026-11-25T15:00", "周五下午五点半": "2026-11-27T17:30",
    "明早九点": "2026-11-24T09:00", "今晚八点": "2026-11-23T20:00", "明晚七点一刻": "2026-11-24T19:15",
    "下周三上午十点": "2026-12-02T10:00", "二十八号下午三点": "2026-11-28T15:00", "周五中午": "2026-11-27T12:00",
    "明天中午十二点": "2026-11-24T12:00", "明天中午一点": "2026-11-24T13:00", "明天14:30": "2026-11-24T14:30",
    "15:30": "2026-11-23T15:30", "下午一点": "2026-11-23T13:00", "一点半": "2026-11-23T13:30",
    "三点以后": "2026-11-23T15:00", "八点前": "2026-11-23T20:00", "十一点": "2026-11-23T11:00",
    "傍晚六点": "2026-11-23T18:00", "十点零五": "2026-11-23T10:05", "今晚十二点前": "2026-11-24T00:00",
    "明天三点": "2026-11-24T15:00", "明早五点": "2026-11-24T05:00", "晚八点": "2026-11-23T20:00",
    "半小时后": "2026-11-23T10:30", "两个小时内": "2026-11-23T12:00", "二十分钟后": "2026-11-23T10:20",
}  # fmt: skip

RANGES = {
    "周三到周五": ("2026-11-25", "2026-11-27"), "十号到十五号": ("2026-12-10", "2026-12-15"),
    "15-20号": ("2026-12-15", "2026-12-20"), "十五六号": ("2026-12-15", "2026-12-16"),
    "二十七八号": ("2026-11-27", "2026-11-28"), "明后天": ("2026-11-24", "2026-11-25"),
    "今明两天": ("2026-11-23", "2026-11-24"), "三五天内": ("2026-11-26", "2026-11-28"),
    "三到五天内": ("2026-11-26", "2026-11-28"), "两三天后": ("2026-11-25", "2026-11-26"),
    "下午三点到五点": ("2026-11-23T15:00", "2026-11-23T17:00"), "五六点": ("2026-11-23T17:00", "2026-11-23T18:00"),
}  # fmt: skip

OPEN = (
    "发工资那天", "等发了工资", "发了工资就还", "工资到账以后", "发薪日", "出粮", "过几天", "过两天", "过阵子", "改天",
    "月初", "月中", "下周", "下个月", "明年三月份", "年后", "年前", "开春", "下个月中旬", "几天后",
)  # fmt: skip

NO_DAY = (
    "一会儿", "等会儿", "马上", "尽快", "三楼", "三号楼", "二号线", "五号门", "第十号", "五十号人", "老三", "尾号3307",
    "快一点", "早一点还", "便宜一点", "有一点难", "一点没有", "两点意见", "一个月一次", "逾期三十天", "欠了三个月",
    "七八年前", "去年腊月", "一块五一斤", "当初三个人", "十一万", "二十一", "一周五百", "两周一次", "不超过三天",
    "没发工资", "六月一直没还", "三天两头", "孩子上初三", "以后天天打", "目前天气", "明说", "下周期", "一千零一夜",
)  # fmt: skip


def said(text: str, now: datetime = MONDAY) -> list[Day]:
    return list(find_days(text, now))


@pytest.mark.parametrize(("words", "value"), [(w, v) for w, v in (ONE_DAY | ONE_HOUR).items() if v])
def test_words_name_one_day(words, value):
    assert [day.value for day in said(f"我{words}")] == [value]


@pytest.mark.parametrize(("words", "ends"), RANGES.items())
def test_two_days_joined_are_a_range(words, ends):
    assert [(day.value, day.low, day.high) for day in said(words)] == [(None, *ends)]


@pytest.mark.parametrize("words", OPEN)
def test_a_day_that_hangs_on_something_stays_open(words):
    assert [(day.value, day.low, day.high) for day in said(words)] == [(None, None, None)]


@pytest.mark.parametrize("words", NO_DAY)
def test_what_only_looks_like_a_day_is_none(words):
    assert said(words) == []


def test_a_day_is_found_where_it_stands():
    assert said("剩下的下个月十号转你") == [Day(3, 8, "2026-12-10")]
    assert said("今天不行，后天下午三点前") == [Day(0, 2, "2026-11-23"), Day(5, 11, "2026-11-25T15:00")]


def test_payday_behind_a_named_day_says_nothing_new():
    assert [day.value for day in said("十号发了工资就还")] == ["2026-12-10"]


@pytest.mark.parametrize(
    ("now", "words", "value"),
    [
        (datetime(2026, 12, 30, 9), "三号", "2027-01-03"),
        (datetime(2026, 12, 31, 9), "明天", "2027-01-01"),
        (datetime(2026, 12, 31, 9), "月底", "2026-12-31"),
        (datetime(2026, 12, 31, 9), "下个月底", "2027-01-31"),
        (datetime(2026, 12, 28, 9), "下周五", "2027-01-08"),
        (datetime(2027, 1, 2, 9), "去年十二月三十一号", "2026-12-31"),
        (datetime(2027, 12, 1, 9), "腊月二十三", "2028-01-19"),
        (datetime(2027, 1, 31, 9), "腊月二十三", "2028-01-19"),
        (datetime(2026, 1, 10, 9), "腊月二十三", "2026-02-10"),
        (datetime(2028, 2, 10, 9), "月底", "2028-02-29"),
        (datetime(2028, 2, 10, 9), "29号", "2028-02-29"),
        (datetime(2027, 2, 10, 9), "29号", "2027-03-29"),
        (datetime(2027, 1, 31, 9), "31号", "2027-01-31"),
        (datetime(2027, 2, 1, 9), "31号", "2027-03-31"),
        (datetime(2027, 1, 31, 9), "一个月后", "2027-02-28"),
        (datetime(2028, 2, 29, 9), "一年后", "2029-02-28"),
        (datetime(2026, 11, 27, 9), "三个工作日内", "2026-12-02"),
        (datetime(2026, 11, 29, 9), "周五", "2026-12-04"),
        (datetime(2026, 11, 29, 9), "这周五", "2026-11-27"),
        (datetime(2026, 11, 23, 16), "三点", "2026-11-23T15:00"),
        (datetime(2026, 11, 23, 8), "九点", "2026-11-23T09:00"),
        (datetime(2026, 10, 3, 9), "国庆后", "2026-10-07"),
    ],
)
def test_years_and_months_turn(now, words, value):
    assert [day.value for day in said(words, now)] == [value]


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(1, 31))
def test_a_bare_day_of_the_month_is_the_next_one(today, day):
    found = date.fromisoformat(said(f"{day}号", datetime(today.year, today.month, today.day, 9))[0].value)
    assert found.day == day
    assert 0 <= (found - today).days <= 92
    between = (today + timedelta(days=n) for n in range((found - today).days))
    assert all(earlier.day != day for earlier in between)


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.integers(0, 6))
def test_a_weekday_of_next_week_lies_in_next_week(today, index):
    name = "一二三四五六日"[index]
    found = date.fromisoformat(said(f"下周{name}", datetime(today.year, today.month, today.day, 9))[0].value)
    assert found.weekday() == index
    assert found.isocalendar()[:2] == (today + timedelta(days=7)).isocalendar()[:2]


@given(st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.dates(date(2024, 1, 1), date(2032, 12, 31)))
def test_a_full_date_is_itself_whatever_day_it_is(today, named):
    words = f"{named.year}年{named.month}月{named.day}号"
    assert said(words, datetime(today.year, today.month, today.day)) == [Day(0, len(words), named.isoformat())]


@given(st.text(alphabet="今明后天下周一二三十号月底年初点半前过内到节秋中两几个0123456789:.-", max_size=20))
def test_no_jumble_of_days_breaks_the_finder(text):
    days = said(text)
    assert all(0 <= day.start < day.end <= len(text) for day in days)
    assert all(a.end <= b.start for a, b in itertools.pairwise(days))
