"""Answers as words: what a terminal, a chat channel or any Rasa connector shows."""

from typing import Any

from bot.desk.reply import Reply, Row, with_rows
from bot.trade.book import Book
from bot.trade.exchange import Answer, Nothing, Suggestion
from bot.trade.law import BINDS_ZH, FORCE_ZH

STOPS_ZH = {
    "danger": "【停】人身安全第一，钱的事今天不谈。",
    "privacy": "【停】对方不该知道债务，只请转告。",
    "pause": "【停】这件事先核实，不催款。",
    "soft": "",
}
_SEVERITY = {"block": "拦下", "warn": "提醒", "score": "扣分"}
SILENCES_ZH = {
    "unsure": "没有把握。最接近的两条：",
    "out_of_scope": "这句和催收无关，不用接。要接的话，最接近的两条：",
    "no_play": "这一句没有更多话可说了；换个动作、约下次，或叫主管。",
}


NOT_FOR_ME = "这个我答不了。能问什么，打「帮助」看。"


def percent(chance: float) -> str:
    return f"{chance * 100:.0f}%"


def answer(said: Answer, book: Book, exchange: str, asked: bool = False) -> Reply:
    """A suggestion, a silence or nothing, with its whole payload; `asked` by the collector, not said by the debtor."""
    payload = {**said.dict(), "exchange": exchange}
    if isinstance(said, Suggestion):
        payload = with_rows(payload, on_screen(payload, book))
    if not isinstance(said, Nothing) and said.stop == "danger":
        payload["steps"] = list(danger_steps(book))
    if isinstance(said, Nothing):
        return Reply("（没说什么，卡片不动）", payload)
    if isinstance(said, Suggestion):
        steps = [f"照做：{' · '.join(payload['steps'])}"] if "steps" in payload else []
        return Reply("\n".join([_suggestion(said, book), *steps]), payload)
    if asked and said.why == "out_of_scope":
        return Reply(NOT_FOR_ME, {**payload, "why": "not_for_me", "nearest": []})
    lines = [SILENCES_ZH[said.why]]
    for near in said.nearest:
        lines.append(f"· {near.zh}（{percent(near.confidence)}）：{near.say or '（此刻没有可说的话）'}")
    if said.stop and STOPS_ZH[said.stop]:
        lines.insert(0, STOPS_ZH[said.stop])
    return Reply("\n".join(lines), payload)


def danger_steps(book: Book) -> tuple[str, ...]:
    """What to do while a life may be at stake, with the house's hotline."""
    return tuple(step.replace("{心理热线}", book.house.hotline) for step in book.stops.danger_steps)


def _suggestion(s: Suggestion, book: Book) -> str:
    lines = [STOPS_ZH.get(s.stop or "", "")]
    also = f"；还说了{len(s.also_said)}件事" if s.also_said else ""
    lines.append(f"【{s.zh}】{percent(s.confidence)}{also} → {s.move_zh}")
    lines.append(f"说：{s.say}")
    short = {**s.dict(), "ask_first": s.ask_first[:1], "never": s.never[:2], "because": s.because[:2]}
    return "\n".join([*filter(None, lines), *(row.words for row in beside(short, book))])


def beside(payload: dict[str, Any], book: Book) -> list[Row]:
    """What stands beside a line: what to do now; one key away what to ask first, what never to say, where it comes from."""
    rows = [
        Row("办", "；".join(todo_words(todo, book) for todo in payload.get("do", ()))),
        Row("先问", "；".join(payload.get("ask_first", ())), on_demand=True),
        Row("别说", "；".join(payload.get("never", ())), on_demand=True),
        Row("出处", "；".join(f"{b['source']}（{b['why']}）" for b in payload.get("because", ())), on_demand=True),
    ]
    return [row for row in rows if row.text]


def on_screen(payload: dict[str, Any], book: Book) -> list[Row]:
    """The same, and which file in which version it was, for screens that have room for it."""
    files = sorted({f"{b['file']}（内容版本 {b['version'][:8]}）" for b in payload.get("because", ())})
    return [*beside(payload, book), *(Row("剧本", file, on_demand=True) for file in files)]


_TODOS = {
    "ticket": "开工单", "pause": "停催", "ask_approval": "报批", "flag": "标记", "next_contact": "下次联系",
    "send_draft": "发出", "result": "结果",
}  # fmt: skip
_TODO_VALUES = {
    "quality": "质量", "reconciliation": "对账", "payment_trace": "查款", "complaint": "投诉",
    "information_rights": "个人信息", "fraud": "冒用", "legal": "法务", "instalments": "分期", "extension": "延期",
    "reduction": "减免", "settlement": "结清", "in_kind": "以物抵付", "personal_plan": "个性化分期",
    "hardship_plan": "困难方案", "do_not_call": "此号不再打", "channel_only": "只用一种渠道", "vulnerable": "不宜沟通",
    "dispute_open": "有争议", "complaint_open": "有投诉", "represented": "有代理", "number_dead": "空号",
    "confirmation": "承诺确认", "statement": "对账单", "plan": "还款计划书", "documents": "合同流水等材料",
    "payment_channel": "对公账户", "transfer_notice": "债权转让通知", "demand": "催告函",
}  # fmt: skip


def todo_words(todo: dict[str, Any], book: Book) -> str:
    """开工单（质量） for {ticket: quality}."""
    ((kind, value),) = todo.items()
    said = book.results[value].zh if kind == "result" else str(value)
    if kind in ("pause", "next_contact"):
        said = said.replace("d", "天").replace("h", "小时")
    return f"{_TODOS[kind]}（{_TODO_VALUES.get(said, said)}）"


NO_NUMBER = "不知道这通打的哪个号，停拨没记上：补记号码。"


def follows(then: dict[str, Any], book: Book) -> str:
    """What must follow a result, without the days it may take."""
    return todo_words({kind: value for kind, value in then.items() if kind != "within_days"}, book)


def checked(result: dict[str, Any]) -> Reply:
    """What a checked line does and breaks."""
    found = result["violations"]
    if not found:
        return Reply("这句没有碰到规则。", {"kind": "check", **result})
    lines = [
        f"{_SEVERITY[f['severity']]}「{f['words']}」：{f['why']}（{'、'.join(f['basis'])}）\n改说：{f['instead']}"
        for f in found
    ]
    return Reply("\n".join(lines), {"kind": "check", **result})


def law(entry_id: str, book: Book) -> str:
    """A law as told to a collector, with whom it binds and how sure we are."""
    entry = book.laws[entry_id]
    doubt = "" if entry.settled else "【未核实，不作定论】"
    whom = "、".join(BINDS_ZH[gate] for gate in entry.binds)
    note = f"；{entry.note}" if entry.note else ""
    return (
        f"{doubt}{entry.cite}：{entry.says}（{FORCE_ZH[entry.force]}；适用：{whom}；可信度 {entry.confidence}{note}）"
    )
