from datetime import date, time, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trade.account import Account, FormalStep
from bot.trade.book import Book
from bot.trade.house import House
from bot.trade.negotiation import Offer
from bot.trade.wording import (
    Placeholder,
    Spoken,
    address,
    anonymise,
    debtor_named,
    fill_one,
    first_sentence,
    personalise,
    placeholders_in,
    render,
    spoken_count,
    spoken_day,
    spoken_hour,
    spoken_money,
    spoken_number,
)

MONDAY = date(2026, 11, 23)
ANY = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"), (2, "二"), (10, "十"), (12, "十二"), (20, "二十"), (22, "二十二"), (100, "一百"), (102, "一百零二"), (110, "一百一"),
        (200, "两百"), (212, "两百一十二"), (222, "两百二十二"), (480, "四百八"), (1000, "一千"), (1002, "一千零二"), (1020, "一千零二十"),
        (1200, "一千二"), (1286, "一千二百八十六"), (1280, "一千二百八"), (2000, "两千"), (2310, "两千三百一"), (2222, "两千二百二十二"),
        (5000, "五千"), (10000, "一万"), (10005, "一万零五"), (10500, "一万零五百"), (12800, "一万两千八"), (15000, "一万五"),
        (20000, "两万"), (20003, "两万零三"), (23000, "两万三"), (50000, "五万"), (98000, "九万八"), (100000, "十万"), (105000, "十万五"),
        (110000, "十一万"), (126000, "十二万六"), (200000, "二十万"), (860000, "八十六万"), (1005000, "一百万五千"),
        (1250000, "一百二十五万"), (2000000, "两百万"), (10005000, "一千万五千"), (150000000, "一亿五千万"), (200000000, "两亿"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_on_the_phone(value: int, said: str):
    assert spoken_number(value) == said


@pytest.mark.parametrize(
    ("yuan", "said"),
    [
        (5000, "五千"), (480, "四百八"), (23000, "两万三"), (1286, "一千二百八十六块"), (100, "一百"), (102, "一百零二块"), (50, "五十块"),
        (12, "十二块"), (2, "两块"), (22, "二十二块"), (3.5, "三块五"), (2.5, "两块五"), (0.5, "五毛"), (0.05, "五分"), (0.56, "五毛六"),
        (3.05, "三块零五分"), (3.56, "三块五毛六"), (1286.4, "一千二百八十六块四"), (4800.5, "四千八百块五"), (23000.1, "两万三千块一"),
        (126000, "十二万六"), (860000, "八十六万"),
    ],
)  # fmt: skip
def test_a_sum_is_said_as_on_the_phone(yuan: float, said: str):
    assert spoken_money(yuan) == said


@pytest.mark.parametrize(
    ("count", "measure", "said"),
    [(2, "天", "两天"), (12, "天", "十二天"), (22, "天", "二十二天"), (101, "天", "一百零一天"), (110, "天", "一百一十天"),
     (120, "天", "一百二十天"), (348, "天", "三百四十八天"), (6, "期", "六期"), (12, "期", "十二期"), (2, "期", "两期")],
)  # fmt: skip
def test_a_count_is_said_in_full(count: int, measure: str, said: str):
    assert spoken_count(count, measure) == said


DIGITS = {ch: n for n, ch in enumerate("零一二三四五六七八九")} | {"两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def heard(said: str) -> float:
    """A listener's ear, written for this test: the sum in yuan that a spoken sum means."""
    yuan, block, rest = said.partition("块")
    if (not block and said[-1] in "毛分") or "毛" in yuan:
        yuan, rest = "", said
    rest = rest.removeprefix("零")
    if rest.endswith("分"):
        cents = DIGITS[rest[0]]
    else:
        cents = (DIGITS[rest[0]] * 10 if rest else 0) + (DIGITS[rest[2]] if len(rest) == 3 else 0)
    return (heard_number(yuan) if yuan else 0) + cents / 100


def heard_number(said: str) -> int:
    """一千二百八 -> 1280: a last digit without its unit takes the one below its neighbour's."""
    for name in ("亿", "万"):
        head, found, tail = said.rpartition(name)
        if found:
            short = len(tail) == 1
            return heard_number(head) * UNITS[name] + (
                DIGITS[tail] * UNITS[name] // 10 if short else heard_number(tail)
            )
    total, digit, unit = 0, None, 1
    for ch in said:
        if ch in UNITS:
            unit = UNITS[ch]
            total, digit = total + (1 if digit is None else digit) * unit, None
        else:
            digit, unit = DIGITS[ch], 1 if ch == "零" else unit
            if ch == "零":
                digit = None
    return total + (digit or 0) * max(unit // 10, 1)


@ANY
@given(st.integers(1, 9_999_999))
def test_who_hears_a_spoken_sum_hears_that_sum(yuan: int):
    assert heard(spoken_money(yuan)) == yuan


@ANY
@given(st.integers(1, 99_999_999))
def test_who_hears_a_sum_with_cents_hears_it_to_the_cent(cents: int):
    assert round(heard(spoken_money(cents / 100)) * 100) == cents


@pytest.mark.long
@settings(max_examples=10_000, deadline=None)
@given(st.integers(1, 9_999_999_999))
def test_who_hears_any_sum_with_cents_hears_it_to_the_cent(cents: int):
    assert round(heard(spoken_money(cents / 100)) * 100) == cents


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-21", "前天"), ("2026-11-22", "昨天"), ("2026-11-23", "今天"), ("2026-11-24", "明天"), ("2026-11-25", "后天"),
        ("2026-11-26", "周四"), ("2026-11-27", "周五"), ("2026-11-29", "周日"), ("2026-11-30", "下周一"), ("2026-12-06", "下周日"),
        ("2026-12-07", "十二月七号"), ("2026-11-20", "上周五"), ("2026-11-16", "上周一"), ("2026-11-15", "十一月十五号"),
        ("2026-12-31", "十二月三十一号"), ("2027-01-02", "明年一月二号"), ("2025-12-10", "去年十二月十号"), ("2024-05-20", "2024年五月二十号"),
    ],
)  # fmt: skip
def test_a_day_is_said_as_seen_from_a_monday(day: str, said: str):
    assert spoken_day(date.fromisoformat(day), MONDAY) == said


def test_the_turn_of_the_year_is_next_week_and_not_next_year():
    assert spoken_day(date(2027, 1, 5), date(2026, 12, 28)) == "下周二"


@ANY
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(-400, 400))
def test_two_days_seen_from_one_never_sound_the_same(today: date, distance: int):
    day = today + timedelta(days=distance)
    near = {spoken_day(day + timedelta(days=n), today) for n in range(-15, 16)}
    assert len(near) == 31


@pytest.mark.parametrize(
    ("facts", "called"),
    [
        ({}, "您"), ({"name": "王强"}, "您"), ({"name": "王强", "sex": "m"}, "王先生"), ({"name": "李红", "sex": "f"}, "李女士"),
        ({"name": "欧阳娜", "sex": "f"}, "欧阳女士"), ({"sex": "m"}, "您"), ({"name": "", "sex": "m"}, "您"),
        ({"name": "王强", "sex": "m", "role": "owner", "debt_kind": "b2b_goods", "debtor_kind": "dealer"}, "王总"),
        ({"name": "赵刚", "sex": "m", "role": "owner", "debt_kind": "b2b_goods", "debtor_kind": "sole_trader"}, "赵老板"),
        ({"name": "孙丽", "sex": "f", "role": "accountant", "debt_kind": "b2b_service", "debtor_kind": "sme"}, "孙会计"),
        ({"name": "徐建国", "role": "project_manager", "debt_kind": "b2b_works", "debtor_kind": "large_company"}, "徐总"),
        ({"name": "周军", "debt_kind": "b2b_goods"}, "周老板"),
        ({"name": "陈芳", "sex": "f", "role": "handler", "debt_kind": "b2b_goods"}, "陈女士"),
        ({"name": "陈芳", "role": "handler", "debt_kind": "b2b_goods"}, "您"),
        ({"name": "王强", "sex": "m", "role": "owner", "debt_kind": "credit_card", "debtor_kind": "individual"}, "王先生"),
    ],
)  # fmt: skip
def test_the_form_of_address_follows_role_kind_and_sex(facts: dict, called: str):
    assert address(Account.parse_obj(facts)) == called


def test_a_debtor_is_named_by_name_and_sex():
    assert debtor_named(Account(name="王强", sex="m")) == "王强先生"
    assert debtor_named(Account(name="李红", sex="f")) == "李红女士"
    assert debtor_named(Account(name="王强")) == "王强"
    assert debtor_named(Account()) is None


@pytest.fixture
def full(house: House) -> Spoken:
    """Everything known."""
    account = Account.parse_obj(
        {
            "name": "王强", "sex": "m", "role": "owner", "product": "建材货款", "due_on": "2026-10-14", "days_overdue": 120,
            "creditor": "恒泰建材有限公司", "debt_kind": "b2b_goods", "debtor_kind": "dealer",
            "amounts": {"overdue": 50000, "minimum_due": 480, "undisputed": 32000}, "contract": {"late_fee_clause": "第六条"},
            "invoices": [
                {"number": "24031109", "due": "2026-10-14", "amount": 20000},
                {"number": "24031107", "due": "2026-09-14", "amount": 30000, "paid": 10},
                {"number": "24031101", "due": "2026-08-14", "amount": 9000, "paid": 9000},
            ],
            "formal_next": FormalStep(step="payment_order", approved_by="法务部", approved_on=date(2026, 11, 18)),
        }
    )  # fmt: skip
    return Spoken(
        account=account, house=house, offer=Offer(first_payment=5000, due=date(2026, 11, 27), instalments=6), today=MONDAY,
        collector="306", his_sum=8000, his_day=date(2026, 12, 1), his_hour=time(15, 30), granted_months=6, last_reason="在等回款", last_reason_his="在等回款", promised_sum=3000,
        promised_day=date(2026, 11, 20),
    )  # fmt: skip


FILLED = {
    "称呼": "王总", "公司": "恒信账款服务", "工号": "306", "客服电话": "400-800-0000", "心理热线": "12356", "债务人": "王强先生",
    "债权人": "恒泰建材有限公司", "产品": "建材货款", "到期日": "十月十四号", "发票号": "24031107", "合同条款": "第六条", "欠款": "五万",
    "逾期天数": "一百二十天", "最低还款": "四百八", "无争议款": "三万两千", "首付": "五千", "期限": "周五", "期数": "六期", "他出的数": "八千",
    "他说的日": "下周二", "上次理由": "在等回款", "他那头的事": "在等回款", "承诺日": "上周五", "承诺金额": "三千", "正式步骤": "申请支付令",
    "他说的钟点": "下周二下午三点半", "批的每期": "五千三百三十四块",
}  # fmt: skip


def test_every_placeholder_is_filled_as_people_say_it(full: Spoken, book: Book):
    assert {name: fill_one(name, full) for name in FILLED} == FILLED
    assert set(FILLED) == set(book.placeholders)


@pytest.mark.parametrize(
    ("at", "said"),
    [(time(9, 30), "上午九点半"), (time(15, 0), "下午三点"), (time(7, 20), "早上七点二十"), (time(12, 15), "中午十二点一刻"), (time(20, 5), "晚上八点零五"),
     (time(14, 45), "下午两点三刻"), (time(0, 10), "凌晨零点十")],
)  # fmt: skip
def test_an_hour_is_said_as_on_the_phone(at: time, said: str):
    assert spoken_hour(at) == said


def test_what_is_unknown_fills_no_placeholder(house: House):
    bare = Spoken(account=Account(), house=house, offer=Offer(due=date(2026, 11, 27)), today=MONDAY)
    known = {name: words for name in FILLED if (words := fill_one(name, bare)) is not None}
    assert known == {
        "称呼": "您", "公司": "恒信账款服务", "客服电话": "400-800-0000", "心理热线": "12356", "期限": "周五",
    }  # fmt: skip


def test_nothing_overdue_is_no_sum_to_speak_of(full: Spoken):
    free = full.with_(account=Account.parse_obj({"amounts": {"overdue": 0}, "days_overdue": 0, "invoices": []}))
    assert [fill_one(name, free) for name in ("欠款", "逾期天数", "发票号")] == [None, None, None]


def test_a_placeholder_nobody_defined_is_an_error(full: Spoken):
    with pytest.raises(KeyError):
        fill_one("星座", full)


@pytest.mark.parametrize(
    ("template", "line"),
    [
        ("我记一下：{期限}前到{首付}，对吗？", "我记一下：周五前到五千，对吗？"),
        ("{称呼}，{欠款}的{产品}，{称呼}怎么安排？", "王总，五万的建材货款，王总怎么安排？"),
        ("下一笔进账是哪天？", "下一笔进账是哪天？"),
    ],
)
def test_a_line_is_filled_whole(full: Spoken, template: str, line: str):
    assert render(template, full) == line


def test_a_line_with_a_fact_missing_or_withheld_is_no_line(full: Spoken):
    assert render("{称呼}，{最低还款}今天能到吗？", full.with_(account=Account(name="王强", sex="m"))) is None
    assert render("{称呼}，{最低还款}今天能到吗？", full, lambda name: name != "最低还款") is None
    assert render("{称呼}，今天方便吗？", full, lambda name: name != "最低还款") == "王总，今天方便吗？"


@ANY
@given(
    names=st.lists(st.sampled_from(sorted(FILLED)), max_size=5), known=st.sets(st.sampled_from(sorted(FILLED))),
    said=st.lists(st.sampled_from(["，", "今天", "对吗？", "先到"]), min_size=6, max_size=6),
)  # fmt: skip
def test_render_never_leaves_a_hole(house: House, names: list[str], known: set[str], said: list[str]):
    template = said[0] + "".join("{" + name + "}" + gap for name, gap in zip(names, said[1:], strict=False))
    spoken = Spoken(
        account=Account.parse_obj({"name": "王强", "amounts": {"overdue": 50000}, "creditor": "恒泰建材"}), house=house,
        offer=Offer(first_payment=5000, due=date(2026, 11, 27)), today=MONDAY,
    )  # fmt: skip
    line = render(template, spoken, known.__contains__)
    sayable = all(name in known and fill_one(name, spoken) is not None for name in names)
    assert (line is not None) == sayable
    assert line is None or ("{" not in line and "}" not in line)


def test_placeholders_are_read_in_order_and_twice():
    assert placeholders_in("{称呼}，{期限}到{首付}？{称呼}") == ("称呼", "期限", "首付", "称呼")
    assert placeholders_in("没有资料") == ()


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("您先别挂，钱的事今天不谈。您现在在哪儿？", "您先别挂，钱的事今天不谈"), ("行吗？不行再说", "行吗"), ("好！", "好"),
        ("先到五千", "先到五千"), ("慢慢说……不急", "慢慢说"), ("", ""),
    ],
)  # fmt: skip
def test_the_first_sentence_ends_at_its_first_full_stop(line: str, first: str):
    assert first_sentence(line) == first


def test_a_placeholder_says_its_origin_and_its_level():
    shown = Placeholder.parse_obj({"needs": "all", "from": "account.amounts.overdue", "figure": True})
    assert (shown.needs, shown.from_, shown.figure) == ("all", "account.amounts.overdue", True)


WANG = Account.parse_obj(
    {"name": "王强", "sex": "m", "role": "owner", "debt_kind": "b2b_goods", "debtor_kind": "dealer"}
)


def test_the_record_keeps_neither_name_nor_address():
    assert anonymise("王总，{期限}到五千，麻烦王强先生回电", WANG) == "{称呼}，{期限}到五千，麻烦{债务人}回电"
    assert anonymise("您先别挂，您在哪儿？", Account()) == "您先别挂，您在哪儿？"


def test_a_line_of_the_record_is_shown_with_its_name():
    assert personalise("{称呼}，麻烦{债务人}回电", WANG) == "王总，麻烦王强先生回电"
    assert personalise("{称呼}，麻烦{债务人}回电", Account()) == "您，麻烦本人回电"


@ANY
@given(
    name=st.sampled_from(["王强", "李红", "欧阳娜娜", "徐建国", "赵"]), sex=st.sampled_from(["m", "f", None]),
    role=st.sampled_from([None, "owner", "accountant", "handler"]), kind=st.sampled_from([None, "credit_card", "b2b_goods"]),
    debtor=st.sampled_from([None, "sole_trader", "dealer"]),
    template=st.lists(st.sampled_from(["{称呼}", "{债务人}", "，", "请", "回个电话", "您", "周五到五千"]), max_size=8).map("".join),
)  # fmt: skip
def test_anonymise_and_personalise_are_a_round_trip(
    name: str, sex: str | None, role: str | None, kind: str | None, debtor: str | None, template: str
):
    account = Account.parse_obj({"name": name, "sex": sex, "role": role, "debt_kind": kind, "debtor_kind": debtor})
    line = personalise(template, account)
    kept = anonymise(line, account)
    assert personalise(kept, account) == line
    assert debtor_named(account) not in kept
    assert address(account) == "您" or address(account) not in kept


def test_every_wording_of_the_book_uses_known_placeholders_alone(book: Book):
    plays = [play for playbook in book.playbooks.values() for play in playbook.plays] + list(book.openings)
    used = {name for play in plays for _, line in play.wordings for name in placeholders_in(line)}
    assert used <= set(FILLED)
    assert {p.needs for p in book.placeholders.values()} <= set(get_args(Placeholder.__fields__["needs"].outer_type_))
