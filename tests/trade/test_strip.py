"""The nine labels of a case, and codes that never collide."""

import re
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from bot.content import Content
from bot.trade.account import Account
from bot.trade.playbook import Situation
from bot.trade.strip import Strip, Strips, learned

NINE = ["no_money", "stall", "refuse", "agree", "forgot", "abuse", "sue_me", "hardship", "flattery"]


@pytest.mark.parametrize(
    ("facts", "first"),
    [
        ({"party": "unknown"}, "confirm_identity"),
        ({"party": "contact", "account": Account(debt_kind="credit_card")}, "third_party"),
        ({"account": Account(debt_kind="credit_card", days_overdue=5)}, "forgot"),
        ({"account": Account(debt_kind="credit_card", days_overdue=5), "promises": "broken_1"}, "no_money"),
        ({"account": Account(debt_kind="consumer_loan", days_overdue=95)}, "no_money"),
        ({"account": Account(debt_kind="b2b_goods"), "party": "finance"}, "internal_process"),
        ({"account": Account(debt_kind="b2b_goods")}, "awaiting_receivable"),
        ({}, "no_money"),
    ],
)
def test_every_case_has_its_nine(
    content: Content, situation: Callable[..., Situation], facts: dict[str, object], first: str
) -> None:
    labels = content.strips.labels_for(situation(**facts))
    assert labels[0] == first and len(labels) == 9


def test_instalments_extension_and_reduction_have_codes_of_their_own(content: Content) -> None:
    codes = content.strips.codes
    asked = {label: codes[label] for label in ("request_instalment", "request_extension", "request_reduction")}
    assert asked == {"request_instalment": "fq", "request_extension": "yq", "request_reduction": "jm"}
    assert set(codes) == set(content.book.taxonomy.playbook_labels)


@pytest.mark.parametrize(
    ("strips", "told"),
    [
        ({"codes": {"stall": "ty", "agree": "ty"}, "strips": [{"labels": NINE}]}, "agree 和 stall 都用代码 ty；换掉一个"),
        ({"codes": {"stall": "TY"}, "strips": [{"labels": NINE}]}, "stall: 代码 'TY' 要两个小写字母"),
        ({"codes": {}, "strips": [{"labels": NINE[:8]}]}, "一条要正好 9 个不同的标签，现在 8 个"),
        ({"codes": {}, "strips": [{"labels": [*NINE[:8], "stall"]}]}, "一条要正好 9 个不同的标签，现在 8 个"),
        ({"codes": {}, "strips": [{"when": {"debt": ["b2b"]}, "labels": NINE}]}, "最后一条不能带 when：总要有一条给剩下的人"),
    ],
)  # fmt: skip
def test_a_strip_that_would_fail_in_a_call_is_refused(strips: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(told)):
        Strips.parse_obj(strips)


def test_a_floor_s_own_calls_change_the_rarest_key_and_leave_the_others_where_hands_know_them() -> None:
    strip = Strip(labels=tuple(NINE))
    heard = {"no_money": 90, "stall": 40, "refuse": 30, "agree": 20, "forgot": 1, "abuse": 9, "sue_me": 5, "hardship": 12,
             "flattery": 2, "already_paid": 25, "fee_dispute": 6, "product_issue": 2}  # fmt: skip
    assert learned(strip, heard).labels == (
        "no_money", "stall", "refuse", "agree", "already_paid", "abuse", "sue_me", "hardship", "fee_dispute",
    )  # fmt: skip


def test_a_label_hardly_heard_more_often_takes_nobody_s_key() -> None:
    strip = Strip(labels=tuple(NINE))
    heard = {**dict.fromkeys(NINE, 40), "already_paid": 50}
    assert learned(strip, heard) == strip
    assert learned(strip, {**heard, "already_paid": 51}).labels[8] == "already_paid"  # the last of equals goes


def test_few_calls_change_nothing() -> None:
    strip = Strip(labels=tuple(NINE))
    assert learned(strip, {"already_paid": 199}) == strip
    assert learned(strip, {"already_paid": 200}) != strip
