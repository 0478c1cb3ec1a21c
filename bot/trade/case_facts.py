"""What a collector tells about a case in a sentence: 「个体户欠八万逾期四十五天」 into facts of an Account."""

import re
from typing import Any

from bot.trade.reading import Entity

_DEBTS = {
    "信用卡": "credit_card", "刷卡": "credit_card", "消费贷": "consumer_loan", "网贷": "consumer_loan",
    "消费金融": "consumer_loan", "小贷": "microloan", "小额贷": "microloan", "经营贷": "microloan",
    "民间借": "private_loan", "借条": "private_loan", "私人借": "private_loan", "货款": "b2b_goods",
    "工程款": "b2b_works", "施工": "b2b_works", "服务费": "b2b_service", "维保": "b2b_service", "运费": "b2b_service",
}  # fmt: skip
_DEBTORS = {
    "个体": "sole_trader", "夫妻店": "sole_trader", "小店": "sole_trader", "经销商": "dealer", "代理商": "dealer",
    "包工头": "contractor", "施工队": "contractor", "大企业": "large_company", "大公司": "large_company",
    "上市公司": "large_company", "国企": "soe", "央企": "soe", "学校": "public_body", "卫生院": "public_body",
    "机关": "public_body", "工厂": "sme", "公司": "sme", "个人": "individual", "持卡人": "individual",
}  # fmt: skip
_TRADE_DEBTORS = ("dealer", "contractor", "large_company", "soe", "public_body", "sme")
_CHANNELS = {"微信": "im", "短信": "sms", "邮件": "email", "上门": "visit", "当面": "visit", "电话": "phone"}
_DAYS = re.compile(r"(?:逾期|过期|拖了|超期)(?:了|已经|有)?(\d{1,4})天")
# 「逾期2年」 and 「逾期3万」 are no months: only 期, 个月 or nothing at all may follow.
_BILLS = re.compile(r"(?:逾期了?(?=\d{1,2}(?:期|个月|[,，。;；、\s]|$))|[Mm])(\d{1,2})")


def facts_in(text: str, entities: tuple[Entity, ...], numerals: dict[str, int]) -> dict[str, Any]:
    """Account facts named in the words; only those, nothing is guessed.

    `numerals` maps spoken numbers in the text to digits (四十五 -> 45), so that days are read either way.
    """
    plain = text
    for words, value in sorted(numerals.items(), key=lambda pair: -len(pair[0])):
        plain = plain.replace(words, str(value))
    facts: dict[str, Any] = {}
    debt = next((kind for word, kind in _DEBTS.items() if word in text), None)
    debtor = next((kind for word, kind in _DEBTORS.items() if word in text), None)
    if debt:
        facts["debt_kind"] = debt
    elif debtor in _TRADE_DEBTORS:
        facts["debt_kind"] = "b2b_goods"
    if debtor:
        facts["debtor_kind"] = debtor
    elif debt in ("credit_card", "consumer_loan"):
        facts["debtor_kind"] = "individual"
    days = _DAYS.search(plain) or _BILLS.search(plain)
    if days:
        facts["days_overdue"] = int(days[1]) * (1 if "天" in days[0] else 30)
    sums = [e.value for e in entities if e.type == "amount" and e.value]
    if sums:
        facts["amounts"] = {"overdue": max(sums)}
    return facts


def channel_in(text: str) -> str | None:
    """The channel named in the words."""
    return next((channel for word, channel in _CHANNELS.items() if word in text), None)


_PARTIES = (
    ("担保人", "guarantor"), ("保证人", "guarantor"), ("老板娘", "spouse_joint"), ("管账", "spouse_joint"), ("会计", "finance"), ("财务", "finance"),
    ("出纳", "finance"), ("采购", "handler"), ("经办", "handler"), ("法人", "legal_rep"), ("前台", "staff"),
    ("员工", "staff"), ("律师", "agent"), ("法务", "agent"), ("代理", "agent"), ("孩子", "minor"), ("小孩", "minor"),
    ("小朋友", "minor"), ("语音", "machine"), ("助理", "machine"), ("打错", "stranger"), ("不认识", "stranger"),
    ("老婆", "contact"), ("老公", "contact"), ("爱人", "contact"), ("妈", "contact"), ("爸", "contact"),
    ("家人", "contact"), ("家属", "contact"), ("同事", "contact"), ("朋友", "contact"), ("亲戚", "contact"),
    ("哥", "contact"), ("弟", "contact"), ("姐", "contact"), ("妹", "contact"), ("儿子", "contact"), ("女儿", "contact"),
    # ahead of 本人 and 核实过: 「不是本人」 must not open the file to a stranger
    ("不是本人", "contact"), ("非本人", "contact"), ("本人不在", "contact"), ("没核实", "unknown"), ("未核实", "unknown"),
    ("核实过", "verified"), ("核实了", "verified"), ("本人", "claimed"), ("老板接", "verified"), ("老板来", "verified"),
)  # fmt: skip


def party_in(text: str) -> str | None:
    """Who the words say is on the line; None where they do not say."""
    return next((party for word, party in _PARTIES if word in text), None)


_BACK = ("弄错了", "点错了", "按错了", "退回", "还是刚才那", "还是原来那", "没换人")


def steps_back(text: str) -> bool:
    """Whether the words take the last change of party back: 「按错了，还是刚才那位」."""
    return any(word in text for word in _BACK)
