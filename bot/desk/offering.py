"""The offer of the card: its figures, each a step up and down, the plan they make, and whether somebody must approve it."""

from typing import Any

from pydantic import ValidationError

from bot.desk.calendar import is_working_day
from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply, plain
from bot.trade.approval import Terms
from bot.trade.exchange import Call
from bot.trade.figures import Figures, beyond, figures_of, owed_now, turns, undercuts
from bot.trade.ladder import Bargain
from bot.trade.moment import bargain_of
from bot.trade.payment_plan import total, working_day_from
from bot.trade.spoken import spoken_count, spoken_day, spoken_money


def with_offer(desk: Desk, heard: Heard, reply: Reply) -> Reply:
    """A card with the figures of the offer its line makes, for clients that let them be turned."""
    if reply.payload["kind"] != "suggestion":
        return reply
    call = desk.call_of(heard)
    if call.shown is None or call.shown.line != reply.payload["say"]:
        return reply  # a repeated answer is an earlier card's: the figures of today's are none of its
    offer = offer_on(desk, heard, call)
    return Reply(reply.text, {**reply.payload, "offer": offer}) if offer else reply


def offer_on(desk: Desk, heard: Heard, call: Call, turned: Figures | None = None) -> dict[str, Any] | None:
    """What the line on the card offers, or the figures it was turned to; None for a line without money of ours."""
    shown = call.shown
    if shown is None or shown.offers is None or not call.hears_of_money:
        return None
    b = bargain_of(call, desk.book, desk.moment(heard))
    figures, owed = turned or figures_of(shown.offers), owed_now(b)
    if figures is None or owed is None or figures.first > owed:
        return None
    schedule = figures.schedule(owed) if turned else shown.offers.schedule
    # what our own line offers, or a supervisor granted, needs nobody's word any more
    approval = beyond(figures, b, is_working_day) if turned else ()
    his = undercuts(figures, b)
    warning = () if his is None else (f"他自己出到{spoken_money(his)}，别往下压",)
    return plain(
        {"owed": owed, "figures": _figures(figures, b, owed), "rows": [{"on": working_day_from(d.on, is_working_day), "amount": d.amount} for d in schedule],
         "left": round(owed - total(schedule), 2), "approval": bool(approval), "why": [*approval, *warning]}
    )  # type: ignore[no-any-return]  # fmt: skip


def turned_to(desk: Desk, heard: Heard, call: Call) -> Figures:
    """The figures that a screen sent. Raises ValueError for what is no offer on this debt."""
    owed = owed_now(bargain_of(call, desk.book, desk.moment(heard)))
    if owed is None:
        raise ValueError("这一户现在没有可以谈的数")
    try:
        figures = Figures.parse_obj(heard.offer)
    except ValidationError:
        raise ValueError("首笔要大于零，期数 0 到 60") from None
    return figures.of(owed, desk.day(heard))


def granted_of_figures(figures: Figures, granted: Terms) -> Figures:
    """The figures as a supervisor granted them; what he did not name stays."""
    return figures.copy(
        update={"first": granted.first_payment or figures.first, "on": granted.on or figures.on,
                "months": granted.instalments or figures.months}
    )  # fmt: skip


def _figures(figures: Figures, b: Bargain, owed: float) -> list[dict[str, Any]]:
    """Each figure with its words and the values one step away."""
    step = turns(figures, b, is_working_day)
    rest = "无" if figures.first >= owed else "另约"
    words = {
        "first": ("首笔", spoken_money(figures.first)), "on": ("哪天", spoken_day(figures.on, b.today)),
        "months": ("余款", f"分{spoken_count(figures.months, '期')}" if figures.months else rest),
    }  # fmt: skip
    values: dict[str, Any] = {"first": figures.first, "on": figures.on, "months": figures.months}
    return [
        {"name": name, "zh": zh, "words": said, "value": values[name], "down": step[name].down, "up": step[name].up}
        for name, (zh, said) in words.items()
    ]
