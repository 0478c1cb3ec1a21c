"""What a play would say for an account, or why it would not: for authors, before any debtor hears it."""

from bot.trade import playbook
from bot.trade.book import Book
from bot.trade.compliance import Hearing, check_line
from bot.trade.exchange import Call
from bot.trade.moment import Moment, offer_of, rungs_closed, situation_of, spoken_of
from bot.trade.playbook import Play
from bot.trade.reading import Reading
from bot.trade.value import Value
from bot.trade.wording import FIRST_SENTENCE_LIMIT, fill_one, first_sentence, placeholders_in, render

# What a call brings about is assumed: an author asks for whom a line is written, not how far the call has gone.
OF_THE_CALL = frozenset(
    {"after", "heard_before", "also_said", "named", "said_last_time", "promises", "his_offer", "rung", "tickets_open"}
)


class Preview(Value):
    """One wording for one account: the line, or what stands in its way."""

    wording: str
    line: str | None = None
    why: tuple[str, ...] = ()


def unmet(play: Play, call: Call, reading: Reading, book: Book, moment: Moment) -> tuple[str, ...]:
    """The conditions of a play about account, party and hour that do not hold, as `key: wanted`."""
    conditions = playbook.unmet(play.when, situation_of(call, reading, book, moment))
    return tuple(f"{key}：要 {wanted}" for key, wanted in conditions.items() if key not in OF_THE_CALL)


def previews(play: Play, call: Call, reading: Reading, book: Book, moment: Moment) -> tuple[Preview, ...]:
    """The three wordings of a play as they would be said in this call, each with what stands in its way."""
    spoken = spoken_of(call, reading, book, moment, offer_of(call, book, moment))
    closed = (f"这一级现在不开放：{play.rung}",) if play.rung in rungs_closed(call, book, moment) else ()
    return tuple(
        _preview(name, template, spoken_line(template, spoken), closed, call, book) for name, template in play.wordings
    )


def spoken_line(template: str, spoken: object) -> tuple[str | None, tuple[str, ...]]:
    """The filled line and the placeholders that nothing is known for."""
    missing = tuple(name for name in placeholders_in(template) if fill_one(name, spoken) is None)  # type: ignore[arg-type]
    return (None if missing else render(template, spoken)), missing  # type: ignore[arg-type]


def _preview(
    name: str,
    template: str,
    filled: tuple[str | None, tuple[str, ...]],
    closed: tuple[str, ...],
    call: Call,
    book: Book,
) -> Preview:
    line, missing = filled
    why = list(closed)
    if missing:
        why.append(f"缺资料：{'、'.join(missing)}")
    level = book.disclosure
    group = call.account.debt_group
    withheld = [
        p for p in placeholders_in(template) if not level.may_hear(call.party, group, book.placeholders[p].needs)
    ]
    if withheld:
        why.append(f"对方不该听：{'、'.join(withheld)}")
    if line and len(first_sentence(line)) > FIRST_SENTENCE_LIMIT:
        why.append(f"第一句 {len(first_sentence(line))} 字，超过 {FIRST_SENTENCE_LIMIT}")
    hearing = Hearing(to=call.party, channel=call.channel, debt=call.account.debt_kind or "consumer")
    why += [f"碰规则 {finding.rule}" for finding in check_line(line or "", book.rules, hearing)]
    return Preview(wording=name, line=line, why=tuple(why))
