"""What stands at one moment of a call: the conditions plays are held against, the offer, what lines are filled with."""

from datetime import date, datetime

from bot.trade.book import Book
from bot.trade.exchange import Call
from bot.trade.negotiation import Offer, WorkingDay, bargained, his_offer, simple_offer
from bot.trade.playbook import BROKEN, Situation
from bot.trade.reading import Reading
from bot.trade.value import Value
from bot.trade.wording import Spoken


class Moment(Value):
    """When the decision is made: Shanghai time, and which days banks work."""

    now: datetime
    is_working_day: WorkingDay


def situation_of(call: Call, reading: Reading, book: Book, moment: Moment) -> Situation:
    """The values that the conditions of plays are held against."""
    label = reading.primary
    before = call.heard.count(label) if label else 0
    last = call.said_last_time
    offer = offer_of(call, book, moment)
    return Situation(
        account=call.account, party=call.party, verified=call.verified, direction=call.direction,
        channel=call.channel, heard_before=before if before < 2 else "2+",
        said_last_time="none" if last is None else "same" if last == label else "other",
        also_said=reading.also_said, after=call.after, promises=call.promises,
        his_offer=his_offer(reading.amounts(), call.account, offer), rung=call.rung,
        tickets_open=call.tickets_open, in_hours=book.house.contact_hours.contain(moment.now.time()),
    )  # fmt: skip


def offer_of(call: Call, book: Book, moment: Moment) -> Offer:
    """What this call may offer now."""
    today = moment.now.date()
    offer = simple_offer(call.account, book.house, today, moment.is_working_day)
    return bargained(offer, call.account, call.he_named, call.promises in BROKEN, today)


def spoken_of(call: Call, reading: Reading, book: Book, moment: Moment, offer: Offer) -> Spoken:
    """Everything lines may be filled with now."""
    amounts, day = reading.amounts(), reading.first_date()
    last = call.said_last_time
    return Spoken(
        account=call.account, house=book.house, offer=offer, today=moment.now.date(), collector=call.collector,
        his_sum=max(amounts) if amounts else None, his_day=date.fromisoformat(day[:10]) if day else None,
        last_reason=book.taxonomy.zh(last) if last else None,
        promised_sum=call.last_promise.amount, promised_day=call.last_promise.on,
    )  # fmt: skip
