"""Headers of other people's files."""

import pytest

from bot.content import Content
from bot.trade.columns import assign

NAMES = {"number": ("账号", "合同号"), "amounts.overdue": ("逾期金额", "欠款"), "name": ("姓名",)}


def test_units_case_and_space_do_not_matter():
    assigned = assign(["合同号", "逾期金额（元）", " 姓 名 ", "备注"], NAMES, {}, ["number"])
    assert assigned.fields == {"合同号": "number", "逾期金额（元）": "amounts.overdue", " 姓 名 ": "name"}
    assert assigned.unknown == ("备注",)


def test_a_saved_mapping_beats_a_known_spelling():
    assigned = assign(["账号", "逾期金额", "当前欠款合计"], NAMES, {"当前欠款合计": "amounts.overdue"}, ["number"])
    assert assigned.fields == {"账号": "number", "当前欠款合计": "amounts.overdue"}
    assert assigned.unknown == ("逾期金额",)
    turned = assign(["当前欠款合计", "账号", "逾期金额"], NAMES, {"当前欠款合计": "amounts.overdue"}, ["number"])
    assert turned.fields == assigned.fields


@pytest.mark.parametrize(
    ("headers", "saved", "fault"),
    [
        (["姓名"], {}, "缺必需的列：number（如「账号」）；文件里的列：姓名"),
        (["账号", "合同号"], {}, "「账号」和「合同号」都像是 number；用 --map 指定一列"),
        (["账号"], {"账号": "iban"}, "对应表里的字段不存在：账号=iban"),
        (["账号"], {"卡号": "number"}, "对应表里的列文件中没有：卡号；文件里的列：账号"),
    ],
)
def test_faults_name_place_and_cure(headers, saved, fault):
    with pytest.raises(ValueError) as raised:
        assign(headers, NAMES, saved, ["number"])
    assert fault in str(raised.value)


def test_no_spelling_of_ours_stands_for_two_fields(content: Content):
    for kind in (content.columns.accounts, content.columns.payments, content.columns.contacts):
        headers = [word for words in kind.values() for word in words]
        assert len(headers) == len(set(headers))
