"""A line said again with other figures: its own words where they name what was turned, else plain ones (data/ladder.yml)."""

from bot.trade.advise import wording
from bot.trade.book import Book
from bot.trade.exchange import Call, Shown
from bot.trade.figures import Figures, figures_of
from bot.trade.ledger import Proposal
from bot.trade.moment import Moment, offered_in
from bot.trade.negotiation import Offer, asked_for
from bot.trade.wording import placeholders_in

_NAMED_BY = {"first": "首付", "on": "期限", "months": "期数"}


def restated(call: Call, shown: Shown, figures: Figures, book: Book, moment: Moment) -> Shown | None:
    """The card's line with these figures, and what it offers now; None where no wording may be said.

    A bargain goes to and fro: a line said before may be said again. Raises ValueError for more than is owed.
    """
    owed = asked_for(call.account) or figures.first
    offer = Offer(first_payment=figures.first, due=figures.on, instalments=figures.months or None)
    for template in (*_own_words(call, shown, figures, book, moment), _plain_words(figures, owed, book)):
        line = wording(call.with_(said=()), template, book, moment, offer)
        if line:
            return shown.with_(line=line, offers=Proposal(rung=shown.rung, schedule=figures.schedule(owed)))
    return None


def _own_words(call: Call, shown: Shown, figures: Figures, book: Book, moment: Moment) -> tuple[str, ...]:
    """The card's own wording, where every figure that it would not have by itself stands in it."""
    play = book.play_of(shown)
    template: str = getattr(play, shown.wording) if play else ""
    by_itself = offered_in(template, play.move, play.rung, call, book, moment) if play else None
    before = figures_of(by_itself) if by_itself else None
    if before is None:
        return ()
    turned = {name for name in _NAMED_BY if getattr(before, name) != getattr(figures, name)}
    return (template,) if {_NAMED_BY[name] for name in turned} <= set(placeholders_in(template)) else ()


def _plain_words(figures: Figures, owed: float, book: Book) -> str:
    said = book.ladder.restated
    if figures.first >= owed:
        return said.whole
    return said.monthly if figures.months else said.once
