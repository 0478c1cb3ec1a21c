"""What the collector asks of the assistant itself: opening, next move, another wording, the law, case facts, party."""

import re
from typing import Any

from bot.desk import words
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply
from bot.text.normalise import normalise
from bot.text.numerals import NUMERAL, parse_numeral
from bot.trade.account import Account
from bot.trade.advise import because, next_play, opening, wording
from bot.trade.book import Law
from bot.trade.case_facts import channel_in, facts_in, party_in
from bot.trade.exchange import Call, Shown, settle
from bot.trade.party import OUTSIDERS, UNVERIFIED
from bot.trade.playbook import Choice, Play

_SOFT = ("软", "客气", "温和", "缓", "委婉", "别那么硬", "太硬", "柔", "轻一点")
_HARD = ("硬", "强", "狠", "厉害", "坚决", "重一点", "太软", "力度")

_PARTY_ZH = {
    "unknown": "还没核实", "claimed": "自称本人，未核实", "verified": "本人，已核实", "guarantor": "担保人",
    "co_debtor": "共同债务人", "legal_rep": "法定代表人", "finance": "财务", "handler": "经办人", "staff": "公司员工",
    "spouse_joint": "一起管账的配偶", "heir": "继承人", "agent": "代理人", "contact": "家人朋友", "stranger": "陌生人",
    "minor": "孩子", "machine": "语音助理",
}  # fmt: skip
_LEVEL_ZH = {
    "nothing": "什么都不能说", "name_only": "只能请转告回电", "caller": "只报我方名号，不报金额", "in_role": "按职务谈事，不报数",
    "all": "可以谈全部",
}  # fmt: skip


def party_zh(party: str) -> str:
    return _PARTY_ZH[party]


def give_opening(desk: Desk, heard: Heard) -> Reply:
    """The first line of a call for this account, party and stage."""
    call = settle(desk.call_of(heard))
    found = opening(call, desk.book, desk.moment(heard))
    if found is None:
        return Reply.say("此刻没有能说的开场白；先核实对方是谁。", "silence", why="no_play", nearest=[])
    return _show(desk, heard, call, "openings", found)


def next_move(desk: Desk, heard: Heard) -> Reply:
    """Another move for the last label: not another wording of the same."""
    call = settle(desk.call_of(heard))
    label = call.heard[-1] if call.heard else None
    playbook = desk.book.playbooks.get(label or "")
    if playbook is None:
        return Reply.say("还没听到他的理由；先贴一句他说的话，或按一个标签。", "silence", why="no_play", nearest=[])
    found = next_play(call, playbook, desk.book, desk.moment(heard))
    if found is None:
        return Reply.say("这个理由的招用完了：约下次联系，或转主管。", "silence", why="no_play", nearest=[])
    return _show(desk, heard, call, playbook.label, found)


def another_wording(desk: Desk, heard: Heard) -> Reply:
    """The same move softer or firmer; without saying which, the one not yet used."""
    call = desk.call_of(heard)
    shown = call.shown
    play = _play_shown(desk, shown)
    if shown is None or play is None:
        return Reply.say("还没有话可换；先贴一句他说的话。", "silence", why="no_play", nearest=[])
    if desk.book.stops.forbids(play, call.stops, False):
        return Reply.say(
            "他说的事要先停，这一手现在不能说；要换招就问「下一步」。", "silence", why="no_play", nearest=[]
        )
    wanted = (
        "softer" if any(w in heard.text for w in _SOFT) else "firmer" if any(w in heard.text for w in _HARD) else None
    )
    order = [wanted] if wanted else [n for n in ("softer", "firmer", "say") if n != shown.wording]
    for name in order:
        line = wording(call, getattr(play, name), desk.book, desk.moment(heard))
        if line and line != shown.line and line not in call.said:
            call = call.with_(shown=shown.with_(wording=name, line=line), pending=True)
            return _keep_and_show(desk, heard, call, shown.playbook, play, name, line)
    return Reply.say("这一手的几种说法都用过了；要换招就问「下一步」。", "silence", why="no_play", nearest=[])


def _play_shown(desk: Desk, shown: Shown | None) -> Play | None:
    if shown is None:
        return None
    if shown.playbook == "openings":
        return next((p for p in desk.book.openings if p.id == shown.play), None)
    playbook = desk.book.playbooks.get(shown.playbook)
    return playbook.play(shown.play) if playbook else None


def _show(desk: Desk, heard: Heard, call: Call, playbook: str, choice: Choice) -> Reply:
    play, which, line = choice.play, choice.wording, choice.line
    shown = Shown(playbook=playbook, play=play.id, wording=which, move=play.move, line=line, rung=play.rung)
    return _keep_and_show(desk, heard, call.with_(shown=shown, pending=True), playbook, play, which, line)


def _keep_and_show(desk: Desk, heard: Heard, call: Call, playbook: str, play: Play, which: str, line: str) -> Reply:
    if not heard.dry:
        desk.keep(call)
    reasons = because(playbook, play, desk.book)
    move = desk.book.taxonomy.zh(play.move)
    text = f"→ {move}\n说：{line}\n出处：" + "；".join(f"{b['source']}（{b['why']}）" for b in reasons)
    payload = {"playbook": playbook, "play": play.id, "move": play.move, "move_zh": move, "wording": which, "say": line,
               "because": list(reasons), "do": [todo.dict() for todo in play.do]}  # fmt: skip
    return Reply(text, {"kind": "suggestion", **payload})


def legal_basis(desk: Desk, heard: Heard) -> Reply:
    """The law behind the last card, or what the question names: article, whom it binds, how sure we are."""
    call = desk.call_of(heard)
    play = _play_shown(desk, call.shown)
    ids = _laws_asked(heard.text, call.account, desk.book.laws)
    if not ids and play:
        ids = [s.law for s in play.from_ if s.law]
    if not ids:
        return Reply.say(
            "这一手没有引法条，是行业做法；要查哪件事的法，请说具体些（如：利息上限、几点能打）。", "law", laws=[]
        )
    laws = [{"id": i, **desk.book.laws[i].dict()} for i in ids]
    return Reply("\n".join(words.law(i, desk.book) for i in ids), {"kind": "law", "laws": laws})


# What people ask about, and the laws that answer it, most telling first.
_TOPICS = (
    (r"利息|利率|LPR|高利贷|四倍", ("PL-01", "PL-02", "PL-03", "ZD-01")),
    (r"违约金|罚息|滞纳", ("CV-05", "CV-06", "PL-02")),
    (r"几点|时间段|半夜|晚上|时段", ("GBT-03", "CBA-02")),
    (r"几次|几个电话|频率|打多少", ("GBT-04", "CBA-03")),
    (r"时效|过期几年|三年", ("CV-01", "CV-02", "CV-03")),
    (r"家人|家属|父母|单位|第三人|联系人|朋友|同事", ("GBT-02", "CBA-05", "CV-10")),
    (r"征信", ("ZX-01", "ZX-02")),
    (r"录音", ("PI-05",)),
    (r"法人|换老板|经办人", ("CV-13",)),
    (r"内部流程|签字|走流程", ("SME-05", "SOE-01")),
    (r"背靠背|甲方没付|甲方没给", ("SME-13",)),
    (r"分期|个性化", ("CC-04",)),
    (r"抵销|抵扣|扣返利", ("CV-16",)),
    (r"拉货|扣货|取回", ("CV-08", "CV-18", "CV-19")),
    (r"支付令", ("PR-01", "PR-02", "PR-03")),
    (r"限高|失信|老赖名单", ("PR-08", "PR-09")),
    (r"冒充|法院的|公安", ("CR-C8", "PS-07")),
    (r"诈骗|坐牢|刑事", ("CC-07",)),
    (r"担保|保证", ("CV-20",)),
    (r"夫妻|老婆|老公|继承", ("CV-21",)),
    (r"部分还|还一部分|拒收", ("CV-14",)),
)


def _laws_asked(text: str, account: Account, laws: Any) -> list[str]:
    wanted: list[str] = next((list(ids) for pattern, ids in _TOPICS if re.search(pattern, text)), [])
    return [i for i in wanted if i in laws and _binds(laws[i], account)][:3]


def _binds(law: Law, account: Account) -> bool:
    """Whether the law can bind this debt; where the kind is unknown every law is shown with whom it binds."""
    if account.debt_group is None or "everyone" in law.binds:
        return True
    gates = {account.debt_group, account.debt_kind}
    if account.debt_kind in ("credit_card", "consumer_loan", "microloan"):
        gates.add("licensed_lender")
    if account.debt_kind == "private_loan":
        gates.add("private_lender")
    if account.debt_group == "b2b":
        gates |= {"sme_gate", "soe_gate"}
    return bool(gates & set(law.binds))


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
    amounts = {**call.account.amounts.dict(exclude_none=True), **facts.pop("amounts", {})}
    known = {
        **call.account.dict(exclude_none=True, exclude={"amounts", "stage"} if "days_overdue" in facts else {"amounts"})
    }
    account = Account.parse_obj({**known, **facts, "amounts": amounts})
    call = call.with_(account=account, channel=channel_in(text) or call.channel)
    if not heard.dry:
        desk.keep(call)
    told = {
        k: v for k, v in {**facts, **({"overdue": amounts.get("overdue")} if amounts else {})}.items() if v is not None
    }
    return Reply.say(
        "记下了：" + "，".join(f"{_FACT_ZH.get(k, k)} {_VALUE_ZH.get(v, v)}" for k, v in told.items()),
        "case",
        facts=told,
    )


_FACT_ZH = {"debt_kind": "债务", "debtor_kind": "对方", "days_overdue": "逾期天数", "overdue": "逾期金额"}
_VALUE_ZH: dict[Any, str] = {
    "credit_card": "信用卡", "consumer_loan": "消费贷", "microloan": "小贷", "private_loan": "民间借款", "b2b_goods": "货款",
    "b2b_works": "工程款", "b2b_service": "服务费", "individual": "个人", "sole_trader": "个体户", "dealer": "经销商",
    "contractor": "包工头", "sme": "公司", "large_company": "大企业", "soe": "国企", "public_body": "机关事业单位",
}  # fmt: skip


def set_party(desk: Desk, heard: Heard) -> Reply:
    """Who is on the line now, and what that person may hear."""
    call = desk.call_of(heard)
    party = party_in(heard.text)
    if party is None:
        return Reply.say(
            "没听出换成谁了。照这样说：现在是他老婆接的 / 换成会计了 / 本人，核实过了。", "party", party=call.party
        )
    if party == "guarantor" and call.account.guarantee is None:
        _move(desk, heard, call, "contact")
        return Reply.say(
            "案件里没有担保资料，先按第三人对待：只请转告回电。", "party", party="contact", level="name_only"
        )
    if party == "spouse_joint" and call.account.debtor_kind != "sole_trader":
        party = "contact"
    _move(desk, heard, call, party)
    level = desk.book.disclosure.level(party, call.account.debt_group)  # type: ignore[arg-type]
    return Reply.say(f"对方：{party_zh(party)}。{_LEVEL_ZH[level]}。", "party", party=party, level=level)


def _move(desk: Desk, heard: Heard, call: Call, party: str) -> None:
    call = call.with_(party=party, verified=party not in UNVERIFIED | OUTSIDERS)
    if not heard.dry and desk.record:
        with desk.record.writing():
            desk.record.add("calls", {"id": call.id, "call": call.id, "event": "party", "party": party})
            desk.keep(call)


def correct_reading(desk: Desk, heard: Heard) -> Reply:
    """The collector says the reading was wrong: queued for the learning loop; the next likeliest labels are offered."""
    call = desk.call_of(heard)
    rows = desk.record.of_call("exchanges", call.id) if desk.record else []
    if not rows:
        return Reply.say("还没有可纠正的一句。", "correction", nearest=[])
    last = rows[-1]
    heard_label = (last["reading"]["clauses"] or [{"name": None}])[0]["name"]
    others = [r["name"] for r in last["reading"]["ranking"] if r["name"] not in (heard_label, "out_of_scope")]
    named = [c for c in others if desk.book.taxonomy.zh(c)[:2] in heard.text]
    nearest = [*named, *(o for o in others if o not in named)][:3]
    if desk.record and not heard.dry:
        desk.record.add("corrections", {"id": f"{last['id']}:wrong", "call": call.id, "exchange": last["id"], "was": heard_label,
                                        "note": heard.text, "queue": "reading"})  # fmt: skip
    options = "、".join(desk.book.taxonomy.zh(n) for n in nearest) or "（没有别的候选，请直接按标签）"
    return Reply.say(f"记下了，这句读错了。是不是：{options}？按对应标签即可。", "correction", was=heard_label,
                     nearest=[{"label": n, "zh": desk.book.taxonomy.zh(n)} for n in nearest])  # fmt: skip


def check_this_line(desk: Desk, heard: Heard) -> Reply:
    """「我能不能说……」: the line inside the question is checked as if said to the party on the line."""
    call = desk.call_of(heard)
    line = heard.line.with_(text=inner_line(heard.text))
    return words.checked(desk.check(line, call))


_ASKING = re.compile(
    r"^(?:帮我)?(?:看看|检查|查)?(?:一下)?(?:我)?(?:能不能|可不可以|可以|能|这么|这样|我这样)?(?:说|发|讲|写)?[:：「“\"]?|(?:违规吗|合规吗|行吗|行不行|可以吗|有没有问题|有问题吗|合不合规|犯不犯规)?[？?」”\"]*$"
)


def inner_line(text: str) -> str:
    """The line asked about, without the question around it; the whole text where nothing is left."""
    quoted = re.search(r"[「“\"『](.+?)[」”\"』]", text)
    if quoted:
        return quoted[1]
    return _ASKING.sub("", text).strip() or text


def help_text(desk: Desk) -> Reply:
    """What the assistant can do, in six lines."""
    return Reply.say(
        "贴一句对方说的话，我给一句能说的、下一步怎么走、别说什么、出自哪里；没把握就说没把握。\n"
        "还能问：开场白怎么说 · 下一步 · 软一点 / 硬一点 · 有法律依据吗 · 我能不能说……\n"
        "报案情：个体户欠货款八万逾期四十五天　换人：现在是他老婆接的\n"
        "收尾：记一下他答应周五还五千走对公 · 总结一下这通\n"
        "练习：陪我练一个没钱的老板 · 给点提示 · 不练了\n"
        "读错了就说：不是这个意思。",
        "help",
    )
