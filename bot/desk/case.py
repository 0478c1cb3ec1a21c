"""The case as the collector tells it: facts of the account, and who is on the line."""

from typing import Any

from bot.desk.answers import first_words
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.text.normalise import normalise
from bot.text.numerals import NUMERAL, parse_numeral
from bot.trade.account import Account
from bot.trade.case_facts import channel_in, facts_in, party_in, steps_back
from bot.trade.exchange import Call, settle
from bot.trade.party import OUTSIDERS, PARTY_ZH, UNVERIFIED

_LEVEL_ZH = {
    "nothing": "什么都不能说", "name_only": "只能请转告回电", "caller": "只报我方名号，不报金额", "in_role": "按职务谈事，不报数",
    "all": "可以谈全部",
}  # fmt: skip


def take_in_case(desk: Desk, heard: Heard) -> Reply:
    """Facts of the case from the collector's words, kept with the call."""
    call = desk.call_of(heard)
    text = normalise(heard.text).text
    numerals = {
        m.group(): int(n.value)
        for m in NUMERAL.finditer(text)
        if (n := parse_numeral(m.group())) and n.value and n.value < 10_000
    }
    facts = facts_in(text, heard.reading.entities, numerals)
    if not facts:
        return Reply.say("没听出案情。照这样说：个体户欠货款八万，逾期四十五天。", "case", facts={})
    told = {**facts, **facts.get("amounts", {})}
    told.pop("amounts", None)
    if not heard.dry:
        account = desk.accounts.tell(call, lambda standing: _with_facts(standing, facts))
        desk.keep(call.with_(account=account, channel=channel_in(text) or call.channel))
    return Reply.say(
        "记下了：" + "，".join(f"{_FACT_ZH.get(k, k)} {VALUE_ZH.get(v, v)}" for k, v in told.items()),
        "case",
        facts=told,
    )


def _with_facts(account: Account, facts: dict[str, Any]) -> Account:
    """The account with what was told; an undisputed part above the sum told now is no longer known."""
    amounts = {**account.amounts.dict(exclude_none=True), **facts.get("amounts", {})}
    if amounts.get("undisputed", 0) > amounts.get("overdue", amounts.get("undisputed", 0)):
        del amounts["undisputed"]
    gone = {"amounts", "stage"} if "days_overdue" in facts else {"amounts"}
    return Account.parse_obj({**account.dict(exclude_none=True, exclude=gone), **facts, "amounts": amounts})


_FACT_ZH = {"debt_kind": "债务", "debtor_kind": "对方", "days_overdue": "逾期天数", "overdue": "逾期金额"}
VALUE_ZH: dict[Any, str] = {
    "credit_card": "信用卡", "consumer_loan": "消费贷", "microloan": "小贷", "private_loan": "民间借款", "b2b_goods": "货款",
    "b2b_works": "工程款", "b2b_service": "服务费", "individual": "个人", "sole_trader": "个体户", "dealer": "经销商",
    "contractor": "包工头", "sme": "公司", "large_company": "大企业", "soe": "国企", "public_body": "机关事业单位",
}  # fmt: skip


def set_party(desk: Desk, heard: Heard) -> Reply:
    """Who is on the line now, and what that person may hear. A key names the party itself; without one it steps back."""
    call = desk.call_of(heard)
    by_key = heard.heard_by == "key"
    if steps_back(heard.text) or (by_key and heard.party is None):
        return _step_back(desk, heard, call)
    party = heard.party if by_key else party_in(heard.text)
    if party not in PARTY_ZH:
        return Reply.say(
            "没听出换成谁了。照这样说：现在是他老婆接的 / 换成会计了 / 本人，核实过了。", "party", party=call.party
        )
    if party == "guarantor" and call.account.guarantee is None:
        _move(desk, heard, call, "contact")
        told = Reply.say(
            "案件里没有担保资料，先按第三人对待：只请转告回电。", "party", party="contact", level="name_only"
        )
        return first_words(desk, heard, told) if by_key else told
    if party == "spouse_joint" and call.account.debtor_kind != "sole_trader":
        party = "contact"
    _move(desk, heard, call, party)
    level = desk.book.disclosure.level(party, call.account.debt_group)  # type: ignore[arg-type]
    told = Reply.say(f"对方：{PARTY_ZH[party]}。{_LEVEL_ZH[level]}。", "party", party=party, level=level)
    return first_words(desk, heard, told) if by_key else told


def _step_back(desk: Desk, heard: Heard, call: Call) -> Reply:
    """The party as it was before the last change; a second step goes forth again."""
    if call.party_before is None:
        return Reply.say("这通里对方没有换过人。", "party", party=call.party)
    party, verified = call.party_before
    _keep_party(desk, heard, call.moved_to(party, verified))
    level = desk.book.disclosure.level(party, call.account.debt_group)
    return Reply.say(f"退回：{PARTY_ZH[party]}。{_LEVEL_ZH[level]}。", "party", party=party, level=level)


def _move(desk: Desk, heard: Heard, call: Call, party: str) -> None:
    _keep_party(desk, heard, call.moved_to(party, party not in UNVERIFIED | OUTSIDERS))  # type: ignore[arg-type]


def _keep_party(desk: Desk, heard: Heard, call: Call) -> None:
    if desk.hears_nothing(call) or call.party in UNVERIFIED:
        call = settle(call).with_(shown=None)  # no other wording of a line that was meant for the debtor
    # Privacy is about who listens: a person who says that the debtor himself does lifts it (docs/decisions/0012).
    if call.party not in OUTSIDERS:
        call = call.with_(stops=tuple(s for s in call.stops if s.grade != "privacy"))
    if not heard.dry and desk.record:
        with desk.record.writing():
            desk.open(call, heard)  # the account's history must find a call that begins with who is on the line
            row = {"id": f"{call.id}:party:{heard.exchange}", "call": call.id, "event": "party", "party": call.party}
            desk.record.add("calls", row)
            desk.keep(call)
