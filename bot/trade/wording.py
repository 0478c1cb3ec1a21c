"""Figures, days and forms of address as people say them, and lines filled with them."""

import re
from collections.abc import Callable
from datetime import date, time, timedelta
from math import ceil
from typing import ClassVar

from bot.trade.account import Account
from bot.trade.house import House
from bot.trade.negotiation import Offer, asked_for
from bot.trade.party import Level
from bot.trade.value import Value

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
SENTENCE_END = re.compile(r"[。？！?!…]")
FIRST_SENTENCE_LIMIT = 24

_DIGITS = "零一二三四五六七八九"
_WEEKDAYS = "一二三四五六日"
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


def spoken_number(value: float) -> str:
    """A whole number as said on the phone: 5000 -> 五千, 23000 -> 两万三, 480 -> 四百八, 1286 -> 一千二百八十六."""
    full = _numeral(round(value))
    # The last unit is not spoken where it follows its neighbour directly: 四百八(十), 两万三(千).
    return re.sub(r"([万千百])([一二三四五六七八九])([千百十])$", _drop_last_unit, full)


_NEIGHBOURS = {("万", "千"), ("千", "百"), ("百", "十")}


def _drop_last_unit(m: re.Match[str]) -> str:
    # 一百万五(千) would be heard as a million and a half
    ambiguous = m[1] == "万" and m.string[m.start() - 1] in "百千"
    return m[1] + m[2] if (m[1], m[3]) in _NEIGHBOURS and not ambiguous else m[0]


def _numeral(whole: int) -> str:
    for size, name in ((100_000_000, "亿"), (10_000, "万")):
        if whole >= size:
            head, rest = divmod(whole, size)
            said = ("两" if head == 2 else _numeral(head)) + name
            return said + (("零" if rest < size // 10 else "") + _numeral(rest) if rest else "")
    return _below_ten_thousand(whole)


def _below_ten_thousand(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    if value < 20:
        return "十" + (_DIGITS[value - 10] if value > 10 else "")
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            numeral = "两" if digit == 2 and unit >= 100 and not said else _DIGITS[digit]
            said += ("零" if gap else "") + numeral + name
            gap = False
        elif said and value:
            gap = True
    return said


def spoken_money(yuan: float) -> str:
    """A sum as said on the phone: 五千, 四百八; odd sums with 块: 一千二百八十六块, 三块五, 三块零五分."""
    whole, cents = divmod(round(yuan * 100), 100)
    if not cents:
        return spoken_number(whole) if whole >= 100 and whole % 10 == 0 else spoken_count(whole, "块")
    # In full before 块: 四千八块五 would be heard as 4008.5
    head = spoken_count(whole, "块") if whole else ""
    tenths, hundredths = divmod(cents, 10)
    if not tenths:
        return f"{head}零{_DIGITS[hundredths]}分" if head else f"{_DIGITS[hundredths]}分"
    if hundredths:
        return f"{head}{_DIGITS[tenths]}毛{_DIGITS[hundredths]}"
    return head + _DIGITS[tenths] if head else f"{_DIGITS[tenths]}毛"


def spoken_count(count: int, measure: str) -> str:
    """A count with its measure word, every unit spoken: 两天, 一百二十天 (一百二天 is none), 十二期."""
    return ("两" if count == 2 else _numeral(count)) + measure


def spoken_day(day: date, today: date) -> str:
    """A day as said on the phone, seen from `today`: 昨天, 今天, 后天, 周五, 下周三, 上周五, 十二月十五号."""
    days = (day - today).days
    if -2 <= days <= 2:
        return ("前天", "昨天", "今天", "明天", "后天")[days + 2]
    weeks = (day - timedelta(days=day.weekday()) - (today - timedelta(days=today.weekday()))).days // 7
    if weeks in (-1, 0, 1):
        return ("上周", "周", "下周")[weeks + 1] + _WEEKDAYS[day.weekday()]
    year = {0: "", 1: "明年", -1: "去年"}.get(day.year - today.year, f"{day.year}年")
    return f"{year}{_numeral(day.month)}月{_numeral(day.day)}号"


def spoken_hour(at: time) -> str:
    """An hour as said on the phone: 上午九点半, 下午三点, 晚上八点一刻, 早上七点二十."""
    part = next(name for last, name in _PARTS_OF_DAY if at.hour < last)
    hour = at.hour - 12 if at.hour > 12 else at.hour
    minutes = {0: "", 15: "一刻", 30: "半", 45: "三刻"}.get(
        at.minute, ("零" if at.minute < 10 else "") + _numeral(at.minute)
    )
    return f"{part}{'两' if hour == 2 else _numeral(hour)}点{minutes}"


_PARTS_OF_DAY = ((5, "凌晨"), (9, "早上"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上"))


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
    granted_months: int | None = None
    last_reason: str | None = None
    last_reason_his: str | None = None
    promised_sum: float | None = None
    promised_day: date | None = None


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
    return spoken_money(ceil(owed / s.granted_months)) if owed and s.granted_months else None


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
    "批的每期": _granted_by_month,
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
