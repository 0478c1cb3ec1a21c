"""The line on the card said otherwise: softer, firmer, or with the figures that the collector turned."""

from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.offering import granted_of_figures, offer_on, turned_to
from bot.desk.raised import news
from bot.desk.reply import Reply, with_news
from bot.desk.showing import record_shown, show_line
from bot.trade.exchange import Call, Shown
from bot.trade.restate import in_words, restated

_SOFT = ("软", "客气", "温和", "缓", "委婉", "别那么硬", "太硬", "柔", "轻一点")
_HARD = ("硬", "强", "狠", "厉害", "坚决", "重一点", "太软", "力度")


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
            return show_line(desk, heard, call, again)
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
        record_shown(desk, heard, call.with_(pending=False), say, "seek_approval", instead=True)
        return with_news(Reply.say(f"要报批：{why}。批下来之前别说。先说：{say}", "offer", offer=offer, say=say), told)
    return with_news(show_line(desk, heard, call, again, instead=True), told)
