"""The collector's own line: what rules and classifier together find in it, and what this call forbids besides."""

from datetime import datetime

from bot.content import Content
from bot.text.normalise import normalise
from bot.trade.compliance import Finding, Hearing, check_line, learned_findings
from bot.trade.exchange import Call
from bot.trade.ladder import FormalLadder
from bot.trade.party import Disclosure
from bot.trade.reading import LineReading
from bot.trade.stops import HARD, StopTable


def findings(
    line: LineReading, call: Call, content: Content, at: datetime | None = None, debt: str | None = None
) -> tuple[Finding, ...]:
    """Rules first, then what only the classifier hears, then carrying on after a stop and steps nobody decided.

    A rule about the words alone does not accuse a line that the classifier is sure of (「我们不会上门」); rules about
    who hears it, the channel and the hour always stand: the classifier knows none of these. A waiver is forgiven in the
    call in which a supervisor granted one.
    """
    book = content.book
    normal = normalise(line.text, keep_spaces=False)
    rules = [rule for rule in book.rules if not (line.lawful and rule.about_words_alone)]
    ruled = tuple(
        f.copy(update={"words": normal.as_typed(line.text, *f.span) or f.words})
        for f in check_line(normal.text, rules, hearing_of(call, at, debt), book.house.contact_hours)
    )
    learned = learned_findings(line.violations, book.rules, ruled)
    of_the_call = (*ignored_stop(line, call, book.stops), *unapproved_step(line, call, book.ladder.formal))
    if not any(f.name == "disclose_debt" for f in (*ruled, *learned)):
        of_the_call = (*of_the_call, *revealed(line, call, book.disclosure))
    waived = bool(set(call.granted_kinds) & set(content.approvals.waives))
    return tuple(f for f in (*ruled, *learned, *of_the_call) if not (waived and f.name == "unapproved_waiver"))


def hearing_of(call: Call, at: datetime | None, debt: str | None = None) -> Hearing:
    """To whom, how and about which debt a line of this call is said."""
    return Hearing(
        to=call.party, channel=call.channel, debt=call.account.debt_kind or debt or "consumer",
        at=at.time() if at and call.direction == "outbound" else None,
    )  # fmt: skip


def ignored_stop(line: LineReading, call: Call, table: StopTable) -> tuple[Finding, ...]:
    """Carrying on after a danger, privacy or pause stop: a demand, deadline or consequence in the same call."""
    hard = [s for s in call.stops if s.grade in HARD]
    demands = [m for m in line.moves if table.is_demand(m)]
    if not hard or not demands:
        return ()
    return (
        Finding(name="ignored_stop", rule=f"ignored_stop.{hard[0].label}", words=line.text, severity="block",
                basis=("house",), why=table.ignored_stop.why, instead=table.ignored_stop.instead),
    )  # fmt: skip


def revealed(line: LineReading, call: Call, disclosure: Disclosure) -> tuple[Finding, ...]:
    """Speaking of payment, contract or papers to somebody who must not know: it tells him that there is a debt."""
    if not disclosure.only_passes_on(call.party, call.account.debt_group):
        return ()
    told = disclosure.reveals
    if not set(line.moves) & set(told.moves):
        return ()
    return (
        Finding(name="disclose_debt", rule="disclose_debt.by_what_it_does", words=line.text, severity="block",
                basis=told.basis, why=told.why, instead=told.instead),
    )  # fmt: skip


def unapproved_step(line: LineReading, call: Call, formal: FormalLadder) -> tuple[Finding, ...]:
    """Speaking of a letter or a suit that nobody has decided, on an account that is on file."""
    if "escalate_formal" not in line.moves or not call.account.number or call.account.formal_next:
        return ()
    return (
        Finding(name="false_consequence", rule="false_consequence.unapproved_step", words=line.text, severity="warn",
                basis=("house",), why=formal.unapproved.why, instead=formal.unapproved.instead),
    )  # fmt: skip
