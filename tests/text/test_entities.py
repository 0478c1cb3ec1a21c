"""Amounts, dates, instalments and percents in what debtors say, heard on Monday 2026-11-23 at ten."""

import itertools
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.entities import Found, find_entities
from bot.text.normalise import normalise

NOW = datetime(2026, 11, 23, 10, 0)


def yuan(value):
    return ("amount", value)


def day(value):
    return ("date", value)


def parts(value):
    return ("instalments", value)


def points(value):
    return ("percent", value)


def off(value):
    return ("percent", value, "reduction")


def spread(kind, low, high):
    return (kind, (low, high))


SOME = ("amount", "vague")
SOMEDAY = ("date", "vague")

# Sentence -> what it names, left to right.
SAID = {
    # sums with their unit
    "我先还五百块": [yuan(500)],
    "我卡里就剩三十二块五了": [yuan(32.5)],
    "账单写的是一千三百五十二块四": [yuan(1352.4)],
    "还差两块四毛五": [yuan(2.45)],
    "今天到了732块5毛": [day("2026-11-23"), yuan(732.5)],
    "应还六百四十二元一角": [yuan(642.1)],
    "两千一百六十块零四毛": [yuan(2160.4)],
    "手续费四毛": [yuan(0.4)],
    "八百块一天四毛": [yuan(800), yuan(0.4)],
    "给你转了¥483": [yuan(483)],
    "人民币伍仟元整": [yuan(5000)],
    "贰万叁仟元整，盖过章的": [yuan(23_000)],
    "共计12,500.50元": [yuan(12_500.5)],
    "一块钱的利息你也算": [yuan(1)],
    "就差一块": [yuan(1)],
    "五蚊都冇": [yuan(5)],
    # sums without it
    "我还两万三": [yuan(23_000)],
    "只有一万二千五": [yuan(12_500)],
    "先给您打三千二": [yuan(3200)],
    "两千三百一，没错吧": [yuan(2310)],
    "差不多四百八": [yuan(480)],
    "三百一不是三千一": [yuan(310), yuan(3100)],
    "我先还2w": [yuan(20_000)],
    "还了3.5k还催": [yuan(3500)],
    "10号还2100": [day("2026-12-10"), yuan(2100)],
    "本金一点五万": [yuan(15_000)],
    "欠了1.2万": [yuan(12_000)],
    "老板欠我两个亿": [yuan(200_000_000)],
    "月月1200没断过": [yuan(1200)],
    "总共还欠11200": [yuan(11_200)],
    "每月还五百可以吗": [yuan(500)],
    "五千行，周五转，剩下三十号": [yuan(5000), day("2026-11-27"), day("2026-11-30")],
    "先还五十行不行": [yuan(50)],
    "给你二百五，多了没有": [yuan(250)],
    "他还我二百五": [yuan(250)],
    "剩一千，不是说最低一百八吗": [yuan(1000), yuan(180)],
    "这期六百四，加上个月两千": [yuan(640), yuan(2000)],
    "我六千八一毛不少你的": [yuan(6800)],
    "八百 二十号还": [yuan(800), day("2026-12-20")],
    # ranges and open sums
    "先还三五千": [spread("amount", 3000, 5000)],
    "能凑个两三万": [spread("amount", 20_000, 30_000)],
    "一次还个七八百": [spread("amount", 700, 800)],
    "一万二三吧": [spread("amount", 12_000, 13_000)],
    "三千到五千之间": [spread("amount", 3000, 5000)],
    "每月三到五千": [spread("amount", 3000, 5000)],
    "3000-5000元都行": [spread("amount", 3000, 5000)],
    "我有几千块": [SOME],
    "外面欠我十来万": [SOME],
    "卡里就一千多": [SOME],
    "手上好几万的货": [SOME],
    "一千来块": [SOME],
    "一个月挣三千多块钱": [SOME],
    "上万的利息": [SOME],
    "百八十块的事": [SOME],
    "小一万吧": [SOME],
    "我工资万把块": [SOME],
    # days
    "我15号还": [day("2026-12-15")],
    "月底一定还": [day("2026-11-30")],
    "下周三给您打过去": [day("2026-12-02")],
    "后天下午三点前到账": [day("2026-11-25T15:00")],
    "周五中午转": [day("2026-11-27T12:00")],
    "今晚八点半之前": [day("2026-11-23T20:30")],
    "年底结清": [day("2026-12-31")],
    "过了元旦就给": [day("2027-01-01")],
    "腊月二十三送上门": [day("2027-01-30")],
    "等过完国庆": [day("2027-10-01")],
    "三天内办好": [day("2026-11-26")],
    "周三到周五之间": [spread("date", "2026-11-25", "2026-11-27")],
    "發工資那天還": [SOMEDAY],
    "过几天再说": [SOMEDAY],
    "下个月行吗": [SOMEDAY],
    "等我发了工资就还你两千": [SOMEDAY, yuan(2000)],
    "这个月二十六号还全款": [day("2026-11-26")],
    # instalments
    "分三期行不行": [parts(3)],
    "能不能分12期": [parts(12)],
    "给我分成六个月": [parts(6)],
    "分两次给你": [parts(2)],
    "拆三笔付": [parts(3)],
    "分一年还": [parts(12)],
    "分半年": [parts(6)],
    "分一年半": [parts(18)],
    "六十期，一期三百多": [parts(60), SOME],
    "最长能做二十四期": [parts(24)],
    "三期行不": [parts(3)],
    "三个月还清": [parts(3)],
    "分个五六期": [spread("instalments", 5, 6)],
    "分六到十二期": [spread("instalments", 6, 12)],
    "2万4分8个月": [yuan(24_000), parts(8)],
    "三万分十期，每期三千": [yuan(30_000), parts(10), yuan(3000)],
    "八千六期怎么排": [yuan(8000), parts(6)],
    # percents
    "先付三成": [points(30)],
    "先还两成半": [points(25)],
    "三到五成吧": [spread("percent", 30, 50)],
    "打八折行吗": [off(20)],
    "打个八五折我就结": [off(15)],
    "8.8折": [off(12)],
    "六七折能谈吗": [(*spread("percent", 30, 40), "reduction")],
    "对折我今天就打": [off(50), day("2026-11-23")],
    "利息减一半": [off(50)],
    "先付一半": [points(50)],
    "年化百分之二十四": [points(24)],
    "月利率百分之一点二": [points(1.2)],
    "日万分之五": [points(0.05)],
    "一天千分之五": [points(0.5)],
    "年化24%": [points(24)],
    "提前还要收我三个点": [points(3)],
    "月息两分": [points(2)],
    "减免30%": [off(30)],
    "合同没过百分之五，一年以后": [points(5), day("2027-11-23")],
    # several at once
    "周五之前先转你八千，剩下的分三期": [day("2026-11-27"), yuan(8000), parts(3)],
    "明天上午十点五千，月底再给三千": [day("2026-11-24T10:00"), yuan(5000), day("2026-11-30"), yuan(3000)],
    "二十五号發工資，二十五号轉七千": [day("2026-11-25"), day("2026-11-25"), yuan(7000)],
    "打七折两万三结清，今天转": [off(30), yuan(23_000), day("2026-11-23")],
    "初十给一万二": [day("2026-12-18"), yuan(12_000)],
    "每月初五八百": [day("2026-12-13"), yuan(800)],
    "月初五百": [SOMEDAY, yuan(500)],
    "下周三三千行不": [day("2026-12-02"), yuan(3000)],
    "十号发工资就还一千": [day("2026-12-10"), yuan(1000)],
    "三千下周给": [yuan(3000), SOMEDAY],
    "三千本周五给": [yuan(3000), day("2026-11-27")],
    "两千月底给你": [yuan(2000), day("2026-11-30")],
    "五百周五给": [yuan(500), day("2026-11-27")],
    "三十号之前那一万一给你结清": [day("2026-11-30"), yuan(11_000)],
    "36期每期2800": [parts(36), yuan(2800)],
    "周二周四都行": [day("2026-11-24"), day("2026-11-26")],
    "明天早上八点到九点打给我": [spread("date", "2026-11-24T08:00", "2026-11-24T09:00")],
    "上午八点到晚上九点": [spread("date", "2026-11-23T08:00", "2026-11-23T21:00")],
    "三百五百的先还着": [yuan(300), yuan(500)],
    "十万八万的我不在乎": [yuan(100_000), yuan(80_000)],
    "5000-8000之间": [spread("amount", 5000, 8000)],
    "日息万五": [points(0.05)],
    "借了你们小十万": [SOME],
    "等我年终奖发了一次性还你": [SOMEDAY],
    "欠款十二万三千四百五十六块七毛八": [yuan(123_456.78)],
    "10-15号之间给": [spread("date", "2026-12-10", "2026-12-15")],
    # nothing at all
    "十万八千里": [],
    "两点一线": [],
    "二十四小时营业": [],
    "手机后四位2345": [],
    "一百来号人等着发工资": [],
    "一会儿给你回": [],
    "老三管账": [],
    "千万别打给我爸": [],
    "尾号3307": [],
    "尾号三三零七的卡": [],
    "我住三楼": [],
    "你就是个二百五": [],
    "当我二百五啊": [],
    "万一还不上呢": [],
    "一分钱没有": [],
    "一毛都别想": [],
    "一块钱都拿不出": [],
    "一块儿去吧": [],
    "百分之百还": [],
    "逾期三百多天了": [],
    "群里两百多个同行": [],
    "八百顶帐篷": [],
    "三公里外": [],
    "打了十几个电话": [],
    "我打12378投诉": [],
    "工号三三一八": [],
    "合同号HT20261103": [],
    "第三期还没到": [],
    "逾期两期了": [],
    "扣了两期了": [],
    "本期账单没收到": [],
    "分期怎么办": [],
    "这事成了再说": [],
    "三天两头打电话": [],
    "二零一八年的事": [],
    "快一点行不行": [],
    "我三姐夫接的电话": [],
    "还九成新": [],
    "三折叠的桌子": [],
    "百川物流的户": [],
    "没钱": [],
}


def named(found: Found):
    """The part of the answer the table writes: type, value (or ends, or vague), and what a percent is of."""
    value = "vague" if found.vague else (found.low, found.high) if found.value is None else found.value
    return (found.type, value, found.of) if found.of else (found.type, value)


@pytest.mark.parametrize(("sentence", "expected"), SAID.items())
def test_a_sentence_names_just_this(sentence, expected):
    assert [named(found) for found in find_entities(normalise(sentence).text, NOW)] == expected


def test_the_table_is_long_enough_to_mean_something():
    assert len(SAID) >= 120


def test_a_finding_is_whole():
    assert find_entities("先还两万三，剩下的打八折", NOW) == (
        Found(2, 5, "amount", 23_000),
        Found(10, 12, "percent", 20, of="reduction"),
    )


def test_an_open_sum_and_an_open_day_have_no_value():
    assert find_entities("过几天还几千", NOW) == (
        Found(0, 3, "date", vague=True),
        Found(4, 6, "amount", vague=True),
    )


def test_a_range_has_its_ends_and_no_value():
    assert find_entities("三五千", NOW) == (Found(0, 3, "amount", None, 3000, 5000),)


@given(st.integers(100, 9_999_999), st.integers(1, 28))
def test_a_sum_and_a_day_in_figures_are_read_as_written(sum_, day_of_month):
    found = find_entities(f"{day_of_month}号还{sum_}元", NOW)
    assert [f.type for f in found] == ["date", "amount"]
    assert found[1].value == sum_
    assert found[0].value.endswith(f"-{day_of_month:02d}")


@given(st.integers(2, 60))
def test_instalments_in_figures_are_read_as_written(count):
    assert [named(f) for f in find_entities(f"分{count}期", NOW)] == [("instalments", count)]


@given(st.integers(1, 99))
def test_percents_in_figures_are_read_as_written(points_):
    assert [named(f) for f in find_entities(f"先付{points_}%", NOW)] == [("percent", points_)]


JUMBLE = st.text(
    alphabet="我还先一二两三四五六七八九十百千万半几多块毛元点号月周天日今明后年底期成折分之到0123456789.,-%¥w ",
    max_size=25,
)


@given(JUMBLE | st.text(max_size=40))
def test_findings_are_spans_in_order_that_never_overlap(text):
    found = find_entities(text, NOW)
    assert all(0 <= f.start < f.end <= len(text) for f in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


@given(JUMBLE)
def test_a_finding_has_a_value_or_two_ends_or_is_vague(text):
    for found in find_entities(text, NOW):
        ranged = found.low is not None and found.high is not None and found.low < found.high
        assert [found.value is not None, ranged, bool(found.vague)].count(True) == 1
