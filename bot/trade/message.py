"""Written messages: text messages, e-mails, letters. A template is filled with what is known, or not drafted at all.

A draft passes the same rules as a spoken line, sentence by
sentence; what a stop, an open dispute or a missing decision forbids is not drafted, and the reason is told.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar, Literal

from pydantic import Field, validator

from bot.trade.account import Account, FormalName
from bot.trade.book import Book
from bot.trade.compliance import Finding, Hearing, check_line
from bot.trade.negotiation import asked_for, limitation_has_run, may_bargain
from bot.trade.party import Party
from bot.trade.payment_plan import PlanTable
from bot.trade.playbook import Situation, Source, When, unmet
from bot.trade.value import Value, at_least_one
from bot.trade.wording import FORMAL_STEPS_ZH, PLACEHOLDER
from bot.trade.written import NEEDS, Facts, fill, overdue_invoices

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
    if conditions := unmet(message.when, situation):
        why.append("这个案件的情形不合用：" + "；".join(f"{key} 要 {wanted}" for key, wanted in conditions.items()))
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
    return [*why, *(_LACKS[need][0] for need in message.needs if _LACKS[need][1](facts))]


_LACKS: Mapping[str, tuple[str, Callable[[Facts], bool]]] = {
    "answered": ("异议还没有核查结果", lambda f: f.answered is None),
    "plan": ("还没有排好的还款计划", lambda f: f.plan is None),
    "granted": ("还没有批下来的方案", lambda f: f.granted is None),
    "promise": ("没有没兑现的承诺", lambda f: f.promised_on is None),
    "promise_now": ("这通还没有承诺", lambda f: f.promised_on is None or not f.promised_now),
    "promise_ahead": ("没有还没到日子的承诺", lambda f: f.promised_on is None or f.promised_on < f.today),
}


def _not_to_be_asked(account: Account, facts: Facts) -> list[str]:
    """Why no sum may be asked for in writing: as for spoken lines, and the list must add up to it."""
    owed = asked_for(account)
    if not may_bargain(account):
        return ["现在归法院、管理人或已有的协议管，不由我们催"]
    if owed is not None and owed <= 0:
        return ["没有逾期的款，不催"]
    listed = round(sum(i.amount - i.paid for i in overdue_invoices(facts)), 2)
    if owed is not None and account.invoices and listed != owed and account.debt_group == "b2b":
        return [f"到期未付的发票合计 {listed:,.2f}元，与可催的 {owed:,.2f}元对不上；先对账"]
    return []


def _may_read(name: str, situation: Situation, book: Book) -> bool:
    """Whether this party may read what a placeholder stands for: as for spoken lines (disclosure.yml)."""
    needs = book.placeholders[name].needs if name in book.placeholders else NEEDS[name]
    return book.disclosure.may_hear(situation.party, situation.account.debt_group, needs)


def _placeholders(message: Message) -> tuple[str, ...]:
    return tuple(dict.fromkeys(PLACEHOLDER.findall((message.subject or "") + message.body)))


def _filled(template: str, facts: Facts) -> str:
    return PLACEHOLDER.sub(lambda m: fill(m[1], facts) or "", template).strip()


def asked_in(words: str, messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages that a request names best: 「发条提醒短信」 two of them, 「起草还款计划」 one; none where it names none."""
    scores = [(sum(len(w) for w in m.asked if w in words), m) for m in messages]
    best = max((score for score, _ in scores), default=0)
    return tuple(m for score, m in scores if score == best > 0)
