"""What the collector asks of the assistant itself: opening, next move, a correction, a check; the first words for a party."""

import re
from collections.abc import Sequence
from typing import Any

from bot.desk import words
from bot.desk.account_file import names_of
from bot.desk.before_the_call import before_the_call
from bot.desk.desk import Desk
from bot.desk.doing import carry_out
from bot.desk.heard import Heard
from bot.desk.numbers import step_down
from bot.desk.raised import news
from bot.desk.reply import Reply, Row, with_news, with_rows
from bot.desk.showing import show_choice
from bot.desk.whereabouts import whereabouts
from bot.trade.advise import next_play, opening
from bot.trade.call_steps import WHO_AND_WHETHER
from bot.trade.exchange import settle
from bot.trade.party import UNVERIFIED


def give_opening(desk: Desk, heard: Heard) -> Reply:
    """What to know before the call, and its first line for this account, party and stage."""
    carry_out(desk, heard, desk.call_of(heard))
    call = settle(desk.call_of(heard))
    before, payload = before_the_call(desk, heard, call)
    if "dial" in payload and not payload["dial"]["allowed"]:  # what may not be dialled needs no line
        return _answer(before, "silence", why="no_dial", nearest=[], **payload)
    found = opening(call, desk.book, desk.moment(heard))
    if found is None:
        return Reply.say("此刻没有能说的开场白；先核实对方是谁。", "silence", why="no_play", nearest=[])
    reply = show_choice(desk, heard, call, *found)
    return _below(before, reply, payload)


def first_words(desk: Desk, heard: Heard, told: Reply) -> Reply:
    """What was told of who is on the line, with the first line for him: who must be asked to pass a message on, what a
    verified debtor is told of who calls. Once his reasons were heard the talk goes on where it was.
    """
    call = settle(desk.call_of(heard))
    if call.verified and set(call.heard) - WHO_AND_WHETHER:
        return told
    found = opening(call, desk.book, desk.moment(heard))
    if found is None:
        return told
    return _below([Row("", told.text)], show_choice(desk, heard, call, *found), told.payload)


def _below(above: Sequence[Row], reply: Reply, payload: dict[str, Any]) -> Reply:
    """A reply below rows of another, whose payload it takes over."""
    rows = [*(row._asdict() for row in above), *reply.payload["rows"]]
    return Reply("\n".join([*(row.words for row in above), reply.text]), {**reply.payload, **payload, "rows": rows})


def next_move(desk: Desk, heard: Heard) -> Reply:
    """Another move for the last label, not another wording of the same; where in the call we are; what the supervisor said."""
    carry_out(desk, heard, desk.call_of(heard))
    told = () if heard.dry else news(desk, heard)
    call = settle(desk.call_of(heard))
    label = call.heard[-1] if call.heard else None
    playbook = desk.book.playbooks.get(label or "")
    rows, where = whereabouts(desk.book, call, desk.day(heard))
    if playbook is None:
        nothing = Row("", "还没听到他的理由；先贴一句他说的话，或按一个标签。")
        return with_news(_answer([nothing, *rows], "silence", why="no_play", nearest=[], **where), told)
    moment = desk.moment(heard)
    unproved = call.party in UNVERIFIED  # who he is comes before whatever he said
    found = opening(call, desk.book, moment) if unproved else next_play(call, playbook, desk.book, moment)
    further = step_down(desk, heard, call)
    rows = [Row("", further), *rows] if further else rows
    if found is None:
        used_up = Row("", "这个理由的招用完了：约下次联系，或转主管。")
        return with_news(
            _answer([used_up, *rows], "silence", why="no_play", nearest=[], further=further, **where), told
        )
    reply = show_choice(desk, heard, call, *found)
    full = Reply(
        "\n".join([reply.text, *(row.words for row in rows)]),
        with_rows({**reply.payload, "further": further, **where}, [*rows, *words.on_screen(reply.payload, desk.book)]),
    )
    return with_news(full, told)


def _answer(rows: Sequence[Row], kind: str, **payload: Any) -> Reply:
    """An answer that is nothing but rows."""
    return Reply("\n".join(row.words for row in rows), with_rows({"kind": kind, **payload}, rows))


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
                                        "note": heard.text, "queue": "reading"}, names=names_of(call.account))  # fmt: skip
    options = "、".join(desk.book.taxonomy.zh(n) for n in nearest)
    meant = f"是不是：{options}？按对应标签即可。" if options else "没有别的候选，请按对应的数字或字母。"
    return Reply.say(f"记下了，这句读错了。{meant}", "correction", was=heard_label,
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
    """What the assistant can do, in seven lines."""
    return Reply.say(
        "贴一句对方说的话，我给一句能说的、下一步怎么走、别说什么、出自哪里；没把握就说没把握。\n"
        "还能问：开场白怎么说 · 下一步 · 软一点 / 硬一点 · 有法律依据吗 · 我能不能说……\n"
        "报案情：个体户欠货款八万逾期四十五天　换人：现在是他老婆接的\n"
        "报主管：申请分十二期 · 叫一下主管\n"
        "收尾：记一下他答应周五还五千走对公 · 总结一下这通\n案件：上次他怎么说的 · 转售后处理一下 · 五万首付一万余款分四期\n写：写条催款短信 · 起草对账函 · 出个还款计划分四期\n"
        "练习：陪我练一个没钱的老板 · 给点提示 · 不练了\n"
        "读错了就说：不是这个意思。",
        "help",
    )
