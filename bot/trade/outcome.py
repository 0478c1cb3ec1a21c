"""How a call ended, read from a collector's sentence, and the note that is written from the exchanges."""

from datetime import date

from bot.trade.reading import Entity
from bot.trade.spoken import spoken_money

NOTE_LIMIT = 100

# The first row whose word stands in the sentence gives the result code (data/results.yml).
_RESULTS = (
    ("人身危险", "danger"), ("轻生", "danger"), ("自杀", "danger"), ("报了警", "danger"),
    ("空号", "dead_number"), ("停机", "dead_number"), ("换号主", "new_owner"), ("易主", "new_owner"), ("打错", "new_owner"),
    ("语音", "machine"), ("助理", "machine"), ("没人接", "no_answer"), ("无人接", "no_answer"), ("不接", "no_answer"),
    ("挂了", "hung_up"), ("挂断", "hung_up"), ("转告", "message_left"), ("留言", "message_left"),
    ("别再打", "contact_refused"), ("不让打", "contact_refused"), ("投诉", "complaint"), ("违规", "complaint"), ("律师", "represented"),
    ("代理", "represented"), ("服刑", "incapacitated"), ("坐牢", "incapacitated"), ("去世", "incapacitated"), ("转让", "closing"), ("关门", "closing"), ("倒闭", "closing"),
    ("破产", "closing"), ("孩子接", "other_answered"), ("家人接", "other_answered"), ("不是本人", "other_answered"), ("法律程序", "legal"), ("立案", "legal"), ("起诉", "legal"), ("法院", "legal"), ("谈好", "arranged"), ("已分期", "arranged"),
    ("要合同", "proof_asked"), ("要凭证", "proof_asked"), ("要流水", "proof_asked"), ("不承认", "debt_denied"),
    ("否认", "debt_denied"), ("冒用", "debt_denied"), ("质量", "dispute_quality"), ("利息", "dispute_fee"),
    ("违约金", "dispute_fee"), ("对账", "dispute_amount"), ("金额", "dispute_amount"), ("减免", "reduction_asked"),
    ("打折", "reduction_asked"), ("分期", "plan_asked"), ("延期", "plan_asked"), ("住院", "hardship"), ("困难", "hardship"),
    ("失业", "hardship"), ("已经还", "paid_to_verify"), ("说还了", "paid_to_verify"), ("已付", "paid_to_verify"),
    ("付了一部分", "part_paid"), ("还了一部分", "part_paid"), ("到账", "part_paid"), ("拒", "refused"), ("不还", "refused"),
    ("回拨", "call_back"), ("再打", "call_back"), ("晚点", "call_back"), ("答应", "promise"), ("承诺", "promise"),
)  # fmt: skip
_CHANNELS = (
    ("对公", "对公"),
    ("微信", "微信"),
    ("支付宝", "支付宝"),
    ("APP", "App"),
    ("银行卡", "银行卡"),
    ("扣款", "自动扣款"),
)


_SOURCES = ("工资", "发薪", "奖金", "提成", "回款", "货款", "甲方", "营业款", "货卖", "卖货", "公积金", "存款", "定期", "理财", "退税", "补贴",
            "房租", "借", "家里凑", "公司账", "备用金", "分红", "卖车", "卖房")  # fmt: skip


def result_in(text: str, entities: tuple[Entity, ...]) -> str:
    """The result code of a call: what the words name; a sum with a day is a promise; else it was only talked over."""
    named = next((code for word, code in _RESULTS if word in text), None)
    kinds = {e.type for e in entities}
    if named in (None, "promise") and {"amount", "date"} <= kinds:
        return "promise"
    return named or "talked"


def promise_in(
    text: str, entities: tuple[Entity, ...], due_on: date | None = None
) -> tuple[dict[str, object], tuple[str, ...]]:
    """The promise in the words, and what it still lacks of sum, day, hour, channel and source, in Chinese."""
    amount = next((e.value for e in entities if e.type == "amount" and e.value), None)
    on = next((e.value for e in entities if e.type == "date" and e.value), None)
    if on is None and due_on and "到期" in text:  # 「到期日还」: the day stands on file
        on = due_on.isoformat()
    channel = next((zh for word, zh in _CHANNELS if word in text.upper()), None)
    hour = on if on and "T" in str(on) else None
    source = next((word for word in _SOURCES if word in text), None)
    asked = (("金额", amount), ("日期", on), ("钟点", hour), ("渠道", channel), ("钱从哪来", source))
    promise = {"amount": amount, "on": on, "channel": channel, "source": source}
    return promise, tuple(zh for zh, value in asked if value is None)


def note(party_zh: str, reasons: tuple[str, ...], promise: dict[str, object] | None, result_zh: str, then: str) -> str:
    """The call note in the house's order, at most 100 characters: 本人；等回款；承诺11/28 五千对公；承诺还款；下次…"""
    pieces = [party_zh, "、".join(reasons)]
    if promise and promise.get("amount"):
        day = str(promise.get("on") or "")[5:10].replace("-", "/")
        amount = promise["amount"]
        assert isinstance(amount, int | float)
        pieces.append(f"承诺{day} {spoken_money(amount)}{promise.get('channel') or ''}")
    pieces += [result_zh, then]
    return "；".join(piece for piece in pieces if piece)[:NOTE_LIMIT]
