"""What is asked of the supervisor, and what the collector is told."""

import pytest
from pydantic import ValidationError

from bot.content import Content
from bot.trade.approval import Raised, Terms
from bot.trade.compliance import check_line


@pytest.mark.parametrize(
    ("words", "kind"),
    [("他要减违约金帮我报一下", "reduction"), ("申请分十二期", "instalments"), ("按困难方案报", "hardship_plan"), ("报一下延到月底", None),
     ("申请延期到月底", "extension"), ("他想打折结清", "reduction"), ("一次结清少收点", "settlement"), ("拿商票抵", "in_kind"), ("帮我报一下", None)],
)  # fmt: skip
def test_the_words_name_what_is_asked(content: Content, words, kind):
    assert content.approvals.kind_in(words) == kind


def test_the_collector_is_told_what_was_asked_and_what_came_of_it(content: Content):
    asked = Raised(id="1", kind="instalments", asked=Terms(first_payment=3000, instalments=12))
    tell = content.approvals.tell
    assert tell(asked) == "报上去了：分期（首笔三千，余款分十二期）。批下来之前先别答应他。"
    assert tell(asked.with_(state="approved")) == "批下来了：分期（首笔三千，余款分十二期），可以答应他。"
    countered = asked.with_(state="countered", granted=Terms(first_payment=5000, instalments=6), note="首付要过半成")
    assert tell(countered) == "分期只批到（首笔五千，余款分六期）。首付要过半成。"
    assert (
        tell(Raised(id="2", kind="reduction", state="refused", note="没有困难材料"))
        == "减免没批，别再许。没有困难材料。"
    )
    assert tell(Raised(id="3", kind="help")) == "叫主管了。他来之前：少说，听他说完。"
    assert tell(Raised(id="3", kind="help", state="approved", note="我在你后面")) == "主管：我在你后面。"


def test_only_what_was_granted_stands(content: Content):
    asked = Raised(id="1", kind="reduction", asked=Terms(percent_off=20))
    assert (asked.grants, asked.with_(state="refused").grants) == (None, None)
    assert asked.with_(state="approved").grants == Terms(percent_off=20)
    assert asked.with_(state="countered", granted=Terms(percent_off=10)).grants == Terms(percent_off=10)


@pytest.mark.parametrize("wrong", [{"first_payment": 0}, {"instalments": 61}, {"instalments": 0}, {"percent_off": 101}])
def test_terms_nobody_can_grant(wrong):
    with pytest.raises(ValidationError):
        Terms(**wrong)


def test_what_the_collector_is_told_may_be_read_out(content: Content):
    for state in ("approved", "countered", "refused"):
        for kind in content.approvals.kinds:
            told = content.approvals.tell(Raised(id="1", kind=kind, state=state, granted=Terms(instalments=6)))
            # 减免 and 打折结清 speak of a waiver that was decided: the desk forgives these in such a call
            names = {finding.name for finding in check_line(told, content.book.rules)}
            assert names <= ({"unapproved_waiver"} if kind in content.approvals.waives else set()), told
