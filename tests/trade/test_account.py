from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.trade.account import (
    Account,
    Amounts,
    Contract,
    Flags,
    FormalStep,
    Guarantee,
    Invoice,
    fact,
    group_of,
    is_fact_path,
    stage_of,
)

STAGES = ("pre_due", "d1_30", "d31_90", "d91_180", "d181_plus")


@pytest.mark.parametrize(
    ("days", "stage"),
    [
        (0, "pre_due"), (1, "d1_30"), (30, "d1_30"), (31, "d31_90"), (90, "d31_90"), (91, "d91_180"), (180, "d91_180"),
        (181, "d181_plus"), (3650, "d181_plus"),
    ],
)  # fmt: skip
def test_a_debt_ages_at_the_edges_of_its_stages(days: int, stage: str):
    assert stage_of(days) == stage
    assert Account(days_overdue=days).stage == stage


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, 4000), st.integers(0, 4000))
def test_a_debt_never_grows_younger(days: int, more: int):
    assert STAGES.index(stage_of(days)) <= STAGES.index(stage_of(days + more))


def test_a_stage_on_file_stands_against_the_days():
    assert Account(days_overdue=40, stage="pre_due").stage == "pre_due"


def test_a_stage_is_unknown_without_days():
    assert Account(name="王强").stage is None


def test_nothing_known_is_nothing_said():
    account = Account()
    assert account.dict(exclude_none=True) == {"currency": "CNY", "amounts": {}, "contract": {}, "flags": {}}
    assert (account.amounts, account.contract, account.flags) == (Amounts(), Contract(), Flags())


def test_more_undisputed_than_overdue_is_refused():
    with pytest.raises(ValidationError, match="无争议款 60000 大于逾期 50000；请核对两个数"):
        Account.parse_obj({"amounts": {"overdue": 50000, "undisputed": 60000}})


@pytest.mark.parametrize("amounts", [{"overdue": 50000, "undisputed": 50000}, {"undisputed": 60000}, {"overdue": 1}])
def test_undisputed_is_weighed_only_against_a_known_overdue(amounts: dict):
    assert Amounts.parse_obj(amounts).dict(exclude_none=True) == amounts


@pytest.mark.parametrize(
    "facts",
    [
        {"nmae": "王强"}, {"amounts": {"overdu": 50000}}, {"flags": {"proofseen": True}}, {"contract": {"late_fee": "第六条"}},
        {"guarantee": {"kind": "joint", "til": "2027-04-01"}}, {"numbers": [{"value": "13800138000", "who": "self"}]},
        {"invoices": [{"number": "24031107", "due": "2026-10-14", "amount": 50000, "owed": 1}]},
    ],
)  # fmt: skip
def test_an_unknown_key_is_refused_at_any_depth(facts: dict):
    with pytest.raises(ValidationError, match="extra fields not permitted"):
        Account.parse_obj(facts)


@pytest.mark.parametrize(
    "facts", [{"amounts": {"overdue": -1}}, {"days_overdue": -1}, {"debt_kind": "mortgage"}, {"sex": "男"}]
)
def test_an_impossible_fact_is_refused(facts: dict):
    with pytest.raises(ValidationError):
        Account.parse_obj(facts)


def test_an_account_cannot_be_changed():
    with pytest.raises(TypeError):
        Account(name="王强").name = "李红"


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("credit_card", "consumer"), ("consumer_loan", "consumer"), ("microloan", "consumer"), ("private_loan", "consumer"),
        ("b2b_goods", "b2b"), ("b2b_works", "b2b"), ("b2b_service", "b2b"), ("consumer", "consumer"), ("b2b", "b2b"),
        ("mortgage", None), (None, None),
    ],
)  # fmt: skip
def test_a_kind_of_debt_has_one_group(kind: str | None, group: str | None):
    assert group_of(kind) == group


def test_an_account_without_a_kind_has_no_group():
    assert (Account().debt_group, Account(debt_kind="b2b_works").debt_group) == (None, "b2b")


WANG = Account(
    name="王强", days_overdue=40, amounts={"overdue": 50000, "accelerated": False}, flags={"proof_seen": True},
    guarantee=Guarantee(kind="joint", until=date(2027, 4, 1)), contract={"late_fee_clause": "第六条"},
    invoices=[Invoice(number="24031107", due=date(2026, 10, 14), amount=50000)],
    formal_next=FormalStep(step="lawyer_letter", approved_by="法务部", approved_on=date(2026, 11, 18)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("name", "王强"), ("stage", "d31_90"), ("amounts.overdue", 50000), ("amounts.accelerated", False),
        ("flags.proof_seen", True), ("flags.represented", None), ("guarantee.kind", "joint"), ("creditor", None),
        ("contract.late_fee_clause", "第六条"), ("formal_next.approved_by", "法务部"), ("invoices", WANG.invoices),
    ],
)  # fmt: skip
def test_a_dotted_path_finds_its_fact(path: str, value: object):
    assert fact(WANG, path) == value
    assert is_fact_path(path)


def test_a_fact_behind_an_unknown_one_is_unknown():
    assert fact(Account(), "guarantee.until") is None
    assert fact(Account(), "formal_next.step") is None


@pytest.mark.parametrize(
    "path",
    ["flags.prof_seen", "amount.overdue", "name.first", "guarantee.untill", "formal_next.stp", "", "invoices.amount", "numbers.ok"],
)  # fmt: skip
@pytest.mark.parametrize("account", [Account(), WANG], ids=["unknown file", "王强"])
def test_a_path_that_names_no_fact_is_an_error_known_or_not(path: str, account: Account):
    assert not is_fact_path(path)
    with pytest.raises(KeyError):
        fact(account, path)


def test_every_shipped_account_says_its_stage_but_the_unknown_one(accounts: dict[str, Account]):
    assert {name: a.stage for name, a in accounts.items()} == {
        "chen_microloan": "pre_due", "gao_city_hospital": "d31_90", "he_private_loan": "d31_90", "li_credit_card": "d1_30", "liu_hardship": "d31_90",
        "qian_not_notified": "d181_plus", "sun_factory": "d91_180", "unknown_file": None, "wang_building_materials": "d31_90", "xu_site_works": "d181_plus",
        "zhang_consumer_loan": "d91_180", "zhao_sole_trader": "d1_30", "zhou_assigned": "d181_plus",
    }  # fmt: skip
