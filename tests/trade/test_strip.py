"""The nine labels of a case, and codes that never collide."""

import re
from collections.abc import Callable

import pytest
from pydantic import ValidationError

from bot.content import Content
from bot.trade.account import Account
from bot.trade.playbook import Situation
from bot.trade.strip import Strips

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
