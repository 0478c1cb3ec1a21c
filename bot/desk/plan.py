"""「五万分六期每期多少」: a plan of days and sums from a sentence, filled up from the account."""

from bot.desk.desk import Desk
from bot.desk.heard import Heard
from bot.desk.reply import Reply, plain
from bot.trade.payment_plan import in_instalments
from bot.trade.spoken import spoken_money


def plan_payment(desk: Desk, heard: Heard) -> Reply:
    """The plan: a first payment today where one is named, then months. Without interest: a sum is split, nothing added."""
    call = desk.call_of(heard)
    amounts = [e.value for e in heard.reading.entities if e.type == "amount" and e.value]
    shares = [e.value for e in heard.reading.entities if e.type == "percent" and e.value and not e.of]
    months = next((int(e.value) for e in heard.reading.entities if e.type == "instalments" and e.value), None)
    owed = max(amounts, default=None) or call.account.amounts.overdue
    if owed is None or months is None:
        lacks = "、".join(word for word, value in (("总额", owed), ("期数", months)) if value is None)
        return Reply.say(f"还缺{lacks}。照这样说：五万首付一万，余款分四期。", "plan", schedule=[])
    downs = [a for a in amounts if a < owed and "首付" in heard.text]
    first = min(downs, default=0.0) or (round(owed * shares[0] / 100, 2) if shares and "首付" in heard.text else 0.0)
    group = call.account.debt_group or "consumer"
    longest = getattr(desk.book.house.longest_term, group)
    try:
        schedule = in_instalments(owed, first, desk.day(heard), months)
    except ValueError as fault:
        return Reply.say(f"{fault}。照这样说：五万首付一万，余款分四期。", "plan", schedule=[])
    lines = [f"{d.on:%Y-%m-%d}　{d.amount:,.2f}" for d in schedule]
    note = f"超过{longest}期要报批。" if months > longest else ""
    head = f"共{spoken_money(owed)}，{'首付' + spoken_money(first) + '，' if first else ''}{months}期，不含利息。{note}"
    return Reply.say(
        "\n".join([head, *lines]), "plan", owed=owed, first=first, months=months, needs_approval=months > longest,
        schedule=[plain(d._asdict()) for d in schedule],
    )  # fmt: skip
