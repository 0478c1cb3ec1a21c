"""A line said again with other figures: its own words where they name what was turned, else plain ones (data/ladder.yml)."""

from bot.trade.advise import shown_of, wording
from bot.trade.book import Book
from bot.trade.exchange import Call, Shown
from bot.trade.figures import Figures, figures_of, owed_now
from bot.trade.ledger import Proposal
from bot.trade.moment import Moment, bargain_of, offered_in
from bot.trade.negotiation import Offer
from bot.trade.playbook import Choice
from bot.trade.wording import placeholders_in

_NAMED_BY = {"first": "首付", "on": "期限", "months": "期数"}


def restated(call: Call, shown: Shown, figures: Figures, book: Book, moment: Moment) -> Shown | None:
    """The card's line with these figures, and what it offers now; None where no wording may be said.

    A bargain goes to and fro: a line said before may be said again.
    """
    owed = owed_now(bargain_of(call, book, moment)) or figures.first
    offer = Offer(first_payment=figures.first, due=figures.on, instalments=figures.months or None)
    for template in (*_own_words(call, shown, figures, book, moment), _plain_words(figures, owed, book)):
        line = wording(call.with_(said=()), template, book, moment, offer)
        if line:
            return shown.with_(line=line, offers=Proposal(rung=shown.rung, schedule=figures.schedule(owed)))
    return None


def in_words(call: Call, shown: Shown, name: str, book: Book, moment: Moment) -> Shown | None:
    """The card softer or firmer, or as written, with the figures it was turned to; None where that may not be said."""
    play, figures = book.play_of(shown), figures_of(shown.offers) if shown.offers else None
    other = shown.with_(wording=name)
    if play is None:
        return None
    if figures and figures != _by_itself(call, shown, book, moment):
        if not _own_words(call, other, figures, book, moment):
            return None
        return restated(call, other, figures, book, moment)
    line = wording(call, getattr(play, name), book, moment)
    return shown_of(shown.playbook, Choice(play=play, wording=name, line=line), call, book, moment) if line else None


def _by_itself(call: Call, shown: Shown, book: Book, moment: Moment) -> Figures | None:
    """The figures that the card's wording has before anybody turns them."""
    play = book.play_of(shown)
    offers = offered_in(getattr(play, shown.wording), play.move, play.rung, call, book, moment) if play else None
    return figures_of(offers) if offers else None


def _own_words(call: Call, shown: Shown, figures: Figures, book: Book, moment: Moment) -> tuple[str, ...]:
    """The card's own wording, where every figure that it would not have by itself stands in it."""
    play, before = book.play_of(shown), _by_itself(call, shown, book, moment)
    if play is None or before is None:
        return ()
    template: str = getattr(play, shown.wording)
    turned = {name for name in _NAMED_BY if getattr(before, name) != getattr(figures, name)}
    return (template,) if {_NAMED_BY[name] for name in turned} <= set(placeholders_in(template)) else ()


def _plain_words(figures: Figures, owed: float, book: Book) -> str:
    said = book.ladder.restated
    if figures.first >= owed:
        return said.whole
    return said.monthly if figures.months else said.once
