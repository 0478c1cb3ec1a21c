"""When a call must be followed up: the day its result asks for, or the time the debtor named himself."""

from datetime import date, datetime, timedelta

from bot.trade.negotiation import WorkingDay, working_days_after

APPOINTMENT = timedelta(minutes=30)  # a call this near to the time he named is the one he asked for


def follow_up(
    result: str, within_days: int, named: str | None, today: date, is_working_day: WorkingDay
) -> tuple[date, str | None]:
    """(day, ISO time or None) by which something must follow.

    `named` is the day or time in the collector's words, ISO. A call-back is made when the debtor named it; a promise is
    reminded of on the working day before it falls due, on that day itself where it is due before that; anything else
    follows within its working days (data/results.yml).
    """
    day = date.fromisoformat(named[:10]) if named else None
    if day and day >= today:
        if result == "promise":
            before = day - timedelta(days=1)
            while not is_working_day(before):
                before -= timedelta(days=1)
            return (before if before > today else day), None
        if result == "call_back":
            return day, named if named and "T" in named else None
    return working_days_after(today, within_days, is_working_day), None


def is_appointment(at: str | None, now: datetime) -> bool:
    """Whether now is the time he asked to be called at, half an hour more or less."""
    return at is not None and abs(datetime.fromisoformat(at) - now) <= APPOINTMENT
