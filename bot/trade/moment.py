"""What stands at one moment of a call: the conditions plays are held against, the offer, what lines are filled with."""

from datetime import date, datetime, time

from bot.trade.book import Book
from bot.trade.exchange import Call
from bot.trade.ladder import Bargain, bargained, promise_horizon, proposals
from bot.trade.ledger import Proposal, his_proposal, last_of
from bot.trade.negotiation import TWINS, Offer, Rung, WorkingDay, asked_for, his_offer, may_bargain, simple_offer
from bot.trade.payment_plan import Due, in_instalments
from bot.trade.playbook import Situation
from bot.trade.reading import Entity, Reading
from bot.trade.value import Value
from bot.trade.wording import Spoken, placeholders_in

DISPUTES = frozenset({"amount_dispute", "product_issue", "fee_dispute", "claims_promise"})


class Moment(Value):
    """When the decision is made: Shanghai time, and which days banks work."""

    now: datetime
    is_working_day: WorkingDay


def situation_of(call: Call, reading: Reading, book: Book, moment: Moment) -> Situation:
    """The values that the conditions of plays are held against."""
    label = reading.primary
    before = times(call.heard.count(label) if label else 0)
    last = call.said_last_time
    offer = offer_of(call, book, moment)
    return Situation(
        account=call.account, party=call.party, verified=call.verified, direction=call.direction,
        channel=call.channel, heard_before=before,
        said_last_time="none" if last is None else "same" if last == label else "other",
        also_said=reading.also_said, named=book.topics_in(reading.text), after=call.after, promises=call.promises,
        his_offer=his_offer(_his_sums(call, reading), call.account, offer), rung=call.rung,
        tickets_open=call.tickets_open, in_hours=book.house.contact_hours.contain(moment.now.time()),
    )  # fmt: skip


def times(count: int) -> int | str:
    """How often something was heard before, as conditions ask for it: 0, 1 or 2+."""
    return count if count < 2 else "2+"


def bargain_of(call: Call, book: Book, moment: Moment) -> Bargain:
    """The negotiation as it stands: the account, the ledger of this call, his earlier promises."""
    return Bargain(
        account=call.account, house=book.house, ladder=book.ladder, today=moment.now.date(), promises=call.promises,
        ledger=call.ledger, granted=call.granted, disputed=bool(DISPUTES & set(call.heard)), told_of_limitation="time_barred" in call.heard,
    )  # fmt: skip


def offer_of(call: Call, book: Book, moment: Moment) -> Offer:
    """What this call may offer now."""
    offer = simple_offer(call.account, book.house, moment.now.date(), moment.is_working_day)
    return bargained(offer, bargain_of(call, book, moment), moment.is_working_day)


def his_offer_in(call: Call, reading: Reading, book: Book, moment: Moment) -> Proposal | None:
    """What he offers with these words; a sum without a day counts as coming on the last day a promise may name."""
    undated = promise_horizon(bargain_of(call, book, moment), moment.is_working_day)
    return his_proposal(reading.offered() + _the_minimum(call, reading), moment.now.date(), undated)


def _the_minimum(call: Call, reading: Reading) -> tuple[Entity, ...]:
    """「最低我能还」 names the sum on file."""
    least = call.account.amounts.minimum_due
    if least is None or "最低" not in reading.text or reading.amounts():
        return ()
    return (Entity(type="amount", text="最低", value=least),)


def _his_sums(call: Call, reading: Reading) -> tuple[float, ...]:
    named = tuple(e.value for e in reading.offered() if e.type == "amount" and e.value is not None)
    return named or tuple(e.value for e in _the_minimum(call, reading))


def rungs_closed(call: Call, book: Book, moment: Moment) -> frozenset[Rung]:
    """The rungs that no line may stand on now; none where the sum is unknown, because then nothing can be weighed."""
    every = frozenset(step.rung for step in (*book.ladder.consumer, *book.ladder.b2b))
    if not may_bargain(call.account):
        return every
    if call.account.debt_group is None or asked_for(call.account) is None:
        return frozenset()
    open_now = {p.rung for p in proposals(bargain_of(call, book, moment), moment.is_working_day)}
    asked_above = {step.rung for step in (*book.ladder.consumer, *book.ladder.b2b) if step.approval}
    granted: frozenset[Rung] = frozenset({"instalments"} if "instalments" in call.granted_kinds else ())
    open_now |= granted
    return every - open_now - asked_above - {rung for rung, twin in TWINS.items() if twin in open_now}


def offered_in(template: str, move: str, rung: Rung | None, call: Call, book: Book, moment: Moment) -> Proposal | None:
    """What a line offers: its own sum and day where it names ours, his where it takes his, else the money of its rung.

    None for a line that offers nothing. 「今天」 in the words is the day, whatever the rung allows.
    """
    named = placeholders_in(template)
    b = bargain_of(call, book, moment)
    owed = asked_for(call.account)
    if "批的每期" in named and call.granted and call.granted.instalments and owed:
        kept = call.granted.left_of(owed)
        first = min(call.granted.first_payment or 0, kept)
        return Proposal(
            rung=rung, schedule=in_instalments(kept, first, call.granted.on or b.today, call.granted.instalments)
        )
    if "首付" in named:
        offer = offer_of(call, book, moment)
        assert offer.first_payment is not None, "a line with {首付} is only rendered where the sum is known"
        proposal = Proposal(rung=rung, schedule=(Due(offer.due, offer.first_payment),))
    elif "他出的数" in named or "他说的日" in named or move == "secure_commitment":
        his = last_of(call.ledger, "him")
        if his is None:
            return None
        proposal = his.with_(rung=rung)
    else:
        found = (
            next((p for p in proposals(b, moment.is_working_day) if p.rung in (rung, TWINS.get(rung))), None)
            if rung
            else None
        )
        if found is None:
            return None
        proposal = found
    day = b.today if "今天" in template else None
    if day is None and "期限" in named and "首付" not in named:  # with {首付} it is the offer's already
        day = offer_of(call, book, moment).due
    if day and proposal.first:
        proposal = proposal.with_(schedule=(proposal.first._replace(on=day), *proposal.schedule[1:]))
    return proposal


def spoken_of(call: Call, reading: Reading, book: Book, moment: Moment, offer: Offer) -> Spoken:
    """Everything lines may be filled with now."""
    amounts, day = _his_sums(call, reading), reading.first_date()
    last = call.said_last_time
    return Spoken(
        account=call.account, house=book.house, offer=offer, today=moment.now.date(), collector=call.collector,
        his_sum=max(amounts) if amounts else None, his_day=date.fromisoformat(day[:10]) if day else None,
        latest=promise_horizon(bargain_of(call, book, moment), moment.is_working_day) if call.account.stage else None,
        his_hour=time.fromisoformat(day[11:]) if day and "T" in day else None,
        granted=call.granted,
        last_reason=book.reasons.get(last) if last else None,
        last_reason_his=book.reasons.get(last) if last in book.his_to_move else None,
        promised_sum=call.last_promise.amount, promised_day=call.last_promise.on,
    )  # fmt: skip
