"""What the collector asks of the assistant itself: opening, next move, another wording, a correction, a check."""

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
from bot.desk.offering import granted_of_figures, offer_on, turned_to
from bot.desk.raised import news
from bot.desk.reply import Reply, Row, with_news, with_rows
from bot.desk.transcript import SHOWN
from bot.desk.whereabouts import whereabouts
from bot.trade.advise import because, next_play, opening, shown_of
from bot.trade.call_steps import WHO_AND_WHETHER
from bot.trade.exchange import Call, Shown, settle
from bot.trade.party import UNVERIFIED
from bot.trade.playbook import Choice
from bot.trade.restate import in_words, restated
from bot.trade.wording import anonymise

_SOFT = ("软", "客气", "温和", "缓", "委婉", "别那么硬", "太硬", "柔", "轻一点")
_HARD = ("硬", "强", "狠", "厉害", "坚决", "重一点", "太软", "力度")


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
    reply = _show(desk, heard, call, *found)
    above = [row.words for row in before]
    return Reply(
        "\n".join([*above, reply.text]),
        {**reply.payload, **payload, "rows": [*map(Row._asdict, before), *reply.payload["rows"]]},
    )


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
    shown = _show(desk, heard, call, *found)
    who = Row("", told.text)
    rows = [who._asdict(), *shown.payload["rows"]]
    return Reply(f"{told.text}\n{shown.text}", {**shown.payload, **told.payload, "rows": rows})


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
    reply = _show(desk, heard, call, *found)
    full = Reply(
        "\n".join([reply.text, *(row.words for row in rows)]),
        with_rows({**reply.payload, "further": further, **where}, [*rows, *words.on_screen(reply.payload, desk.book)]),
    )
    return with_news(full, told)


def _answer(rows: Sequence[Row], kind: str, **payload: Any) -> Reply:
    """An answer that is nothing but rows."""
    return Reply("\n".join(row.words for row in rows), with_rows({"kind": kind, **payload}, rows))


def another_wording(desk: Desk, heard: Heard) -> Reply:
    """The same move softer or firmer, or with the figures that were turned; without saying which, a wording not yet used."""
    call = desk.call_of(heard)
    shown = call.shown
    play = desk.book.play_of(shown)
    if shown is None or play is None:
        return Reply.say("还没有话可换；先贴一句他说的话。", "silence", why="no_play", nearest=[])
    if desk.book.stops.forbids(play, call.stops, False):
        return Reply.say(
            "他说的事要先停，这一手现在不能说；要换招就问「下一步」。", "silence", why="no_play", nearest=[]
        )
    if heard.offer is not None:
        return _with_other_figures(desk, heard, call, shown)
    wanted = _wanted_wording(heard)
    order = [wanted] if wanted else [n for n in ("softer", "firmer", "say") if n != shown.wording]
    for name in order:
        again = in_words(call, shown, name, desk.book, desk.moment(heard))
        if again and again.line != shown.line and again.line not in call.said:
            return _show_this(desk, heard, call, again)
    return Reply.say("没有别的说法了；按 Esc 回到那句，要换招就问「下一步」。", "silence", why="no_play", nearest=[])


def _wanted_wording(heard: Heard) -> str | None:
    """Softer or firmer, by key or in words; None where either will do."""
    if heard.wording in ("softer", "firmer"):
        return heard.wording
    return (
        "softer" if any(w in heard.text for w in _SOFT) else "firmer" if any(w in heard.text for w in _HARD) else None
    )


def _with_other_figures(desk: Desk, heard: Heard, call: Call, shown: Shown) -> Reply:
    """The line on the card with other figures; beyond the collector's authority no line, but what must be approved.

    What the supervisor granted meanwhile counts: the figures that were asked for may then be said.
    """
    told = () if heard.dry else news(desk, heard)
    call = desk.call_of(heard) if told else call
    try:
        figures = turned_to(desk, heard, call)
        if told and call.granted:
            figures = granted_of_figures(figures, call.granted)
        offer = offer_on(desk, heard, call, figures)
        if offer is None:
            raise ValueError("这张卡片上没有可改的数")
        again = None if offer["approval"] else restated(call, shown, figures, desk.book, desk.moment(heard))
    except ValueError as fault:
        return with_news(Reply.say(f"改不了：{fault}。", "silence", why="no_play", nearest=[]), told)
    if again is None:
        why = "；".join(offer["why"]) or "这么改没有能说的话"
        say = desk.book.ladder.restated.asking
        _record_shown(desk, heard, call.with_(pending=False), say, "seek_approval", instead=True)
        return with_news(Reply.say(f"要报批：{why}。批下来之前别说。先说：{say}", "offer", offer=offer, say=say), told)
    return with_news(_show_this(desk, heard, call, again, instead=True), told)


def _show(desk: Desk, heard: Heard, call: Call, playbook: str, choice: Choice) -> Reply:
    return _show_this(desk, heard, call, shown_of(playbook, choice, call, desk.book, desk.moment(heard)))


def _show_this(desk: Desk, heard: Heard, call: Call, shown: Shown, instead: bool = False) -> Reply:
    """A line on the card; it counts as said unless another one is posted. `instead`: the line that stood there was not."""
    instead = instead or call.pending
    call = call.with_(shown=shown, pending=True)
    _record_shown(desk, heard, call, shown.line, shown.move, instead)
    return card_of(desk, heard, call, shown)


def _record_shown(desk: Desk, heard: Heard, call: Call, line: str, move: str, instead: bool) -> None:
    """What the screen showed stands in the record, once for each message, with where the call stands now."""
    if heard.dry or desk.record is None or desk.record.one("lines", heard.exchange):
        return
    with desk.record.writing():
        row = {"id": heard.exchange, "call": call.id, "said_by": SHOWN, "instead": instead, "moves": [move],
               "text": anonymise(line, call.account), "violations": []}  # fmt: skip
        desk.record.add("lines", row, names=names_of(call.account))
        desk.keep(call)


def card_of(desk: Desk, heard: Heard, call: Call, shown: Shown) -> Reply:
    """The card of a line that stands in a call."""
    play = desk.book.play_of(shown)
    assert play is not None
    move = desk.book.taxonomy.zh(play.move)
    payload = {
        "kind": "suggestion", "playbook": shown.playbook, "play": play.id, "move": play.move, "move_zh": move,
        "wording": shown.wording, "say": shown.line, "because": list(because(shown.playbook, play, desk.book, call.account)),
        "do": [todo.dict() for todo in play.do], "offer": offer_on(desk, heard, call),
    }  # fmt: skip
    source = words.beside({"because": payload["because"]}, desk.book)
    text = "\n".join([f"→ {move}", f"说：{shown.line}", *(row.words for row in source)])
    return Reply(text, with_rows(payload, words.on_screen(payload, desk.book)))


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
