import pytest

from bot.trade.account import Account
from bot.trade.case_facts import channel_in, facts_in, party_in
from bot.trade.reading import Entity


def sum_of(text: str, value: float) -> Entity:
    return Entity(type="amount", text=text, value=value)


@pytest.mark.parametrize(
    ("text", "entities", "numerals", "facts"),
    [
        ("个体户欠货款八万逾期四十五天", (sum_of("八万", 80000),), {"四十五": 45},
         {"debt_kind": "b2b_goods", "debtor_kind": "sole_trader", "days_overdue": 45, "amounts": {"overdue": 80000}}),
        ("这户是消费贷，逾期三期", (), {"三": 3}, {"debt_kind": "consumer_loan", "debtor_kind": "individual", "days_overdue": 90}),
        ("信用卡M2客户", (), {}, {"debt_kind": "credit_card", "debtor_kind": "individual", "days_overdue": 60}),
        ("国企，工程款拖了187天", (), {}, {"debt_kind": "b2b_works", "debtor_kind": "soe", "days_overdue": 187}),
        ("经销商，欠五万", (sum_of("五万", 50000),), {}, {"debt_kind": "b2b_goods", "debtor_kind": "dealer", "amounts": {"overdue": 50000}}),
        ("借条三万，逾期2个月", (sum_of("三万", 30000),), {}, {"debt_kind": "private_loan", "days_overdue": 60, "amounts": {"overdue": 30000}}),
        ("个体户，过期二十天", (), {"二十": 20}, {"debtor_kind": "sole_trader", "days_overdue": 20}),
        ("两笔，三千和八千", (sum_of("三千", 3000), sum_of("八千", 8000)), {}, {"amounts": {"overdue": 8000}}),
        ("欠了些钱", (Entity(type="amount", text="些钱", vague=True),), {}, {}),
        ("今天天气不错", (), {}, {}),
    ],
)  # fmt: skip
def test_a_collectors_sentence_gives_the_facts_it_names(text: str, entities: tuple, numerals: dict, facts: dict):
    assert facts_in(text, entities, numerals) == facts
    assert (
        Account.parse_obj(facts).dict(exclude_none=True).items()
        >= {k: v for k, v in facts.items() if k != "amounts"}.items()
    )


@pytest.mark.parametrize("text", ["逾期2年", "逾期5万多", "逾期3千块", "逾期了8个客户", "欠8000没还"])
def test_a_number_that_is_no_term_is_no_term(text: str):
    assert "days_overdue" not in facts_in(text, (), {})


@pytest.mark.parametrize(
    ("text", "days"), [("逾期3，在催", 90), ("逾期了2期", 60), ("m3", 90), ("逾期6个月", 180), ("超期9天", 9)]
)
def test_a_term_in_bills_or_months_is_thirty_days_each(text: str, days: int):
    assert facts_in(text, (), {})["days_overdue"] == days


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("现在是他老婆接的", "contact"), ("换成会计了", "finance"), ("本人，核实过了", "verified"), ("老板娘接的", "spouse_joint"),
        ("是他担保人", "guarantor"), ("前台小姑娘", "staff"), ("他律师来了", "agent"), ("小孩接的", "minor"), ("语音助理", "machine"),
        ("说打错了", "stranger"), ("采购在听", "handler"), ("法人接了", "legal_rep"), ("老板来了", "verified"), ("他妈接的", "contact"),
        ("换人了", None), ("", None),
    ],
)  # fmt: skip
def test_who_is_on_the_line_is_whom_the_words_name(text: str, party: str | None):
    assert party_in(text) == party


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("接电话的不是本人", "contact"), ("非本人接听", "contact"), ("本人不在，是他弟", "contact"), ("本人不在", "contact"),
        ("不是本人，是财务接的", "finance"), ("还没核实过", "unknown"), ("未核实", "unknown"),
    ],
)  # fmt: skip
def test_who_is_not_the_debtor_is_never_verified(text: str, party: str):
    assert party_in(text) == party


@pytest.mark.parametrize(
    ("text", "channel"), [("微信上聊的", "im"), ("发短信", "sms"), ("今天上门", "visit"), ("当面谈的", "visit"), ("打电话", "phone"), ("见过", None)]
)  # fmt: skip
def test_the_channel_is_the_one_named(text: str, channel: str | None):
    assert channel_in(text) == channel
