"""Personal data goes, what the trade needs stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.masking import is_id_card, luhn, mask

PHONES = (
    "13800138000", "138 0013 8000", "138-0013-8000", "138.0013.8000", "1 3 8 0 0 1 3 8 0 0 0", "１３８００１３８０００",
    "+86 138 0013 8000", "8613800138000", "013800138000", "幺三八零零幺三八零零零", "一三八零零一三八零零零",
    "幺三八，零零幺三，八零零零", "幺三八 零零幺三 八零零零", "138零零幺三8000", "13800138000 13900139000",
    "0571-88886666", "0571 8888 6666", "(0571)88886666", "010-62345678", "02134567890", "零五七一八八八八六六六六",
    "0912345678", "1\u200b3800138000",
)  # fmt: skip

MASKED = {
    "身份证11010519491231002X，您记一下": "身份证〔身份证〕，您记一下",
    "身份证号110105 19491231 002x": "身份证号〔身份证〕",
    "卡号4111 1111 1111 1111，转这张": "卡号〔银行卡〕，转这张",
    "打到6222021234567890128吧": "打到〔银行卡〕吧",
    "发我邮箱 li.wei@qq.com": "发我邮箱 〔邮箱〕",
    "发票寄wang_qiang+bill@jiancai.com.cn": "发票寄〔邮箱〕",
    "京A12345那辆车抵给你": "〔车牌〕那辆车抵给你",
    "粤BD12345停在楼下": "〔车牌〕停在楼下",
    "沪A·D1234学": "〔车牌〕",
    "住文三路128号": "住〔地址〕",
    "寄到建设大道一百二十八号3栋2单元501室，别寄单位": "寄到〔地址〕，别寄单位",
    "阳光花园3栋2单元501": "〔地址〕",
    "2026.11.23 13800138000 打来过": "2026.11.23 〔电话〕 打来过",
}

KEPT = (
    "身份证110105194912310021",  # check digit wrong
    "卡号4111111111111112",  # Luhn wrong
    "两万三，十五号还五千二百八十六块",
    "还13,800块，剩1500,3000,4500",
    "2026-11-23 10:30 到账 12,500.00 元",
    "2026年11月23号下午三点",
    "合同号HT202611150001，订单202611150001",
    "客服400-888-6666，投诉打12378",
    "尾号3307，后四位三三零七，工号三三一八",
    "我在路上呢15号还你",
    "小区物业费15号交",
    "建设路那家店，三号线地铁口",
    "一二三四五六七八九",
    "逾期365天，分36期",
)


@pytest.mark.parametrize("number", PHONES)
def test_a_telephone_number_goes_however_it_is_written(number):
    assert mask(f"你打{number}找我") == "你打〔电话〕找我"


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_personal_data_goes(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_sums_dates_contracts_service_lines_and_tails_stay(text):
    assert mask(text) == text


def test_names_that_are_told_go_the_longest_first():
    assert mask("王强说他哥王强强管账", ["王强", "王强强"]) == "〔姓名〕说他哥〔姓名〕管账"


def test_a_single_character_is_no_name():
    assert mask("王总，周五转", ["王"]) == "王总，周五转"


def test_a_name_that_sounds_like_a_mask_does_not_break_it():
    once = mask("电话里姓名都对，13800138000", ["电话", "姓名"])
    assert once == "〔姓名〕里〔姓名〕都对，〔电话〕"
    assert mask(once, ["电话", "姓名"]) == once


@pytest.mark.parametrize(
    ("number", "right"), [("11010519491231002X", True), ("11010519491231002x", True), ("110105194912310021", False),
                          ("1101051949123100", False)],
)  # fmt: skip
def test_the_check_digit_of_an_identity_number_counts(number, right):
    assert is_id_card(number) is right


@pytest.mark.parametrize(("number", "right"), [("4111111111111111", True), ("4111111111111112", False), ("0", True)])
def test_the_luhn_digit_of_a_bank_card_counts(number, right):
    assert luhn(number) is right


PIECES = st.sampled_from(
    ["13800138000", "0571-88886666", "幺三八", "零零幺三", "八零零零", "11010519491231002X", "4111 1111 1111 1111", "，",
     " ", "-", "路", "号", "文三", "3栋", "村", "王强", "a@b.cn", "京A12345", "还", "15", "〔", "〕", "电话", "姓名", "."]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_masking_what_is_masked_changes_nothing(text):
    once = mask(text, ["王强", "姓名"])
    assert mask(once, ["王强", "姓名"]) == once


@given(
    st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.sampled_from(["", " ", "-", "\u3000"]), st.text("还钱好的吧，", max_size=8)
)
def test_no_mainland_mobile_number_gets_through(number, gap, words):
    typed = words + gap.join((number[:3], number[3:7], number[7:])) + words
    assert mask(typed) == f"{words}〔电话〕{words}"


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.booleans())
def test_no_mobile_number_read_out_gets_through(number, yao):
    spoken = number.translate(str.maketrans("0123456789", "零幺二三四五六七八九" if yao else "〇一二三四五六七八九"))
    assert mask(f"记一下{spoken}啊") == "记一下〔电话〕啊"


@given(st.integers(1, 9_999_999))
def test_no_sum_is_taken_for_a_number_of_a_person(yuan):
    text = f"先还{yuan}，剩{yuan:,}元月底给"
    assert mask(text) == text
