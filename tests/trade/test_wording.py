from datetime import date, time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trade.account import Account, FormalStep
from bot.trade.approval import Terms
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
)

MONDAY = date(2026, 11, 23)
ANY = settings(max_examples=200, deadline=None, derandomize=True)


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
            "amounts": {"overdue": 50000, "minimum_due": 480, "undisputed": 32000}, "contract": {"late_fee_clause": "第六条"}, "limitation_until": "2025-10-01",
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
        collector="306", his_sum=8000, his_day=date(2026, 12, 1), his_hour=time(15, 30), latest=date(2026, 11, 30), granted=Terms(first_payment=1000, instalments=6), last_reason="在等回款", last_reason_his="在等回款", promised_sum=3000,
        promised_day=date(2026, 11, 20),
    )  # fmt: skip


FILLED = {
    "称呼": "王总", "公司": "恒信账款服务", "工号": "306", "客服电话": "400-800-0000", "心理热线": "12356", "债务人": "王强先生",
    "债权人": "恒泰建材有限公司", "产品": "建材货款", "到期日": "十月十四号", "发票号": "24031107", "合同条款": "第六条", "欠款": "五万",
    "逾期天数": "一百二十天", "最低还款": "四百八", "无争议款": "三万两千", "首付": "五千", "期限": "周五", "期数": "六期", "他出的数": "八千",
    "他说的日": "下周二", "上次理由": "在等回款", "他那头的事": "在等回款", "承诺日": "上周五", "承诺金额": "三千", "正式步骤": "申请支付令",
    "他说的钟点": "下周二下午三点半", "批的每期": "五千一百六十七块", "批的首笔": "一千", "太远的日": "下周二", "过了的时效日": "去年十月一号",
}  # fmt: skip


def test_every_placeholder_is_filled_as_people_say_it(full: Spoken, book: Book):
    assert {name: fill_one(name, full) for name in FILLED} == FILLED
    assert set(FILLED) == set(book.placeholders)


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
