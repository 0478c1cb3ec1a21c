"""Forms of address, and lines filled with what is known at this moment of this call."""

import re
from collections.abc import Callable
from datetime import date, time
from math import ceil
from typing import ClassVar

from bot.trade.account import Account
from bot.trade.approval import Terms
from bot.trade.house import House
from bot.trade.negotiation import Offer, asked_for, limitation_has_run
from bot.trade.party import Level
from bot.trade.spoken import spoken_count, spoken_day, spoken_hour, spoken_money
from bot.trade.value import Value

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
SENTENCE_END = re.compile(r"[。？！?!…]")
FIRST_SENTENCE_LIMIT = 24

FORMAL_STEPS_ZH = {
    "demand_letter": "发催告函",
    "final_notice": "发最后通知",
    "lawyer_letter": "发律师函",
    "payment_order": "申请支付令",
    "suit": "起诉",
}
_BOOKKEEPERS = {"accountant": "会计", "finance": "会计", "cashier": "会计"}


class Placeholder(Value):
    """What a {word} in a line stands for, and who may hear it."""

    needs: Level
    from_: str
    figure: bool = False

    class Config:
        fields: ClassVar[dict[str, str]] = {"from_": "from"}


def address(account: Account) -> str:
    """How to address the debtor: by role and kind of debtor, then by sex; 您 where nothing is known."""
    if not account.name:
        return "您"
    surname = account.name[:2] if account.name[:2] in _DOUBLE_SURNAMES else account.name[0]
    if account.debt_group == "b2b":
        if account.role in _BOOKKEEPERS:
            return surname + _BOOKKEEPERS[account.role]
        if account.debtor_kind == "sole_trader":
            return surname + "老板"
        if account.role in (None, "owner", "legal_rep", "manager", "project_manager"):
            return surname + ("总" if account.debtor_kind else "老板")
    if account.sex:
        return surname + ("先生" if account.sex == "m" else "女士")
    return "您"


_DOUBLE_SURNAMES = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "司徒", "夏侯", "宇文", "长孙"}
)


def debtor_named(account: Account) -> str | None:
    """The debtor's name for somebody who is asked to pass on a message: 王强先生; None where it is unknown."""
    if not account.name:
        return None
    return account.name + {"m": "先生", "f": "女士", None: ""}[account.sex]


class Spoken(Value):
    """Everything a line may be filled with at this moment of this call."""

    account: Account
    house: House
    offer: Offer
    today: date
    collector: str | None = None
    his_sum: float | None = None
    his_day: date | None = None
    his_hour: time | None = None
    latest: date | None = None
    granted: Terms | None = None
    last_reason: str | None = None
    last_reason_his: str | None = None
    promised_sum: float | None = None
    promised_day: date | None = None

    @property
    def too_far(self) -> bool:
        """Whether his day lies beyond the last one that a promise of this stage may name."""
        return self.his_day is not None and self.latest is not None and self.his_day > self.latest


def fill_one(name: str, s: Spoken) -> str | None:
    """The words for one placeholder; None where the fact is not known. Raises KeyError for an unknown name."""
    return _FILLERS[name](s)


def _money(pick: Callable[[Spoken], float | None]) -> Callable[[Spoken], str | None]:
    def say(s: Spoken) -> str | None:
        yuan = pick(s)
        return spoken_money(yuan) if yuan else None

    return say


def _day(pick: Callable[[Spoken], date | None]) -> Callable[[Spoken], str | None]:
    def say(s: Spoken) -> str | None:
        day = pick(s)
        return spoken_day(day, s.today) if day else None

    return say


def _due_on(s: Spoken) -> str | None:
    return spoken_day(s.account.due_on, s.today) if s.account.due_on else None


def _oldest_invoice(s: Spoken) -> str | None:
    unpaid = [i for i in s.account.invoices or () if i.paid < i.amount]
    return min(unpaid, key=lambda i: i.due).number if unpaid else None


def _instalments(s: Spoken) -> str | None:
    return spoken_count(s.offer.instalments, "期") if s.offer.instalments else None


def _formal_step(s: Spoken) -> str | None:
    return FORMAL_STEPS_ZH[s.account.formal_next.step] if s.account.formal_next else None


def _his_hour(s: Spoken) -> str | None:
    return spoken_day(s.his_day, s.today) + spoken_hour(s.his_hour) if s.his_day and s.his_hour else None


def _granted_by_month(s: Spoken) -> str | None:
    owed = asked_for(s.account)
    each = s.granted.by_month(owed) if owed and s.granted else None
    return spoken_money(ceil(each)) if each else None


def _granted_first(s: Spoken) -> float | None:
    owed = asked_for(s.account)
    return min(s.granted.first_payment, owed) if owed and s.granted and s.granted.first_payment else None


_FILLERS: dict[str, Callable[[Spoken], str | None]] = {
    "称呼": lambda s: address(s.account),
    "公司": lambda s: s.house.company,
    "工号": lambda s: s.collector,
    "客服电话": lambda s: s.house.service_line,
    "心理热线": lambda s: s.house.hotline,
    "债务人": lambda s: debtor_named(s.account),
    "债权人": lambda s: s.account.creditor,
    "产品": lambda s: s.account.product,
    "到期日": _due_on,
    "发票号": _oldest_invoice,
    "合同条款": lambda s: s.account.contract.late_fee_clause,
    "欠款": _money(lambda s: s.account.amounts.overdue),
    "逾期天数": lambda s: spoken_count(s.account.days_overdue, "天") if s.account.days_overdue else None,
    "最低还款": _money(lambda s: s.account.amounts.minimum_due),
    "无争议款": _money(lambda s: s.account.amounts.undisputed),
    "首付": _money(lambda s: s.offer.first_payment),
    "期限": _day(lambda s: s.offer.due),
    "期数": _instalments,
    "他出的数": _money(lambda s: s.his_sum),
    "他说的日": _day(lambda s: s.his_day),
    "他说的钟点": _his_hour,
    "太远的日": _day(lambda s: s.his_day if s.too_far else None),
    "批的每期": _granted_by_month,
    "批的首笔": _money(_granted_first),
    "过了的时效日": _day(lambda s: s.account.limitation_until if limitation_has_run(s.account, s.today) else None),
    "上次理由": lambda s: s.last_reason,
    "他那头的事": lambda s: s.last_reason_his,
    "承诺日": _day(lambda s: s.promised_day),
    "承诺金额": _money(lambda s: s.promised_sum),
    "正式步骤": _formal_step,
}


def placeholders_in(line: str) -> tuple[str, ...]:
    return tuple(PLACEHOLDER.findall(line))


def render(line: str, s: Spoken, may_say: Callable[[str], bool] = lambda name: True) -> str | None:
    """The line with every placeholder filled.

    None when a fact is unknown or this party may not hear it: a hole is never printed. {称呼} at the start
    falls back to 您 and is never a reason to skip.
    """
    for name in placeholders_in(line):
        words = fill_one(name, s) if may_say(name) else None
        if words is None:
            return None
        if words == "今天":  # 周五前, but 今天内
            line = line.replace("{" + name + "}前", "今天内")
        line = line.replace("{" + name + "}", words)
    return line


def first_sentence(line: str) -> str:
    """Up to the first full stop, question or exclamation mark, without it."""
    return SENTENCE_END.split(line, maxsplit=1)[0]


def anonymise(line: str, account: Account) -> str:
    """A line as the record keeps it: the debtor's name and form of address back to their placeholders."""
    named, called = debtor_named(account), address(account)
    if named:
        line = line.replace(named, "{债务人}")
    return line if called == "您" else line.replace(called, "{称呼}")


def personalise(line: str, account: Account) -> str:
    """A line of the record as screens and exports show it."""
    return line.replace("{债务人}", debtor_named(account) or "本人").replace("{称呼}", address(account))
