"""Written messages: text messages, e-mails, letters. A template is filled with what is known, or not drafted at all.

Figures are written, not spoken (50,000.00元, 2026年11月27日). A draft passes the same rules as a spoken line, sentence by
sentence; what a stop, an open dispute or a missing decision forbids is not drafted, and the reason is told.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from typing import ClassVar, Literal

from pydantic import Field, validator

from bot.trade.account import Account, FormalName, Invoice
from bot.trade.approval import Terms
from bot.trade.book import Book
from bot.trade.compliance import Finding, Hearing, check_line
from bot.trade.house import House
from bot.trade.negotiation import WorkingDay, asked_for, limitation_has_run, may_bargain, working_days_after
from bot.trade.party import Level, Party
from bot.trade.payment_plan import PlanTable
from bot.trade.playbook import Situation, Source, When, fits
from bot.trade.value import Value, at_least_one
from bot.trade.wording import FORMAL_STEPS_ZH, PLACEHOLDER, address, debtor_named

Written = Literal["sms", "im", "email", "letter"]
FlagName = Literal["dispute_open", "complaint_open", "represented", "vulnerable", "hardship_verified", "on_hold"]
SMS_LIMIT = 140  # characters, filled: two parts of a text message

_NOT_WHILE_ZH = {
    "dispute_open": "有异议还没答复", "complaint_open": "有投诉还没答复", "represented": "有代理人，先跟代理人谈",
    "vulnerable": "特殊人群，先转人工处理", "hardship_verified": "困难已核实，走困难方案", "on_hold": "关系人命，等主管放行",
}  # fmt: skip


class Message(Value):
    """data/messages/<id>.yml: one kind of message, for whom and when it may be sent, its words."""

    message: str = Field(..., regex=r"^[a-z][a-z0-9_]*$", title="the file's name")
    zh: str
    channel: Written
    asked: tuple[str, ...] = Field(..., title="words of a request that mean this message")
    draft: str | None = Field(None, title="the send_draft of a card that this message is")
    demands: bool = Field(..., title="asks for payment: not after a stop, not while something is open")
    acknowledges: bool = Field(False, title="asks him to confirm the debt: never once the limitation has run, CV-03")
    answers: bool = Field(
        False, title="answers him or must be served: goes out while collecting is paused or he is represented"
    )
    to: tuple[Party, ...] = ("verified",)
    when: When = When()
    not_while: tuple[FlagName, ...] = ()
    step: FormalName | None = Field(None, title="the formal step that somebody must have decided")
    needs: tuple[Literal["plan", "promise", "promise_now", "promise_ahead", "granted", "answered"], ...] = ()
    subject: str | None = None
    body: str
    from_: tuple[Source, ...] = Field(..., alias="from")

    _not_empty = validator("from_", "asked", allow_reuse=True)(at_least_one)

    @property
    def speaks_of_debt(self) -> bool:
        """Whether it speaks of the debt at all, and not only of a call-back."""
        return bool({"产品", "欠款", "承诺金额", "计划表", "减后金额"} & set(PLACEHOLDER.findall(self.body)))

    class Config:
        fields: ClassVar[dict[str, str]] = {"from_": "from"}


class Facts(Value):
    """Everything a message may be filled with."""

    account: Account
    house: House
    today: date
    is_working_day: WorkingDay
    collector: str | None = None
    demanding: bool = Field(
        False, title="the message asks for payment: its sum is what may be asked, not all that is owed"
    )
    promised: float | None = None
    promised_on: date | None = None
    promised_at: time | None = None
    promised_now: bool = Field(False, title="given in this very call")
    granted: Terms | None = None
    plan: PlanTable | None = None
    answered: str | None = Field(None, title="what the newest answered ticket of the account says")

    @property
    def answer_by(self) -> date:
        """The day a letter sets: as many working days as the house gives a first payment, after the next one."""
        return working_days_after(self.today, 1 + self.house.first_payment_working_days, self.is_working_day)


class Draft(Value):
    """A message ready to be read by whoever sends it."""

    message: str
    zh: str
    channel: Written
    subject: str | None = None
    text: str
    laws: tuple[str, ...] = ()
    plan: PlanTable | None = None


class NotDrafted(Value):
    """Why a message is not drafted, each reason in words a collector can act on."""

    message: str
    zh: str
    why: tuple[str, ...]


def draft(message: Message, facts: Facts, situation: Situation, book: Book) -> Draft | NotDrafted:
    """The message filled for this account, or every reason why not."""
    facts = facts.with_(demanding=message.demands)
    names = _placeholders(message)
    why = _forbidden(message, facts, situation)
    why = why or [f"对方不该看到：{name}" for name in names if not _may_read(name, situation, book)]
    why = why or [f"缺资料：{name}" for name in names if fill(name, facts) is None]
    if why:
        return NotDrafted(message=message.message, zh=message.zh, why=tuple(why))
    text, subject = _filled(message.body, facts), _filled(message.subject or "", facts) or None
    broken = findings(text, message.channel, situation, book)
    if message.channel == "sms" and len(text) > SMS_LIMIT:
        why.append(f"短信 {len(text)} 字，超过 {SMS_LIMIT}；请改模板")
    why += [f"碰规则 {finding.rule}：「{finding.words}」" for finding in broken]
    if why:
        return NotDrafted(message=message.message, zh=message.zh, why=tuple(why))
    laws = tuple(s.law for s in message.from_ if s.law and book.laws[s.law].binds_debt(facts.account))
    return Draft(
        message=message.message, zh=message.zh, channel=message.channel, subject=subject, text=text, laws=laws,
        plan=facts.plan if "计划表" in _placeholders(message) else None,
    )  # fmt: skip


def findings(text: str, channel: Written, situation: Situation, book: Book) -> tuple[Finding, ...]:
    """What the words of a message break, sentence by sentence, told to the party it goes to."""
    hearing = Hearing(to=situation.party, channel=channel, debt=situation.account.debt_kind or "consumer")
    sentences = (s for line in text.splitlines() for s in line.split("。") if s.strip())
    return tuple(finding for s in sentences for finding in check_line(s, book.rules, hearing))


def _forbidden(message: Message, facts: Facts, situation: Situation) -> list[str]:
    account, flags = facts.account, facts.account.flags
    why = [_NOT_WHILE_ZH[name] for name in message.not_while if getattr(flags, name)]
    if situation.party not in message.to:
        why.append("对方身份不对，这一份不能发给他")
    if not fits(message.when, situation):
        why.append("这个案件的情形不合用：" + "；".join(_unmet(message.when, situation)))
    if message.step and (account.formal_next is None or account.formal_next.step != message.step):
        why.append(f"{FORMAL_STEPS_ZH[message.step]}还没批；批了才能起草")
    if flags.on_hold and "on_hold" not in message.not_while:
        why.append(_NOT_WHILE_ZH["on_hold"])
    if flags.represented and "represented" not in message.not_while and not message.answers:
        why.append(_NOT_WHILE_ZH["represented"])
    if account.paused_until and facts.today < account.paused_until and not message.answers:
        why.append(f"停催到 {account.paused_until}，这之前不发")
    if (message.demands or message.acknowledges) and limitation_has_run(account, facts.today):
        why.append("时效已过，不再催、不要他确认；转法务定")
    if message.demands:
        why += _not_to_be_asked(account, facts)
    if (
        account.our_role == "assignee"
        and account.transfer_notice_on is None
        and message.speaks_of_debt
        and not message.answers
    ):
        why.append("转让通知还没送到，先补通知")
    if account.currency != "CNY":
        why.append(f"币种是 {account.currency}，模板只写人民币")
    if flags.channel_only and message.channel not in (flags.channel_only, "letter"):
        why.append("他只要求用别的渠道联系")
    absent = {
        "answered": facts.answered is None,
        "plan": facts.plan is None, "promise": facts.promised_on is None, "granted": facts.granted is None,
        "promise_now": facts.promised_on is None or not facts.promised_now,
        "promise_ahead": facts.promised_on is None or facts.promised_on < facts.today,
    }  # fmt: skip
    words = {
        "answered": "异议还没有核查结果",
        "plan": "还没有排好的还款计划", "promise": "没有没兑现的承诺", "granted": "还没有批下来的方案", "promise_now": "这通还没有承诺",
        "promise_ahead": "没有还没到日子的承诺",
    }  # fmt: skip
    return [*why, *(words[need] for need in message.needs if absent[need])]


def _not_to_be_asked(account: Account, facts: Facts) -> list[str]:
    """Why no sum may be asked for in writing: as for spoken lines, and the list must add up to it."""
    owed = asked_for(account)
    if not may_bargain(account):
        return ["现在归法院、管理人或已有的协议管，不由我们催"]
    if owed is not None and owed <= 0:
        return ["没有逾期的款，不催"]
    listed = round(sum(i.amount - i.paid for i in _overdue_invoices(facts)), 2)
    if owed is not None and account.invoices and listed != owed and account.debt_group == "b2b":
        return [f"到期未付的发票合计 {listed:,.2f}元，与可催的 {owed:,.2f}元对不上；先对账"]
    return []


def _may_read(name: str, situation: Situation, book: Book) -> bool:
    """Whether this party may read what a placeholder stands for: as for spoken lines (disclosure.yml)."""
    needs = book.placeholders[name].needs if name in book.placeholders else NEEDS[name]
    return book.disclosure.may_hear(situation.party, situation.account.debt_group, needs)


def _unmet(when: When, situation: Situation) -> list[str]:
    return [
        f"{key} 要 {'、'.join(map(str, wanted)) if isinstance(wanted, tuple) else wanted}"
        for key, wanted in when.keys().items()
        if not fits(When.parse_obj({key: wanted}), situation)
    ]


def _placeholders(message: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys(PLACEHOLDER.findall((message.subject or "") + message.body)))


def _filled(template: str, facts: Facts) -> str:
    return PLACEHOLDER.sub(lambda m: fill(m[1], facts) or "", template).strip()


# -- figures as they are written -------------------------------------------------------------------------------


def written_money(yuan: float) -> str:
    """50,000.00元"""
    return f"{yuan:,.2f}元"


def written_day(day: date) -> str:
    """2026年11月27日"""
    return f"{day.year}年{day.month}月{day.day}日"


def fill(name: str, facts: Facts) -> str | None:
    """The words for one placeholder; None where nothing is known. Raises KeyError for an unknown name."""
    return FILLERS[name](facts)


def _sum(pick: Callable[[Facts], float | None]) -> Callable[[Facts], str | None]:
    def words(facts: Facts) -> str | None:
        yuan = pick(facts)
        return None if yuan is None else written_money(yuan)

    return words


def _on(pick: Callable[[Facts], date | None]) -> Callable[[Facts], str | None]:
    def words(facts: Facts) -> str | None:
        day = pick(facts)
        return None if day is None else written_day(day)

    return words


def _promised_at(facts: Facts) -> str | None:
    return f"{facts.promised_at:%H:%M}" if facts.promised_at else "24:00"


def _unit(facts: Facts) -> str | None:
    """The debtor as a letter names him: a company by its full name, never by whom we speak to there."""
    account = facts.account
    if account.company:
        return account.company
    return None if account.debtor_kind in _COMPANIES else debtor_named(account)


_COMPANIES = ("sme", "large_company", "soe", "public_body", "contractor")


def _sender(facts: Facts) -> str | None:
    """Who writes: an agency says on whose mandate, everybody else is the creditor himself."""
    creditor = facts.account.creditor
    if creditor is None or facts.account.our_role != "agency":
        return creditor
    mandate = f"（委托书 {facts.account.mandate_no}）" if facts.account.mandate_no else ""
    return f"{facts.house.company}受{creditor}委托{mandate}"


def _owed(facts: Facts) -> float | None:
    return asked_for(facts.account) if facts.demanding else facts.account.amounts.overdue


def _overdue_invoices(facts: Facts) -> list[Invoice]:
    return [i for i in facts.account.invoices or () if i.paid < i.amount and i.due < facts.today]


def _invoices(facts: Facts) -> str | None:
    overdue = _overdue_invoices(facts)
    rows = (f"{i.number}　{written_day(i.due)}到期　{written_money(i.amount - i.paid)}" for i in overdue)
    return "\n".join(rows) or None


def plan_lines(plan: PlanTable) -> str:
    """The plan as text, a row a line, with its total."""
    rows = [
        f"第{row.number}笔　{written_day(row.on)}　本金 {row.principal:,.2f}　利息 {row.interest:,.2f}　合计 {row.amount:,.2f}"
        for row in plan.rows
    ]
    return "\n".join([*rows, f"合计　本金 {plan.owed:,.2f}　利息 {plan.interest:,.2f}　共 {plan.total:,.2f}（元）"])


def _left_of(facts: Facts) -> float | None:
    owed, granted = facts.account.amounts.overdue, facts.granted
    return granted.left_of(owed) if granted and granted.percent_off and owed is not None else None


FILLERS: Mapping[str, Callable[[Facts], str | None]] = {
    "称呼": lambda f: address(f.account),
    "债务人": lambda f: debtor_named(f.account),
    "债务单位": _unit,
    "致函人": _sender,
    "公司": lambda f: f.house.company,
    "客服电话": lambda f: f.house.service_line,
    "工号": lambda f: f.collector,
    "债权人": lambda f: f.account.creditor,
    "原债权人": lambda f: f.account.former_creditor,
    "产品": lambda f: f.account.product,
    "合同号": lambda f: f.account.number,
    "合同条款": lambda f: f.account.contract.late_fee_clause,
    "委托书号": lambda f: f.account.mandate_no,
    "欠款": _sum(_owed),
    "余额": _sum(lambda f: f.account.amounts.total),
    "核查结果": lambda f: f.answered,
    "最低还款": _sum(lambda f: f.account.amounts.minimum_due),
    "本金": _sum(lambda f: f.account.amounts.principal),
    "无争议款": _sum(lambda f: f.account.amounts.undisputed),
    "到期日": _on(lambda f: f.account.due_on),
    "截至日": _on(lambda f: f.account.amounts.as_of),
    "转让日": _on(lambda f: f.account.transfer_notice_on),
    "今天": _on(lambda f: f.today),
    "答复日": _on(lambda f: f.answer_by),
    "承诺金额": _sum(lambda f: f.promised),
    "承诺日": _on(lambda f: f.promised_on),
    "承诺钟点": _promised_at,
    "减后金额": _sum(_left_of),
    "发票清单": _invoices,
    "计划表": lambda f: plan_lines(f.plan) if f.plan else None,
    "计息说明": lambda f: f.plan.rate.zh if f.plan else None,
}


# Who may read what placeholders.yml does not name: sums whoever may hear sums, what the debt is whoever may know of it.
NEEDS: dict[str, Level] = {
    **dict.fromkeys(("本金", "余额", "核查结果", "减后金额", "发票清单", "计划表", "计息说明", "承诺钟点"), "all"),
    **dict.fromkeys(("原债权人", "合同号", "委托书号", "截至日", "转让日", "债务单位", "致函人"), "in_role"),
    **dict.fromkeys(("今天", "答复日"), "nothing"),
}  # fmt: skip


def asked_in(words: str, messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages that a request names best: 「发条提醒短信」 two of them, 「起草还款计划」 one; none where it names none."""
    scores = [(sum(len(w) for w in m.asked if w in words), m) for m in messages]
    best = max((score for score, _ in scores), default=0)
    return tuple(m for score, m in scores if score == best > 0)
