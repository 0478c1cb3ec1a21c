"""Rows of a file as facts, payments and contacts; what an account is on a later day."""

from datetime import date, datetime

import pytest

from bot.content import Content
from bot.trade.account import Account
from bot.trade.casebook import Payment, account_facts, account_key, contact_of, merged, payment_of, today


@pytest.fixture
def words(content: Content):
    return content.columns.words


def test_a_full_row(words):
    row = {"number": "A1", "creditor": "宁川银行", "name": "李红", "sex": "女", "debt_kind": "信用卡", "debtor_kind": "个人",
           "amounts.overdue": "2,310", "amounts.as_of": "2026/11/22", "days_overdue": "12", "reports_credit": "是",
           "contract.rate": "15.4%", "phone": "139 0013 9000", "flags.do_not_call": "13800138000、13900139000"}  # fmt: skip
    account = merged({}, account_facts(row, words))
    assert account == Account.parse_obj(
        {"number": "A1", "creditor": "宁川银行", "name": "李红", "sex": "f", "debt_kind": "credit_card", "debtor_kind": "individual",
         "amounts": {"overdue": 2310, "as_of": "2026-11-22"}, "days_overdue": 12, "reports_credit": True,
         "contract": {"rate": 0.154}, "numbers": [{"value": "13900139000", "whose": "self"}],
         "flags": {"do_not_call": ["13800138000", "13900139000"]}}
    )  # fmt: skip
    assert account.stage == "d1_30"


def test_an_empty_cell_states_nothing(words):
    assert account_facts({"number": "A1", "name": " ", "amounts.overdue": None, "reports_credit": ""}, words) == {
        "number": "A1"
    }


def test_every_fault_of_a_row_is_named_at_once(words):
    with pytest.raises(ValueError) as raised:
        account_facts({"number": "", "amounts.overdue": "-5", "due_on": "月底", "debt_kind": "房贷"}, words)
    faults = str(raised.value).split("；")
    assert [f[:5] for f in faults if f.startswith(("金额是负", "「月底」", "「房贷」", "没有账号"))] == [
        "金额是负数",
        "「月底」不",
        "「房贷」不",
        "没有账号",
    ]


def test_a_newer_row_replaces_what_it_states_and_leaves_the_rest():
    known = {"number": "A1", "name": "李红", "days_overdue": 12, "stage": "d1_30", "amounts": {"overdue": 2310, "minimum_due": 480},
             "numbers": [{"value": "13900139000", "whose": "self"}]}  # fmt: skip
    account = merged(
        known,
        {
            "number": "A1",
            "days_overdue": 42,
            "amounts": {"overdue": 2600},
            "numbers": [{"value": "02088886666", "whose": "work"}],
        },
    )
    assert (account.name, account.stage, account.amounts.overdue, account.amounts.minimum_due) == (
        "李红",
        "d31_90",
        2600,
        480,
    )
    assert [n.value for n in account.numbers or ()] == ["02088886666", "13900139000"]


def test_two_currencies_do_not_mix():
    with pytest.raises(ValueError, match="币种与案件不符：案件是 CNY，这一行是 USD"):
        merged({"number": "A1"}, {"number": "A1", "currency": "USD"})
    assert merged({}, {"number": "A1", "currency": "USD"}).currency == "USD"


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ValueError, match="无争议款 9000 大于逾期 5000"):
        merged({"amounts": {"overdue": 5000}}, {"number": "A1", "amounts": {"undisputed": 9000}})


def test_a_card_number_does_not_travel_with_every_row():
    key = account_key("6225880137127712", "宁川银行")
    assert key.endswith("-7712@宁川银行") and "6225" not in key
    assert key == account_key("6225880137127712", "宁川银行") != account_key("6225880137127712", "东江银行")
    assert account_key("HT-2026-0117", None) == "HT-2026-0117"


def test_a_payment_and_its_faults(words):
    assert payment_of({"number": "A1", "on": "2026-11-20", "amount": "1,000", "channel": "对公"}, words) == Payment(
        account="A1", on=date(2026, 11, 20), amount=1000, channel="对公"
    )
    for row, fault in (({"number": "A1", "on": "2026-11-20"}, "没有金额"), ({"on": "2026-11-20", "amount": 5}, "没有账号"),
                       ({"number": "A1", "on": "2026-11-20", "amount": 0}, "金额是 0")):  # fmt: skip
        with pytest.raises(ValueError, match=fault):
            payment_of(row, words)


def test_a_contact_keeps_no_number_but_its_tail(words):
    contact = contact_of(
        {"number": "A1", "at": "2026-11-20 09:30", "phone": "13800138000", "direction": "呼入", "effective": "是"},
        words,
    )
    assert (contact.at, contact.tail, contact.direction, contact.effective) == (
        datetime(2026, 11, 20, 9, 30),
        "8000",
        "inbound",
        True,
    )
    assert "1380013" not in contact.json()


FILED = Account.parse_obj(
    {
        "number": "A1",
        "days_overdue": 28,
        "amounts": {"overdue": 5000, "total": 5000, "minimum_due": 800, "as_of": "2026-11-20"},
    }
)


def test_an_account_grows_older_and_smaller():
    paid = [Payment(account="A1", on=date(2026, 11, d), amount=1000) for d in (20, 22, 25)]
    stands = today(FILED, date(2026, 11, 24), paid)
    # the payment of the 20th is in the figures of the 20th; that of the 25th has not come yet
    assert (stands.amounts.overdue, stands.amounts.total, stands.amounts.minimum_due) == (4000, 4000, 0)
    assert (stands.days_overdue, stands.stage) == (32, "d31_90")


def test_more_than_was_due_leaves_nothing_and_other_money_does_not_count():
    assert (
        today(FILED, date(2026, 11, 24), [Payment(account="A1", on=date(2026, 11, 21), amount=9000)]).amounts.overdue
        == 0
    )
    assert (
        today(
            FILED, date(2026, 11, 24), [Payment(account="A1", on=date(2026, 11, 21), amount=900, currency="USD")]
        ).amounts.overdue
        == 5000
    )
