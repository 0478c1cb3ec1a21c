"""Written messages: filled as they are written on paper, or not drafted, with every reason."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import pytest

from bot.content.load import Content
from bot.trade.account import Account, Flags, FormalStep
from bot.trade.approval import Terms
from bot.trade.book import Book
from bot.trade.message import Draft, Message, NotDrafted, asked_in, draft, findings
from bot.trade.playbook import Situation
from bot.trade.written import Facts, fill

MONDAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def messages(content: Content) -> Mapping[str, Message]:
    return content.messages


def facts(book: Book, account: Account, **known: Any) -> Facts:
    return Facts(account=account, house=book.house, today=MONDAY, is_working_day=lambda d: d.weekday() < 5, **known)


def situation(account: Account, **known: Any) -> Situation:
    base = {
        "party": "verified",
        "verified": True,
        "direction": "outbound",
        "channel": "sms",
        "heard_before": 0,
        "said_last_time": "none",
    }
    return Situation(account=account, **{**base, **known})


def made(
    message: Message, book: Book, account: Account, at: Situation | None = None, **known: Any
) -> Draft | NotDrafted:
    return draft(message, facts(book, account, **known), at or situation(account), book)


def test_a_promise_is_confirmed_in_writing(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    card = accounts["li_credit_card"]
    promise = {"promised": 2310, "promised_on": date(2026, 11, 27), "promised_at": time(17), "promised_now": True}
    assert made(messages["promise_confirmation"], book, card, **promise) == Draft(
        message="promise_confirmation", zh="承诺确认短信", channel="sms",
        text="【恒信账款服务】李女士您好，按刚才通话：2026年11月27日17:00前支付2,310.00元，经宁川银行信用卡中心官方渠道，请核对收款户名。"
        "对的话请回复“好”，有变化请提前回电400-800-0000。",
    )  # fmt: skip


def test_a_statement_lists_every_unpaid_invoice(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    site = accounts["xu_site_works"]
    letter = made(messages["statement_of_account"], book, site)
    assert isinstance(letter, Draft)
    assert letter.subject == "对账函（GC-2025-208）"
    assert "23110042　2026年3月20日到期　400,000.00元\n23110043　2026年5月20日到期　460,000.00元\n" in letter.text
    assert "未付合计：860,000.00元" in letter.text
    assert letter.laws == ("SL-03",)


def test_a_demand_letter_waits_for_the_decision(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    dealer, letter = accounts["wang_building_materials"], messages["first_demand_letter"]
    assert made(letter, book, dealer) == NotDrafted(
        message="first_demand_letter", zh="催款函", why=("发催告函还没批；批了才能起草",)
    )
    decided = dealer.with_(formal_next=FormalStep(step="demand_letter", approved_by="主管", approved_on=MONDAY))
    draft_ = made(letter, book, decided)
    assert isinstance(draft_, Draft)
    assert "一、于2026年11月27日前将上述款项付至合同所列的恒泰建材有限公司账户；" in draft_.text
    other = dealer.with_(formal_next=FormalStep(step="suit", approved_by="主管", approved_on=MONDAY))
    assert isinstance(made(letter, book, other), NotDrafted)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"flags": Flags(dispute_open=True)}, "有异议还没答复"),
        ({"flags": Flags(represented=True)}, "有代理人，先跟代理人谈"),
        ({"flags": Flags(on_hold=True)}, "关系人命，等主管放行"),
        ({"paused_until": date(2026, 11, 30)}, "停催到 2026-11-30，这之前不发"),
        ({"limitation_until": date(2026, 1, 1)}, "时效已过，不再催、不要他确认；转法务定"),
        ({"flags": Flags(channel_only="email")}, "他只要求用别的渠道联系"),
        ({"status": "in_suit"}, "现在归法院、管理人或已有的协议管，不由我们催"),
    ],
)
def test_what_stands_open_is_not_dunned(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account], change: dict[str, Any], why: str
) -> None:
    card = accounts["li_credit_card"].with_(**change)
    assert made(messages["overdue_reminder"], book, card) == NotDrafted(
        message="overdue_reminder", zh="逾期提醒短信", why=(why,)
    )


@pytest.mark.parametrize(
    "name", ["repayment_plan", "promise_confirmation", "statement_of_account", "settlement_letter"]
)
def test_nobody_is_asked_to_confirm_a_debt_whose_limitation_has_run(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account], name: str
) -> None:
    dealer = accounts["wang_building_materials"].with_(limitation_until=date(2026, 1, 1))
    known = {"promised": 500, "promised_on": date(2026, 11, 27), "promised_now": True, "granted": Terms(percent_off=5)}
    answer = made(messages[name], book, dealer, **known)
    assert isinstance(answer, NotDrafted)
    assert "时效已过，不再催、不要他确认；转法务定" in answer.why


def test_a_held_account_gets_no_message_at_all(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    card = accounts["li_credit_card"].with_(flags=Flags(on_hold=True))
    answers = {name: made(message, book, card) for name, message in messages.items()}
    assert [name for name, answer in answers.items() if isinstance(answer, Draft)] == []
    assert all("关系人命，等主管放行" in answer.why for answer in answers.values() if isinstance(answer, NotDrafted))


def test_while_paused_or_represented_only_answers_go_out(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    card = accounts["li_credit_card"]
    for stopped in (card.with_(flags=Flags(represented=True)), card.with_(paused_until=date(2026, 12, 31))):
        sent = [name for name, message in messages.items() if isinstance(made(message, book, stopped), Draft)]
        assert sent == ["documents_sent"]


def test_the_sum_asked_for_is_what_may_be_asked_for(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    site = accounts["xu_site_works"].with_(flags=Flags())
    asked = made(messages["overdue_email_b2b"], book, site)
    assert isinstance(asked, NotDrafted)  # 620,000 are undisputed, the invoices say 860,000
    assert asked.why == ("到期未付的发票合计 860,000.00元，与可催的 620,000.00元对不上；先对账",)
    paid = accounts["li_credit_card"].with_(amounts=accounts["li_credit_card"].amounts.with_(overdue=0))
    assert made(messages["overdue_reminder"], book, paid) == NotDrafted(
        message="overdue_reminder", zh="逾期提醒短信", why=("没有逾期的款，不催",)
    )


def test_who_may_not_hear_sums_reads_none(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    loan = accounts["zhang_consumer_loan"]
    clerk = situation(loan, party="finance")
    answer = made(
        messages["settlement_letter"].with_(to=("finance",)),
        book,
        loan,
        clerk,
        granted=Terms(percent_off=20),
        promised_on=date(2026, 12, 4),
    )
    assert isinstance(answer, NotDrafted)
    assert "对方不该看到：减后金额" in answer.why


def test_only_whom_it_concerns_gets_it(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    card = accounts["li_credit_card"]
    stranger = situation(card, party="contact", verified=False)
    assert made(messages["overdue_reminder"], book, card, stranger) == NotDrafted(
        message="overdue_reminder", zh="逾期提醒短信", why=("对方身份不对，这一份不能发给他",)
    )
    ring_back = made(messages["call_back_please"], book, card, situation(card, party="unknown", verified=False))
    assert isinstance(ring_back, Draft)
    assert (
        ring_back.text
        == "【恒信账款服务】您好，请李红女士本人方便时回电400-800-0000，谢谢。您若不是本人，请回“不是”，我们不再发到这个号码。"
    )


def test_a_missing_fact_is_named_and_no_hole_is_printed(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    card = accounts["li_credit_card"]
    nameless = card.with_(due_on=None, creditor=None)
    assert made(messages["overdue_reminder"], book, nameless) == NotDrafted(
        message="overdue_reminder", zh="逾期提醒短信", why=("缺资料：债权人", "缺资料：到期日")
    )


def test_only_what_was_granted_is_settled(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    loan, letter, by = accounts["zhang_consumer_loan"], messages["settlement_letter"], date(2026, 12, 4)
    assert made(letter, book, loan, promised_on=by) == NotDrafted(
        message="settlement_letter", zh="减免结清确认函", why=("还没有批下来的方案",)
    )
    granted = made(letter, book, loan, promised_on=by, granted=Terms(percent_off=20))
    assert isinstance(granted, Draft)
    owed = loan.amounts.overdue
    assert owed is not None
    assert f"您于2026年12月4日前（含当日）一次付清 {owed * 0.8:,.2f}元 的" in granted.text


def test_before_the_assignment_was_notified_only_the_notice_goes_out(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    fresh = accounts["qian_not_notified"]
    sent = [name for name, message in messages.items() if isinstance(made(message, book, fresh), Draft)]
    assert sent == ["call_back_please", "documents_sent", "notice_of_assignment"]


def test_a_company_is_named_by_its_name_and_an_agency_by_its_mandate(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    hospital = accounts["gao_city_hospital"].with_(
        amounts=accounts["gao_city_hospital"].amounts.with_(undisputed=None), flags=Flags()
    )
    letter = made(messages["overdue_email_b2b"], book, hospital)
    assert isinstance(letter, Draft)
    assert letter.text.startswith("云城市第二人民医院：\n")
    assert made(messages["overdue_email_b2b"], book, hospital.with_(company=None)) == NotDrafted(
        message="overdue_email_b2b", zh="催款邮件", why=("缺资料：债务单位",)
    )
    loan = accounts["zhang_consumer_loan"].with_(our_role="agency", mandate_no="WT-7")
    decided = loan.with_(formal_next=FormalStep(step="demand_letter", approved_by="主管", approved_on=MONDAY))
    dunning = made(messages["first_demand_letter_consumer"], book, decided)
    assert isinstance(dunning, Draft)
    assert f"恒信账款服务受{loan.creditor}委托（委托书 WT-7）就您名下" in dunning.text
    assert "提出异议并提交证据" in dunning.text and "欠款余额" in dunning.text  # what CC-03 asks a letter to say


def test_an_objection_is_answered_with_what_was_found(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    site, letter = accounts["xu_site_works"], messages["dispute_answer"]
    assert made(letter, book, site) == NotDrafted(
        message="dispute_answer", zh="异议答复函", why=("异议还没有核查结果",)
    )
    told = made(letter, book, site, answered="三月那车退货已扣")
    assert isinstance(told, Draft)
    assert "核查结果如下：三月那车退货已扣。" in told.text


def test_a_message_passes_the_rules_of_spoken_lines(book: Book, accounts: dict[str, Account]) -> None:
    card = accounts["li_credit_card"]
    broken = findings("您好。\n再不还让人上门收拾你。转到我微信就行。", "sms", situation(card), book)
    assert [f.name for f in broken] == ["threat", "private_account"]


def test_a_rule_that_is_broken_stops_the_draft(
    messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]
) -> None:
    bad = messages["overdue_reminder"].with_(body="{称呼}，再不还让人上门收拾你。")
    answer = made(bad, book, accounts["li_credit_card"])
    assert isinstance(answer, NotDrafted)
    assert answer.why == ("碰规则 threat.bodily_harm：「收拾你」",)


def test_a_text_message_is_short(messages: Mapping[str, Message], book: Book, accounts: dict[str, Account]) -> None:
    long = messages["call_back_please"].with_(body="您好，请{债务人}回电。" * 20)
    answer = made(long, book, accounts["li_credit_card"])
    assert isinstance(answer, NotDrafted)
    assert answer.why[0].startswith("短信 2")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("起草一份催款函", "first_demand_letter"), ("发个对账函给他们会计", "statement_of_account"), ("债权转让通知书来一份", "notice_of_assignment"),
        ("写个分期协议", "repayment_plan"), ("发条确认短信", "promise_confirmation"), ("他没接，发条短信请他回电", "call_back_please"),
    ],
)  # fmt: skip
def test_a_request_names_its_message(messages: Mapping[str, Message], words: str, first: str) -> None:
    assert asked_in(words, messages.values())[0].message == first


def test_a_request_that_names_none(messages: Mapping[str, Message]) -> None:
    assert asked_in("帮我写一份", messages.values()) == ()


def test_an_unknown_placeholder_is_an_error(book: Book) -> None:
    with pytest.raises(KeyError):
        fill("没有的", facts(book, Account()))
